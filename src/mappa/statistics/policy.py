"""How the edition says that people are counted."""

from dataclasses import dataclass

from mappa.determinations.policy import NotSet, parameter
from mappa.kernel.decisions import NotPossible

CATEGORY_COLUMNS = "statistics/categories"
NO_LEVEL_1 = "statistics/categories_without_level_1"
COUNTING_RULE = "statistics/level_counting_rule"


@dataclass(frozen=True)
class CountingPolicy:
    """The rules of counting, read from one edition."""

    categories: tuple[int, ...]
    no_level_1: frozenset[int]
    level_counting_rule: str
    notes: tuple[str, ...]


def counting_policy(edition: str) -> CountingPolicy:
    """The counting rules of an edition, with a sentence for each that is printed beside the tables (STATS-05).

    Raises:
        NotPossible: the edition does not say how people are counted.
    """
    try:
        categories = parameter(CATEGORY_COLUMNS, edition)
        barred = parameter(NO_LEVEL_1, edition)
        rule = parameter(COUNTING_RULE, edition)
    except NotSet as missing:
        raise NotPossible(
            f"The edition {edition} does not say how people are counted, so nothing was counted. Give the area an"
            " edition that does for this year."
        ) from missing
    return CountingPolicy(
        categories=tuple(categories.value),
        no_level_1=frozenset(barred.value),
        level_counting_rule=rule.value,
        notes=(
            f"Somebody held at both level 2 and level 3 in the year is counted {rule.value}.",
            "A return to custody is an event, counted at the level and in the category of that day.",
            "The snapshot counts people living in the community: not those in prison or detained in hospital.",
        ),
    )
