"""People of an extract are matched many at a time, and leave the rows that they leave when asked about alone."""

from datetime import date
from functools import partial

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.duties.models import DutyRow
from mappa.duties.services import derive_for
from mappa.imports.extracts import EXTRACTS
from mappa.imports.services import IMPORTS, extracts
from mappa.imports.services.ahead import Ahead
from mappa.offending.models import NotificationEvent
from mappa.offending.services import record_notification
from mappa.offending.services.telling import looked_at_once
from mappa.people.models import Identifier, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.imports import EXTRACTED, a_file, somebody
from tests.factories.offending import a_movement
from tests.factories.people import NOON, a_person
from tests.imports.both_ways import CountStatements, everything, took

pytestmark = pytest.mark.django_db
WHO = ("person_ref", "family_name", "given_names", "date_of_birth", "pnc_id")


def row(kind, number, **cells):
    """A row about the person of a number; of the police a home visit where nothing else is told."""
    who = {name: cell for name, cell in somebody(number).items() if name in WHO}
    return EXTRACTED[kind] | who | {"person_ref": f"X{number}"} | cells


@pytest.fixture
def area():
    """An area with people on record; some with a case, hidden, elsewhere, alike, or with another number."""
    area = an_area()
    for kind in (AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.COORDINATION_UNIT):
        an_agency(kind, area)
    a_user(Role.PROBATION_PRACTITIONER, name="Kit Umber")
    for number in range(1, 21):
        told = somebody(number)
        person = a_person(
            family_name=told["family_name"], given_names="Robin", since=date(2020, 1, 1),
            date_of_birth=date.fromisoformat(told["date_of_birth"]),
            area=an_area("eastmere") if number == 4 else area, compartment="category_4" if number == 5 else "",
        )  # fmt: skip
        if number % 2:
            Identifier.objects.create(person=person, kind="pnc", value=told["pnc_id"])
        if number in {6, 7, 11, 12, 13}:
            an_open_case(person)
        if number in {8, 9}:
            a_movement(person, "release_expected", date(2026, 8, 1))
            a_movement(person, "release_expected", date(2026, 7 if number == 8 else 8, 1))
    return area


def a_mixed_extract(kind):
    rows = [row(kind, number) for number in range(1, 31)]
    rows += [
        row(kind, 1, pnc_id="", person_ref="X99"),  # the same person by another number, and then by that number alone
        row(kind, 1, pnc_id="", person_ref="X99", date_of_birth=""),
        row(kind, 2, pnc_id="2001/0099999B", person_ref="X98"),  # a PNC ID that is another one since the row above
        row(kind, 3, family_name="Othername", person_ref="X97"),
        row(
            kind,
            50,
            family_name="Othername",
            given_names="Robin",
            date_of_birth=somebody(3)["date_of_birth"],
            pnc_id="",
        ),
        row(kind, 51, family_name="Dunnock", date_of_birth="1981-04-04", pnc_id=""),
        row(kind, 52, family_name="Dunnok", date_of_birth="1981-04-04", pnc_id=""),
        row(kind, 10, pnc_id="", person_ref="", date_of_birth=""),
        row(kind, 53, pnc_id="", person_ref="X12", family_name="Stranger", date_of_birth="1951-01-01"),
    ]
    return a_file(*rows, columns=EXTRACTS[kind].columns)


def alone(people, numbers, setting):
    """Nobody is looked for ahead."""
    return Ahead(new=frozenset(), known={})


class TestPeopleOfAnExtract:
    @pytest.mark.parametrize("kind", list(EXTRACTS))
    def test_leave_the_rows_that_they_leave_when_asked_about_alone(self, area, monkeypatch, kind):
        look_ahead = extracts.look_ahead
        monkeypatch.setattr(extracts, "look_ahead", alone)
        monkeypatch.setattr(extracts, "A_BATCH", 1)
        said, rows = took(a_mixed_extract(kind), area, monkeypatch, taking=IMPORTS[kind])

        for at_once in (3, 2000):
            monkeypatch.setattr(extracts, "look_ahead", look_ahead)
            monkeypatch.setattr(extracts, "A_BATCH", at_once)
            ahead_said, ahead_rows = took(a_mixed_extract(kind), area, monkeypatch, taking=IMPORTS[kind])
            assert ahead_said == said
            assert {label for label, expected in rows.items() if ahead_rows[label] != expected} == set()
        assert said["people_known"] > 10
        assert said["rows_held"] > 3
        assert said["people_new"] or said["rows_refused"] or said["rows_notified"]

    @pytest.mark.parametrize("kind", ["prison-extract", "police-extract"])
    def test_whose_dates_cannot_be_are_refused_alone(self, area, monkeypatch, kind):
        broken = Person.objects.get(family_name=somebody(14)["family_name"])
        an_open_case(broken, category=9)  # no such category: their duties cannot be told
        content = a_file(*(row(kind, number) for number in range(11, 17)), columns=EXTRACTS[kind].columns)
        look_ahead = extracts.look_ahead
        monkeypatch.setattr(extracts, "look_ahead", alone)
        said, rows = took(content, area, monkeypatch, taking=IMPORTS[kind])
        monkeypatch.setattr(extracts, "look_ahead", look_ahead)
        ahead_said, ahead_rows = took(content, area, monkeypatch, taking=IMPORTS[kind])

        assert [one["row"] for one in ahead_said["refused"]] == [5]
        assert ahead_said == said
        assert {label for label, expected in rows.items() if ahead_rows[label] != expected} == set()

    def test_have_the_duties_that_follow(self, area):
        person = Person.objects.get(family_name=somebody(11)["family_name"])
        content = a_file(row("police-extract", 11), columns=EXTRACTS["police-extract"].columns)
        IMPORTS["police-extract"](
            content=content, name="p.csv", area=area, actor=a_user(Role.COORDINATOR), at=NOON, dry_run=False
        )
        told = list(DutyRow.objects.values_list("duty", "due", "outcome").order_by("pk"))
        derive_for([person.pk], at=NOON)

        assert told == list(DutyRow.objects.values_list("duty", "due", "outcome").order_by("pk"))
        assert told

    def test_are_added_to_in_few_statements_each(self, area):
        actor = a_user(Role.COORDINATOR)
        take = partial(IMPORTS["police-extract"], name="p.csv", area=area, actor=actor, at=NOON, dry_run=False)
        take(
            content=a_file(
                *(row("police-extract", n) for n in range(10, 21)), columns=EXTRACTS["police-extract"].columns
            )
        )
        counts = []
        for on, some in (("2026-02-13", range(15, 16)), ("2026-02-14", range(14, 20))):
            content = a_file(
                *(row("police-extract", n, on=on) for n in some), columns=EXTRACTS["police-extract"].columns
            )
            with CountStatements() as counted:
                assert take(content=content).known_people == len(some)
            counts.append(counted.number)

        assert (counts[1] - counts[0]) / 5 <= 12, counts

    def test_are_held_where_the_sender_may_not_know_of_them(self, area):
        before = everything()
        actor = a_user(Role.COORDINATOR)
        content = a_file(row("police-extract", 5), row("police-extract", 4), columns=EXTRACTS["police-extract"].columns)
        report = IMPORTS["police-extract"](
            content=content, name="p.csv", area=area, actor=actor, at=NOON, dry_run=False
        )

        assert (report.held, report.taken) == ([2, 3], [])
        assert not NotificationEvent.objects.exists()
        assert everything()["people.Identifier"] == before["people.Identifier"]
        hidden = set(Person.objects.filter(compartment="category_4").values_list("reference", flat=True))
        assert not AuditEvent.objects.filter(what="collection", subject__in=hidden).exists()

    def test_are_looked_at_again_where_they_were_not_asked_about_together(self, area):
        actor, everybody = a_user(Role.COORDINATOR), Person.objects.values_list("pk", flat=True)
        elsewhere = a_user(Role.COORDINATOR, area=an_area("southmere"))
        hidden, shown = Person.objects.get(compartment="category_4"), Person.objects.filter(compartment="").first()
        notify = partial(record_notification, kind="first_notification", on=NOON.date(), at=NOON)
        with looked_at_once(actor, everybody, NOON):
            notify(person=shown, actor=actor)
            for person, other in ((hidden, actor), (hidden, elsewhere), (shown, elsewhere)):
                with pytest.raises(Person.DoesNotExist):
                    notify(person=person, actor=other)
