"""Nobody leaves with something in hand: each thing goes to a named colleague, or ends in so many words."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from mappa.accounts.compartments import Compartment
from mappa.accounts.models import AccountStep, User
from mappa.accounts.permissions import Role
from mappa.administration.leftovers import KINDS, leftovers_of
from mappa.administration.models import Handover
from mappa.administration.services import close_account, hand_over, move_account
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.audit.purposes import HANDING_OVER
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.meetings.models import Meeting
from mappa.people.models import Involvement, InvolvementKind, Person
from mappa.plans.models import Action
from mappa.referrals.models import Referral
from mappa.sharing.models import Share
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.plans import a_plan, an_action
from tests.factories.referrals import a_draft
from tests.factories.sharing import a_share

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Leaves on Friday, her inspector asked"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin():
    return a_user(Role.SYSTEM_ADMIN)


@pytest.fixture
def leaver():
    return a_user(Role.PROBATION_MANAGER, name="Robin Leaver")


@pytest.fixture
def colleague(leaver):
    return a_user(Role.PROBATION_MANAGER, name="Casey Stays", agency=leaver.agency)


@pytest.fixture
def world(leaver):
    """One thing of every kind in the leaver's hand."""
    person = a_person(involving=(leaver.agency,))
    named = {"person": person, "agency": leaver.agency, "officer": leaver, "since": TODAY - 100 * DAY}
    Involvement.objects.create(kind=InvolvementKind.RECORD_MANAGER, **named)
    Involvement.objects.create(kind=InvolvementKind.OFFENDER_MANAGER, **named)
    Involvement.objects.create(kind=InvolvementKind.PARTNER, until=TODAY - DAY, **named)  # ended: not in hand
    case = an_open_case(person, lead=leaver.agency, level=2)
    a_plan(case, leaver)
    an_action(case, leaver, owner=leaver, owner_name=leaver.name)
    meeting = a_meeting(case)
    Meeting.objects.filter(pk=meeting.pk).update(chair=leaver, minute_taker=leaver)
    a_draft(leaver, person)
    a_share(person, an_agency(AgencyKind.HOUSING), by=leaver, at=NOON)
    return person


def keys(user, *kinds):
    return [item.key for item in leftovers_of(user, NOON) if not kinds or item.kind in kinds]


def hands(leaver, to, admin, *kinds):
    return hand_over(user=leaver, keys=keys(leaver, *kinds), to=to, reason=WHY, actor=admin, at=NOON)


class TestInHand:
    def test_is_every_kind_once(self, world, leaver):
        assert [item.kind for item in leftovers_of(leaver, NOON)] == list(KINDS)

    @pytest.mark.parametrize("do", [close_account, move_account])
    def test_keeps_an_account_from_closing_or_moving_and_says_what_is_left(self, world, leaver, admin, do):
        more = {"agency": an_agency(AgencyKind.YOT), "role": "yot_manager"} if do is move_account else {}

        with pytest.raises(NotPossible, match=r"still has 7 things in hand.*Hand each over or end it first"):
            do(user=leaver, reason=WHY, actor=admin, at=NOON, **more)

        assert User.objects.get(pk=leaver.pk).is_active
        assert not AccountStep.objects.exists()

    def test_goes_to_a_colleague_and_keeps_who_had_it_before(self, world, leaver, colleague, admin):
        chair = a_user(Role.CHAIR)

        assert hands(leaver, colleague, admin, "record", "officer", "action", "referral", "share") == 5
        assert hands(leaver, chair, admin, "chair", "minute_taker") == 2

        assert leftovers_of(leaver, NOON) == []
        rows = Involvement.objects.filter(person=world, officer=leaver, until=TODAY)
        assert {row.kind for row in rows} == {"record_manager", "offender_manager"}
        assert {(row.ended_by, row.end_reason) for row in rows} == {(admin.username, f"Handed over. {WHY}")}
        now = Involvement.objects.filter(person=world, officer=colleague, since=TODAY, until=None)
        assert [row.recorded_by for row in now] == [admin.username] * 2
        action = Action.objects.get()
        assert (action.owner, action.owner_name) == (colleague, "Casey Stays")
        assert "Handed over from Robin Leaver to Casey Stays" in action.steps.latest("pk").note
        assert Referral.objects.get().referrer == colleague
        assert {row.kind for row in Handover.objects.all()} == set(KINDS)
        assert [item.kind for item in leftovers_of(colleague, NOON)] == [
            "record",
            "officer",
            "action",
            "referral",
            "share",
        ]
        asked = AuditEvent.objects.filter(operation="administration:account:hand-over")
        assert {event.purpose for event in asked} == {HANDING_OVER}
        told = [event.purpose for event in AuditEvent.objects.filter(operation__endswith="hand-over")]
        assert [purpose for purpose in told if WHY in purpose] == []
        assert {row.reason for row in Handover.objects.all()} == {WHY}, "the words stay with what was handed over"

    def test_may_end_instead_but_a_share_needs_somebody(self, world, leaver, colleague, admin):
        with pytest.raises(NotPossible, match="Somebody has to answer for the share"):
            hands(leaver, None, admin)
        assert len(leftovers_of(leaver, NOON)) == 7  # all or none

        hands(leaver, colleague, admin, "share")
        hands(leaver, None, admin)

        assert leftovers_of(leaver, NOON) == []
        assert Action.objects.get().owner_name.endswith("nobody named")
        assert Referral.objects.get().steps.latest("pk").state == "withdrawn"
        assert Involvement.objects.filter(person=world, officer=None, until=None, agency=leaver.agency).count() >= 2

    @pytest.mark.parametrize("kind", ["record", "action", "chair", "minute_taker", "referral"])
    def test_goes_to_nobody_who_may_not_have_it(self, world, leaver, admin, kind):
        elsewhere = a_user(Role.YOT_MANAGER)

        with pytest.raises(NotPossible, match="cannot take over"):
            hands(leaver, elsewhere, admin, kind)

    def test_goes_to_nobody_who_may_not_know_of_the_person(self, world, leaver, colleague, admin):
        Person.objects.update(compartment=Compartment.CATEGORY_4)

        for kind in ("record", "action", "referral"):
            with pytest.raises(NotPossible, match="may not know of it"):
                hands(leaver, colleague, admin, kind)

    def test_goes_to_nobody_closed_elsewhere_or_oneself(self, world, leaver, admin):
        closed = a_user(Role.PROBATION_MANAGER, agency=leaver.agency, is_active=False)
        east = a_user(Role.PROBATION_MANAGER, area=an_area("eastmere"))
        for to in (closed, east, leaver):
            with pytest.raises(NotPossible, match="cannot take anything over"):
                hands(leaver, to, admin)

    def test_is_handed_over_by_administrators_of_the_area_only_and_with_a_reason(self, world, leaver, colleague, admin):
        with pytest.raises(Refused):
            hands(leaver, colleague, a_user(Role.GOVERNANCE_LEAD))
        with pytest.raises(User.DoesNotExist):
            hands(leaver, colleague, a_user(Role.SYSTEM_ADMIN, area=an_area("eastmere")))
        with pytest.raises(Incomplete):
            hand_over(user=leaver, keys=keys(leaver), to=colleague, reason=" ", actor=admin, at=NOON)
        with pytest.raises(Incomplete):
            hand_over(user=leaver, keys=[], to=colleague, reason=WHY, actor=admin, at=NOON)
        with pytest.raises(NotPossible, match="not in hand any more"):
            hand_over(user=leaver, keys=["action-0"], to=colleague, reason=WHY, actor=admin, at=NOON)


class TestPage:
    @pytest.fixture
    def page(self, client, admin, leaver):
        client.force_login(admin)
        return f"/administration/accounts/{leaver.pk}/in-hand/"

    def test_shows_references_and_no_names_and_is_on_record(self, client, world, page):
        shown = client.get(page).content.decode()

        assert world.reference in shown
        assert world.family_name not in shown
        seen = AuditEvent.objects.filter(operation="administration:account:in-hand", subject=world.reference)
        assert seen.count() == 1

    def test_hands_over_and_then_closes_and_the_next_request_is_refused(self, client, world, page, leaver, colleague):
        browser = Client()
        browser.force_login(leaver)
        assert browser.get("/account/sessions/").status_code == 200
        account = page.removesuffix("in-hand/")
        refused = client.post(f"{account}close/", {"reason": WHY})
        assert refused.status_code == 409
        assert "still has 7 things in hand" in refused.content.decode()
        chair = a_user(Role.CHAIR)
        for to, kinds in (
            (colleague, ("record", "officer", "action", "referral", "share")),
            (chair, ("chair", "minute_taker")),
        ):
            sent = {"things": [item.key for item in leftovers_of(leaver, NOON) if item.kind in kinds]}
            assert client.post(page, {**sent, "to": to.pk, "reason": WHY}).status_code == 302

        assert "Nothing is in hand" in client.get(page).content.decode()
        assert client.post(f"{account}close/", {"reason": WHY}).status_code == 302

        assert browser.get("/account/sessions/").status_code == 302
        assert User.objects.get(pk=leaver.pk).sessions.count() == 0

    def test_hands_everything_over_at_once(self, client, world, page, leaver):
        Share.objects.all().delete()
        assert 'value="on" name="everything"' in client.get(page).content.decode()

        assert client.post(page, {"everything": "on", "to": "nobody", "reason": WHY}).status_code == 302

        assert leftovers_of(leaver, NOON) == []

    def test_refuses_a_colleague_or_thing_that_was_not_offered(self, client, world, page, leaver):
        east = a_user(Role.PROBATION_MANAGER, area=an_area("eastmere"))
        for sent in ({"things": keys(leaver), "to": east.pk}, {"things": ["action-0"], "to": "nobody"}, {}):
            assert client.post(page, {**sent, "reason": WHY}).status_code == 422
        assert not Handover.objects.exists()
