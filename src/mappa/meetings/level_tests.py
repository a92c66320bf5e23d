"""The tests for levels 2 and 3 as an edition words them, and what another edition would have said.

People answer the limbs and decide; nothing here derives a level. Covers: LEVEL-06, LEVEL-07, LEVEL-08.
"""

from mappa.determinations import policy

TESTED = (2, 3)
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "cannot_tell": None}
SAYS = {
    policy.Outcome.MET: "the test for level {level} is met",
    policy.Outcome.NOT_MET: "the test for level {level} is not met",
    policy.Outcome.CANNOT_TELL: "these answers cannot tell whether the test for level {level} is met",
}


def limbs(edition: str) -> tuple[policy.LevelLimb, ...]:
    """Every limb of the tests for levels 2 and 3, once, in order."""
    found = {limb.id: limb for level in TESTED for limb in policy.level_test_limbs(level, edition)}
    return tuple(found.values())


def recorded(edition: str, answers: dict[str, str]) -> list[dict[str, object]]:
    """Each limb with its question, its answer and where it is written, as kept with the decision."""
    return [
        {
            "limb": limb.id,
            "question": limb.question,
            "answer": answers.get(limb.id, ""),
            "citations": [limb.citation],
            "edition": edition,
        }
        for limb in limbs(edition)
    ]


def compared(edition: str, answers: dict[str, str]) -> list[dict[str, str]]:
    """What the tests say on these answers: in the edition asked, then in every other that words them differently.

    Args:
        answers: by limb: yes, no or cannot_tell. What nobody answered counts as cannot tell.
    """
    return [_said(one, answers) for one in _wordings(edition)]


def _wordings(edition: str) -> list[str]:
    """The edition whose words are used, then the others in which the tests are worded."""
    name = "levels/level_2_test"
    used = policy.parameter(name, edition).set_by
    others = [one.id for one in policy.editions.all() if not one.is_draft and one.id != used]
    return [used, *(other for other in others if policy.parameter(name, other).set_by == other)]


def _said(edition: str, answers: dict[str, str]) -> dict[str, str]:
    known = {limb.id for limb in limbs(edition)}
    given = {limb: ANSWERS.get(answer) for limb, answer in answers.items() if limb in known}
    parts = []
    for level in TESTED:
        own = {limb.id for limb in policy.level_test_limbs(level, edition)}
        held = {limb: answer for limb, answer in given.items() if limb in own}
        outcome = policy.level_test_met(level, edition=edition, answers=held)
        parts.append(SAYS[outcome].format(level=level))
    also = [limb.question for limb in limbs(edition) if limb.id not in answers]
    says = f"{parts[0][0].upper()}{parts[0][1:]}; {parts[1]}."
    if also:
        says += f" It also asks: {' '.join(also)}"
    return {"edition": policy.editions.get(edition).label, "says": says}
