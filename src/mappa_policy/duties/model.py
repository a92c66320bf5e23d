"""What the duty engine answers with: a duty, its owner, its dates, its state and why."""

import datetime as dt
from dataclasses import dataclass

OPEN = "open"
MET = "met"
MET_LATE = "met late"
LATE = "late"
NOT_NEEDED = "not needed"
STATES = (OPEN, MET, MET_LATE, LATE, NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class StartedBy:
    """The event that a clock is counted from. ``agency`` only where the event names one."""

    type: str
    date: dt.date
    agency: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The shape promised by the command ``mappa duties``."""
        shown = {"type": self.type, "date": self.date.isoformat()}
        if self.agency is not None:
            shown["agency"] = self.agency
        return shown


@dataclass(frozen=True, slots=True)
class Duty:
    """One clock of one case on the day asked about.

    Args:
        duty: the id in the catalogue; never renamed, because stored answers point at it.
        owner: the code of the agency or post that has to act.
        started_by: the event that the dates are counted from.
        aim: the target, where there is one beside the limit.
        due: the last day on time, inclusive. None: no limit exists, or the clock stands still.
        state: one of ``STATES``, at the end of the day asked about.
        requirement: rows of the register.
        because: one sentence with the rule, the event and the edition.
        citations: where the rule and its numbers stand; each resolves in ``sources.yaml``.
        label: the plain title of the duty.
        post: the person or post within the owner who does it.
        met_on: the day of the event that met it.
        over: late for good: its condition ended after its last day, so nobody has to do it any more. A late act still
            counts, and so does the lateness.
        flags: what must be shown of its numbers: recalled and not read, from a draft, decided by the area.
    """

    duty: str
    owner: str
    started_by: StartedBy
    aim: dt.date | None
    due: dt.date | None
    state: str
    requirement: tuple[str, ...]
    because: str
    citations: tuple[str, ...]
    label: str
    post: str = ""
    met_on: dt.date | None = None
    over: bool = False
    flags: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The shape promised by the command ``mappa duties``; ``aim`` only where there is one."""
        shown: dict[str, object] = {
            "duty": self.duty,
            "owner": self.owner,
            "started_by": self.started_by.as_dict(),
        }
        if self.aim is not None:
            shown["aim"] = self.aim.isoformat()
        shown |= {
            "due": None if self.due is None else self.due.isoformat(),
            "state": self.state,
            "requirement": list(self.requirement),
            "because": self.because,
            "citations": list(self.citations),
        }
        return shown | {"flags": list(self.flags)} if self.flags else shown


@dataclass(frozen=True, slots=True)
class Answer:
    """Every duty of one scenario, and what in it was not understood.

    Args:
        clocks_of: the dated edition whose clocks were used; the same as ``edition`` for the dated ones.
        unknown: event types and keys that are not in the vocabulary, each with its place.
        doubts: what may have been told out of order, each with its place and what to do.
        changes_on: the first later day on which a duty can be other than here, but for a limit that passes; None:
            there is none. Until the day before, only ``due`` and the day say whether an open duty is late.
        flags: that a draft edition was asked for, and what any duty must show of its numbers.
    """

    id: str
    edition: str
    clocks_of: str
    on: dt.date
    duties: tuple[Duty, ...]
    unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    changes_on: dt.date | None = None
    flags: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The shape promised by the command; ``clocks_of``, ``unknown``, ``doubts`` and ``flags`` where they speak."""
        shown: dict[str, object] = {"id": self.id, "edition": self.edition, "on": self.on.isoformat()}
        if self.clocks_of != self.edition:
            shown["clocks_of"] = self.clocks_of
        if self.unknown:
            shown["unknown"] = list(self.unknown)
        if self.doubts:
            shown["doubts"] = list(self.doubts)
        if self.flags:
            shown["flags"] = list(self.flags)
        return shown | {"duties": [duty.as_dict() for duty in self.duties]}
