"""Days that cannot be: a conviction before birth, a release before any sentence. Nothing is saved then."""

from datetime import date

from mappa.kernel.decisions import Incomplete
from mappa.people.models import Person


class Days:
    """Collects what is wrong with the days of one fact, field by field, and refuses them all together.

    ``on`` is the day on which the fact is recorded.
    """

    def __init__(self, person: Person, on: date) -> None:
        self._person = person
        self._on = on
        self._fields: dict[str, str] = {}

    def wrong(self, field: str, what: str) -> None:
        """Say what is wrong with a field; the first thing said stays."""
        self._fields.setdefault(field, what)

    def needed(self, field: str, value: object, what: str) -> None:
        """The field must say something."""
        if value in (None, "", []):
            self.wrong(field, what)

    def in_life(self, field: str, day: date | None, thing: str) -> None:
        """The day must not be before birth, nor after death."""
        if day is None:
            return
        born, died = self._person.date_of_birth, self._person.died_on
        if born and day < born:
            self.wrong(field, f"{thing} cannot be before the date of birth. Correct one of the two")
        if died and day > died:
            self.wrong(field, f"{thing} cannot be after the date of death. Correct one of the two")

    def happened(self, field: str, day: date | None, thing: str) -> None:
        """The day must not lie ahead of the day of recording."""
        if day and day > self._on:
            self.wrong(field, f"{thing} must be today or in the past")

    def not_before(self, field: str, day: date | None, other: date | None, words: str) -> None:
        """The day must not be before another day. `words` names both, for example "Release ... the sentence"."""
        if day and other and day < other:
            self.wrong(field, words)

    def refuse(self) -> None:
        """Refuse everything that was found.

        Raises:
            Incomplete: with a sentence for each field. Nothing was saved.
        """
        if self._fields:
            raise Incomplete("These facts cannot be saved as they are. Nothing was saved.", self._fields)
