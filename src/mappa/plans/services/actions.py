"""Setting actions, and hearing what came of them."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.sending import Sent, may_be_sent
from mappa.cases.models import Case
from mappa.cases.services.history import tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.models import next_reference
from mappa.plans.lifecycle import ActionMove, ActionState, action_after
from mappa.plans.models import Action, ActionStep, PlanLine
from mappa.plans.selectors import actions_for_agency, open_actions
from mappa.plans.services.writing import require_answers, to_change


@transaction.atomic
def set_action(
    *,
    case: Case,
    what: str,
    owner_name: str,
    owner: User | None,
    agency: Agency | None,
    due: date | None,
    meeting: str,
    line: PlanLine | None,
    actor: User,
    at: datetime,
) -> Action:
    """Give one thing to do to one named owner in one agency, by a day.

    Args:
        owner: their account, where they have one; it must be of the same agency.
        due: the last day on time, today or later.
        meeting: the reference of the meeting that sets it, or nothing.
        line: the measure of the case's plan that it carries out, where there is one.

    Raises:
        Incomplete: what, owner, agency or day is missing or impossible. The same open action twice is kept once.
        Case.DoesNotExist, Refused: as for every change of a plan.
    Covers: PLAN-03, PLAN-04.
    """
    case = to_change(case, actor, at)
    on = day_of(at)
    name = owner_name.strip() or (owner.name if owner else "")
    require_answers(
        "The action",
        what=(what, "Say what is to be done"),
        owner_name=(name, "Name one person who will do it"),
        agency=(agency, "Choose the agency of that person"),
        due=(due, "Give the day by which it is to be done"),
    )
    wrong = _impossible(case, owner=owner, agency=agency, due=due, line=line, on=on)
    if wrong:
        raise Incomplete("The action was not saved.", wrong)
    Case.objects.select_for_update().get(pk=case.pk)
    same = open_actions(case).filter(what=what, owner_name=name, agency=agency, due=due, meeting=meeting, line=line)
    if already := same.first():
        return already
    prefix = case.reference.split("-", 1)[0]
    action = Action.objects.create(
        reference=next_reference(f"{prefix}-A-{on.year}"), case=case, line=line, meeting=meeting, what=what,
        owner_name=name, owner=owner, agency=agency, due=due, set_at=at, set_by=actor.username,
    )  # fmt: skip
    _step(action, ActionMove.SET, None, note="", actor=actor, at=at)
    tell(case, "plans:action:set", actor=actor, at=at, action=action.reference)
    return open_actions(case).get(pk=action.pk)


def _impossible(
    case: Case, *, owner: User | None, agency: Agency | None, due: date | None, line: PlanLine | None, on: date
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if due is not None and due < on:
        wrong["due"] = "The day has passed, so nobody can do it in time. Give a day to come"
    if owner and agency and owner.agency_id != agency.pk:
        wrong["agency"] = f"{owner.name} works for {owner.agency.name}. Choose that agency, or another owner"
    if agency and not (decision := may_be_sent(agency, Sent.ACTION, on)):
        wrong["agency"] = decision.reason
    if line and line.plan.case_id != case.pk:
        wrong["line"] = "Choose a measure of this case's plan"
    return wrong


@transaction.atomic
def report_action(*, reference: str, outcome: str, note: str, actor: User, at: datetime) -> ActionStep:
    """Say what came of an action of one's own agency, with the evidence.

    Args:
        outcome: ``accept``, ``decline``, ``progress``, ``complete`` or ``give_up``.
        note: the evidence that it is done, how far it is, why it cannot be done or is declined; none to accept.

    Raises:
        Action.DoesNotExist: no such action, or it is another agency's.
        Incomplete: the outcome or the evidence is missing.
        NotPossible: the action is done already, or was declined and must be accepted first.
    Covers: AGENCY-09, PLAN-21.
    """
    seen = actions_for_agency(actor, day_of(at)).get(reference=reference)
    require(may(actor, Permission.ACTION_UPDATE))
    Action.objects.select_for_update().get(pk=seen.pk)
    action = actions_for_agency(actor, day_of(at)).get(pk=seen.pk)
    if outcome not in {*ActionMove} - {ActionMove.SET}:
        raise Incomplete(
            "Nothing was saved.",
            {"outcome": "Say whether your agency takes it on or declines it, or whether it is done, under way, or"
                        " cannot be done"},
        )  # fmt: skip
    move = ActionMove(outcome)
    action_after(ActionState(action.state), move)
    say = {
        ActionMove.DECLINE: "Say why your agency declines it, so that the meeting can think again",
        ActionMove.COMPLETE: "Say what was done, and what shows it",
        ActionMove.GIVE_UP: "Say why it cannot be done",
        ActionMove.PROGRESS: "Say how far it is",
    }.get(move)
    if say:
        require_answers("The update", note=(note, say))
    step = _step(action, move, ActionState(action.state), note=note, actor=actor, at=at)
    tell(action.case, "plans:action:report", actor=actor, at=at, action=action.reference, outcome=step.state)
    return step


def _step(
    action: Action, move: ActionMove, state: ActionState | None, *, note: str, actor: User, at: datetime
) -> ActionStep:
    return ActionStep.objects.create(
        action=action,
        move=move,
        state=action_after(state, move),
        agency=actor.agency,
        at=at,
        by=actor.username,
        note=note,
    )
