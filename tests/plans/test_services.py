"""Plans under four pillars, and actions that somebody owns."""

from datetime import timedelta
from itertools import product

import pytest

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, Stale
from mappa.offending.models import OrderQuestion
from mappa.offending.services.order_questions import OrderAnswer
from mappa.plans.lifecycle import ActionMove, ActionState, action_after
from mappa.plans.models import Action, Plan
from mappa.plans.selectors import actions_for_agency, open_actions, plan_view
from mappa.plans.services import (
    add_contingency,
    add_line,
    add_risk,
    change_line,
    close_risk,
    ensure_plan,
    report_action,
    set_review_day,
)
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.plans import REVIEW, a_line, a_plan, an_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(om):
    return an_open_case(lead=om.agency)


class TestEnsurePlan:
    @pytest.mark.requirement("PLAN-06")
    @pytest.mark.parametrize("day", [None, TODAY - timedelta(days=1)])
    def test_saves_no_plan_without_a_review_day_to_come(self, case, om, day):
        with pytest.raises(Incomplete) as refusal:
            ensure_plan(case=case, review_on=day, actor=om, at=NOON)

        assert "review_on" in refusal.value.fields
        assert not Plan.objects.exists()

    def test_gives_the_plan_there_is(self, case, om):
        assert a_plan(case, om).pk == ensure_plan(case=case, review_on=None, actor=om, at=NOON).pk

    def test_is_not_for_readers_and_not_for_strangers(self, case, om):
        with pytest.raises(Refused, match="Only a"):
            a_plan(case, a_user(Role.PRISON_LEAD, agency=om.agency))
        with pytest.raises(Case.DoesNotExist):
            a_plan(case, a_user(Role.PROBATION_PRACTITIONER))

    def test_may_be_begun_by_the_writer_of_minutes(self, case):
        assert a_plan(case, a_user(Role.ADMINISTRATOR)).review_on == REVIEW


NO_ORDER = OrderAnswer(apply=False, order="", why="No acts since the last review")


class TestSetReviewDay:
    @pytest.mark.requirement("ORDERS-08")
    @pytest.mark.parametrize(
        ("answer", "field"),
        [
            (OrderAnswer(apply=None, order="", why="x"), "apply"),
            (OrderAnswer(apply=True, order="", why="x"), "order"),
            (OrderAnswer(apply=False, order="", why=" "), "why"),
        ],
    )
    def test_asks_whether_an_order_is_applied_for_and_saves_nothing_without_an_answer(self, case, om, answer, field):
        plan = a_plan(case, om)

        with pytest.raises(Incomplete) as missing:
            set_review_day(plan=plan, review_on=REVIEW + timedelta(7), order=answer, read_version=1, actor=om, at=NOON)

        assert set(missing.value.fields) == {field}
        assert Plan.objects.get().review_on == REVIEW

    @pytest.mark.requirement("ORDERS-08")
    def test_keeps_each_answer_with_its_reason(self, case, om):
        plan = a_plan(case, om)
        asked = OrderAnswer(apply=True, order="SHPO", why="Seen near the school again")
        set_review_day(plan=plan, review_on=REVIEW, order=NO_ORDER, read_version=1, actor=om, at=NOON)
        set_review_day(plan=plan, review_on=REVIEW, order=asked, read_version=2, actor=om, at=NOON)

        kept = OrderQuestion.objects.order_by("pk").values_list("person", "occasion", "apply", "order", "why", "by")
        assert list(kept) == [
            (case.person_id, "plan_review", False, "", NO_ORDER.why, om.username),
            (case.person_id, "plan_review", True, "SHPO", asked.why, om.username),
        ]

    def test_keeps_what_somebody_else_saved_first(self, case, om):
        plan = a_plan(case, om)
        later = REVIEW + timedelta(days=7)
        set_review_day(plan=plan, review_on=later, order=NO_ORDER, read_version=1, actor=om, at=NOON)

        with pytest.raises(Stale, match=om.username):
            set_review_day(plan=plan, review_on=REVIEW, order=NO_ORDER, read_version=1, actor=om, at=NOON)

        assert Plan.objects.get().review_on == later


class TestLines:
    @pytest.mark.requirement("PLAN-04")
    def test_need_a_risk_of_the_same_plan(self, case, om):
        plan = a_plan(case, om)
        other = a_line(a_plan(an_open_case(lead=om.agency), om), om).risk
        facts = {"plan": plan, "pillar": "monitoring", "text": "Curfew", "agency": None, "actor": om, "at": NOON}

        for risk in (None, other):
            with pytest.raises(Incomplete) as refusal:
                add_line(risk=risk, **facts)
            assert "risk" in refusal.value.fields

    @pytest.mark.requirement("PLAN-02")
    def test_belong_to_one_of_four_pillars(self, case, om):
        plan = a_plan(case, om)
        risk = add_risk(plan=plan, group="public", text="Arson", actor=om, at=NOON)

        with pytest.raises(Incomplete) as refusal:
            add_line(plan=plan, pillar="other", text="Curfew", risk=risk, agency=None, actor=om, at=NOON)

        assert "pillar" in refusal.value.fields

    def test_are_kept_once_when_the_button_is_pressed_twice(self, case, om):
        plan = a_plan(case, om)

        assert a_line(plan, om).pk == a_line(plan, om).pk
        assert AuditEvent.objects.filter(operation="plans:line:add").count() == 1

    def test_change_only_over_the_version_that_was_read(self, case, om):
        line = a_line(a_plan(case, om), om)
        facts = {"line": line, "pillar": "supervision", "risk": line.risk, "agency": None, "control": "internal"}
        change_line(text="Weekly", read_version=1, actor=om, at=NOON, **facts)

        with pytest.raises(Stale):
            change_line(text="Daily", read_version=1, actor=om, at=NOON, **facts)

        line.refresh_from_db()
        assert line.text == "Weekly"

    @pytest.mark.requirement("PLAN-12")
    def test_are_counted_by_who_is_in_control(self, case, om):
        plan = a_plan(case, om)
        for text, control in (("A", "internal"), ("B", "external"), ("C", "external")):
            a_line(plan, om, text=text, control=control)

        assert plan_view(case).balance == {"internal": 1, "external": 2, "": 0}


@pytest.mark.requirement("PLAN-04")
class TestPlanView:
    def test_lists_risks_that_no_measure_or_action_answers(self, case, om):
        plan = a_plan(case, om)
        line = a_line(plan, om)
        bare = add_risk(plan=plan, group="self", text="Self-harm", actor=om, at=NOON)

        view = plan_view(case)
        assert view.risks_without_line == [bare]
        assert view.risks_without_action == [line.risk, bare]
        assert view.lines_without_action == [line]

        an_action(case, om, line=line)
        assert plan_view(case).risks_without_action == [bare]

    def test_leaves_out_closed_risks_and_counts_an_action_given_up_as_none(self, case, om):
        line = a_line(a_plan(case, om), om)
        action = an_action(case, om, line=line)
        report_action(reference=action.reference, outcome="give_up", note="Moved away", actor=om, at=NOON)
        assert plan_view(case).risks_without_action == [line.risk]

        close_risk(risk=line.risk, actor=om, at=NOON)
        assert plan_view(case).risks_without_action == []

    def test_is_none_without_a_plan(self, case):
        assert plan_view(case) is None


class TestAddContingency:
    @pytest.mark.requirement("PLAN-09")
    @pytest.mark.parametrize("blank", ["trigger", "response", "who", "agency"])
    def test_needs_trigger_response_and_who_acts_where(self, case, om, blank):
        plan = a_plan(case, om)
        facts = {"trigger": "Misses curfew", "response": "Recall", "who": "Duty officer", "agency": om.agency}
        empty = None if blank == "agency" else " "

        with pytest.raises(Incomplete) as refusal:
            add_contingency(plan=plan, actor=om, at=NOON, **facts | {blank: empty})

        assert list(refusal.value.fields) == [blank]
        assert add_contingency(plan=plan, actor=om, at=NOON, **facts).pk


@pytest.mark.requirement("PLAN-03")
class TestSetAction:
    @pytest.mark.parametrize(
        ("field", "value"),
        [("what", ""), ("owner_name", " "), ("agency", None), ("due", None), ("due", TODAY - timedelta(days=1))],
    )
    def test_refuses_without_what_one_owner_agency_and_a_day_to_come(self, case, om, field, value):
        with pytest.raises(Incomplete) as refusal:
            an_action(case, om, **{field: value})

        assert list(refusal.value.fields) == [field]
        assert not Action.objects.exists()

    def test_takes_today_as_a_day_to_come(self, case, om):
        assert an_action(case, om, due=TODAY).state == ActionState.OPEN

    def test_refuses_an_owner_of_another_agency(self, case, om):
        with pytest.raises(Incomplete) as refusal:
            an_action(case, om, owner=a_user(Role.AGENCY_CONTACT))

        assert list(refusal.value.fields) == ["agency"]

    def test_keeps_the_same_action_once(self, case, om):
        assert an_action(case, om).pk == an_action(case, om).pk
        assert an_action(case, om).reference.startswith("NS-A-2026-")

    def test_refuses_readers_and_hides_the_case_from_strangers(self, case, om):
        with pytest.raises(Refused):
            an_action(case, a_user(Role.PRISON_LEAD, agency=om.agency))
        with pytest.raises(Case.DoesNotExist):
            an_action(case, a_user(Role.POLICE_OFFENDER_MANAGER, area=an_area("eastmere")))


class TestReportAction:
    STEPS = {
        (None, "set"): "open",
        ("open", "accept"): "open",
        ("open", "decline"): "declined",
        ("declined", "accept"): "open",
        ("open", "progress"): "open",
        ("open", "complete"): "done",
        ("open", "give_up"): "cannot",
        ("cannot", "complete"): "done",
    }

    @pytest.mark.parametrize(("state", "move"), list(product([None, *ActionState], ActionMove)))
    @pytest.mark.requirement("PLAN-21")
    def test_leads_where_the_table_says(self, state, move):
        expected = self.STEPS.get((state, move))
        if expected:
            assert action_after(state, move) == expected
        else:
            with pytest.raises(NotPossible):
                action_after(state, move)

    @pytest.mark.requirement("PLAN-21")
    def test_needs_evidence(self, case, om):
        action = an_action(case, om)

        with pytest.raises(Incomplete):
            report_action(reference=action.reference, outcome="complete", note=" ", actor=om, at=NOON)
        report_action(reference=action.reference, outcome="complete", note="Seen, letter kept", actor=om, at=NOON)

        assert not open_actions(case).exists()
        assert actions_for_agency(om, TODAY).get().note == "Seen, letter kept"

    def test_is_the_owning_agencys_alone(self, case, om):
        housing = a_user(Role.AGENCY_CONTACT)
        action = an_action(case, om, agency=housing.agency)

        with pytest.raises(Action.DoesNotExist):
            report_action(reference=action.reference, outcome="complete", note="Done", actor=om, at=NOON)
        step = report_action(reference=action.reference, outcome="complete", note="Done", actor=housing, at=NOON)

        assert step.state == "done"

    def test_refuses_a_second_report_of_the_same_end(self, case, om):
        action = an_action(case, om)
        report_action(reference=action.reference, outcome="complete", note="Done", actor=om, at=NOON)

        with pytest.raises(NotPossible, match="is done"):
            report_action(reference=action.reference, outcome="complete", note="Done", actor=om, at=NOON)


class TestActionsForAgency:
    def test_hide_walled_people_from_colleagues_but_not_from_the_owner(self, om):
        officer = a_user(Role.CT_OFFICER, clearances=["category_4"])
        colleague, owner = a_user(Role.AGENCY_CONTACT), a_user(Role.AGENCY_CONTACT)
        person = a_person(involving=(officer.agency,), compartment="category_4")
        walled = an_open_case(person, lead=officer.agency)
        an_action(walled, officer, agency=owner.agency, owner=owner)

        assert not actions_for_agency(colleague, TODAY).exists()
        assert actions_for_agency(owner, TODAY).count() == 1

    def test_are_of_one_agency_only(self, case, om):
        an_action(case, om, agency=an_agency(AgencyKind.EDUCATION))

        assert not actions_for_agency(a_user(Role.AGENCY_CONTACT), TODAY).exists()
