"""Referrals, invitations, requests and transfers share what they need, with every ground, and end it with the work."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.services import refuse_transfer, request_transfer
from mappa.kernel import clock
from mappa.meetings.services.booking import cancel_meeting
from mappa.referrals.services import decide_referral
from mappa.sharing.models import Share
from tests.factories.accounts import a_contact, a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.referrals import a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GROUNDS = (
    "purpose", "necessity", "gateway", "article_8", "why_necessary", "why_proportionate", "how_secured", "accountable",
    "data_protection", "edition",
)  # fmt: skip


def reads(client, user, share):
    """What a receiver reads, after accepting the conditions; the status where it is not found."""
    client.force_login(user)
    page = f"/shared-with-us/{share.pk}/"
    client.post(page, {"accepted": "on"})
    answer = client.get(page)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def has_every_ground(share):
    return all(getattr(share, name) for name in GROUNDS) and all(one.owner for one in share.sections.all())


class TestReferral:
    @pytest.mark.requirement("REFER-17", "INFO-01", "INFO-06")
    def test_passes_its_content_to_the_agencies_named_through_their_contacts_and_logs_it(self, client):
        at = clock.now()
        referrer = a_practitioner()
        person = an_open_case(lead=referrer.agency).person
        referral = a_submitted_referral(referrer, person, reason={"concerns": "Two reports of threats"})
        contact = a_contact(referral.invitees.get().agency)

        decide_referral(
            reference=referral.reference, outcome="accept", level=2, in_remit=True, needs_multi_agency=True,
            reason="", actor=a_user(Role.COORDINATOR), at=at, share_until=clock.day_of(at) + 9 * DAY,
        )  # fmt: skip

        share = Share.objects.get()
        assert (share.agency, share.contact, share.made_through) == (contact.agency, contact, "referral")
        assert has_every_ground(share)
        assert share.sections.get().owner == referral.agency
        event = AuditEvent.objects.get(operation="sharing:share:grant")
        assert (event.what, event.details["agency_given"]) == ("disclosure", contact.agency.code)
        body = reads(client, a_user(Role.AGENCY_CONTACT, agency=contact.agency), share)
        assert "Two reports of threats" in body
        assert "Kept for those who may see the victims section" in body


class TestMeeting:
    @pytest.mark.requirement("INFO-01", "INFO-04")
    def test_shares_who_is_meant_with_those_asked_until_the_meeting_or_its_cancelling(self, client):
        at = clock.now()
        meeting = a_meeting(at=at, starts_at=at + 9 * DAY)
        person = meeting.case.person

        shares = {share.agency.kind: share for share in Share.objects.select_related("agency")}

        involved = person.involvements.get().agency.kind
        assert involved not in shares
        housing = shares[AgencyKind.HOUSING]
        assert (housing.made_through, housing.origin) == ("invitation", meeting.reference)
        assert {one.name for one in housing.sections.all()} == {"names", "born", "standing"}
        assert housing.until >= clock.day_of(meeting.starts_at)
        assert all(has_every_ground(share) for share in shares.values())
        spoc = a_user(Role.AGENCY_CONTACT)
        assert person.family_name.upper() in reads(client, spoc, housing)

        cancel_meeting(meeting=meeting, reason="Ill", actor=a_user(Role.ADMINISTRATOR), at=clock.now())

        assert reads(client, spoc, housing) == 404
        assert not Share.objects.filter(revoked_at=None).exists()


class TestTransfer:
    @pytest.mark.requirement("INFO-01")
    def test_shares_what_the_receiving_unit_needs_to_answer_and_ends_it_with_the_answer(self, client):
        there = an_area("eastmere")
        receiver = a_user(Role.COORDINATOR, area=there)
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        case = an_open_case(lead=officer.agency)

        transfer = request_transfer(
            case=case, to_area=there, reason="Moves for work", move_on=None, actor=officer, at=clock.now()
        )

        share = Share.objects.get()
        assert (share.agency, share.made_through, share.origin) == (receiver.agency, "transfer", transfer.reference)
        assert has_every_ground(share)
        assert case.person.family_name.upper() in reads(client, receiver, share)
        refuse_transfer(reference=transfer.reference, reason="No tenancy", actor=receiver, at=clock.now())
        assert reads(client, receiver, share) == 404
        share.refresh_from_db()
        assert share.revoked_because == "The transfer was refused."
