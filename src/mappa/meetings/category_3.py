"""Whether somebody taken into Category 3 by decision stays in it: asked at each meeting, and answered by people.

Covers: IDENT-15.
"""

from datetime import date

from mappa.cases.models import Case
from mappa.govuk.days import long_date

CATEGORY_3 = 3
CONTINUE, REMOVE = "continue", "remove"
ANSWERS = (
    (CONTINUE, "Continue in Category 3"),
    (REMOVE, "Remove from Category 3"),
)
SAYS = dict(ANSWERS)


def held_since(case: Case, on: date) -> date | None:
    """The first day of the stretch of Category 3 that runs on a day; None where the case is in another. One query."""
    since = None
    for category, first in (
        case.categories.filter(since__lte=on).order_by("-since", "-id").values_list("category", "since")
    ):
        if category != CATEGORY_3:
            break
        since = first
    return since


def how_long(since: date, on: date) -> str:
    """Since when and for how many days, the first and this one counted: what the meeting is told."""
    days = (on - since).days + 1
    return f"In Category 3 by decision since {long_date(since)}: {days:,} day{'' if days == 1 else 's'}"


def missing(answer: str, reason: str) -> dict[str, str]:
    """What an answer lacks, by field; empty where it is whole."""
    wrong = {}
    if answer not in SAYS:
        wrong["category_3"] = "Say whether the person stays in Category 3."
    if not reason.strip():
        wrong["category_3_reason"] = "Say why, from the risk as it is assessed now."
    return wrong
