"""Risks, measures and contingencies of a plan, and the day it is reviewed."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.assessments.models import RiskGroup
from mappa.cases.models import Case
from mappa.cases.services.history import tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete
from mappa.kernel.sealed_fields import saying
from mappa.offending.movements import OrderOccasion
from mappa.offending.services.order_questions import OrderAnswer, keep_answer
from mappa.plans.models import Contingency, Pillar, Plan, PlanLine, PlanRisk
from mappa.plans.services.writing import require_answers, to_change

CONTROLS = ("internal", "external", "")


@transaction.atomic
def ensure_plan(*, case: Case, review_on: date | None, actor: User, at: datetime) -> Plan:
    """The plan of a case; a new one where there is none. An existing plan keeps its own review day.

    Raises:
        Incomplete: a new plan has no review day, or one that has passed.
    Covers: PLAN-06.
    """
    case = to_change(case, actor, at)
    Case.objects.select_for_update().get(pk=case.pk)  # two presses of the button give one plan
    plan = Plan.objects.filter(case=case).first()
    if plan:
        return plan
    plan = Plan.objects.create(
        case=case,
        review_on=_review_day(review_on, at),
        created_at=at,
        created_by=actor.username,
        changed_at=at,
        changed_by=actor.username,
    )
    tell(case, "plans:plan:start", actor=actor, at=at)
    return plan


def _review_day(review_on: date | None, at: datetime) -> date:
    if review_on is None:
        raise Incomplete("The plan was not saved.", {"review_on": "Give the day on which the plan will be reviewed"})
    if review_on < day_of(at):
        raise Incomplete("The plan was not saved.", {"review_on": "The review day has passed. Give a day to come"})
    return review_on


@transaction.atomic
def set_review_day(
    *, plan: Plan, review_on: date | None, order: OrderAnswer, read_version: int, actor: User, at: datetime
) -> Plan:
    """Review the plan: say whether an order is applied for, and set the day of the next formal review.

    Raises:
        Incomplete: the day, or whether an order is applied for and why, is missing. Nothing is saved.
        Stale: somebody changed the plan since it was read. Nothing is saved.
    Covers: PLAN-06, ORDERS-08.
    """
    case = to_change(plan.case, actor, at)
    keep_answer(case.person, OrderOccasion.PLAN_REVIEW, order, actor=actor, at=at)
    plan.save_over(read_version=read_version, by=actor.username, at=at, review_on=_review_day(review_on, at))
    tell(case, "plans:plan:review-day", actor=actor, at=at)
    return plan


@transaction.atomic
def add_risk(*, plan: Plan, group: str, text: str, actor: User, at: datetime) -> PlanRisk:
    """Name a risk that the plan must answer. The same words twice are kept once. Covers: PLAN-04."""
    case = to_change(plan.case, actor, at)
    require_answers("The risk", text=(text, "Describe the risk"))
    if group not in RiskGroup.values:
        raise Incomplete("The risk was not saved.", {"group": "Choose who may be harmed"})
    Plan.objects.select_for_update().get(pk=plan.pk)
    if same := saying(PlanRisk.objects.filter(plan=plan, group=group), text=text):
        return same
    risk = PlanRisk.objects.create(plan=plan, group=group, text=text)
    tell(case, "plans:risk:add", actor=actor, at=at)
    return risk


@transaction.atomic
def close_risk(*, risk: PlanRisk, actor: User, at: datetime) -> PlanRisk:
    """Say that a risk needs no answer any more. It stays on record."""
    case = to_change(risk.plan.case, actor, at)
    if risk.closed_on is None:
        risk.closed_on = day_of(at)
        risk.save(update_fields=["closed_on"])
        tell(case, "plans:risk:close", actor=actor, at=at)
    return risk


def _line_answers(plan: Plan, pillar: str, text: str, control: str, risk: PlanRisk | None) -> None:
    require_answers("The measure", text=(text, "Describe the measure"), risk=(risk, "Choose the risk that it answers"))
    if pillar not in Pillar.values:
        raise Incomplete("The measure was not saved.", {"pillar": "Choose one of the four pillars"})
    if control not in CONTROLS:
        raise Incomplete("The measure was not saved.", {"control": "Choose internal or external"})
    if risk is not None and risk.plan_id != plan.pk:
        raise Incomplete("The measure was not saved.", {"risk": "Choose a risk of this plan"})


@transaction.atomic
def add_line(
    *,
    plan: Plan,
    pillar: str,
    text: str,
    risk: PlanRisk | None,
    agency: Agency | None,
    actor: User,
    at: datetime,
    control: str = "",
) -> PlanLine:
    """Add a measure under a pillar, tied to a risk of the same plan. The same words twice are kept once.

    Args:
        control: ``internal`` (the person's own), ``external``, or nothing when it is not said.
    Covers: PLAN-02, PLAN-04, PLAN-12.
    """
    case = to_change(plan.case, actor, at)
    _line_answers(plan, pillar, text, control, risk)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if same := saying(PlanLine.objects.filter(plan=plan, pillar=pillar, risk=risk), text=text):
        return same
    line = PlanLine.objects.create(plan=plan, pillar=pillar, text=text, risk=risk, agency=agency, control=control)
    tell(case, "plans:line:add", actor=actor, at=at)
    return line


@transaction.atomic
def change_line(
    *,
    line: PlanLine,
    pillar: str,
    text: str,
    risk: PlanRisk | None,
    agency: Agency | None,
    control: str,
    read_version: int,
    actor: User,
    at: datetime,
) -> PlanLine:
    """Change a measure. `read_version` is that of the plan.

    Raises:
        Stale: somebody changed the plan since it was read. Nothing is saved.
        NotPossible: what the measure says cannot be read.
    """
    plan = line.plan
    case = to_change(plan.case, actor, at)
    _line_answers(plan, pillar, text, control, risk)
    line.require_readable()
    plan.save_over(read_version=read_version, by=actor.username, at=at)
    line.pillar, line.text, line.risk, line.agency, line.control = pillar, text, risk, agency, control
    line.save(update_fields=["pillar", "text", "risk", "agency", "control"])
    tell(case, "plans:line:change", actor=actor, at=at)
    return line


@transaction.atomic
def add_contingency(
    *,
    plan: Plan,
    trigger: str,
    response: str,
    who: str,
    agency: Agency | None,
    actor: User,
    at: datetime,
    out_of_hours: str = "",
) -> Contingency:
    """Say what happens if: the trigger, the response, who acts in which agency, and whom to ring at night.

    Covers: PLAN-09.
    """
    case = to_change(plan.case, actor, at)
    require_answers(
        "The contingency",
        trigger=(trigger, "Say what would set it off"),
        response=(response, "Say what is done then"),
        who=(who, "Name who acts"),
        agency=(agency, "Choose the agency that acts"),
    )
    Plan.objects.select_for_update().get(pk=plan.pk)
    said = {"trigger": trigger, "response": response, "who": who}
    if same := saying(Contingency.objects.filter(plan=plan, agency=agency), **said):
        return same
    contingency = Contingency.objects.create(plan=plan, agency=agency, out_of_hours=out_of_hours, **said)
    tell(case, "plans:contingency:add", actor=actor, at=at)
    return contingency
