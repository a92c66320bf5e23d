"""Booking a meeting, with its invitations and requests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.meetings.models import InformationRequest, Meeting, MeetingKind
from mappa.meetings.selectors import open_requests_for
from mappa.meetings.services.booking import cancel_meeting, schedule_meeting
from mappa.referrals.models import Referral, ReferralInvitee, ReferralStep
from mappa.sharing.models import SharedSection
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import TOMORROW, a_booking, a_chair, a_held_meeting, a_meeting
from tests.factories.people import NOON, TODAY

pytestmark = pytest.mark.django_db


def an_accepted_referral(person, *agencies):
    referrer = a_user(Role.PROBATION_PRACTITIONER)
    referral = Referral.objects.create(
        reference="NS-R-2026-0001", person=person, referrer=referrer, agency=referrer.agency, created_at=NOON
    )
    for agency in agencies:
        ReferralInvitee.objects.create(referral=referral, agency=agency, reason="Named in the referral")
    ReferralStep.objects.create(referral=referral, action="accept", state="accepted", at=NOON, by="x", level=2)
    return referral


class TestScheduleMeeting:
    @pytest.mark.requirement("MEET-04")
    def test_asks_those_invited_those_the_referral_names_and_the_core_agencies(self):
        case = an_open_case()
        an_accepted_referral(case.person, an_agency(AgencyKind.EDUCATION))
        for kind in (AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.PRISON, AgencyKind.JOBCENTRE):
            an_agency(kind)

        meeting = a_meeting(case, invited=(an_agency(AgencyKind.HOUSING),))

        asked = {request.agency.kind for request in meeting.requests.all()}
        assert asked == {"housing", "education", "police", "probation", "prison"}
        assert {request.due for request in meeting.requests.all()} == {day_of(NOON + timedelta(days=7))}

    @pytest.mark.requirement("MEET-07", "MEET-08")
    def test_invites_with_a_reason_each_and_the_contact_of_the_day(self):
        meeting = a_meeting()

        assert meeting.invitations.count() == 3
        assert all(one.reason and one.contact and one.sent_at == NOON for one in meeting.invitations.all())

    @pytest.mark.requirement("MEET-08")
    def test_refuses_an_agency_of_elsewhere_and_an_empty_reason(self):
        elsewhere = an_agency(AgencyKind.HOUSING, an_area("eastmere"))
        case, clerk = an_open_case(), a_user(Role.ADMINISTRATOR)

        for invited in (((elsewhere, "Knows him"),), ((an_agency(), " "),), ()):
            booking = a_booking()
            with pytest.raises(Incomplete) as refused:
                schedule_meeting(
                    case=case, booking=type(booking)(**booking.__dict__ | {"invited": invited}), actor=clerk, at=NOON
                )
            assert set(refused.value.fields) == {"invited"}
        assert not Meeting.objects.exists()

    @pytest.mark.requirement("MEET-18")
    @pytest.mark.parametrize("kind", [kind for kind in AgencyKind if kind not in {"police", "prison", "probation"}])
    def test_refuses_a_chair_from_outside_the_responsible_authority(self, kind):
        with pytest.raises(Incomplete) as refused:
            a_meeting(chair=a_chair(agency=an_agency(kind)))

        assert set(refused.value.fields) == {"chair"}

    @pytest.mark.requirement("MEET-37")
    def test_takes_an_emergency_only_with_its_reason(self):
        with pytest.raises(Incomplete) as refused:
            a_meeting(kind=MeetingKind.EMERGENCY)

        assert set(refused.value.fields) == {"emergency_reason"}
        assert a_meeting(kind=MeetingKind.EMERGENCY, emergency_reason="Release tomorrow").pk

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.ADMINISTRATOR}])
    def test_refuses_other_roles_and_says_who_can_help(self, role):
        with pytest.raises(Refused, match="Only a co-ordinator or administrator"):
            a_meeting(actor=a_user(role))

    def test_makes_one_meeting_of_the_same_booking_sent_twice(self):
        case, booking, clerk = an_open_case(), a_booking(), a_user(Role.ADMINISTRATOR)

        first = schedule_meeting(case=case, booking=booking, actor=clerk, at=NOON)
        again = schedule_meeting(case=case, booking=booking, actor=clerk, at=NOON)

        assert first == again
        assert InformationRequest.objects.filter(agency__kind="housing").count() == 1

    def test_leaves_an_audit_row_about_the_person(self):
        meeting = a_meeting()

        row = AuditEvent.objects.get(operation="meetings:meeting:schedule")
        assert (row.subject, row.details) == (meeting.case.person.reference, {"meeting": meeting.reference})

    @pytest.mark.requirement("REVIEW-11")
    def test_wants_a_reason_when_the_review_is_late(self):
        held = a_held_meeting(starts_at=TOMORROW)
        later = TOMORROW + timedelta(weeks=12, days=1)

        with pytest.raises(Incomplete) as refused:
            a_meeting(held.case, starts_at=later, at=TOMORROW + timedelta(days=1))

        assert set(refused.value.fields) == {"late_reason"}
        assert a_meeting(held.case, starts_at=TOMORROW + timedelta(weeks=12), at=TOMORROW + timedelta(days=1)).pk

    @pytest.mark.requirement("INFO-07")
    def test_asks_once_whose_information_is_shared_however_many_are_asked(self):
        def booked(*kinds):
            case, invited = an_open_case(), tuple(an_agency(kind) for kind in kinds)
            with CaptureQueriesContext(connection) as seen:
                a_meeting(case, invited=invited)
            shared = SharedSection.objects.filter(share__person=case.person)
            assert set(shared.values_list("owner", flat=True)) == {case.lead_agencies.get().agency_id}
            asked = [each for each in seen if each["sql"].startswith('SELECT "people_involvement"')]
            return shared.values("share").distinct().count(), len(asked)

        few, asked = booked(AgencyKind.HOUSING)

        assert booked(AgencyKind.HOUSING, AgencyKind.EDUCATION, AgencyKind.JOBCENTRE) == (few + 2, asked)


class TestCancelMeeting:
    def test_needs_a_reason_and_takes_the_requests_back(self):
        meeting, clerk = a_meeting(), a_user(Role.ADMINISTRATOR)
        contact = a_user(Role.AGENCY_CONTACT)
        assert open_requests_for(contact, TODAY).count() == 1

        with pytest.raises(Incomplete):
            cancel_meeting(meeting=meeting, reason=" ", actor=clerk, at=NOON)
        cancel_meeting(meeting=meeting, reason="Died", actor=clerk, at=NOON)

        assert open_requests_for(contact, TODAY).count() == 0
        with pytest.raises(NotPossible):
            cancel_meeting(meeting=meeting, reason="Again", actor=clerk, at=NOON)
