"""Counting people held at two levels in one year, by the rule that the edition names."""

from datetime import date

import pytest

from mappa.agencies.models import Area
from mappa.cases.lifecycle import CaseState
from mappa.kernel.decisions import NotPossible
from mappa.statistics.histories import CaseHistory, PersonHistory
from mappa.statistics.periods import year_named
from mappa.statistics.tables import levels_2_and_3_in_year

AREA = Area(pk=1, code="northshire")
YEAR = year_named("2018/19")


def held_at_3_and_then_2():
    case = CaseHistory(
        states=[(date(2017, 1, 1), CaseState.OPEN)],
        categories=[(date(2017, 1, 1), 1)],
        levels=[(date(2018, 5, 1), 3), (date(2018, 11, 1), 2)],
    )
    return PersonHistory("NS-P-0001", areas=[(date(2017, 1, 1), AREA.pk)], cases=[case])


def counted(rule):
    table = levels_2_and_3_in_year([held_at_3_and_then_2()], AREA, YEAR, categories=(1, 2, 3), rule=rule)
    return {(level, category): len(people) for (level, category), people in table.cells.items()}


class TestLevels2And3InYear:
    @pytest.mark.requirement("STATS-05")
    @pytest.mark.parametrize(
        ("rule", "cells"),
        [("once, at the last level held", {(2, 1): 1}), ("once for each level reached", {(2, 1): 1, (3, 1): 1})],
    )
    def test_counts_as_the_edition_says(self, rule, cells):
        assert counted(rule) == cells

    def test_counts_nothing_by_a_rule_it_does_not_know(self):
        with pytest.raises(NotPossible, match="level_counting_rule"):
            counted("twice")
