"""Record managers and partners hear of a move to another area."""

from datetime import timedelta

import pytest
import time_machine

from mappa.accounts.permissions import Role
from mappa.cases.services import accept_transfer, request_transfer
from mappa.people.models import Involvement, InvolvementKind, ManagingArea
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
TITLE = "Moved to another area"
DAY = timedelta(days=1)


def a_kept_case(*keepers, level=2, kind=InvolvementKind.PARTNER, **more):
    person = a_person(**more)
    for agency in keepers:
        Involvement.objects.create(person=person, agency=agency, kind=kind, since=TODAY - 90 * DAY)
    return an_open_case(person, level=level)


def moved(case, *, on=TODAY):
    ManagingArea.objects.create(person=case.person, area=an_area("eastmere"), since=on, by="x")
    return case.person.reference


def home_of(client, user, *, later=timedelta()):
    with time_machine.travel(NOON + later, tick=False):
        client.force_login(user)
        text = " ".join(client.get("/").content.decode().split())
    return text.split(TITLE)[1].split("</section>")[0] if TITLE in text else ""


class TestMoves:
    @pytest.mark.requirement("NOMINAL-22")
    @pytest.mark.parametrize("kind", [InvolvementKind.RECORD_MANAGER, InvolvementKind.PARTNER])
    @pytest.mark.parametrize(("level", "told"), [(1, False), (2, True), (3, True)])
    def test_at_level_2_or_3_are_told_to_those_who_keep_the_record(self, client, kind, level, told):
        officer = a_user(Role.PROBATION_PRACTITIONER)
        case = a_kept_case(officer.agency, kind=kind, level=level)
        assert home_of(client, officer) == ""

        reference = moved(case)

        shown = home_of(client, officer)
        assert (reference in shown, "from Northshire to Eastmere on 2 March 2026" in shown) == (told, told)

    @pytest.mark.requirement("NOMINAL-22")
    def test_by_an_accepted_transfer_are_told_to_the_agency_whose_part_ends_with_it(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        case = a_kept_case(officer.agency, kind=InvolvementKind.RECORD_MANAGER)
        sends, takes = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, area=an_area("eastmere"))
        asked = request_transfer(
            case=case, to_area=takes.area, reason="Lives there", move_on=None, actor=sends, at=NOON
        )
        accept_transfer(reference=asked.reference, actor=takes, at=NOON)

        shown = home_of(client, officer, later=2 * DAY)

        assert case.person.reference in shown
        assert case.person.family_name not in shown
        assert "Nobody manages the record" in shown

    @pytest.mark.parametrize(("days", "told"), [(0, True), (27, True), (28, False)])
    def test_are_told_for_as_many_days_as_policy_says(self, client, days, told):
        officer = a_user(Role.PROBATION_PRACTITIONER)
        reference = moved(a_kept_case(officer.agency))

        assert (reference in home_of(client, officer, later=days * DAY)) is told

    def test_are_not_told_to_others_or_past_a_wall_or_of_where_somebody_began(self, client):
        officer, other = a_user(Role.PROBATION_PRACTITIONER), a_user(Role.PRISON_LEAD)
        began = an_open_case(a_person(since=TODAY, involving=(officer.agency,)), level=3)
        supervised = an_open_case(a_person(involving=(officer.agency,)), level=3)
        left = a_kept_case(officer.agency, level=3)
        left.person.involvements.update(until=TODAY - DAY)
        walled = a_kept_case(officer.agency, level=3, compartment="category_4")
        for case in (supervised, left, walled):
            moved(case)

        assert home_of(client, officer) == ""
        assert began.person.reference not in home_of(client, officer)
        assert home_of(client, other) == ""
