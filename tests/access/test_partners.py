"""Partners to a record, its manager, and the prison while somebody is in custody."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine

from mappa.access.custody import in_custody_since, prison_prompt
from mappa.access.selectors import partner_kinds
from mappa.access.services import add_partner, change_record_manager, end_partner
from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import Agency, AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import InvolvementKind
from mappa.people.selectors import people_visible_to
from mappa.people.services import add_address, add_alias, add_identifier
from tests.factories.accounts import KIND_OF, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_movement
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
EDITION = "cheshire-2022"
DAY = timedelta(days=1)
MANAGER, PARTNER = InvolvementKind.RECORD_MANAGER, InvolvementKind.PARTNER


def added(person, agency, actor, **more):
    facts = {"since": TODAY, "reason": "Lives there half the week", "edition": EDITION, "at": NOON}
    return add_partner(person=person, agency=agency, actor=actor, **facts | more)


def managed(person, agency, actor, **more):
    facts = {"officer": None, "since": TODAY, "reason": "The case moved team", "edition": EDITION, "at": NOON}
    return change_record_manager(person=person, agency=agency, actor=actor, **facts | more)


class TestPartners:
    @pytest.mark.requirement("NOMINAL-04")
    @pytest.mark.requirement("NOMINAL-10")
    def test_from_any_force_see_and_add_from_the_first_day_to_the_last(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()
        scottish = Agency.objects.create(code="glenmoor-police", name="Glenmoor Police", kind="police", status="none")
        military = Agency.objects.create(code="service-police", name="Service Police", kind="police", status="none")
        officers = [a_user(Role.POLICE_OFFENDER_MANAGER, agency=agency) for agency in (scottish, military)]
        rows = [added(person, agency, coordinator) for agency in (scottish, military)]
        add_alias(person=person, family_name="Otherwise", actor=officers[0], at=NOON)
        end_partner(
            person=person, number=rows[0].pk, until=TODAY + DAY, reason="Moved back", actor=coordinator, at=NOON
        )

        known = [[people_visible_to(one, TODAY + n * DAY).exists() for n in (-1, 0, 1, 2)] for one in officers]

        assert known == [[False, True, True, False], [False, True, True, True]]
        ended = person.involvements.get(pk=rows[0].pk)
        assert (ended.reason, ended.end_reason, ended.ended_by) == (
            "Lives there half the week", "Moved back", coordinator.username,
        )  # fmt: skip
        assert AuditEvent.objects.filter(operation="people:involvement:add", subject=person.reference).count() == 2

    @pytest.mark.requirement("NOMINAL-09")
    def test_are_police_prison_and_probation_only(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()
        for kind in AgencyKind:
            agency = Agency.objects.create(code=f"any-{kind}", name=f"Any {kind.label}", kind=kind, status="dtc")
            with suppress(NotPossible):
                added(person, agency, coordinator)

        taken = set(person.involvements.values_list("agency__kind", flat=True))
        assert taken == {AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.PRISON}
        with pytest.raises(NotPossible, match="share sections with it"):
            added(person, an_agency("housing"), coordinator)

    @pytest.mark.parametrize("role", [Role.POLICE_OFFENDER_MANAGER, Role.PRISON_LEAD])
    def test_are_not_added_by_agencies_that_take_no_part(self, role):
        user = a_user(role)
        person = a_person(involving=(user.agency,))

        with pytest.raises(Refused):
            added(person, an_agency("probation"), user)

    def test_need_a_reason_and_are_not_added_twice(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()

        with pytest.raises(Incomplete):
            added(person, an_agency(), coordinator, reason=" ")
        added(person, an_agency(), coordinator)
        with pytest.raises(NotPossible):
            added(person, an_agency(), coordinator)


class TestTheRoleTable:
    @pytest.mark.requirement("NOMINAL-09")
    def test_lets_nobody_else_read_or_write_the_nominal_record(self):
        """Units, victim liaison and approved premises belong to police and probation."""
        own = {AgencyKind.COORDINATION_UNIT, AgencyKind.VICTIM_LIAISON, AgencyKind.APPROVED_PREMISES}
        allowed = own | {AgencyKind(kind) for kind in partner_kinds(EDITION)}
        holders = {
            role
            for role, held in GRANTS.items()
            if held & {Permission.PERSON_VIEW, Permission.PERSON_EDIT, Permission.PARTNER_EDIT}
        }

        assert {role for role in holders if KIND_OF[role] not in allowed} == set()


class TestRecordManager:
    @pytest.mark.requirement("NOMINAL-03")
    def test_changes_on_a_day_and_there_is_one_at_a_time(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()
        officer = a_user(Role.PROBATION_PRACTITIONER)
        managed(person, an_agency(), coordinator, since=TODAY - 10 * DAY)
        managed(person, officer.agency, coordinator, officer=officer)

        held = [
            [
                row.agency.code
                for row in person.involvements.filter(kind=MANAGER)
                if row.since <= day <= (row.until or day)
            ]
            for day in (TODAY - 11 * DAY, TODAY - 10 * DAY, TODAY - DAY, TODAY, TODAY + DAY)
        ]

        assert held == [
            [],
            ["northshire-police"],
            ["northshire-police"],
            ["northshire-probation"],
            ["northshire-probation"],
        ]
        assert person.involvements.get(kind=MANAGER, until=None).officer == officer

    def test_is_refused_when_it_makes_no_sense(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person()
        managed(person, an_agency(), coordinator)

        with pytest.raises(Incomplete) as same_day:
            managed(person, an_agency("probation"), coordinator)
        with pytest.raises(Incomplete) as stranger:
            managed(person, an_agency("probation"), coordinator, since=TODAY + DAY, officer=coordinator)
        with pytest.raises(NotPossible):
            managed(person, an_agency(), coordinator, since=TODAY + DAY)
        with pytest.raises(NotPossible):
            managed(person, an_agency("housing"), coordinator, since=TODAY + DAY)

        assert set(same_day.value.fields) == {"since"}
        assert set(stranger.value.fields) == {"officer"}


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


class TestProposal:
    """Whose record it should be, from the engine and the facts."""

    def page(self, client, *, category, led_by="police", since=TODAY - 9 * DAY, part=""):
        coordinator = a_user(Role.COORDINATOR)
        for kind in ("police", "probation"):
            an_agency(kind)
        person = a_person()
        if category:
            an_open_case(person, category=category, level=2, lead=an_agency(led_by), since=since)
        client.force_login(coordinator)
        answer = client.get(f"/people/{person.reference}/partners/{part}")
        return person, " ".join(answer.content.decode().split())

    @pytest.mark.requirement("NOMINAL-06")
    @pytest.mark.parametrize(
        ("category", "led_by", "who"),
        [
            (1, "probation", "Northshire Police (Police)"), (2, "police", "Northshire Probation Service (Probation"),
            (3, "police", "Northshire Police (Police)"), (3, "probation", "Northshire Probation Service (Probation"),
        ],
    )  # fmt: skip
    def test_follows_the_category_and_who_managed_the_case_before(self, client, noon, category, led_by, who):
        person, shown = self.page(client, category=category, led_by=led_by)

        assert f"{who}" in shown
        assert f"should manage this record. Category {category}" in shown
        assert "Source: Hampshire 2008 Identification" in shown
        form = client.get(f"/people/{person.reference}/partners/record-manager/").context["form"]
        assert form.initial["agency"] == f"northshire-{'police' if 'Police' in who else 'probation'}"

    @pytest.mark.requirement("NOMINAL-06")
    def test_takes_before_for_an_earlier_day(self, client, noon):
        _, shown = self.page(client, category=3, led_by="probation", since=TODAY)

        assert "Northshire Police (Police) should manage" in shown

    @pytest.mark.parametrize(
        ("category", "says"),
        [(None, "No category is in force"), (4, "No text says whose record somebody in Category 4 has")],
    )
    def test_is_none_where_no_text_says(self, client, noon, category, says):
        person, shown = self.page(client, category=category)

        assert says in shown
        form = client.get(f"/people/{person.reference}/partners/record-manager/").context["form"]
        assert form.initial["agency"] == ""

    def test_says_when_another_kind_of_agency_manages_the_record(self, client, noon):
        person, before = self.page(client, category=1)
        managed(person, an_agency("probation"), a_user(Role.COORDINATOR))

        after = client.get(f"/people/{person.reference}/partners/").content.decode()

        assert "Another kind of agency manages this record" not in before
        assert "Another kind of agency manages this record" in after


class TestStamps:
    @pytest.mark.requirement("NOMINAL-05")
    def test_say_who_for_which_agency_and_when_on_every_entry(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        who = {"person": person, "actor": officer, "at": NOON}
        entries = [
            add_alias(family_name="Otherwise", **who),
            add_address(text="1 Any Street", since=TODAY, **who),
            add_identifier(kind="pnc", value="26/1X", **who),
        ]
        client.force_login(officer)

        stamps = {(entry.recorded_by, entry.recorded_agency, entry.recorded_at) for entry in entries}

        assert stamps == {(officer.username, officer.agency.code, NOON)}
        page = client.get(f"/people/{person.reference}/details/").content.decode()
        assert page.count(f"Recorded by {officer.name}, {officer.agency.name}, on 2 March 2026") == 3


class TestThePrison:
    @pytest.mark.requirement("NOMINAL-08")
    @pytest.mark.parametrize(("category", "by"), [(1, "police"), (2, "probation"), (3, "")])
    def test_should_be_a_partner_for_as_long_as_the_person_is_in_custody(self, category, by):
        person, prison = a_person(), an_agency("prison")
        coordinator = a_user(Role.COORDINATOR)
        a_movement(person, "recalled", on=date(2026, 1, 10))
        before = prison_prompt(person, category, EDITION, date(2026, 1, 9))
        inside = prison_prompt(person, category, EDITION, TODAY)
        row = added(person, prison, coordinator, since=date(2026, 1, 10))
        right = prison_prompt(person, category, EDITION, TODAY)
        a_movement(person, "released", on=TODAY)
        after = prison_prompt(person, category, EDITION, TODAY)
        end_partner(person=person, number=row.pk, until=TODAY, reason="Released", actor=coordinator, at=NOON)

        assert (before, right) == (None, None)
        assert (inside.begin, inside.since, inside.by) == (True, date(2026, 1, 10), by)
        assert after.begin is False
        assert prison_prompt(person, category, EDITION, TODAY + DAY) is None

    @pytest.mark.parametrize(
        ("moves", "since"),
        [
            ([], None),
            ([("remand", 1)], 1),
            ([("remand", 1), ("released", 2)], None),
            ([("remand", 1), ("released", 2), ("returned_to_custody", 3)], 3),
            ([("remand", 1), ("recalled", 3)], 1),
            ([("recalled", 2), ("released", 2)], None),
            ([("remand", 30)], None),
        ],
    )
    def test_custody_is_read_from_the_facts(self, moves, since):
        person = a_person()
        for kind, day in moves:
            a_movement(person, kind, on=date(2026, 1, day))

        assert in_custody_since(person, date(2026, 1, 20)) == (date(2026, 1, since) if since else None)


class TestThePages:
    @pytest.mark.requirement("NOMINAL-03")
    @pytest.mark.requirement("NOMINAL-04")
    def test_add_end_and_change_with_days_and_reasons(self, client):
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)
        person = an_open_case().person
        a_movement(person, "recalled", on=date(2026, 1, 10))
        base = f"/people/{person.reference}/partners/"
        prison = an_agency("prison")
        began = {"since_day": 10, "since_month": 1, "since_year": 2026}

        prompted = client.get(base).content.decode()
        client.post(f"{base}new/", {"agency": prison.code, "reason": "Holds the person", **began})
        client.post(f"{base}record-manager/", {"agency": "northshire-police", "reason": "Category 1", **began})
        page = client.get(base).content.decode()
        row = person.involvements.get(kind=PARTNER)
        ending = {"until_day": 1, "until_month": 2, "until_year": 2026, "reason": "Released"}
        answer = client.post(f"{base}{row.pk}/end/", ending)

        assert "The police make the prison a partner until release." in prompted
        assert "Nobody manages this record" in prompted
        assert "until release" not in page
        assert "Holds the person" in page
        assert "From 10 January 2026" in page
        assert answer.status_code == 302
        assert "Ended: Released" in client.get(base).content.decode()

    def test_offer_no_change_to_a_reader_and_none_of_another_area_s_people(self, client):
        lead = a_user(Role.PRISON_LEAD)
        client.force_login(lead)
        person = a_person(involving=(lead.agency,))
        elsewhere = a_person(area=an_area("eastmere"))

        page = client.get(f"/people/{person.reference}/partners/").content.decode()

        assert "Add a partner" not in page
        assert client.get(f"/people/{person.reference}/partners/new/").status_code == 403
        assert client.get(f"/people/{elsewhere.reference}/partners/").status_code == 404
