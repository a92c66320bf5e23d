"""Which levels a case may have, and what the test of a level asks. People decide levels; nothing is derived here."""

from datetime import date
from typing import Any

from mappa.assessments.models import RoshLevel
from mappa.assessments.selectors import latest_assessment
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import standing_of
from mappa.determinations import policy
from mappa.determinations.selectors import latest_determination
from mappa.kernel.decisions import Incomplete, NotPossible

HIGH_ROSH = frozenset({RoshLevel.HIGH, RoshLevel.VERY_HIGH})

ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "cannot_tell": None}


def levels_allowed(case: Case, on: date) -> list[int]:
    """The levels that the engine allows: of the latest answer where the case rests on it, else of the category."""
    category = standing_of(case, on).category
    latest = latest_determination(case.person)
    if latest and category and latest.answer.get("recorded_category") == category:
        return list(latest.answer["levels_allowed"] or policy.levels_for(category))
    return policy.levels_for(category) if category else []


def require_level_allowed(case: Case, level: int, on: date) -> None:
    """Refuse a level that cannot be.

    Raises:
        NotPossible: the case is not in MAPPA on the day, or has no category then.
        Incomplete: the category does not allow this level.
    Covers: LEVEL-05, IDENT-12.
    """
    standing = standing_of(case, on)
    if standing.state != CaseState.OPEN:
        raise NotPossible(
            "This case is not in MAPPA on that day, so it cannot have a level. Nothing was saved. "
            "Choose a day on which it is, or re-activate it."
        )
    if not standing.category:
        raise NotPossible("The category is not decided, so the level cannot be. Nothing was saved. Decide it first.")
    allowed = levels_allowed(case, on)
    if level not in allowed:
        words = " or ".join(str(number) for number in allowed)
        raise Incomplete(
            f"Category {standing.category} cannot be managed at level {level}. Nothing was saved.",
            {"level": f"Category {standing.category} allows level {words}. Choose one of these"},
        )


def needs_exceptional_reason(case: Case, level: int, on: date) -> bool:
    """Whether a level above the lowest needs an exceptional reason, because RoSH is low or medium (LEVEL-03)."""
    latest = latest_assessment(case.person, on)
    return level > min(levels_allowed(case, on), default=level) and latest is not None and latest.rosh not in HIGH_ROSH


def tested(level: int, edition: str, answers: dict[str, str]) -> list[dict[str, Any]]:
    """Each limb of the level's test with the answer given, as kept with the level (LEVEL-06 to 08).

    Args:
        answers: by limb: yes, no or cannot_tell. A limb left out counts as cannot_tell.
    """
    questions = {limb.id: limb.question for limb in policy.level_test_limbs(level, edition)}
    given = {limb: ANSWERS[answer] for limb, answer in answers.items() if limb in questions}
    return [
        {**reason.as_dict(), "question": questions[reason.limb], "edition": edition}
        for reason in policy.level_test(level, edition=edition, answers=given)
    ]


def limbs_asked(case: Case, on: date) -> list[tuple[int, str, str]]:
    """The level, the id and the question of every limb that a page should ask, for the levels that are allowed."""
    asked: dict[str, tuple[int, str, str]] = {}
    for level in levels_allowed(case, on):
        for limb in policy.level_test_limbs(level, case.edition):
            asked.setdefault(limb.id, (level, limb.id, limb.question))
    return list(asked.values())
