"""People on record are written together too, and leave the rows that the one-by-one way leaves."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.audit.services import NotRecorded
from mappa.determinations.models import Determination
from mappa.duties.models import DutyRow
from mappa.duties.services import derive_again, derive_for
from mappa.imports.services import import_results, take
from mappa.kernel import announcements
from mappa.offending.models import (
    Conviction,
    Disposal,
    NotificationBreach,
    NotificationEvent,
    NotificationReview,
    Order,
    OrderStep,
)
from mappa.offending.selectors import FactsAbout, facts_about, facts_about_each
from mappa.people.models import Address, Alias, Identifier, Involvement, Person, SearchKey
from mappa.people.services import rekey_everybody
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.imports import a_file, somebody
from tests.factories.offending import a_movement
from tests.factories.people import NOON, a_person
from tests.imports.both_ways import Counted, CountStatements, OneByOne, as_owner, everything, took

pytestmark = pytest.mark.django_db
EARLIER = {
    "offence_date": "2023-05-01", "conviction_date": "2024-01-10", "sentence_date": "2024-02-10",
    "licence_end": "2026-02-10",
}  # fmt: skip
SENTENCE = ("sentence_date", "term_months", "licence_end", "suspended")
DAY = timedelta(days=1)


def named(number):
    """Whoever the first file told with this number."""
    return Person.objects.get(identifiers__value=f"2001/{number:07d}B")


@pytest.fixture
def area():
    """An area with people on record of whom more is known than a file tells."""
    area = an_area()
    for kind in (AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.COORDINATION_UNIT):
        an_agency(kind, area)
    rows = [somebody(number, managing_agency="police" if number % 3 else "") for number in range(1, 61)]
    actor = a_user(Role.ADMINISTRATOR, username="before")
    import_results(content=a_file(*rows), name="before.csv", area=area, actor=actor, at=NOON - DAY, dry_run=False)
    a_life(area)
    return area


def a_life(area):
    """What happened to some of them since."""
    stamp = {"recorded_at": NOON - DAY, "recorded_by": "factory"}
    Alias.objects.create(person=named(11), family_name="Othername", given_names="Robin", kind="alias")
    Address.objects.filter(person=named(12)).update(since=date(2020, 1, 1), until=date(2026, 2, 1))
    Involvement.objects.filter(person=named(34)).update(since=date(2025, 1, 1), until=date(2026, 1, 1))
    Address.objects.filter(person=named(13)).update(kind="bail")
    Address.objects.create(person=named(14), text="2 Second Street", since=date(2020, 1, 1))
    Person.objects.filter(pk=named(15).pk).update(died_on=date(2026, 2, 15), death_learned_on=date(2026, 2, 16))
    Person.objects.filter(pk=named(16).pk).update(compartment="category_4")
    named(17).managing_areas.update(area=an_area("eastmere"))
    for number in (10, 18, 19, 20, 34, 55):
        an_open_case(named(number))
    a_movement(named(19), "released", date(2026, 2, 20))
    a_movement(named(19), "licence_end", date(2027, 1, 1))
    order = Order.objects.create(person=named(20), kind="SHPO", on=date(2026, 2, 9), until=date(2031, 2, 8))
    changed = {"until": date(2031, 2, 8), "until_before": date(2030, 2, 8)}
    OrderStep.objects.create(order=order, kind="renewed", on=date(2026, 2, 20), **changed)
    NotificationBreach.objects.create(person=named(21), found_on=date(2026, 2, 25), what="Did not come")
    NotificationEvent.objects.create(person=named(21), kind="first_notification", on=date(2026, 2, 12), **stamp)
    NotificationReview.objects.create(
        person=named(21), applied_on=date(2026, 2, 13), decided_on=date(2026, 2, 20), outcome="ended"
    )
    for model, whose in ((Conviction, {"person": named(22)}), (Disposal, {"conviction__person": named(23)})):
        row = model.objects.get(**whose)
        row.pk, row.replaces_id = None, row.pk
        row.title = row.details = ""
        if model is Disposal:
            row.details, row.term_months, row.corrected_at = {}, 36, NOON - DAY
        else:
            row.title = "Robbery with a knife"
        row.save(force_insert=True)
    Identifier.objects.filter(person=named(24), kind="pnc").update(value="1990/0000009Z")
    Identifier.objects.filter(person=named(25), kind="court_ref").update(person=named(26), value="northshire:C-99925")
    Involvement.objects.filter(person=named(28)).update(
        until=date(2026, 2, 1), officer=a_user(Role.POLICE_OFFENDER_MANAGER)
    )
    Involvement.objects.filter(person=named(29)).update(officer=a_user(Role.POLICE_OFFENDER_MANAGER))
    answered(named(30), answer={"categories": [], "recorded_category": None})
    answered(named(31), edition="an-older-one")
    a_person(family_name=named(32).family_name, given_names="Robin", date_of_birth=named(32).date_of_birth)
    rekey_everybody()
    SearchKey.objects.create(person=named(33), key=7)  # by a rule that holds no more


def answered(person, **more):
    """A newer stored answer that says the same but for this."""
    (held,) = Determination.objects.filter(person=person).values(
        "person_id", "as_of", "edition", "facts", "answer", "made_at", "made_by"
    )
    Determination.objects.create(**held | {"made_at": NOON - DAY / 2} | more)


def later_file():
    """The same people again: later results, other homes and numbers, the same rows, and rows that cannot be."""
    rows = [somebody(number, managing_agency="probation" if number % 2 else "police") for number in range(1, 41)]
    rows += [somebody(number, **EARLIER) for number in range(2, 41, 2)]
    return a_file(*rows, *OTHERS)


OTHERS = [
    somebody(41, **EARLIER, home_address="9 New Street"),
    somebody(42, **EARLIER, person_ref="C-9942"),
    somebody(43, **EARLIER, pnc_id="2001/9999943B"),  # two numbers of one kind: doubtful
    somebody(44, **EARLIER, pnc_id=""),
    somebody(45, **EARLIER, pnc_id="", person_ref=""),
    somebody(
        46, person_ref="C-9946", pnc_id="", offence_title="Affray"
    ),  # the same person twice, by two references that are both new
    somebody(46, **EARLIER, person_ref="C-9947", pnc_id="", home_address="3 Third Street"),
    somebody(47, **EARLIER, family_name="Stranger", given_names="Sam", date_of_birth="1951-01-01"),
    somebody(48, **EARLIER, given_names="Robyn"),  # another name of the same number
    somebody(49, offence_date="", conviction_date="2024-01-10", disposal="", **dict.fromkeys(SENTENCE, "")),
    somebody(50, **EARLIER, managing_agency="nobody"),
    somebody(51, **EARLIER, cjs_code="XX00001", home_address="1  TEST street, northshire"),
    somebody(52, conviction_date="2026-02-30"),
    somebody(53, **EARLIER, offence_title="Robbery {0} \\N\t", home_address="1 \\. Łódź {}"),
    somebody(54, offence_date="1960-01-01"),
    somebody(33, **EARLIER, home_address="5 Fifth Street", person_ref="C-33"),
    somebody(11, **EARLIER, family_name="Othername"),
    somebody(12, **EARLIER, person_ref="C-12"),
    *(somebody(number) for number in range(70, 80)),  # new
    somebody(55, **EARLIER, person_ref="C-9955", pnc_id=""),
    somebody(81, pnc_id="", person_ref="C-9955", family_name="Person", given_names="Else", date_of_birth="1999-09-09"),
]


class TestPeopleWithACase:
    def test_whose_dates_cannot_be_are_refused_alone(self, area, monkeypatch):
        an_open_case(named(35), category=9)  # no such category: their duties cannot be told
        content = a_file(*(somebody(number, **EARLIER) for number in (34, 35, 36, 99)))
        said, rows = took(content, area, monkeypatch, OneByOne)
        together_said, together_rows = took(content, area, monkeypatch, Counted)

        assert together_said == said
        assert [one["row"] for one in said["refused"]] == [3]
        assert (said["people_known"], said["people_new"]) == (2, 1)
        assert {label for label, expected in rows.items() if together_rows[label] != expected} == set()

    def test_have_the_duties_that_follow_and_nobody_else_listens(self, area):
        derive_for([named(34).pk], at=NOON)
        DutyRow.objects.all().delete()
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        import_results(
            content=a_file(somebody(34, **EARLIER)), name="a.csv", area=area, actor=actor, at=NOON, dry_run=False
        )
        told = list(DutyRow.objects.values_list("duty", "due", "outcome").order_by("pk"))
        derive_for([named(34).pk], at=NOON)

        assert told == list(DutyRow.objects.values_list("duty", "due", "outcome").order_by("pk"))
        assert told
        assert announcements._handlers == [derive_again]  # whoever else is to hear of facts must hear of many at once


class TestPeopleOnRecord:
    @pytest.mark.parametrize("at_once", [1, 7, 2000])
    def test_leave_the_rows_that_they_leave_one_by_one(self, area, monkeypatch, at_once):
        said, rows = took(later_file(), area, monkeypatch, OneByOne)
        monkeypatch.setattr(take, "A_BATCH", at_once)
        monkeypatch.setattr(Counted, "quick", [0, 0])
        together_said, together_rows = took(later_file(), area, monkeypatch, Counted)

        assert together_said == said
        assert said["people_known"] > 40
        assert min(said["rows_held"], said["rows_refused"]) > 1
        assert Counted.quick[True] > 30
        assert {label for label, expected in rows.items() if together_rows[label] != expected} == set()

    def test_are_told_to_the_engine_with_every_fact_that_one_alone_is_told_with(self, area):
        each = facts_about_each(list(Person.objects.values_list("pk", flat=True)))

        assert each == {person.pk: facts_about(person) for person in Person.objects.all()}
        assert all(any(getattr(about, one.name) for about in each.values()) for one in fields(FactsAbout))

    def test_leave_nothing_when_all_that_the_file_says_is_on_record(self, area):
        before, numbers = everything(), [1, 2, 4, 5, 19, 20]
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        rows = [somebody(number, managing_agency="police" if number % 3 else "") for number in numbers]
        report = import_results(content=a_file(*rows), name="a.csv", area=area, actor=actor, at=NOON, dry_run=False)

        after = everything()
        assert (report.known_people, report.new_people, len(report.taken)) == (6, 0, 6)
        changed = {label for label in before if before[label] != after[label]}
        assert changed <= {"audit.AuditEvent", "imports.ImportedFile", "determinations.Determination"}
        assert len(after["determinations.Determination"]) == len(before["determinations.Determination"]) + 2

    def test_are_found_by_a_new_address_and_a_new_number(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        row = somebody(41, **EARLIER, home_address="9 New Street, AB1 2CD", person_ref="C-77")
        import_results(content=a_file(row), name="a.csv", area=area, actor=actor, at=NOON, dry_run=False)

        kept = set(SearchKey.objects.values_list("person", "key"))
        rekey_everybody()
        assert set(SearchKey.objects.values_list("person", "key")) == kept - {(named(33).pk, 7)}

    def test_are_as_they_were_when_what_was_done_cannot_be_put_on_record(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        before = everything()
        as_owner("REVOKE INSERT ON audit_auditevent FROM mappa_app")

        with pytest.raises(NotRecorded):
            import_results(content=later_file(), name="f", area=area, actor=actor, at=NOON, dry_run=False)
        assert everything() == before

    def test_are_held_for_somebody_cleared_where_the_sender_may_not_know_of_them(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        content = a_file(somebody(16, **EARLIER), somebody(17, **EARLIER))
        report = import_results(content=content, name="a.csv", area=area, actor=actor, at=NOON, dry_run=False)

        assert (report.held, report.taken) == ([2, 3], [])
        subjects = {named(16).reference, named(17).reference}
        assert not AuditEvent.objects.filter(who="importer", subject__in=subjects).exists()

    def test_are_written_in_a_number_of_statements_that_does_not_grow_with_them(self, area):
        actor = a_user(Role.ADMINISTRATOR, username="importer")
        counts = []
        for some in (range(1, 6), range(36, 55)):
            rows = [somebody(number, **EARLIER, home_address=f"{number} New Street") for number in some]
            with CountStatements() as counted:
                report = import_results(
                    content=a_file(*rows), name=f"{some}", area=area, actor=actor, at=NOON, dry_run=False
                )
            assert report.known_people == len(some)
            counts.append(counted.number)

        assert counts[1] <= counts[0] + 5, counts
