"""The tests for levels 2 and 3 as the edition words them, and what another edition would have said (LEVEL-08)."""


def questions(edition: str) -> tuple[tuple[str, str], ...]:
    """The limbs of an edition's tests: pairs of an id and the question a person answers."""
    del edition
    return ()


def compared(answers: dict[str, str]) -> list[dict[str, str]]:
    """For each edition, what its tests say on these answers, in words."""
    del answers
    return []
