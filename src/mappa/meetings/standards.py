"""The edition's numbers and lists that meetings go by, each with its citation."""

from dataclasses import dataclass
from datetime import date, timedelta

from mappa.determinations import policy


@dataclass(frozen=True, kw_only=True)
class ReviewLimit:
    """The last day on which the next meeting is in time, and where that is written."""

    last_day: date
    because: str


def slot_minutes(level: int, edition: str) -> int:
    """The usual length of the slot for a meeting at a level, in minutes (MEET-22)."""
    return int(policy.parameter("meetings/slot_minutes", edition).value[level]["usual"])


def reply_due(sent_on: date, edition: str) -> date:
    """The last day on which an agency's reply is in time (MEET-04)."""
    return sent_on + timedelta(days=policy.parameter("meetings/reply_days", edition).number)


def chair_agency_kinds(edition: str) -> tuple[str, ...]:
    """The kinds of agency whose people may chair (MEET-18)."""
    return policy.parameter("meetings/chair_agencies", edition).items


def chair_grade(level: int, edition: str) -> str:
    """The grade expected of the chair (MEET-19)."""
    return str(policy.parameter("meetings/chair_grades", edition).value[level])


def kinds_that_review(edition: str) -> tuple[str, ...]:
    """The kinds of meeting that count as a review (REVIEW-07)."""
    return policy.parameter("review/meetings_that_review", edition).items


def request_steps(edition: str) -> dict[str, str]:
    """The three steps in which an agency is asked: ``ask``, ``role`` and ``how`` (AGENCY-07)."""
    return {str(key): str(words) for key, words in policy.parameter("agencies/request_steps", edition).value.items()}


def core_agency_kinds(edition: str) -> tuple[str, ...]:
    """The kinds of agency asked before every meeting (MEET-04)."""
    return policy.parameter("meetings/core_agencies", edition).items


def kinds_that_speak_for_victims(edition: str) -> tuple[str, ...]:
    """The kinds of agency that come to speak to victims' issues (VICTIM-05)."""
    return policy.parameter("meetings/speaks_for_victims", edition).items


def marking(edition: str) -> str:
    """The protective marking of the minutes (MEET-33)."""
    return str(policy.parameter("meetings/marking", edition).value)


def review_limit(level: int, edition: str, since: date) -> ReviewLimit | None:
    """The last day in time for the next full meeting after one on `since`; none below level 2 (REVIEW-04, 05)."""
    gap = policy.find_parameter(f"review/level_{level}_longest_gap", edition) if level > 1 else None
    if gap is None:
        return None
    return ReviewLimit(last_day=since + timedelta(weeks=gap.number), because=f"{gap.number} weeks: {gap.citation}")
