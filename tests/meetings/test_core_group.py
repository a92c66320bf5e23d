"""A core group for the next review: who is in it, which agency co-ordinates it, and the invitations to it."""

from datetime import timedelta

import pytest
import time_machine

from mappa.accounts.permissions import Role
from mappa.cases.models import Case
from mappa.documents.minutes_print import _parts
from mappa.meetings.minutes_content import content_of
from mappa.meetings.models import CoreGroupMember, MeetingDecision
from mappa.meetings.services.chairing import close_meeting
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.meetings import TOMORROW, an_open_meeting, everything_said

pytestmark = pytest.mark.django_db
NEXT = (TOMORROW + timedelta(weeks=6)).date()


@pytest.fixture
def meeting():
    """An initial meeting under the edition in which a core group may review, at the step of the next date."""
    case = an_open_case(level=2)
    Case.objects.filter(pk=case.pk).update(edition="hampshire-2008")
    case.refresh_from_db()
    meeting = an_open_meeting(case, kind="initial")
    everything_said(meeting, but=("next",))
    return meeting


@pytest.fixture
def chair(client, meeting):
    client.force_login(meeting.chair)
    with time_machine.travel(TOMORROW, tick=False):
        yield client


def typed(*members, coordinating="", kind="core_group"):
    rows = {
        f"core-{number}-{name}": value
        for number, member in enumerate(members)
        for name, value in zip(("name", "agency", "part"), member, strict=True)
    }
    return rows | {
        "next_on_day": NEXT.day, "next_on_month": NEXT.month, "next_on_year": NEXT.year, "next_kind": kind,
        "coordinating_agency": coordinating, "core-TOTAL_FORMS": len(members), "core-INITIAL_FORMS": 0,
    }  # fmt: skip


def two_members():
    police, probation = an_agency("police"), an_agency("probation")
    return ("Jo Manager", probation.code, "manager"), ("Pat Officer", police.code, "involved")


def sent(client, meeting, typed):
    return client.post(f"/meetings/{meeting.reference}/run/next/", typed)


class TestChoosing:
    @pytest.mark.requirement("REVIEW-07")
    def test_keeps_the_members_and_the_agency_that_co_ordinates(self, chair, meeting):
        answer = sent(chair, meeting, typed(*two_members(), coordinating=an_agency("probation").code))

        assert answer.status_code == 302
        rows = CoreGroupMember.objects.order_by("name").values_list("name", "agency__kind", "part", "coordinates")
        assert list(rows) == [
            ("Jo Manager", "probation", "manager", True), ("Pat Officer", "police", "involved", False),
        ]  # fmt: skip
        shown = chair.get(f"/meetings/{meeting.reference}/run/").content.decode()
        assert "Jo Manager, Northshire Probation Service: day-to-day manager; this agency co-ordinates" in shown
        assert 'value="Jo Manager"' in chair.get(f"/meetings/{meeting.reference}/run/next/").content.decode()

    @pytest.mark.requirement("REVIEW-07")
    @pytest.mark.parametrize(
        ("named", "coordinating", "says"),
        [
            (False, "northshire-probation", "Name who is in the core group"),
            (True, "", "Choose the one agency that co-ordinates"),
            (True, "northshire-housing", "has nobody in the group"),
        ],
    )
    def test_is_refused_without_members_or_one_co_ordinating_agency(self, chair, meeting, named, coordinating, says):
        an_agency("housing")

        answer = sent(chair, meeting, typed(*(two_members() if named else ()), coordinating=coordinating))

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not CoreGroupMember.objects.exists()
        assert MeetingDecision.objects.get().next_on is None

    @pytest.mark.requirement("REVIEW-07")
    def test_is_refused_under_an_edition_in_which_a_core_group_is_no_review(self, chair, meeting):
        Case.objects.update(edition="cheshire-2022")

        answer = sent(chair, meeting, typed(*two_members(), coordinating=an_agency("probation").code))

        assert answer.status_code == 422
        assert "a core group is no review" in answer.content.decode()

    def test_of_a_full_meeting_afterwards_takes_the_group_away(self, chair, meeting):
        sent(chair, meeting, typed(*two_members(), coordinating=an_agency("probation").code))

        sent(chair, meeting, typed(kind="review"))

        assert not CoreGroupMember.objects.exists()

    def test_stands_in_the_minutes_and_on_paper(self, chair, meeting):
        sent(chair, meeting, typed(*two_members(), coordinating=an_agency("probation").code))

        decided = content_of(meeting)

        assert [one["name"] for one in decided["decision"]["core_group"]] == ["Jo Manager", "Pat Officer"]
        assert "Jo Manager, Northshire Probation Service (co-ordinates)" in str(_parts(decided))


class TestBooking:
    @pytest.mark.requirement("REVIEW-07")
    def test_offers_the_core_group_and_its_agencies_for_the_next_review(self, chair, meeting):
        sent(chair, meeting, typed(*two_members(), coordinating=an_agency("probation").code))
        close_meeting(meeting=meeting, actor=meeting.chair, at=TOMORROW)
        chair.force_login(a_user(Role.ADMINISTRATOR))

        page = chair.get(f"/people/{meeting.case.person.reference}/meetings/new/")

        assert page.context["form"].initial["kind"] == "core_group"
        assert {row["agency"]: row["reason"] for row in page.context["formset"].initial} == {
            "northshire-probation": "Co-ordinates the core group: Jo Manager (day-to-day manager)",
            "northshire-police": "Core group: Pat Officer (significantly involved)",
        }
