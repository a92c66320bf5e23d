"""What this app adds to the timeline of a person."""

from collections.abc import Iterator
from datetime import date

from mappa.accounts.models import User
from mappa.cases.contributions import Happening
from mappa.imports.extracts import EXTRACTS
from mappa.imports.models import RegisterEntry
from mappa.people.models import Person


def said_by_registers(person: Person, _actor: User, _on: date) -> Iterator[Happening]:
    """What each extract of another register said that none had said before."""
    for entry in RegisterEntry.objects.filter(person=person).order_by("pk"):
        said = (f"{name.replace('_', ' ')}: {value}" for name, value in entry.said.items() if value)
        known = EXTRACTS.get(entry.kind)
        yield Happening(
            at=entry.at, title=known.label if known else entry.kind, by=entry.by, text=", ".join(said), kind="case"
        )
