"""Who hears what: the only place where an effect travels up from a lower app to a higher one."""

from mappa.duties.services import derive_again
from mappa.kernel.announcements import wire


def install() -> None:
    """Install the table of handlers. Order matters and is the order of this list."""
    wire([derive_again])
