"""The life of a meeting, tested whole: every state with every action."""

import pytest

from mappa.kernel.decisions import NotPossible
from mappa.meetings.lifecycle import MeetingAction, MeetingState, meeting_after

LEADS = {
    (None, "schedule"): "scheduled",
    ("scheduled", "open"): "open",
    ("scheduled", "cancel"): "cancelled",
    ("open", "close"): "held",
    ("held", "approve_minutes"): "minutes_approved",
    ("minutes_approved", "approve_minutes"): "minutes_approved",
    ("minutes_approved", "issue_minutes"): "minutes_issued",
    ("minutes_issued", "approve_minutes"): "minutes_approved",
}


class TestMeetingLife:
    @pytest.mark.parametrize("action", MeetingAction)
    @pytest.mark.parametrize("state", [None, *MeetingState])
    def test_goes_only_where_the_table_says(self, state, action):
        expected = LEADS.get((state.value if state else None, action.value))

        if expected is None:
            with pytest.raises(NotPossible):
                meeting_after(state, action)
        else:
            assert meeting_after(state, action) == expected
