"""What if: the same cases under another edition, and whose answers and dates change, field by field.

Nothing of a case is given back but its reference and the fields that differ. Cases are read one at a time, so a
caseload of any size can be streamed through.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mappa_policy import editions
from mappa_policy.answer import NOTIFICATION
from mappa_policy.answer import Answer as Determined
from mappa_policy.determination import determine
from mappa_policy.duties import answer_for
from mappa_policy.duties.model import Answer as DutiesOwed
from mappa_policy.duties.model import Duty
from mappa_policy.model import BadCase
from mappa_policy.parameters import Overlay

LEAVES = (
    "mappa_eligible",
    "limbs",
    "categories",
    "recorded_category",
    "levels_allowed",
    "lead_agency",
    "pdp_route",
    *(f"notification.{name}" for name in NOTIFICATION),
)
Field = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two policies that are compared: an edition, with the departures of an area where it has any."""

    edition: str
    overlay: Overlay | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One case to ask about again.

    Args:
        reference: how the caller knows it; never a name.
        case: what ``determine`` is given, or none.
        scenario: what the duties are worked out from, or none.
    """

    reference: str
    case: Mapping[str, object] | None = None
    scenario: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not the same: ``exit.cat1_last_day``, or ``duties[level-3-review ...].due``."""

    field: str
    before: object
    after: object

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return {"field": self.field, "before": _plain(self.before), "after": _plain(self.after)}


@dataclass(frozen=True, slots=True)
class Compared:
    """One case under both: what changes, or why it could not be asked about."""

    reference: str
    changes: tuple[FieldChange, ...] = ()
    problem: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything is not the same, or it could not be told."""
        return bool(self.changes or self.problem)

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON: the reference and the fields, nothing else of the case."""
        shown: dict[str, object] = {"reference": self.reference, "changes": [one.as_dict() for one in self.changes]}
        return shown | {"problem": self.problem} if self.problem else shown


@dataclass(slots=True)
class Tally:
    """How many cases were asked about, and in how many each field changes. Grows with the fields, not the cases."""

    asked: int = 0
    changed: int = 0
    problems: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def add(self, compared: Compared) -> None:
        """Count one more case."""
        self.asked += 1
        self.problems += bool(compared.problem)
        self.changed += bool(compared.changes)
        for name in {_kind_of_field(one.field) for one in compared.changes}:
            self.fields[name] = self.fields.get(name, 0) + 1

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON, the field that changes most often first."""
        ranked = sorted(self.fields.items(), key=lambda pair: (-pair[1], pair[0]))
        return {"asked": self.asked, "changed": self.changed, "problems": self.problems, "fields": dict(ranked)}


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _kind_of_field(name: str) -> str:
    """A field without what tells one instance from another: ``duties[level-3-review].due``."""
    head, bracket, rest = name.partition("[")
    if not bracket:
        return name
    inside, _, tail = rest.partition("]")
    return f"{head}[{inside.split(' ')[0]}]{tail}" if head == "duties" else f"{head}[]{tail}"


def _fields_of(answer: Determined) -> Iterator[Field]:
    opened = set(answer.undetermined)
    for name in LEAVES:
        yield name, "cannot tell" if name in opened else answer.fields[name]
    for name, last in answer.exits.items():
        yield f"exit.{name}", "cannot tell" if f"exit.{name}" in opened else last
    for period in answer.periods:
        path = f"notification.periods[{period['regime']} {period['source']}]"
        for name in ("first_day", "last_day"):
            yield f"{path}.{name}", period[name]


def _name_of(duty: Duty) -> str:
    agency = f" {duty.started_by.agency}" if duty.started_by.agency else ""
    return f"duties[{duty.duty} {duty.started_by.type} {duty.started_by.date}{agency}]"


def _dates_of(answer: DutiesOwed) -> Iterator[Field]:
    seen: Counter[str] = Counter()
    for duty in answer.duties:
        name = _name_of(duty)
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name.removesuffix(']')} {seen[name]}]"
        yield f"{name}.state", duty.state
        yield f"{name}.due", duty.due
        yield f"{name}.aim", duty.aim


def _differences(before: Iterable[Field], after: Iterable[Field]) -> Iterator[FieldChange]:
    old, new = dict(before), dict(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def _asked(subject: Subject, side: Side, on: dt.date | None) -> Iterator[Field]:
    if subject.case is not None:
        yield from _fields_of(determine(subject.case, edition=side.edition, as_of=on, overlay=side.overlay))
    if subject.scenario is not None:
        yield from _dates_of(answer_for(subject.scenario, edition=side.edition, on=on, overlay=side.overlay))


def compare(one: Side, other: Side, caseload: Iterable[Subject], *, on: dt.date | None = None) -> Iterator[Compared]:
    """Each case of a caseload under two policies, in order, one at a time.

    Args:
        one: the policy whose answers are "before".
        other: the policy whose answers are "after".
        caseload: read as it is needed, never kept.
        on: the day of the question for all; without it each case's own.

    Raises:
        editions.UnknownEdition: one of the editions does not exist. Nothing was read.
    """
    editions.get(one.edition)
    editions.get(other.edition)
    return (_compared(subject, one, other, on) for subject in caseload)


def _compared(subject: Subject, one: Side, other: Side, on: dt.date | None) -> Compared:
    try:
        changes = _differences(_asked(subject, one, on), _asked(subject, other, on))
        return Compared(subject.reference, tuple(changes))
    except BadCase as error:
        return Compared(subject.reference, problem=str(error))
