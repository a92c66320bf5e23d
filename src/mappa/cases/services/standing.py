"""A co-ordinator's own doors to the level and the lead agency. A meeting's chair comes by the meeting."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.cases.levels import needs_exceptional_reason, tested
from mappa.cases.models import Case, LeadAgencyRow, LevelRow
from mappa.cases.selectors import cases_visible_to, latest_row
from mappa.cases.services.history import set_lead_agency, set_level
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, Stale, require


def _opened(case: Case, actor: User, at: datetime) -> Case:
    """Look and may, and wait for whoever else is changing this case."""
    found = cases_visible_to(actor, clock.day_of(at)).get(pk=case.pk)
    require(may(actor, Permission.LEVEL_SET))
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    return found


def _require_unchanged(row: LevelRow | LeadAgencyRow | None, read: int, thing: str) -> None:
    if (row.pk if row else 0) != read:
        by = f"{row.by} set the {thing} at {row.at:%H:%M on %d %B %Y}" if row else f"The {thing} was changed"
        raise Stale(
            f"{by}, after you opened this page. Nothing of yours was saved, and nothing of theirs was lost. "
            "Look at what is there now, and save again if yours should follow it."
        )


@transaction.atomic
def decide_level(
    *,
    case: Case,
    level: int,
    since: date,
    lowest_level: str,
    rationale: str,
    answers: dict[str, str],
    read_row: int,
    actor: User,
    at: datetime,
    exceptional_reason: str = "",
) -> LevelRow:
    """Set the level outside a meeting, with the limbs of its test answered.

    Args:
        since: the first day of this level.
        lowest_level: the answer to the governing question (LEVEL-02).
        answers: by limb of the test: yes, no or cannot_tell.
        read_row: the id of the level row shown on the page, 0 for none.
        exceptional_reason: needed above the lowest level when RoSH is low or medium (LEVEL-03).

    Raises:
        Case.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not set levels.
        Incomplete: an answer is missing, or the category does not allow the level.
        NotPossible: the case is not in MAPPA, or has no category.
        Stale: somebody set the level since the page was opened.
    Covers: LEVEL-01, LEVEL-02, LEVEL-03, LEVEL-05, LEVEL-06, LEVEL-07.
    """
    on = clock.day_of(at)
    case = _opened(case, actor, at)
    _require_unchanged(latest_row(case.levels), read_row, "level")
    fields = {}
    if not lowest_level.strip():
        fields["lowest_level"] = "Answer the question before you set a level"
    if not rationale.strip():
        fields["rationale"] = "Say why this level"
    if since > on:
        fields["since"] = "The first day of the level must be today or in the past"
    elif since < case.opened_on:
        fields["since"] = "The first day of the level cannot be before the case was opened"
    elif needs_exceptional_reason(case, level, since) and not exceptional_reason.strip():
        fields["exceptional_reason"] = "RoSH is low or medium: say what is exceptional, for example notoriety"
    if fields:
        raise Incomplete("Something is missing. Nothing was saved.", fields)
    limbs = [
        {"limb": "governing-question", "question": GOVERNING_QUESTION, "answer": lowest_level.strip()},
        *tested(level, case.edition, answers),
    ]
    words = rationale.strip()
    if exceptional_reason.strip():
        words = f"{words}\n\nExceptional because: {exceptional_reason.strip()}"
    return set_level(
        case=case,
        level=level,
        since=since,
        decided_by=actor.agency.name,
        rationale=words,
        actor=actor,
        at=at,
        limbs=limbs,
    )


GOVERNING_QUESTION = "What is the lowest level of management that still gives a defensible plan?"
"""The question before every decision on a level (LEVEL-02)."""


@transaction.atomic
def change_lead_agency(
    *, case: Case, agency: Agency, since: date, reason: str, read_row: int, actor: User, at: datetime
) -> LeadAgencyRow:
    """Name another lead agency from a day on.

    Raises:
        Refused, Stale, Case.DoesNotExist: as for `decide_level`.
        Incomplete: the reason is missing, or the day cannot be.
    Covers: AGENCY-06.
    """
    case = _opened(case, actor, at)
    last = latest_row(case.lead_agencies)
    _require_unchanged(last, read_row, "lead agency")
    fields = {}
    if not reason.strip():
        fields["reason"] = "Say why this agency leads"
    if since > clock.day_of(at):
        fields["since"] = "The first day must be today or in the past"
    elif last and since < last.since:
        fields["since"] = "The first day cannot be before the agency that leads now began"
    if last and last.agency_id == agency.pk:
        fields["agency"] = "This agency leads already. Choose another, or leave it as it is"
    if fields:
        raise Incomplete("Something is missing or cannot be. Nothing was saved.", fields)
    return set_lead_agency(case=case, agency=agency, since=since, reason=reason.strip(), actor=actor, at=at)
