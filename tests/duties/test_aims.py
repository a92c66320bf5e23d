"""A limit and an aim beside it: the aim alerts, the limit is the breach."""

from datetime import date

import pytest

from mappa.duties.models import DutyRow
from mappa.duties.presenters import state_tag
from mappa_policy.duties import duties_for

CASE = {
    "id": "R", "edition": "hampshire-2008", "category": 1, "person": {"dob": date(1980, 1, 1)},
    "events": [{"type": "level_set", "date": date(2026, 1, 5), "level": 1}],
}  # fmt: skip


def tag_on(day):
    """The tag of the level 1 review that began on 5 January 2026: 16 weeks to 27 April, four months to 5 May."""
    (duty,) = (one for one in duties_for(CASE, on=day) if one.duty == "level-1-review")
    assert (duty.aim, duty.due) == (date(2026, 4, 27), date(2026, 5, 5))
    return state_tag(DutyRow(aim=duty.aim, due=duty.due, running=True, outcome=duty.state), day).text


class TestLevel1Review:
    @pytest.mark.requirement("REVIEW-01")
    @pytest.mark.parametrize(
        ("day", "says"),
        [
            (date(2026, 4, 27), "Due in 8 days"),
            (date(2026, 4, 28), "Past its aim, due in 7 days"),
            (date(2026, 5, 4), "Past its aim, due in 1 day"),
            (date(2026, 5, 5), "Due today"),
            (date(2026, 5, 6), "1 day late"),
        ],
    )
    def test_alerts_after_16_weeks_and_is_late_after_four_months(self, day, says):
        assert tag_on(day) == says
