"""Rows of one file that are about one person, by what the file itself says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mappa.imports.refusals import Refusal
from mappa.people import names


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """What every kind of file says in a row: who it is about. `row` counts as a spreadsheet does."""

    row: int
    person_ref: str
    family_name: str
    given_names: str
    date_of_birth: date | None
    pnc_id: str


@dataclass
class FilePerson:
    """One person of a file with their rows, in the order of the file."""

    rows: list[Any] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The first value that any row gives for a column."""
        return next((value for row in self.rows if (value := getattr(row, name))), "")

    @property
    def born(self) -> date | None:
        """The birth date, if any row gives it."""
        return next((row.date_of_birth for row in self.rows if row.date_of_birth), None)

    @property
    def since(self) -> date:
        """The first conviction or registration in the file: from then on the area manages the person."""
        return min(row.since for row in self.rows)


Key = tuple[str, ...]


def _name(row: Somebody) -> str:
    return names.full(row.given_names, row.family_name)


def _keys(row: Somebody) -> list[Key]:
    keys: list[Key] = []
    if row.person_ref:
        keys.append(("person_ref", row.person_ref))
    if row.pnc_id:
        keys.append(("pnc_id", row.pnc_id))
    if row.date_of_birth:
        keys.append(("name", _name(row), row.date_of_birth.isoformat()))
    return keys


def _contradiction(row: Somebody, person: FilePerson, key: Key) -> str:
    """Why a row with the same key cannot be about the same person; empty when it can."""
    for other in person.rows:
        births = {row.date_of_birth, other.date_of_birth} - {None}
        if key[0] != "name" and _name(row) != _name(other) and len(births) > 1:
            return key[0]
    return ""


def _two_numbers(row: Somebody, person: FilePerson) -> bool:
    return any(
        mine and theirs and mine != theirs
        for other in person.rows
        for mine, theirs in ((row.person_ref, other.person_ref), (row.pnc_id, other.pnc_id))
    )


def people_in(rows: Iterable[Somebody]) -> tuple[list[FilePerson], list[Refusal]]:
    """The people of a file, and the rows that contradict an earlier row about whose they are.

    Rows are one person's when they share a person reference or PNC ID, or the whole name and birth date without two
    different numbers.
    """
    people: list[FilePerson] = []
    known: dict[Key, FilePerson] = {}
    refused: list[Refusal] = []
    for row in rows:
        keys = _keys(row)
        person, clash = None, ""
        for key in keys:
            found = known.get(key)
            if found is None or (key[0] == "name" and _two_numbers(row, found)):
                continue
            clash = clash or _contradiction(row, found, key)
            person = person or found
        if clash:
            refused.append(
                Refusal(
                    row.row,
                    clash,
                    f"The same {clash} stands for somebody with another name and birth date further up.",
                    "Find out whose it is, and correct the row that is wrong.",
                )
            )
            continue
        if person is None:
            person = FilePerson()
            people.append(person)
        person.rows.append(row)
        for key in keys:
            known.setdefault(key, person)
    return people, refused
