"""Outside bodies are classified before anything is sent to them (INFO-10)."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, Classification
from mappa.agencies.sending import Sent, may_be_sent
from mappa.audit.models import AuditEvent
from mappa.disclosures.models import DisclosureDecision
from mappa.disclosures.services import decide_disclosure
from mappa.kernel.decisions import Incomplete
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.models import Meeting
from mappa.meetings.services.booking import schedule_meeting
from mappa.meetings.services.minutes import approve_minutes, issue_minutes
from mappa.plans.services import set_action
from mappa.referrals.models import ReferralInvitee
from mappa.referrals.services import save_invitees
from mappa.sharing.models import Share
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_agency
from tests.factories.agencies import an_outside_body, classified
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_booking, a_held_meeting
from tests.factories.people import NOON, TODAY
from tests.factories.referrals import a_draft, a_practitioner
from tests.factories.sharing import a_share
from tests.meetings.test_booking import an_accepted_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
TREATMENTS = [None, False, True]


def a_body(as_statutory):
    body = an_outside_body()
    if as_statutory is not None:
        classified(body, as_statutory=as_statutory)
    return body


class TestMayBeSent:
    @pytest.mark.requirement("INFO-10")
    def test_says_yes_to_statutory_agencies_and_offices_and_as_classified_to_others(self):
        unknown, public = an_outside_body("Unknown"), an_outside_body("Public")
        agreed, ended = an_outside_body("Agreed"), an_outside_body("Ended")
        classified(public, as_statutory=False)
        classified(agreed, as_statutory=True, until=TODAY)
        classified(ended, as_statutory=True, until=TODAY - timedelta(days=1))
        office = Agency.objects.create(code="unit", name="Unit", kind="co-ordination", status="none")
        everything, disclosure = set(Sent), {Sent.DISCLOSURE}

        table = {
            an_agency("housing"): everything, office: everything, unknown: set(), public: disclosure,
            agreed: everything, ended: set(),
        }  # fmt: skip

        assert {one: {what for what in Sent if may_be_sent(one, what, TODAY)} for one in table} == table

    def test_says_no_to_an_agency_after_its_last_day(self):
        housing = an_agency("housing")
        housing.until = TODAY

        assert may_be_sent(housing, Sent.MINUTES, TODAY)
        assert "closed on 2 March 2026" in may_be_sent(housing, Sent.MINUTES, TODAY + timedelta(days=1)).reason


class TestEveryWayOfSending:
    """Each is tried with a body unclassified, as a member of the public, and as a statutory agency."""

    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("as_statutory", TREATMENTS)
    def test_invites_and_asks_only_as_classified(self, as_statutory):
        body, case, clerk = a_body(as_statutory), an_open_case(level=2), a_user(Role.ADMINISTRATOR)

        def book():
            schedule_meeting(case=case, booking=a_booking(invited=(body,)), actor=clerk, at=NOON)

        if as_statutory:
            book()
            assert Meeting.objects.get().requests.filter(agency=body).exists()
            return
        with pytest.raises(Incomplete) as refused:
            book()
        assert body.name in refused.value.fields["invited"]
        assert not Meeting.objects.exists()

    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("as_statutory", TREATMENTS)
    def test_asks_a_body_that_the_referral_names_only_as_classified(self, as_statutory):
        body, case = a_body(as_statutory), an_open_case(level=2)
        an_accepted_referral(case.person, body)

        schedule_meeting(case=case, booking=a_booking(), actor=a_user(Role.ADMINISTRATOR), at=NOON)

        assert Meeting.objects.get().requests.filter(agency=body).exists() == bool(as_statutory)
        withheld = AuditEvent.objects.filter(operation="meetings:request:withhold")
        assert [event.details["agency"] for event in withheld] == ([] if as_statutory else [body.code])

    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("as_statutory", TREATMENTS)
    def test_issues_minutes_only_as_classified_and_to_everybody_else(self, as_statutory):
        body = an_outside_body()
        classified(body, as_statutory=True, until=TODAY + timedelta(days=30))
        meeting = a_held_meeting(invited=(body, an_agency()))
        Classification.objects.all().delete()
        if as_statutory is not None:
            classified(body, as_statutory=as_statutory)
        at = meeting.starts_at
        approve_minutes(meeting=meeting, read_sha256=sha256_of(content_of(meeting)), actor=meeting.chair, at=at)

        issued = issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=at)

        assert (body.pk in {one.agency_id for one in issued}) == bool(as_statutory)
        assert an_agency().pk in {one.agency_id for one in issued}

    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("as_statutory", TREATMENTS)
    def test_shares_names_in_a_referral_and_sets_actions_only_as_classified(self, as_statutory):
        body, user = a_body(as_statutory), a_practitioner()
        referral = a_draft(user)
        case = an_open_case(referral.person, lead=user.agency)
        common = {"actor": user, "at": NOON}

        ways = [
            lambda: a_share(case.person, body, by=user),
            lambda: save_invitees(reference=referral.reference, invitees=[(body, "Runs the hostel")],
                                  read_version=referral.version, **common),
            lambda: set_action(case=case, what="Offer a bed", owner_name="Sam", owner=None, agency=body, due=TODAY,
                               meeting="", line=None, **common),
        ]  # fmt: skip
        for way in ways:
            if as_statutory:
                way()
                continue
            with pytest.raises(Incomplete) as refused:
                way()
            said = f"{refused.value} {getattr(refused.value, 'fields', '')}"
            assert body.name in said

        sent = Share.objects.count(), ReferralInvitee.objects.count(), case.actions.count()
        assert sent == ((1, 1, 1) if as_statutory else (0, 0, 0))

    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("as_statutory", TREATMENTS)
    def test_discloses_to_a_classified_body_and_keeps_the_safeguards(self, as_statutory):
        body, user = a_body(as_statutory), a_practitioner()
        case = an_open_case(lead=user.agency)

        def disclose():
            decide_disclosure(
                case=case, decision="yes", reason="Children stay there", recipient_agency=body, content="The order",
                discloser="Sam", deadline=TODAY, offender_told="told", actor=user, at=NOON,
            )  # fmt: skip

        if as_statutory is None:
            with pytest.raises(Incomplete) as refused:
                disclose()
            assert "nobody has classified it" in refused.value.fields["recipient_agency"]
            return
        disclose()
        made = DisclosureDecision.objects.get()
        assert made.recipient == body.name
        assert made.safeguards == ("" if as_statutory else "Told in person, nothing in writing")


class TestClassifying:
    @pytest.mark.requirement("INFO-10")
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.GOVERNANCE_LEAD])
    def test_follows_from_what_the_body_agreed_to(self, client, role):
        body = an_outside_body()
        client.force_login(a_user(role))
        page = f"/agencies/{body.code}/"
        answers = {"agreement": "Contract 7", "covers_disclosure": "on", "covers_confidentiality": "on"}

        assert "Unclassified: send nothing" in client.get(page).content.decode()
        client.post(f"{page}classify/", answers | typed_day("since", TODAY))
        assert "As a statutory agency" in client.get(page).content.decode()
        half = {"agreement": "Contract 7", "covers_disclosure": "on", "safeguards": "In person"}
        client.post(f"{page}classify/", half | typed_day("since", TODAY))

        after = client.get(page).content.decode()
        assert "As a member of the public" in after
        assert "In person" in after
        assert body.classifications.count() == 2

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"safeguards": ""}, "safeguards"),
            ({"covers_disclosure": "on", "agreement": ""}, "agreement"),
            (typed_day("since", TODAY + timedelta(days=1)), "since"),
            (typed_day("until", TODAY - timedelta(days=1)), "until"),
        ],
    )
    def test_is_refused_when_something_is_missing_or_cannot_be(self, client, changed, field):
        body = an_outside_body()
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post(
            f"/agencies/{body.code}/classify/", {"safeguards": "In person"} | typed_day("since", TODAY) | changed
        )

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Classification.objects.exists()

    def test_is_not_for_statutory_agencies(self, client):
        housing = an_agency("housing")
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post(f"/agencies/{housing.code}/classify/", {"safeguards": "x"} | typed_day("since", TODAY))

        assert answer.status_code == 409
