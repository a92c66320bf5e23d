"""What every change of a meeting does besides: a step, an audit row, and word that facts changed."""

from datetime import datetime
from typing import Any

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.meetings.lifecycle import MeetingAction, MeetingState, meeting_after
from mappa.meetings.models import Meeting, MeetingStep
from mappa.people import telling


def locked_state(meeting: Meeting) -> MeetingState | None:
    """Where the meeting stands, held still until the transaction ends, so that a repeated POST waits its turn."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.steps.order_by("id").last()
    return MeetingState(last.state) if last else None


def take_step(meeting: Meeting, action: MeetingAction, *, actor: User, at: datetime, reason: str = "") -> MeetingStep:
    """Add the step that an action makes.

    Raises:
        NotPossible: the action leads nowhere from where the meeting stands.
    """
    state = meeting_after(locked_state(meeting), action)
    return MeetingStep.objects.create(
        meeting=meeting, action=action, state=state, at=at, by=actor.username, reason=reason
    )


def tell(
    meeting: Meeting, operation: str, *, actor: User, at: datetime, what: What = What.ALTERATION, **details: Any
) -> None:
    """Add the audit row about the person, and announce that facts about them changed."""
    telling.tell(meeting.case.person, operation, actor=actor, at=at, what=what, meeting=meeting.reference, **details)
