"""What this app adds to the timeline of a person."""

from collections.abc import Iterator
from datetime import date

from mappa.accounts.models import User
from mappa.cases.contributions import Happening
from mappa.nominals.selectors import merges_of
from mappa.people.models import Person


def merges(person: Person, _actor: User, _on: date) -> Iterator[Happening]:
    """The records that became part of this one, and those that were taken apart again."""
    for each in merges_of(person):
        yield Happening(
            at=each.at, title=f"Merged with {each.other.reference}", by=each.merger, text=each.reason, kind="case"
        )
        if each.undone_at:
            yield Happening(
                at=each.undone_at, title=f"Taken apart from {each.other.reference}", by=each.undone_by,
                text=each.undone_why, kind="case",
            )  # fmt: skip
