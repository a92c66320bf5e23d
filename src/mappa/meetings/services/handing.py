"""The meetings that somebody who leaves was to chair or to write down, and who does it instead."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.purposes import HANDING_OVER
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible, require
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.models import Meeting
from mappa.meetings.selectors import meetings_visible_to, with_state
from mappa.meetings.services.telling import locked_state, tell
from mappa.meetings.standards import chair_agency_kinds

UNFINISHED = (MeetingState.SCHEDULED, MeetingState.OPEN, MeetingState.HELD)
"""Until the minutes are approved, chair and minute taker are needed."""
NEEDED = {"chair": Permission.MEETING_CHAIR, "minute_taker": Permission.MINUTES_WRITE}


def unfinished_meetings_of(user: User) -> QuerySet[Meeting]:
    """The meetings to come, and those whose minutes are not approved, that somebody chairs or writes down."""
    mine = with_state(Meeting.objects.filter(Q(chair=user) | Q(minute_taker=user)).select_related("case__person"))
    return mine.filter(state__in=UNFINISHED).order_by("starts_at", "pk")


@transaction.atomic
def hand_over_meeting(*, meeting: Meeting, part: str, to: User | None, actor: User, at: datetime) -> None:
    """Name another chair or minute taker, or none for now.

    Args:
        part: ``chair`` or ``minute_taker``.

    Raises:
        Refused: the actor does not administer accounts.
        NotPossible: the meeting is finished, or the colleague may not chair, write minutes or know of it.
    """
    require(may(actor, Permission.ACCOUNT_CHANGE))
    if locked_state(meeting) not in UNFINISHED:
        raise NotPossible(f"{meeting.reference} is finished. Nothing was handed over. Look again.")
    found = Meeting.objects.select_related("case__person").get(pk=meeting.pk)
    if to and not _may_take(found, part, to, at):
        raise NotPossible(
            f"{to.name} cannot take over {found.reference}: their role or agency does not let them, or they may not "
            "know of it. Nothing was handed over. Choose another colleague."
        )
    found.save_over(read_version=found.version, by=actor.username, at=at, **{part: to})
    tell(
        found, "meetings:meeting:hand-over", actor=actor, at=at, part=part, to=to.username if to else "",
        purpose=HANDING_OVER,
    )  # fmt: skip


def _may_take(meeting: Meeting, part: str, to: User, at: datetime) -> bool:
    fits = part != "chair" or to.agency.kind in chair_agency_kinds(meeting.case.edition)
    knows = meetings_visible_to(to, day_of(at)).filter(pk=meeting.pk).exists()
    return bool(may(to, NEEDED[part]) and fits and knows)
