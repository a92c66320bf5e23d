"""How a case ends, is archived, and comes back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.selectors import latest_assessment
from mappa.cases.ending import BY_LAW, LIMBS_BY_DECISION, Ending, ending_of
from mappa.cases.levels import HIGH_ROSH
from mappa.cases.lifecycle import CaseAction, CaseState, case_after
from mappa.cases.models import Case, Exit
from mappa.cases.selectors import cases_visible_to
from mappa.cases.services.history import set_category, step, tell
from mappa.determinations.selectors import decided_category
from mappa.determinations.services import decide, propose
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.offending.services import record_movement
from mappa.people.lifecycle import RecordState
from mappa.people.selectors import record_state
from mappa.people.services import archive_record, reactivate_record

ONE_DAY = timedelta(days=1)


def needs_category_3_thought(case: Case, on: date) -> bool:
    """Whether Category 3 must be considered: a category of law ends while RoSH is high or very high (IDENT-13)."""
    latest = latest_assessment(case.person, on)
    row = case.categories.filter(since__lte=on, category__isnull=False).order_by("since", "id").last()
    by_law = row is not None and row.category in {category for category, _, _ in BY_LAW}
    return by_law and latest is not None and latest.rosh in HIGH_ROSH


@transaction.atomic
@gathering()
def exit_case(*, case: Case, statement: str, actor: User, at: datetime, category_3_considered: str = "") -> Exit:
    """End a period of management.

    The last day and the reason come from the engine's answer. Where the law ends the case the last day is the
    law's, however late the closing statement is written: the statement is needed, and delays nothing (IDENT-33).
    A case that rests on a decision ends today.

    Args:
        statement: the Responsible Authority's view that serious risk has gone, or that MAPPA adds nothing more.
        category_3_considered: needed when RoSH is high or very high (IDENT-13).

    Raises:
        Case.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not end cases.
        NotPossible: the case is not in MAPPA, or the law still holds it there.
        Incomplete: the statement, or the thought given to Category 3, is missing.
    Covers: IDENT-13, IDENT-32, IDENT-33.
    """
    on = clock.day_of(at)
    case = cases_visible_to(actor, on).get(pk=case.pk)
    require(may(actor, Permission.CASE_EXIT))
    person = case.person
    case_after(CaseState(case.state), CaseAction.EXIT)
    determination = propose(person=person, on=on, actor=actor, at=at)
    ending = ending_of(person, determination.answer, on)
    _require_can_end(ending, on)
    fields = {}
    if not statement.strip():
        fields["statement"] = "Write the closing statement"
    if not category_3_considered.strip() and needs_category_3_thought(case, on):
        fields["category_3_considered"] = (
            "RoSH is high or very high: say whether Category 3 was considered, and why not"
        )
    if fields:
        raise Incomplete("Something is missing. Nothing was saved.", fields)
    last_day = ending.last_day or on
    removals = [LIMBS_BY_DECISION[limb] for limb in determination.answer["limbs"] or [] if limb in LIMBS_BY_DECISION]
    if removals and not person.died_on:
        for removal in removals:
            record_movement(person=person, kind=removal, on=on, actor=actor, at=at)
        determination = propose(person=person, on=on, actor=actor, at=at)
    if not decided_category(determination)[0]:
        decide(determination=determination, category=None, reason=ending.reason.label, actor=actor, at=at)
    step(case, CaseAction.EXIT, on=last_day, at=at, actor=actor, reason=ending.reason.label)
    row = Exit.objects.create(
        case=case,
        reason=ending.reason,
        computed_on=ending.last_day,
        on=last_day,
        statement=statement.strip(),
        category_3_considered=category_3_considered.strip(),
        at=at,
        by=actor.username,
    )
    set_category(
        case=case,
        category=None,
        every=[],
        since=last_day + ONE_DAY,
        basis=ending.reason.label,
        determination=determination,
        actor=actor,
        at=at,
    )
    tell(case, "cases:case:exit", actor=actor, at=at, reason=ending.reason.value)
    return row


def _require_can_end(ending: Ending, on: date) -> None:
    if not ending.has_come(on):
        raise NotPossible(
            f"{ending.words} The law holds the person in MAPPA until then, so the case cannot be closed. Nothing was "
            "saved. If a fact is wrong, correct it and the date follows."
        )


@transaction.atomic
def archive_case(*, case: Case, reason: str, actor: User, at: datetime) -> Case:
    """Archive a case that has ended, and its record with it. Nothing is deleted (NOMINAL-12).

    Raises:
        Case.DoesNotExist, Refused: as for `exit_case`.
        NotPossible: the case has not ended, or is archived already.
        Incomplete: no reason.
    Covers: NOMINAL-12.
    """
    on = clock.day_of(at)
    case = cases_visible_to(actor, on).get(pk=case.pk)
    require(may(actor, Permission.CASE_EXIT))
    if not reason.strip():
        raise Incomplete("A reason is missing. Nothing was saved.", {"reason": "Say why the record is archived"})
    step(case, CaseAction.ARCHIVE, on=on, at=at, actor=actor, reason=reason.strip())
    if record_state(case.person) is not RecordState.ARCHIVED:
        archive_record(person=case.person, on=on, reason=reason, actor=actor, at=at)
    tell(case, "cases:case:archive", actor=actor, at=at)
    return case


@transaction.atomic
def reactivate_case(*, case: Case, on: date, reason: str, actor: User, at: datetime) -> Case:
    """Bring a case back whole, with everything that was ever recorded (NOMINAL-12). The category is decided anew.

    Raises:
        Case.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not re-activate cases.
        NotPossible: the case is in MAPPA.
        Incomplete: no reason.
    Covers: NOMINAL-12.
    """
    today = clock.day_of(at)
    case = cases_visible_to(actor, today).get(pk=case.pk)
    require(may(actor, Permission.CASE_REACTIVATE))
    if not reason.strip():
        raise Incomplete("A reason is missing. Nothing was saved.", {"reason": "Say why the case comes back"})
    step(case, CaseAction.REACTIVATE, on=on, at=at, actor=actor, reason=reason.strip())
    if record_state(case.person) is RecordState.ARCHIVED:
        reactivate_record(person=case.person, on=on, reason=reason, actor=actor, at=at)
    tell(case, "cases:case:reactivate", actor=actor, at=at)
    return cases_visible_to(actor, today).get(pk=case.pk)
