"""Levels: which are open to a person, and the tests for them with their limbs.

A level is never derived from a risk band: people answer each limb, and the test says what follows from their
answers. Covers: LEVEL-03 to LEVEL-08.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mappa_policy import parameters, sources
from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Outcome, PolicyError, Reason, both, either
from mappa_policy.rules.facts import Facts

LEVELS = (1, 2, 3)
TEST_OF = "test"


@dataclass(frozen=True, slots=True)
class LevelLimb:
    """One limb of a level test: the question that the chair answers."""

    id: str
    question: str
    citation: str


def _table(level: int, edition: str) -> tuple[Mapping[str, object], parameters.Parameter]:
    if level not in LEVELS:
        raise PolicyError(f"There is no level {level}: use 1, 2 or 3.")
    held = parameters.value(f"levels/level_{level}_test", edition)
    if not isinstance(held.value, dict):
        raise PolicyError(f"{held.name} is not a test in {held.set_by}.")
    return held.value, held


def _tests_used(rule: object) -> set[int]:
    if isinstance(rule, dict):
        if TEST_OF in rule:
            return {int(rule[TEST_OF])}
        return set().union(*(_tests_used(part) for parts in rule.values() for part in parts))
    return set()


def level_test_limbs(level: int, edition: str) -> tuple[LevelLimb, ...]:
    """Every limb of the test for a level, those of a test that it builds on first."""
    table, held = _table(level, edition)
    limbs = table["limbs"]
    if not isinstance(limbs, dict):
        raise PolicyError(f"{held.name} has no limbs in {held.set_by}.")
    own = tuple(
        LevelLimb(f"level-{level}.{name}", str(question), sources.cite(held.source)) for name, question in limbs.items()
    )
    before = [limb for other in sorted(_tests_used(table["rule"])) for limb in level_test_limbs(other, edition)]
    return (*before, *own)


def level_test(level: int, *, edition: str, answers: Mapping[str, bool | None]) -> tuple[Reason, ...]:
    """Every limb with its outcome; one that nobody answered is "cannot tell".

    ``answers`` holds yes, no or none by the id of the limb.
    """
    known = {limb.id for limb in level_test_limbs(level, edition)}
    if unknown := set(answers) - known:
        raise PolicyError(f"These are not limbs of the test: {sorted(unknown)}. Use {sorted(known)}.")
    found = []
    for limb in level_test_limbs(level, edition):
        answer = answers.get(limb.id)
        outcome = CANNOT_TELL if answer is None else MET if answer else NOT_MET
        said = {MET: "Yes", NOT_MET: "No", CANNOT_TELL: "Not answered"}[outcome]
        missing = () if answer is not None else (limb.id,)
        found.append(Reason(limb.id, outcome, f"{limb.question} {said}.", (limb.citation,), "", missing))
    return tuple(found)


def _decide(rule: object, level: int, edition: str, answers: Mapping[str, bool | None]) -> Outcome:
    if isinstance(rule, str):
        answer = answers.get(f"level-{level}.{rule}")
        return CANNOT_TELL if answer is None else MET if answer else NOT_MET
    if not isinstance(rule, dict):
        raise PolicyError(f"The test for level {level} in {edition} has a rule that cannot be read: {rule!r}.")
    if TEST_OF in rule:
        return level_test_met(int(rule[TEST_OF]), edition=edition, answers=answers)
    join = both if "all" in rule else either
    parts = rule.get("all") or rule.get("any") or []
    return join(*(_decide(part, level, edition, answers) for part in parts))


def level_test_met(level: int, *, edition: str, answers: Mapping[str, bool | None]) -> Outcome:
    """Whether the test for a level is met by the answers. It advises: people decide the level."""
    table, _ = _table(level, edition)
    return _decide(table["rule"], level, edition, answers)


def levels_allowed(facts: Facts, limbs: Iterable[str]) -> list[int]:
    """The levels open to somebody who meets these limbs. Covers: IDENT-12, LEVEL-05."""
    held = set(limbs)
    if not held:
        return []
    if held == {"CAT3_RA"}:
        name = "category-3/levels"
    elif held <= {"CAT4_DISCRETIONARY", "CAT3_RA"}:
        name = "levels/category_4_discretionary"
    else:
        name = "levels/by_category"
    return [int(level) for level in facts.items(name)]
