"""Who is kept from a record in the demonstration: a relative who works for a partner agency."""

from datetime import datetime

from mappa.accounts.models import User
from mappa.kernel import clock
from mappa.people.models import AccessListKind, Person
from mappa.people.services import set_list


def keep_a_relative_out(person: Person, *, relative: User, coordinator: User, at: datetime) -> None:
    """Exclude one user from one record."""
    set_list(
        person=person, kind=AccessListKind.EXCLUSION, agencies=(), users=(relative,), since=clock.day_of(at),
        until=None, reason="Said that the person is a cousin, and asked to be kept out of it.",
        message="Ask the MAPPA unit on 01632 960000. Do not open this record.", emergency_passes=False,
        actor=coordinator, at=at,
    )  # fmt: skip
