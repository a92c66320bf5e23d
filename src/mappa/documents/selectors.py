"""Which approved minutes somebody may have as a file."""

from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.meetings.models import MinutesVersion
from mappa.meetings.selectors import issues_for, meetings_visible_to


def minutes_for(actor: User, reference: str, number: int, on: date) -> tuple[MinutesVersion, bool] | None:
    """The version, and whether the actor has it as a recipient; None when they may not know of it.

    Whoever may know of the meeting may have its approved minutes; others only a copy issued to their agency.
    """
    wanted = MinutesVersion.objects.filter(meeting__reference=reference, number=number)
    version = wanted.select_related("meeting__case__person").first()
    if version is None:
        return None
    if issues_for(actor).filter(minutes=version).exists():
        return version, True
    if may(actor, Permission.MEETING_VIEW) and meetings_visible_to(actor, on).filter(pk=version.meeting_id).exists():
        return version, False
    return None
