"""Writing the sections of the minutes: each is saved over the version that was read, so no text is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel.decisions import NotPossible, Stale, require
from mappa.meetings import agenda
from mappa.meetings.lifecycle import MINUTES_CAN_BE_WRITTEN
from mappa.meetings.models import Meeting, MinuteItem
from mappa.meetings.selectors import last_meeting_before
from mappa.meetings.services.telling import locked_state, tell


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section as sent back by a page.

    Args:
        version: the version that the page showed.
        text: the text as sent back.
        touched: whether the text differs from what the page showed; what nobody touched cannot be stale.
        confirmed: carried-forward text was looked at and still holds.
    """

    version: int
    text: str
    touched: bool = True
    confirmed: bool = False


class StaleSections(Stale):
    """Somebody else saved some of the sections since. `keys` names them; nothing was saved."""

    def __init__(self, message: str, keys: list[str]) -> None:
        super().__init__(message)
        self.keys = keys


def begin_minutes(meeting: Meeting) -> None:
    """Make every section, with the last meeting's text where the section carries it, marked as not reviewed."""
    last = last_meeting_before(meeting)
    before = last.items.all() if last else ()
    carried = {item.key: item.text for item in before if not item.unreadable()}
    texts = {item.key: carried.get(item.key, "") if item.carries else "" for item in agenda.items(meeting.case.edition)}
    MinuteItem.objects.bulk_create(
        [
            MinuteItem(meeting=meeting, key=key, text=text, carried_from=last.reference if text and last else "")
            for key, text in texts.items()
        ],
        ignore_conflicts=True,  # what is there already stays
    )


@transaction.atomic
def write_sections(*, meeting: Meeting, sections: dict[str, Section], actor: User, at: datetime) -> list[str]:
    """Save the sections that changed, all or none, and give their keys.

    Raises:
        Refused: the actor's role does not write minutes.
        NotPossible: the meeting has not begun, or what a section says now cannot be read.
        StaleSections: somebody saved one of them since it was read. Nothing is saved.
    """
    require(may(actor, Permission.MINUTES_WRITE))
    if locked_state(meeting) not in MINUTES_CAN_BE_WRITTEN:
        raise NotPossible("This meeting has not begun, so it has no minutes yet. Open the meeting first.")
    saved: list[str] = []
    stale: dict[str, str] = {}
    for item in meeting.items.filter(key__in=sections):
        section = sections[item.key]
        confirms = section.confirmed and item.carried_from and not item.confirmed_at
        if not confirms and (not section.touched or section.text == item.text):
            continue
        item.require_readable()
        try:
            item.save_over(
                read_version=section.version,
                by=actor.username,
                at=at,
                text=section.text,
                confirmed_at=at,
                confirmed_by=actor.username,
            )
            saved.append(item.key)
        except Stale as problem:
            stale[item.key] = str(problem)
    if stale:
        raise StaleSections(next(iter(stale.values())), list(stale))
    if saved:
        tell(meeting, "meetings:minutes:write", actor=actor, at=at, sections=saved)
    return saved
