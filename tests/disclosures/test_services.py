"""Disclosing or not, with the reasons."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent, What
from mappa.cases.models import Case
from mappa.disclosures.models import DisclosureDecision
from mappa.disclosures.selectors import disclosures_visible_to, events_for, latest_decision
from mappa.disclosures.services import decide_disclosure
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY

pytestmark = pytest.mark.django_db

TELL = {
    "decision": "yes", "reason": "A child lives there", "recipient": "The child's mother", "content": "The conviction",
    "discloser": "PC Example", "deadline": TODAY + timedelta(days=3), "offender_told": "told",
}  # fmt: skip
NOT = {"decision": "no", "reason": "Nobody is at risk"}


@pytest.fixture
def case(om):
    return an_open_case(lead=om.agency, level=1)


def decide(case, actor, facts):
    return decide_disclosure(case=case, actor=actor, at=NOON, **facts)


class TestDecideDisclosure:
    @pytest.mark.requirement("DISC-01", "DISC-03")
    @pytest.mark.parametrize("facts", [TELL, NOT])
    def test_keeps_a_decision_either_way_and_tells_the_duties(self, case, om, facts):
        made = decide(case, om, facts)

        assert (made.decision, made.level, made.on) == (facts["decision"], 1, TODAY)
        assert events_for(case.person) == [{"type": "disclosure_decided", "date": TODAY}]
        assert latest_decision(case) == made

    @pytest.mark.requirement("DISC-01")
    @pytest.mark.parametrize("facts", [TELL, NOT])
    def test_needs_a_reason_always(self, case, om, facts):
        with pytest.raises(Incomplete) as refusal:
            decide(case, om, facts | {"reason": " "})

        assert list(refusal.value.fields) == ["reason"]
        assert not DisclosureDecision.objects.exists()

    @pytest.mark.requirement("DISC-04")
    @pytest.mark.parametrize("name", ["content", "recipient", "discloser", "deadline", "offender_told"])
    def test_needs_to_say_what_whom_by_whom_and_when_to_disclose(self, case, om, name):
        with pytest.raises(Incomplete) as refusal:
            decide(case, om, TELL | {name: None if name == "deadline" else ""})

        assert list(refusal.value.fields) == [name]

    @pytest.mark.requirement("DISC-04")
    def test_refuses_a_deadline_that_has_passed(self, case, om):
        with pytest.raises(Incomplete) as refusal:
            decide(case, om, TELL | {"deadline": TODAY - timedelta(days=1)})

        assert list(refusal.value.fields) == ["deadline"]

    @pytest.mark.requirement("DISC-16")
    def test_asks_why_the_offender_is_not_told(self, case, om):
        with pytest.raises(Incomplete) as refusal:
            decide(case, om, TELL | {"offender_told": "not_told"})

        assert list(refusal.value.fields) == ["offender_not_told_reason"]

    @pytest.mark.requirement("DISC-02")
    @pytest.mark.parametrize("level", [2, 3])
    def test_presumes_disclosure_at_a_meeting_when_an_identified_person_is_at_risk(self, om, level):
        case = an_open_case(lead=om.agency, level=level)
        facts = {"decision": "no", "reason": "", "meeting": "NS-M-2026-0001", "identified_person_at_risk": True}

        with pytest.raises(Incomplete) as refusal:
            decide(case, a_user(Role.CHAIR), facts)

        assert "presumed" in refusal.value.fields["reason"]
        assert decide(case, a_user(Role.CHAIR), facts | {"reason": "Defensible"}).level == level

    @pytest.mark.requirement("DISC-05")
    def test_belongs_to_the_lead_agency_at_level_1(self, case):
        with pytest.raises(Refused, match="lead agency"):
            decide(case, a_user(Role.COORDINATOR), NOT)

    @pytest.mark.requirement("DISC-05")
    @pytest.mark.parametrize("level", [2, 3])
    def test_belongs_to_the_meeting_at_levels_2_and_3(self, om, level):
        case = an_open_case(lead=om.agency, level=level)

        with pytest.raises(NotPossible, match="the meeting decides"):
            decide(case, om, NOT)

    def test_is_for_those_who_may_decide_and_who_may_know(self, case, om):
        with pytest.raises(Refused):
            decide(case, a_user(Role.PRISON_LEAD, agency=om.agency), NOT)
        with pytest.raises(Case.DoesNotExist):
            decide(case, a_user(Role.PROBATION_PRACTITIONER), NOT)

    def test_is_kept_once_when_the_button_is_pressed_twice(self, case, om):
        assert decide(case, om, TELL).pk == decide(case, om, TELL).pk
        assert AuditEvent.objects.get(operation="disclosures:disclosure:decide").what == What.DISCLOSURE

    @pytest.mark.requirement("DISC-10", "DISC-19")
    def test_keeps_the_answers_to_the_checklist_and_nothing_else(self, case, om):
        answers = {"alternatives": "Supervision alone: refused", "lawful": "To prevent crime", "x": "y", "secure": " "}

        made = decide(case, om, TELL | {"checklist": answers})

        assert set(made.checklist) == {"alternatives", "lawful"}


class TestDisclosuresVisibleTo:
    def test_are_those_of_known_cases(self, case, om):
        decide(case, om, NOT)

        assert disclosures_visible_to(om, TODAY).count() == 1
        assert disclosures_visible_to(a_user(Role.COORDINATOR), TODAY).count() == 1
        assert not disclosures_visible_to(a_user(Role.PROBATION_PRACTITIONER), TODAY).exists()
