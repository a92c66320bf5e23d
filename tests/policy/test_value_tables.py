"""Values kept for a determination: for one edition, day and area each, and never beyond them."""

from dataclasses import replace

import pytest

from mappa_policy import parameters
from mappa_policy.parameters import Departure, NotSet, Overlay
from tests.policy.cases import TODAY, day

NAME, EDITION = "category-2/shortest_custody", "statute-current"
LONGER = Departure(
    parameter=NAME,
    value=18,
    source="Board minutes, item 7",
    reason="Invented for this test.",
    approved_by="A. Sample, board chair",
    approved_on=day("2026-01-10"),
    since=day("2026-02-01"),
)
NORTHSHIRE = Overlay("northshire", EDITION, (LONGER,))


class TestTable:
    def test_is_kept_for_the_same_edition_day_and_area(self):
        assert parameters.table(EDITION, TODAY) is parameters.table(EDITION, TODAY)
        assert parameters.table(EDITION, TODAY, NORTHSHIRE) is parameters.table(EDITION, TODAY, NORTHSHIRE)

    def test_never_answers_for_another_edition_day_or_area(self):
        further = replace(NORTHSHIRE, departures=(replace(LONGER, value=24),))
        found = [
            parameters.table(EDITION, TODAY)[NAME],
            parameters.table(EDITION, TODAY, NORTHSHIRE)[NAME],
            parameters.table(EDITION, TODAY, further)[NAME],
            parameters.table(EDITION, day("2026-01-31"), NORTHSHIRE)[NAME],
            parameters.table("hampshire-2008", TODAY, NORTHSHIRE)[NAME],
        ]

        assert [one.number for one in found] == [12, 18, 24, 12, 12]
        assert [one.edition for one in found] == [*[EDITION] * 4, "hampshire-2008"]

    def test_holds_that_an_edition_has_no_value(self):
        table = parameters.table("hampshire-2008", TODAY)

        assert table["notification/review_gap_adult"] is None
        with pytest.raises(NotSet, match="has no value in the edition hampshire-2008"):
            table.value("notification/review_gap_adult")
