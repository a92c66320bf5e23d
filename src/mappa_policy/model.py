"""The engine's own words: outcomes, sources, limbs and reasons.

Everything here is frozen: an answer that has been given cannot be changed, only given again.
"""

import enum
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def record(kind: type[Made]) -> type[Made]:
    """A frozen class of which a determination makes several for each person: mypy alone keeps it from being changed.

    A frozen dataclass takes three times as long to make, and the fields of a named tuple as much longer to read.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


class Outcome(enum.Enum):
    """What a limb of a test says. A fact that nobody recorded is an outcome too."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    value = property(attrgetter("_value_"))  # enum's own goes through Python code, once for every reason told


MET = Outcome.MET
NOT_MET = Outcome.NOT_MET
CANNOT_TELL = Outcome.CANNOT_TELL


def either(*outcomes: Outcome) -> Outcome:
    """One of these is enough: met beats cannot tell, cannot tell beats not met."""
    if MET in outcomes:
        return MET
    return CANNOT_TELL if CANNOT_TELL in outcomes else NOT_MET


def both(*outcomes: Outcome) -> Outcome:
    """All of these are needed: not met beats cannot tell, cannot tell beats met."""
    if NOT_MET in outcomes:
        return NOT_MET
    return CANNOT_TELL if CANNOT_TELL in outcomes else MET


class PolicyError(Exception):
    """Something in the engine's own data is wrong; the message names the file, the key and the remedy."""


class BadCase(ValueError):
    """The case given cannot be read. The message says where, what is wrong and what to write instead."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where = where
        self.what = what
        self.remedy = remedy
        super().__init__(f"{where}: {what} {remedy}")


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document that a value or a limb rests on.

    Args:
        document: an id in ``sources.yaml``, for example ``cja-2003``.
        provision: where in it, for example ``s.327(3)(b)(i)``.
    """

    document: str
    provision: str


@record
class Reason:
    """One limb with its outcome, in words a practitioner reads.

    Args:
        limb: the id of the limb; never renamed, because stored answers point at it.
        about: the id of the event that the limb was tried on, or empty for the person.
    """

    limb: str
    outcome: Outcome
    because: str
    citations: tuple[str, ...]
    about: str = ""
    missing: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The shape promised by the command ``mappa determine``."""
        shown: dict[str, object] = {
            "limb": self.limb,
            "outcome": self.outcome.value,
            "because": self.because,
            "citations": list(self.citations),
        }
        if self.about:
            shown["about"] = self.about
        if self.missing:
            shown["missing"] = list(self.missing)
        return shown
