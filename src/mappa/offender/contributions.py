"""What is shown to a meeting: what the person wrote to it, in place of coming to it."""

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Panel
from mappa.meetings.models import Meeting
from mappa.offender.presenters import for_meeting
from mappa.offender.selectors import representations_of


def what_the_person_says(meeting: Meeting, actor: User) -> Panel | None:
    """What the person wants the meeting to know; for those who read the plan (OFFENDER-04, MEET-13)."""
    if not may(actor, Permission.PLAN_VIEW):
        return None
    may_answer = bool(may(actor, Permission.MEETING_CHAIR))
    rows = list(representations_of(meeting.case.person))
    return Panel(template="offender/for_meeting.html", context=for_meeting(meeting, rows, may_answer=may_answer))
