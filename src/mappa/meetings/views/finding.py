"""Finding what a page is about, or answering that there is no such thing."""

from datetime import datetime
from typing import Any

from django.http import Http404

from mappa.accounts.models import User
from mappa.cases.presenters.frame import case_frame
from mappa.kernel.clock import day_of
from mappa.meetings.models import Meeting
from mappa.meetings.selectors import meetings_visible_to


def the_meeting(actor: User, reference: str, at: datetime) -> Meeting:
    """The meeting with a reference. Not found when there is none, or when the actor may not know of it."""
    meeting = meetings_visible_to(actor, day_of(at)).select_related("minute_taker").filter(reference=reference).first()
    if meeting is None:
        raise Http404
    return meeting


def frame(meeting: Meeting, actor: User, at: datetime, title: str, **more: Any) -> dict[str, Any]:
    """What every page about one meeting shows around its own content."""
    return {
        **case_frame(meeting.case, actor, day_of(at), section="meetings/"),
        "page_title": title,
        "caption": f"Meeting {meeting.reference}",
        "reference": meeting.reference,
        "back_href": f"/meetings/{meeting.reference}/",
        **more,
    }
