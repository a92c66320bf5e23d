"""One door to plans and actions: by the case for those who know it, by the agency for those who must act."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery

from mappa.accounts.compartments import open_compartments
from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.cases.models import Case
from mappa.kernel.sealed_fields import share_a_ring
from mappa.people.walls import not_listed
from mappa.plans.lifecycle import ActionMove, ActionState
from mappa.plans.models import Action, ActionStep, Contingency, Plan, PlanCopy, PlanLine, PlanRisk


def with_state(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Add `state`, `state_at` and `note`: what the latest step left; and `taken_on`: the agency's latest decision."""
    latest = ActionStep.objects.filter(action=OuterRef("pk")).order_by("-id")
    decided = latest.filter(move__in=[ActionMove.ACCEPT, ActionMove.DECLINE])
    return actions.annotate(
        state=Subquery(latest.values("state")[:1]),
        state_at=Subquery(latest.values("at")[:1], output_field=DateTimeField()),
        note=Subquery(latest.values("note")[:1]),
        taken_on=Subquery(decided.values("move")[:1]),
    ).select_related("agency", "case__person")


def actions_of(case: Case) -> QuerySet[Action]:
    """Every action of a case, the earliest due first. The caller has shown that the reader may know of the case."""
    return with_state(Action.objects.filter(case=case)).order_by("due", "id")


def open_actions(case: Case) -> QuerySet[Action]:
    """The actions of a case that nobody has yet done or given up, the earliest due first (PLAN-21, MEET-14)."""
    return actions_of(case).filter(state=ActionState.OPEN)


def actions_for_agency(actor: User, on: date) -> QuerySet[Action]:
    """The actions that the actor's agency was given, and nobody else's, the earliest due first.

    An action about somebody behind a wall is shown to its named owner and to the cleared, whatever the agency. A list
    that keeps the actor from the person keeps the action from them too.
    """
    cleared = open_compartments(actor, column="case__person__compartment") | Q(owner=actor.pk)
    mine = Action.objects.filter(
        cleared, not_listed(actor, "case__person"), agency=actor.agency_id, set_at__date__lte=on
    )
    return with_state(mine).order_by("due", "id")


@dataclass(frozen=True)
class PlanView:
    """A plan with everything in it, read in a fixed number of queries."""

    plan: Plan
    risks: list[PlanRisk]
    lines: list[PlanLine]
    contingencies: list[Contingency]
    actions: list[Action]

    @property
    def risks_without_line(self) -> list[PlanRisk]:
        """Open risks that no measure answers (PLAN-04)."""
        answered = {line.risk_id for line in self.lines}
        return [risk for risk in self.risks if risk.closed_on is None and risk.pk not in answered]

    @property
    def risks_without_action(self) -> list[PlanRisk]:
        """Open risks for which nobody has anything to do, or has done it (PLAN-04)."""
        gone = {ActionState.CANNOT, ActionState.DECLINED}
        alive = {action.line_id for action in self.actions if action.state not in gone}
        acted = {line.risk_id for line in self.lines if line.pk in alive}
        return [risk for risk in self.risks if risk.closed_on is None and risk.pk not in acted]

    @property
    def lines_without_risk(self) -> list[PlanLine]:
        """Measures that answer no risk on record."""
        return [line for line in self.lines if line.risk_id is None]

    @property
    def lines_without_action(self) -> list[PlanLine]:
        """Measures that nobody was asked to carry out."""
        acted = {action.line_id for action in self.actions}
        return [line for line in self.lines if line.pk not in acted]

    @property
    def declined(self) -> list[Action]:
        """Actions that the agency declined, as its own decision: somebody has to think again (AGENCY-09)."""
        return [action for action in self.actions if action.state == ActionState.DECLINED]

    @property
    def balance(self) -> dict[str, int]:
        """How many measures the person controls and how many others do; the rest is not said (PLAN-12)."""
        kinds = [line.control for line in self.lines]
        return {name: kinds.count(name) for name in ("internal", "external", "")}


def plan_view(case: Case) -> PlanView | None:
    """The plan of a case, or None where none was begun. The caller has shown that the reader may know of it."""
    plan = Plan.objects.filter(case=case).first()
    if plan is None:
        return None
    risks = {risk.pk: risk for risk in plan.risks.order_by("id")}
    lines = list(plan.lines.select_related("agency").order_by("id"))
    contingencies = list(plan.contingencies.select_related("agency").order_by("id"))
    share_a_ring([*risks.values(), *lines, *contingencies])
    for line in lines:  # the same objects, whose key is asked for with those of all
        line.risk = risks.get(line.risk_id) if line.risk_id else None
    return PlanView(
        plan=plan,
        risks=list(risks.values()),
        lines=lines,
        contingencies=contingencies,
        actions=list(actions_of(case)),
    )


def agencies_with_a_task(case: Case) -> list[Agency]:
    """The agencies that an open action of a case was given to, by name."""
    return sorted({action.agency for action in open_actions(case)}, key=lambda agency: (agency.name, agency.pk))


def copies_of(plan: Plan) -> QuerySet[PlanCopy]:
    """Every copy of a plan, the latest version first. The caller has shown that the reader may know of the case."""
    copies = PlanCopy.objects.filter(edition__plan=plan).select_related("edition", "agency")
    return copies.order_by("-edition__number", "agency__name", "pk")
