"""What this app adds to the timeline of a person."""

from collections.abc import Iterator
from datetime import date

from mappa.accounts.models import User
from mappa.cases.contributions import Happening
from mappa.notices.selectors import notices_about
from mappa.people.models import Person


def told_to_mappa(person: Person, _actor: User, _on: date) -> Iterator[Happening]:
    """The notices that belong to the record."""
    for link in notices_about(person):
        one = link.notice
        yield Happening(
            at=one.at, title=f"Told to MAPPA: {one.get_kind_display().lower()}", by=one.by,
            text=f"By {one.agency.name}, as {one.reference}", kind="case",
        )  # fmt: skip
