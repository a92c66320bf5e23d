"""The model: what is compared, and which pairs are looked at. One for DuckDB on one machine and for Spark."""

from collections.abc import Collection
from typing import Any

import splink.comparison_library as cl
from splink import SettingsCreator, block_on

NEEDED = ("id", "given_names", "family_name", "date_of_birth")
"""The columns that every extract has. The id is unique within it."""
FURTHER = ("street", "town", "postcode", "number")
"""The columns that are compared where both extracts have them. `number`: one number that both agencies hold."""
COLUMNS = (*NEEDED, *FURTHER)

ALIKE = [0.92, 0.8]
"""Jaro-Winkler likeness from which two names are near, or somewhat near: Splink's first step, and one below it."""

_BY_FIGURES = ("The same", "One slip", "Two slips", "Different")
_BY_LETTERS = ("The same", "Spelt much alike", "Spelt somewhat alike", "Different")
AGREEMENTS = {
    "given_names_family_name": (
        "Both names the same", "Given and family names changed places", "Both names spelt much alike",
        "Both names spelt somewhat alike", "Family name the same", "Given names the same", "Different",
    ),
    "date_of_birth": _BY_FIGURES, "street": _BY_LETTERS, "town": _BY_LETTERS, "postcode": _BY_FIGURES,
    "number": _BY_FIGURES,
}  # fmt: skip
"""How two rows may agree in each comparison, in plain words, in the order of Splink's levels: the best first."""
MISSING = "Missing in one of the two"


def settings(
    columns: Collection[str] = COLUMNS, *, link_type: str = "link_only", chance: float = 0.0001
) -> SettingsCreator:
    """The model as Splink takes it, before it has learnt any weight.

    Args:
        columns: those that both extracts fill.
        link_type: ``link_only`` between two extracts, ``dedupe_only`` within one.
        chance: that two rows drawn at random are one person, from 0 to 1, until the extracts tell.
    """
    return SettingsCreator(
        link_type=link_type,
        probability_two_random_records_match=chance,
        unique_id_column_name="id",
        comparisons=comparisons(columns),
        blocking_rules_to_generate_predictions=looked_at(columns),
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
        max_iterations=50,
    )


def comparisons(columns: Collection[str]) -> list[Any]:
    """What is compared. An equal rare name says more than an equal common one; names may stand in each other's column.

    Figures are compared by slips: one is a wrong, missing or further figure, or two that changed places.
    """
    further = {
        "street": cl.JaroWinklerAtThresholds("street", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "town": cl.JaroWinklerAtThresholds("town", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "postcode": cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        "number": cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
    }
    return [
        cl.ForenameSurnameComparison("given_names", "family_name", jaro_winkler_thresholds=ALIKE),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        *(made for column, made in further.items() if column in columns),
    ]


def looked_at(columns: Collection[str]) -> list[Any]:
    """Which pairs are looked at: those that agree in one of these ways. All others count as different people."""
    ways = [
        ("date_of_birth",), ("given_names", "family_name"), ("number",), ("street", "town"),
        ("postcode", "substr(family_name, 1, 3)"), ("postcode", "substr(given_names, 1, 3)"),
    ]  # fmt: skip
    absent = [column for column in FURTHER if column not in columns]
    return [block_on(*way) for way in ways if not set(way) & set(absent)]


SURELY = (("given_names", "family_name", "date_of_birth"), ("number",))


def sure(columns: Collection[str]) -> list[Any]:
    """Agreements that two different people hardly ever show: they tell how many pairs there may be in all."""
    return [block_on(*way) for way in SURELY if set(way) <= set(columns)]


def learnt_within() -> list[Any]:
    """Within which pairs the weights are learnt. Between them every column is free to differ in one."""
    return [block_on("date_of_birth"), block_on("given_names", "family_name")]
