"""How long the slot of an initial meeting usually is, by level."""

import pytest

from mappa_policy import parameters

EDITIONS = ("hampshire-2008", "durham-2016", "norfolk-2019", "cheshire-2022", "statute-current")


class TestSlotOfAnInitialMeeting:
    @pytest.mark.requirement("MEET-22")
    @pytest.mark.parametrize("edition", EDITIONS)
    def test_is_45_to_60_minutes_at_level_3_and_30_to_45_at_level_2(self, edition):
        held = parameters.value("meetings/slot_minutes", edition)

        assert held.value == {2: {"shortest": 30, "usual": 45}, 3: {"shortest": 45, "usual": 60}}
        assert held.citation == "Hampshire 2008 Chairing"
