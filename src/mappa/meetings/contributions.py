"""What meetings add to the timeline of a person."""

from collections.abc import Iterator
from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Happening
from mappa.meetings.lifecycle import WAS_HELD
from mappa.meetings.selectors import meetings_visible_to
from mappa.people.models import Person


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
            )
