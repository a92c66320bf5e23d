"""What meetings add to the timeline of a person, and what higher apps show to a meeting."""

from collections.abc import Callable, Iterator
from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Happening, Panel
from mappa.meetings.lifecycle import WAS_HELD
from mappa.meetings.models import Meeting
from mappa.meetings.selectors import meetings_visible_to, minutes_requests_of
from mappa.people.models import Person

_shown: list[Callable[[Meeting, User], Panel | None]] = []


def wire_meeting(panels: list[Callable[[Meeting, User], Panel | None]]) -> None:
    """Install what higher apps show on the pages of a meeting, in order."""
    _shown[:] = panels


def shown_to(meeting: Meeting, actor: User) -> list[Panel]:
    """What higher apps show of the person on the pages of a meeting, as far as the actor may read it."""
    return [panel for show in _shown if (panel := show(meeting, actor))]


def meetings_held(person: Person, actor: User, on: date) -> Iterator[Happening]:
    """The meetings held about somebody, for those who may see meetings."""
    if may(actor, Permission.MEETING_VIEW):
        for meeting in meetings_visible_to(actor, on).filter(case__person=person, state__in=WAS_HELD):
            yield Happening(
                at=meeting.starts_at,
                title=f"Level {meeting.level} meeting held",
                by=meeting.chair.name if meeting.chair else "",
                text=meeting.get_kind_display(),
                href=f"/meetings/{meeting.reference}/",
                kind="meeting",
            )


def minutes_asked_for(person: Person, actor: User, _on: date) -> Iterator[Happening]:
    """The requests about minutes and the chairs' answers, for those who may see meetings (DISC-26)."""
    if may(actor, Permission.MEETING_VIEW):
        href = f"/people/{person.reference}/minutes-requests/"
        for request in minutes_requests_of(person):
            yield Happening(
                at=request.asked_at, title=f"Request about minutes: {request.get_kind_display().lower()}",
                by=request.who, text=request.why, href=href, kind="meeting",
            )  # fmt: skip
            if request.answered_at:
                yield Happening(
                    at=request.answered_at, title=f"Request about minutes answered: {request.get_answer_display()}",
                    by=request.answered_by, text=request.reasons, href=href, kind="meeting",
                )  # fmt: skip
