"""The rows that a case is made of. Each adds an audit event, and announces that facts changed; none is overwritten."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.cases.levels import require_level_allowed
from mappa.cases.lifecycle import CaseAction, CaseState, case_after
from mappa.cases.models import Case, CaseStep, CategoryRow, CriticalMark, LeadAgencyRow, LevelRow
from mappa.determinations import policy
from mappa.determinations.models import Determination
from mappa.kernel.models import next_reference
from mappa.people import telling
from mappa.people.models import Person


def step(case: Case, action: CaseAction, *, on: date, at: datetime, actor: User, reason: str = "") -> CaseStep:
    """Add a step of a case's life, if the table allows it. Two people at once wait for each other.

    Raises:
        NotPossible: the action leads nowhere from here.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    last = case.steps.order_by("on", "id").last()
    state = case_after(CaseState(last.state) if last else None, action)
    return CaseStep.objects.create(
        case=case, action=action, state=state, on=on, at=at, by=actor.username, reason=reason
    )


def tell(case: Case, operation: str, *, actor: User, at: datetime, **details: Any) -> None:
    """Add the audit event of a change to a case or its plan, and say that facts changed."""
    telling.tell(case.person, operation, actor=actor, at=at, case=case.reference, **details)


@transaction.atomic
def open_case(*, person: Person, on: date, edition: str, prefix: str, actor: User, at: datetime) -> Case:
    """Open a period of management. `prefix` is the area's, `on` the first day in MAPPA.

    Covers: IDENT-01.
    """
    case = Case.objects.create(
        reference=next_reference(f"{prefix}-C-{on.year}"), person=person, opened_on=on, edition=edition
    )
    step(case, CaseAction.OPEN, on=on, at=at, actor=actor)
    tell(case, "cases:case:open", actor=actor, at=at)
    return case


@transaction.atomic
def set_category(
    *,
    case: Case,
    category: int | None,
    every: list[int],
    since: date,
    basis: str,
    actor: User,
    at: datetime,
    determination: Determination | None = None,
) -> CategoryRow:
    """Add the category that holds from a day on (IDENT-03). None: the person has left the last one."""
    row = CategoryRow.objects.create(
        case=case,
        category=category,
        all_categories=every,
        since=since,
        determination=determination,
        basis=basis,
        at=at,
        by=actor.username,
    )
    tell(case, "cases:category:set", actor=actor, at=at)
    return row


@transaction.atomic
def set_level(
    *,
    case: Case,
    level: int,
    since: date,
    decided_by: str,
    rationale: str,
    actor: User,
    at: datetime,
    meeting: str = "",
    limbs: list[dict[str, Any]] | None = None,
) -> LevelRow:
    """Add the level that holds from a day on, with who decided and why (LEVEL-01). It is never derived (LEVEL-03).

    The caller has decided that the actor may; a meeting's chair and a co-ordinator come here by different doors.

    Raises:
        NotPossible: the case is not in MAPPA, or has no category.
        Incomplete: the category does not allow this level (LEVEL-05).
    """
    require_level_allowed(case, level, since)
    row = LevelRow.objects.create(
        case=case,
        level=level,
        since=since,
        decided_by=decided_by,
        meeting=meeting,
        rationale=rationale,
        limbs=limbs or [],
        at=at,
        by=actor.username,
    )
    tell(case, "cases:level:set", actor=actor, at=at, level=level)
    _end_mark(case, level, since=since, actor=actor, at=at)
    return row


def add_mark(*, case: Case, critical: bool, since: date, reason: str, actor: User, at: datetime) -> CriticalMark:
    """Add that a case is one of the critical few, or no longer is (LEVEL-17). The caller has decided who may."""
    row = CriticalMark.objects.create(
        case=case, critical=critical, since=since, reason=reason, at=at, by=actor.username
    )
    tell(case, "cases:critical:mark", actor=actor, at=at, critical=critical)
    return row


def _end_mark(case: Case, level: int, *, since: date, actor: User, at: datetime) -> None:
    """A case below the level of the critical few is none of them."""
    few: Any = policy.parameter("levels/critical_few", policy.LAW).value
    last = case.critical_marks.order_by("id").last()
    if last and last.critical and level < few["level"]:
        add_mark(case=case, critical=False, since=since, reason=f"Level {level} was set", actor=actor, at=at)


@transaction.atomic
def set_lead_agency(
    *, case: Case, agency: Agency, since: date, reason: str, actor: User, at: datetime
) -> LeadAgencyRow:
    """Name the one agency that leads from a day on (AGENCY-06)."""
    row = LeadAgencyRow.objects.create(case=case, agency=agency, since=since, reason=reason, at=at, by=actor.username)
    tell(case, "cases:lead-agency:set", actor=actor, at=at, agency=agency.code)
    return row
