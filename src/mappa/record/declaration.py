"""What an attachment may be. A type is one declaration, and everything else follows from it: form, checks, lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from mappa.accounts.compartments import Compartment
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission
from mappa.govuk.presenters import Value
from mappa.people.models import Person
from mappa.uploads.model import Kind as FileKind


class Kind(StrEnum):
    """What a field holds, and so how it is asked for, checked, stored and shown."""

    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    BIRTH = "date of birth, as far as known"
    CHOICE = "choice"
    YES_NO = "yes, no or not known"
    TELEPHONE = "telephone"
    VEHICLE = "vehicle registration"
    EMAIL = "email address"
    INTERNET = "internet identity"
    MONEY = "money"
    NUMBER = "number"
    AGENCY = "agency"


PARTLY_KNOWN = frozenset({Kind.PARTIAL_DATE, Kind.BIRTH})
"""A year alone, a month and a year, or a day."""


class Group(StrEnum):
    """The parts of the record, in the order in which they are read."""

    IDENTITY = "Who it is"
    REACHED = "Where and how to reach"
    AROUND = "People around"
    LIFE = "Work, money and daily life"
    OFFENDING = "Offending"
    CONTROLS = "Custody, release and orders"
    HEALTH = "Health and needs"
    RISK = "Risk and warnings"
    VICTIMS = "Victims"
    MANAGEMENT = "Management"
    DECISIONS = "Meetings, disclosure and documents"

    @property
    def slug(self) -> str:
        """For an address on the page."""
        return self.name.lower()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a type.

    Args:
        listed: shown as a column of the list.
        comes_up: of a day, what somebody does by then, as it reads on the schedule; late until the entry is replaced.
        check: gives the text as it is kept, or raises `ValueError` with a message that reads by itself.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    listed: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    comes_up: str = ""
    check: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A type whose facts have a table of their own. They are listed here, and recorded on their own page.

    Args:
        rows: the rows of somebody whom the reader has been allowed to know of, the newest first.
        day: the column by which they are newest; blank where they have none.
        page: where they are recorded: the part of the address after the person's own.
        permission: what the reader needs to be shown them at all.
    """

    rows: Callable[[Person, User], QuerySet[Any]]
    columns: Sequence[str]
    cells: Callable[[Any], Sequence[Value]]
    page: str
    permission: Permission
    day: str = ""


def nothing_more(_content: dict[str, str]) -> dict[str, str]:
    """No rule between the fields."""
    return {}


@dataclass(frozen=True, kw_only=True)
class AttachmentType:
    """One type of attachment.

    Args:
        one: what one of them is called, as it reads after "Add": "a telephone".
        says: one sentence on what belongs here, for whoever adds one.
        ends: whether it lasts, and so can have a last day.
        ahead: whether its day may lie ahead.
        chronology: whether it is shown among what happened.
        compartment: what it always lies in; an entry of a type without one can be put into one.
        marking: the protective marking of its entries; blank is the one of the edition.
        warns: whether what stands is shown to staff on the first page.
        files: the kinds of file that an entry can carry; none unless told.
        also: what must hold between fields: it is told the content, and gives a message for each field that is wrong.
    """

    key: str
    label: str
    one: str
    group: Group
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    says: str = ""
    ends: bool = False
    ahead: bool = False
    chronology: bool = False
    compartment: Compartment | None = None
    marking: str = ""
    warns: bool = False
    files: frozenset[FileKind] = frozenset()
    also: Callable[[dict[str, str]], dict[str, str]] = nothing_more

    @property
    def listed(self) -> tuple[Field, ...]:
        """The fields that are columns of the list; the first field where none is named."""
        return tuple(field for field in self.fields if field.listed) or self.fields[:1]


def text(name: str, label: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """A field that is optional and not listed unless told."""
    return Field(name=name, label=label, kind=kind, **more)


def first(name: str, label: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    """The field that says what an entry is: needed, and the first column of the list."""
    return Field(name=name, label=label, kind=kind, required=True, listed=True, **more)


def choice(name: str, label: str, answers: dict[str, str], **more: Any) -> Field:
    """A field that holds one of some answers."""
    return Field(name=name, label=label, kind=Kind.CHOICE, choices=tuple(answers.items()), **more)


def notes(label: str = "Notes", **more: Any) -> Field:
    """Free text, last in most types."""
    return Field(name="notes", label=label, kind=Kind.LONG_TEXT, **more)
