"""Who hears what: the only place where an effect travels up from a lower app to a higher one."""

from mappa.duties import events
from mappa.duties.services import derive_again
from mappa.kernel.announcements import wire
from mappa.meetings.happenings import from_meetings


def install() -> None:
    """Install both tables: who hears that facts changed, and who else tells the duty engine what happened.

    Order matters and is the order of these lists.
    """
    wire([derive_again])
    events.SOURCES[:] = [*events.BELOW, from_meetings]
