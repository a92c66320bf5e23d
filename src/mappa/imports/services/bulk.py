"""People of a file who are new beyond doubt, written together: some hundreds of them in a dozen statements.

It leaves the rows that `services.facts` leaves for each by itself, audit rows included (`tests/imports/test_bulk.py`
compares the two ways). Whoever is not simply new goes the other way: somebody alike is on record or further up in the
file, a fact cannot be, a second name has to be added, or the engine refuses the facts.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Self

from django.db import DatabaseError

from mappa.accounts.permissions import Permission, may
from mappa.audit.services import EVENTS, not_recorded
from mappa.determinations import policy
from mappa.imports.grouping import FilePerson
from mappa.imports.services.facts import Setting, identifiers_of
from mappa.imports.services.new import NewPeople
from mappa.kernel.decisions import Incomplete
from mappa.kernel.loading import Line, Loading
from mappa.matching.likeness import Description, Verdict, compare
from mappa.matching.selectors import Asked, keys_for_matching, met
from mappa.offending.permissions import may_record

A_BATCH = 2000
"""People who are matched and written together: in small batches Python and the database wait for each other."""


def described(told: FilePerson) -> Description:
    """A person of the file, for matching."""
    also = tuple(dict.fromkeys((row.given_names, row.family_name) for row in told.rows[1:]))
    return Description(
        given_names=told.first("given_names"), family_name=told.first("family_name"), born=told.born, also=also
    )


class Met:
    """Those of this batch and the one before who were dealt with: whoever comes after is compared with them too.

    Matching asks the database about a batch while the one before is on its way there.
    """

    def __init__(self, setting: Setting) -> None:
        self._area = setting.area
        self._new: list[dict[Any, list[Description]]] = [{}, {}]
        self._known: list[set[Any]] = [set(), set()]
        self._last: tuple[FilePerson, Description, set[Any]] | None = None

    def begin_batch(self) -> None:
        """Forget those of the batch before the last: they are in the database."""
        self._new = [{}, self._new[0]]
        self._known = [set(), self._known[0]]

    def add(self, told: FilePerson, *, new: bool) -> None:
        """Remember somebody. Who is not new may have more names on record than the file says, so is always alike."""
        known, keys = self._looked_at(told)
        if not new:
            self._known[0] |= keys | self._words(known)
            return
        for key in keys:
            self._new[0].setdefault(key, []).append(known)

    def alike(self, told: FilePerson) -> bool:
        """Whether matching could find one of them for somebody."""
        own, keys = self._looked_at(told)
        if any(self._known) and not all(map((keys | self._words(own)).isdisjoint, self._known)):
            return True
        return any(
            isinstance(key, tuple) or compare(own, other).verdict is not Verdict.DIFFERENT
            for new in self._new for key in keys for other in new.get(key, ())
        )  # fmt: skip

    def _looked_at(self, told: FilePerson) -> tuple[Description, set[Any]]:
        """A description, and what it shares with one of which `compare` says anything but different, or the number."""
        if self._last is None or self._last[0] is not told:
            own = described(told)
            keys = {*identifiers_of(told, self._area).items(), *own.full_names(), *([own.born] if own.born else [])}
            self._last = (told, own, keys)
        return self._last[1:]

    @staticmethod
    def _words(known: Description) -> set[Any]:
        return {
            key for given, family in ((known.given_names, known.family_name), *known.also)
            for key in keys_for_matching(Description(given_names=given, family_name=family, born=None))
        }  # fmt: skip


class Together:
    """People who are new, until they are written. A context: outside it none is on the way to the database."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.usual = bool(may_record(setting.actor) and may(setting.actor, Permission.DETERMINATION_VIEW))
        self.waiting: list[FilePerson] = []
        self._people = NewPeople(setting)
        self._lines: dict[str, list[Line]] = defaultdict(list)
        self._loading = Loading(self._people.shapes)

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

    def unmatched(self, people: Sequence[FilePerson]) -> set[int]:
        """The places of those for whom matching finds nobody on record. A few queries."""
        asked = [Asked(described(told), identifiers_of(told, self.setting.area)) for told in people]
        return set(range(len(people))) - (met(asked) if asked else set())

    def add(self, told: FilePerson) -> bool:
        """Keep somebody to be written; False, and nothing kept, where something about them is not simple."""
        if not self.usual:
            return False
        try:
            lines = self._people.lines(told)
        except (Incomplete, policy.BadCase):
            return False
        for table, line in lines:
            self._lines[table].append(line)
        if lines:
            self.waiting.append(told)
        return bool(lines)

    def send(self, *, following: int = 0) -> list[FilePerson]:
        """Begin to write those who wait, once those before are written. Gives them.

        Args:
            following: about how many more are coming, for whom numbers are taken beforehand.
        """
        self.catch_up()
        sent, self.waiting = self.waiting, []
        self._people.settle(following)
        if sent:
            lines, self._lines = self._lines, defaultdict(list)
            self._loading.send(lines)
        return sent

    def catch_up(self) -> None:
        """Wait until all that was sent is written.

        Raises:
            NotRecorded: their events cannot be written. The caller's transaction must end without a result.
        """
        try:
            self._loading.finish()
        except DatabaseError as problem:
            if self._loading.at == EVENTS:
                raise not_recorded() from problem
            raise

    def write(self) -> list[FilePerson]:
        """Write those who wait, for others to come after them another way. Gives them."""
        sent = self.send()
        self.catch_up()
        return sent
