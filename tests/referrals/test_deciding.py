"""Gatekeeping, and what happens when the referring agency disagrees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case, LevelRow
from mappa.cases.selectors import case_of
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.referrals.models import Referral, Screening
from mappa.referrals.selectors import events_for, referrals_visible_to, waiting_for_decision
from mappa.referrals.services import (
    consult,
    decide_referral,
    dispute_referral,
    finally_decide,
    record_screening,
    submit_referral,
)
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY
from tests.factories.referrals import a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db

YES = {"in_remit": True, "needs_multi_agency": True}


@pytest.fixture
def referrer():
    return a_practitioner()


@pytest.fixture
def coordinator():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def referral(referrer):
    return a_submitted_referral(referrer, an_open_case(lead=referrer.agency).person)


def decide(referral, actor, outcome="accept", **instead):
    facts = {"level": 2, **YES, "reason": ""} if outcome == "accept" else {"level": None, **YES, "reason": "Because"}
    return decide_referral(
        reference=referral.reference, outcome=outcome, actor=actor, at=NOON, **facts | instead
    )  # fmt: skip


def reject(referral, actor, **more):
    return decide(referral, actor, "reject", needs_multi_agency=False, **more)


def state_of(referral, actor):
    return referrals_visible_to(actor, TODAY).get(pk=referral.pk).state


@pytest.mark.requirement("REFER-09")
class TestDecideReferral:
    @pytest.mark.parametrize("level", [2, 3])
    def test_accepts_at_level_2_or_3_without_setting_the_level(self, referral, coordinator, level):
        before = LevelRow.objects.count()

        step = decide(referral, coordinator, level=level)

        assert (step.state, step.level, LevelRow.objects.count()) == ("accepted", level, before)
        assert events_for(referral.person)[-1] == {
            "type": "referral_decided", "date": TODAY, "outcome": "accepted", "level": level,
        }  # fmt: skip

    def test_reads_what_the_referral_says_once_it_is_held(self, referral, coordinator):
        with CaptureQueriesContext(connection) as seen:
            decide(referral, coordinator)

        said = [number for number, each in enumerate(seen) if '"referrals_referral"."concerns"' in each["sql"]]
        held = [number for number, each in enumerate(seen) if each["sql"].endswith("FOR UPDATE")]
        assert len(said) == 1
        assert held[0] < said[0]

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
    def test_is_the_coordinators_alone(self, referral, role):
        with pytest.raises((Refused, Referral.DoesNotExist)):
            decide(referral, a_user(role))

        assert list(referral.steps.values_list("state", flat=True)) == ["draft", "submitted"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"level": None}, "level"),
            ({"level": 1}, "level"),
            ({"in_remit": None}, "in_remit"),
            ({"needs_multi_agency": None}, "needs_multi_agency"),
            ({"in_remit": False}, "in_remit"),
            ({"needs_multi_agency": False}, "needs_multi_agency"),
        ],
    )
    def test_does_not_accept_without_both_answers_and_a_level(self, referral, coordinator, wrong, field):
        with pytest.raises(Incomplete) as refusal:
            decide(referral, coordinator, **wrong)

        assert field in refusal.value.fields
        assert state_of(referral, coordinator) == "submitted"

    @pytest.mark.requirement("IDENT-23")
    def test_rejects_only_with_a_reason_and_a_ground(self, referral, coordinator):
        with pytest.raises(Incomplete) as without_reason:
            reject(referral, coordinator, reason=" ")
        with pytest.raises(Incomplete) as without_ground:
            decide(referral, coordinator, "reject")

        assert "reason" in without_reason.value.fields
        assert "outcome" in without_ground.value.fields
        assert reject(referral, coordinator, pdp_route=False).pdp_route is False

    def test_returns_for_information_and_takes_it_back(self, referral, referrer, coordinator):
        decide(referral, coordinator, "return", reason="Which address?", in_remit=None, needs_multi_agency=None)
        submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert state_of(referral, coordinator) == "submitted"
        assert [event["type"] for event in events_for(referral.person)] == [
            "referral_received", "referral_returned", "referral_resubmitted",
        ]  # fmt: skip

    def test_refuses_a_second_decision(self, referral, coordinator):
        decide(referral, coordinator)

        with pytest.raises(NotPossible, match="is accepted"):
            decide(referral, coordinator)

    def test_refuses_an_outcome_that_is_none(self, referral, coordinator):
        with pytest.raises(Incomplete):
            decide(referral, coordinator, "escalate")

    @pytest.mark.requirement("IDENT-10")
    def test_opens_a_category_3_case_where_there_is_none(self, referrer, coordinator):
        limbs = {"category": 3, "category_3_offence": "Caution, 2015", "category_3_reason": "Threats to kill"}
        referral = a_submitted_referral(referrer, category=limbs)

        decide(referral, coordinator)

        case = case_of(coordinator, referral.person.reference, TODAY)
        assert (case.category, case.level, case.lead_agency) == (3, None, referrer.agency_id)

    def test_does_not_open_a_case_of_a_category_that_follows_from_a_sentence(self, referrer, coordinator):
        referral = a_submitted_referral(referrer)

        with pytest.raises(NotPossible, match="Confirm the category"):
            decide(referral, coordinator)

        assert not Case.objects.exists()
        assert state_of(referral, coordinator) == "submitted"

    def test_leaves_one_audit_row_for_the_decision(self, referral, coordinator):
        decide(referral, coordinator)

        row = AuditEvent.objects.get(operation="referrals:referral:accept")
        assert (row.subject, row.who) == (referral.person.reference, coordinator.username)

    def test_takes_it_off_the_list_of_those_that_wait(self, referral, coordinator):
        assert waiting_for_decision(coordinator, TODAY).count() == 1

        decide(referral, coordinator)

        assert not waiting_for_decision(coordinator, TODAY).exists()

    def test_is_unknown_to_the_coordinator_of_another_area(self, referral):
        stranger = a_user(Role.COORDINATOR, area=an_area("eastmere"))

        with pytest.raises(Referral.DoesNotExist):
            decide(referral, stranger)


@pytest.mark.requirement("REFER-11")
class TestDispute:
    @pytest.fixture
    def rejected(self, referral, coordinator):
        reject(referral, coordinator)
        return referral

    def dispute(self, referral, actor, action, reason="We disagree"):
        return dispute_referral(reference=referral.reference, action=action, reason=reason, actor=actor, at=NOON)

    def test_is_settled_locally_first(self, rejected, referrer, coordinator):
        self.dispute(rejected, referrer, "dispute")

        assert decide(rejected, coordinator).state == "accepted"

    def test_cannot_be_escalated_before_it_was_raised(self, rejected, referrer):
        with pytest.raises(NotPossible):
            self.dispute(rejected, referrer, "escalate")

    def test_is_finally_decided_by_a_senior_manager_of_the_referring_agency(self, rejected, referrer):
        self.dispute(rejected, referrer, "dispute")
        self.dispute(rejected, referrer, "escalate")
        manager = a_user(Role.PROBATION_MANAGER)

        step = finally_decide(
            reference=rejected.reference, overrule=True, level=3, reason="Goes to a meeting", actor=manager, at=NOON
        )

        assert (step.state, step.level) == ("accepted", 3)
        assert events_for(rejected.person)[-1]["outcome"] == "accepted"

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.PROBATION_PRACTITIONER, Role.YOT_MANAGER])
    def test_is_decided_by_nobody_else(self, rejected, referrer, role):
        self.dispute(rejected, referrer, "dispute")
        self.dispute(rejected, referrer, "escalate")

        with pytest.raises((Refused, Referral.DoesNotExist)):
            finally_decide(
                reference=rejected.reference, overrule=True, level=2, reason="Yes", actor=a_user(role), at=NOON
            )

    def test_is_not_decided_by_the_manager_who_referred(self, coordinator):
        manager = a_user(Role.PROBATION_MANAGER)
        referral = a_submitted_referral(manager, an_open_case(lead=manager.agency).person)
        reject(referral, coordinator)
        self.dispute(referral, manager, "dispute")
        self.dispute(referral, manager, "escalate")

        with pytest.raises(Refused, match="another senior manager"):
            finally_decide(
                reference=referral.reference, overrule=False, level=None, reason="No", actor=manager, at=NOON
            )

    def test_stores_each_step_with_its_reason(self, rejected, referrer):
        self.dispute(rejected, referrer, "dispute", "One")
        self.dispute(rejected, referrer, "settle", "Two")

        last = list(rejected.steps.order_by("id").values_list("action", "state", "reason"))[-2:]
        assert last == [("dispute", "disputed", "One"), ("settle", "rejected", "Two")]
        with pytest.raises(Incomplete):
            self.dispute(rejected, referrer, "dispute", " ")


@pytest.mark.requirement("REFER-08")
class TestConsult:
    def test_keeps_who_was_asked_and_what_they_said_once(self, referral, coordinator):
        common = {"who": "Jo Housing", "agency": an_agency(AgencyKind.HOUSING), "said": "Evicted in May"}

        for _ in range(2):
            consult(reference=referral.reference, actor=coordinator, at=NOON, **common)

        assert referral.consultations.count() == 1
        assert AuditEvent.objects.filter(operation="referrals:consultation:add").count() == 1

    def test_is_the_coordinators_alone_and_needs_words(self, referral, referrer, coordinator):
        agency = an_agency(AgencyKind.HOUSING)
        with pytest.raises(Refused):
            consult(reference=referral.reference, who="Jo", agency=agency, said="So", actor=referrer, at=NOON)
        with pytest.raises(Incomplete) as refusal:
            consult(reference=referral.reference, who="", agency=agency, said="", actor=coordinator, at=NOON)
        assert set(refusal.value.fields) == {"who", "said"}


@pytest.mark.requirement("REFER-02")
class TestRecordScreening:
    def test_keeps_the_screening_also_when_the_answer_is_level_1(self, referrer):
        person = an_open_case(lead=referrer.agency).person

        for _ in range(2):
            record_screening(
                person_reference=person.reference, level=1, reason="One agency can do it", actor=referrer, at=NOON
            )

        screening = Screening.objects.get()
        assert (screening.level, screening.screener, screening.on) == (1, referrer, TODAY)

    def test_needs_a_level_and_a_reason(self, referrer):
        person = an_open_case(lead=referrer.agency).person

        with pytest.raises(Incomplete) as refusal:
            record_screening(person_reference=person.reference, level=None, reason="", actor=referrer, at=NOON)

        assert set(refusal.value.fields) == {"level", "reason"}
