"""People of a file who are new or on record beyond doubt, written together: hundreds of them in a dozen statements.

It leaves the rows that `services.facts` leaves for each by itself, audit rows included (`tests/imports/test_bulk.py`
compares the two ways). Whoever is not that simple goes the other way: who it is is in doubt, somebody alike is further
up in the file, a fact cannot be, another name has to be added, or the engine refuses the facts.

What `kernel.announcements` would say of each is heard for all of them together: their duties are derived again.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db import DatabaseError

from mappa.accounts.permissions import Permission, may
from mappa.audit.services import EVENTS, not_recorded
from mappa.determinations import policy
from mappa.imports.grouping import FilePerson
from mappa.imports.services.ahead import described
from mappa.imports.services.facts import Setting, identifiers_of
from mappa.imports.services.known import KnownPeople
from mappa.imports.services.new import NewPeople
from mappa.imports.services.rows import Rows
from mappa.imports.services.together import derive_together
from mappa.kernel.decisions import Incomplete
from mappa.kernel.loading import Line, Loading
from mappa.matching.selectors import Asked, met
from mappa.offending.permissions import may_record

A_BATCH = 2000
"""People who are matched and written together: in small batches Python and the database wait for each other."""


@dataclass(frozen=True)
class Written:
    """Somebody of the file whose rows are written together with those of others."""

    told: FilePerson
    new: bool


@dataclass(frozen=True)
class Looked:
    """What matching found for a batch, by place.

    Args:
        new: the places of those for whom it found nobody.
        known: the one person on record who it is for certain.
        people: those of them whose rows are simple.
    """

    new: set[int]
    known: dict[int, int]
    people: KnownPeople


class Together:
    """People of a file, until they are written. A context: outside it none is on the way to the database.

    Args:
        cases: whether those who have a case are written together too.
    """

    def __init__(self, setting: Setting, *, cases: bool = True) -> None:
        self.setting, self._cases = setting, cases
        self.usual = bool(may_record(setting.actor) and may(setting.actor, Permission.DETERMINATION_VIEW))
        self.waiting: list[Written] = []
        self._rows = Rows(setting)
        self._new = NewPeople(self._rows)
        self._lines: dict[str, list[Line]] = defaultdict(list)
        self._derives: list[int] = []
        self._sent: list[int] = []
        self._loading = Loading(self._rows.shapes)

    def __enter__(self) -> Self:
        self._loading.__enter__()
        return self

    def __exit__(self, problem: type[BaseException] | None, *more: object) -> None:
        try:
            if problem is None:
                self.catch_up()
        except BaseException as error:
            problem = type(error)
            raise
        finally:
            self._loading.__exit__(problem, *more)

    def look(self, people: Sequence[FilePerson]) -> Looked:
        """Who of them matching finds on record, and what is on record of those. Some queries for all."""
        asked = [Asked(described(told), identifiers_of(told, self.setting.area)) for told in people]
        found = met(asked) if asked else {}
        known = {place: next(iter(sure)) for place, sure in found.items() if len(sure) == 1} if self.usual else {}
        times = Counter(known.values())
        once = {person: people[place] for place, person in known.items() if times[person] == 1}
        new = set(range(len(people))) - found.keys()
        return Looked(new=new, known=known, people=KnownPeople(self._rows, once, cases=self._cases))

    def add(self, told: FilePerson, looked: Looked, place: int) -> bool:
        """Keep somebody to be written; False, and nothing kept, where something about them is not simple."""
        person = looked.known.get(place)
        if not self.usual or not (place in looked.new or person in looked.people):
            return False
        try:
            lines = self._new.lines(told) if person is None else looked.people.lines(told, person)
        except (Incomplete, policy.BadCase):
            return False
        if lines is None:
            return False
        for table, line in lines:
            self._lines[table].append(line)
        self.waiting.append(Written(told, new=person is None))
        if person is not None and looked.people.derives(person):
            self._derives.append(person)
        return True

    def send(self, *, following: int = 0) -> list[Written]:
        """Begin to write those who wait, once those before are written. Gives them.

        Args:
            following: about how many more are coming, for whom numbers are taken beforehand.
        """
        self.catch_up()
        sent, self.waiting = self.waiting, []
        self._new.settle(following)
        self._rows.numbers.ahead(following)
        if sent:
            lines, self._lines = self._lines, defaultdict(list)
            self._sent, self._derives = self._derives, []
            self._loading.send(lines)
        return sent

    def catch_up(self) -> None:
        """Wait until all that was sent is written, and what follows from it is derived.

        Raises:
            NotRecorded: their events cannot be written. The caller's transaction must end without a result.
            NotTogether: the dates on record of somebody with a case cannot all be right.
        """
        try:
            self._loading.finish()
        except DatabaseError as problem:
            if self._loading.at == EVENTS:
                raise not_recorded() from problem
            raise
        derives, self._sent = self._sent, []
        derive_together(derives, at=self.setting.at)

    def write(self) -> list[Written]:
        """Write those who wait, for others to come after them another way. Gives them."""
        sent = self.send()
        self.catch_up()
        return sent
