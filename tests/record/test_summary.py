"""The first page of a record: one screen that answers what an officer asks first."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, RoshRating
from mappa.audit.models import AuditEvent, What
from mappa.offending.models import Movement, Order
from mappa.people.models import Address, Involvement, Victim
from mappa.record.changes_since import LOOKED
from mappa.record.models import Attachment
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, a_person
from tests.factories.record import an_attachment

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def om():
    return a_user(Role.POLICE_OFFENDER_MANAGER, name="Pat Sedge")


@pytest.fixture
def person(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency, level=2).person


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def shown(client, person):
    answer = client.get(f"/people/{person.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def an_event(person, who, operation, at, *, what=What.ALTERATION, agency="northshire-probation", **details):
    return AuditEvent.objects.create(
        at=at, what=what, operation=operation, who=who, agency=agency, subject_type="person",
        subject=person.reference, details=details,
    )  # fmt: skip


class TestTheFirstPage:
    @pytest.mark.requirement("NOMINAL-01")
    def test_says_where_since_when_who_and_what_binds(self, browser, person, om):
        Involvement.objects.filter(person=person).update(officer=om)
        Address.objects.create(person=person, text="4 Mill Lane", since=date(2025, 5, 6))
        for kind, day in (("remand", date(2024, 1, 9)), ("released", date(2025, 5, 6))):
            Movement.objects.create(person=person, kind=kind, on=day, recorded_at=NOON, recorded_by="x")
        Order.objects.create(person=person, kind="SHPO", on=date(2025, 1, 2), until=date(2026, 3, 20))
        Order.objects.create(person=person, kind="NMO", on=date(2020, 1, 2), ended_on=date(2021, 1, 2))
        condition = {"condition": "Not to enter Larchford", "kind": "additional"}
        an_attachment(person, "licence-conditions", condition | {"state": "set"})
        an_attachment(person, "licence-conditions", {"condition": "Gone since", "state": "removed"})
        rated = Assessment.objects.create(
            person=person, tool="OASys", on=date(2026, 1, 5), assessor="A B", agency=om.agency, rosh="high",
            recorded_at=NOON, recorded_by="x",
        )  # fmt: skip
        RoshRating.objects.create(assessment=rated, group="children", level="very_high", who="Two nieces")

        page = shown(browser, person)

        for said in (
            "In the community", "since 6 May 2025", "4 Mill Lane", "Level 2", "since 1 January 2020", "Pat Sedge",
            "Sexual harm prevention order", "In 18 days", "Not to enter Larchford", "Children", "Very high",
            "Two nieces", "OASys, 5 January 2026",
        ):  # fmt: skip
            assert said in page, said
        for gone in ("Non-molestation", "Gone since"):
            assert gone not in page

    @pytest.mark.requirement("RISK-05", "RISK-20")
    def test_says_who_the_known_adult_is_to_readers_of_the_victims_section_and_what_nobody_rated(
        self, client, person, om, django_assert_max_num_queries
    ):
        rated = Assessment.objects.create(
            person=person, tool="OASys", on=date(2026, 1, 5), assessor="A B", agency=om.agency, rosh="high",
            recorded_at=NOON, recorded_by="x",
        )  # fmt: skip
        RoshRating.objects.create(
            assessment=rated, group="public", level="low", who="Night shelter", traits=["disability"]
        )
        lead = a_user(Role.PRISON_LEAD)
        Involvement.objects.create(person=person, agency=lead.agency, kind="custody", since=date(2020, 1, 1))

        an_attachment(person, "weapons", {"what": "Crossbow"})
        client.force_login(om)
        with django_assert_max_num_queries(20) as without:
            shown(client, person)
        entry = Victim.objects.create(person=person, kind="potential", description="Marnie Quill")
        RoshRating.objects.create(assessment=rated, group="known_adult", level="high", entry=entry)
        with django_assert_max_num_queries(20) as asked:
            cleared = shown(client, person)
        client.force_login(lead)
        others = shown(client, person)

        assert len(asked) == len(without)
        assert "Marnie Quill" in cleared
        assert "Marnie Quill" not in others
        assert "Somebody named in the victims section" in others
        for page in (cleared, others):
            assert "Picked out by: disability" in page
            assert "Prisoners, Children, Staff, Self" in page

    def test_warns_staff_until_the_warning_ends_and_only_those_who_may_read_it(self, browser, client, person):
        warning = {"warning": "Never visit alone", "kind": "visit", "what_to_do": "Two officers"}
        an_attachment(person, "warnings", warning, compartment="staff_safety")
        an_attachment(person, "weapons", {"what": "Crossbow"}, until=date(2026, 3, 1))

        page = shown(browser, person)
        assert "Never visit alone" in page
        assert "Two officers" in page
        assert "Crossbow" not in page
        liaison = an_agency("victim_liaison")
        Involvement.objects.create(person=person, agency=liaison, kind="victim_liaison", since=date(2020, 1, 1))
        client.force_login(a_user(Role.VICTIM_LIAISON))
        assert "Never visit alone" not in shown(client, person)

    def test_says_what_others_changed_since_the_last_look_as_far_as_one_may_read_it(self, browser, person, om):
        assert "You have not opened this page before" in shown(browser, person)
        an_agency("probation")
        look = an_event(person, om.username, LOOKED, NOW - timedelta(days=3), what=What.CONSULTATION)
        then, other = NOW - timedelta(days=1), "probation.om"
        for _ in range(2):
            an_event(person, other, "record:attachment:add", then, kind="contacts", compartment="")
        an_event(person, other, "record:attachment:add", then, kind="intelligence", compartment="intelligence")
        an_event(person, other, "record:attachment:add", then, kind="pets", compartment="intelligence")
        an_event(person, other, "people:access-list:set", then)
        an_event(person, om.username, "people:address:add", then)
        an_event(person, other, "people:alias:add", look.at - timedelta(days=1))

        changed = shown(browser, person).partition("Since you last looked")[2].partition("The whole record")[0]

        assert "27 February 2026" in changed
        assert "Northshire Probation Service" in changed
        assert "Contacts</a>: 2, latest 1 March 2026" in changed
        for hidden in ("Intelligence", "Pets", "access", "Addresses", "Names"):
            assert hidden not in changed

    @pytest.mark.parametrize(
        ("operation", "words_and_whether_to_prison"),
        [
            ("victims:entry:add", ("Victims", False)), ("cases:critical:mark", ("The critical few", True)),
            ("offender:told:record", ("What the person was told and says", True)),
            ("nominals:record:merge", ("Merged with another record", True)),
        ],
    )  # fmt: skip
    def test_says_so_of_victims_of_what_was_told_and_of_merged_records(
        self, client, person, operation, words_and_whether_to_prison
    ):
        words, to_prison = words_and_whether_to_prison
        om, lead = User.objects.get(name="Pat Sedge"), a_user(Role.PRISON_LEAD)
        Involvement.objects.create(person=person, agency=lead.agency, kind="custody", since=date(2020, 1, 1))
        for reader in (om, lead):
            an_event(person, reader.username, LOOKED, NOW - timedelta(days=3), what=What.CONSULTATION)
        an_event(person, "somebody", operation, NOW - timedelta(days=1))

        told = []
        for reader in (om, lead):
            client.force_login(reader)
            told.append(f"{words}</a>" in shown(client, person).partition("Since you last looked")[2])

        assert told == [True, to_prison]

    def test_asks_no_more_with_two_thousand_entries(self, browser, person, om, django_assert_max_num_queries):
        def asked():
            with django_assert_max_num_queries(20) as seen:
                shown(browser, person)
            return len(seen)

        warning = {"warning": "Never visit alone", "what_to_do": "Two officers"}
        an_attachment(person, "warnings", warning)
        before = asked()
        Attachment.objects.bulk_create(
            Attachment(
                person=person, kind="contacts" if number % 50 else "warnings", content=warning, since="2026-02-01",
                source=om.agency, marking="OFFICIAL", recorded_by="x",
            )
            for number in range(2000)
        )  # fmt: skip

        assert asked() == before
