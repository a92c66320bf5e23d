"""The facts of a case as they were known on a day: convictions with their disposals, orders and stays."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from mappa_policy import disposals, parameters
from mappa_policy.case import Case, Event
from mappa_policy.model import BadCase
from mappa_policy.rules.periods import age_on, same_day_later
from mappa_policy.rules.remarks import Remark
from mappa_policy.rules.terms import Term, recorded_term
from mappa_policy.rules.world import World
from mappa_policy.vocabulary import GUILT

NOT_READ = parameters.NOT_READ
# Events that may be recorded before they come: the planned ends of sentences and orders.
PLANNED = frozenset({"licence_end", "supervision_end", "operational_period_end", "order_end"})

# Codes that say where a prisoner is held, not what the court passed.
TRANSFERS = ("N37", "S47_49")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One disposal for one conviction, caution or finding, after any appeal.

    Args:
        code: its code in ``sentences.csv``; for a foreign sentence, that of the equivalent.
        term: the whole term, or none where it has none or nobody recorded it.
    """

    event: Event
    code: str
    date: dt.date
    term: Term | None


@dataclass(frozen=True, slots=True)
class Conviction:
    """A conviction, caution or finding with everything imposed for it by the day.

    ``awaiting`` says that the first disposal came only after the day: nobody had been dealt with yet. ``moved``
    holds the days of a transfer to hospital that is recorded as a disposal beside the prison sentence.
    """

    event: Event
    sentences: tuple[Sentence, ...]
    awaiting: bool = False
    moved: tuple[dt.date, ...] = ()

    @property
    def id(self) -> str:
        """The id of its event."""
        return self.event.id

    @property
    def court(self) -> str:
        """The kind of court, or empty."""
        return self.event.text("court")


def _in_order(event: Event) -> tuple[dt.date, str]:
    return (event.date, event.where)


@dataclass(slots=True)
class Facts:
    """A case on a day, in an edition, in one world of its unknown facts."""

    case: Case
    as_of: dt.date
    edition: str
    world: World
    overlay: parameters.Overlay | None = None
    flags: set[str] = field(default_factory=set)
    remarks: dict[str, Remark] = field(default_factory=dict)
    convictions: tuple[Conviction, ...] = ()
    known: dict[str, list[Event]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for event in sorted(self.case.events, key=_in_order):
            if event.type in PLANNED or event.date <= self.as_of:
                self.known.setdefault(event.type, []).append(event)
        self.convictions = _convictions(self)
        for held in self.convictions:
            self._note_recalled(held)

    def _note_recalled(self, held: Conviction) -> None:
        """Remember which disposals rest on law that was recalled and not read."""
        recalled = [one.code for one in held.sentences if disposals.is_recalled(disposals.by_code(one.code))]
        if recalled:
            self.note(held.id, "sentences", recalled)

    def note(self, about: str, listed: str, codes: Iterable[str]) -> None:
        """Remember that rows of law were used that were recalled and not read, and say so in the reasons about them."""
        self.flags.add(NOT_READ)
        words = f"what the list of {listed} says of {', '.join(codes)} is recalled and was not read"
        self.remarks[about] = Remark(words, f"Requirements register list of {listed}")

    def of(self, *types: str) -> list[Event]:
        """Events of these types that had happened by the day, or that are planned, by date."""
        if len(types) == 1:
            return list(self.known.get(types[0], ()))
        held = [event for kind in set(types) for event in self.known.get(kind, ())]
        return sorted(held, key=_in_order) if held else held

    def parameter(self, name: str) -> parameters.Parameter:
        """The value of a parameter in the edition on the day, from the area where it departs.

        Raises:
            NotSet: there is none.
        """
        return self._noted(parameters.value(name, self.edition, on=self.as_of, overlay=self.overlay))

    def find(self, name: str) -> parameters.Parameter | None:
        """As ``parameter``, or none where the edition has no value."""
        found = parameters.find(name, self.edition, on=self.as_of, overlay=self.overlay)
        return self._noted(found) if found else None

    def _noted(self, found: parameters.Parameter) -> parameters.Parameter:
        """Remember what an answer must say when it used this value."""
        if remark := found.remark:
            self.flags |= {*found.flags}
            self.remarks[found.citation] = Remark(remark, found.citation)
        return found

    def number(self, name: str) -> int:
        """The value of a parameter that is a number."""
        return self.parameter(name).number

    def among(self, name: str, value: str) -> bool:
        """Whether a value is in a parameter that is a list."""
        return value in self.parameter(name).items

    def row(self, name: str, key: str) -> object:
        """The row of a parameter that is a table, or none."""
        table = self.parameter(name).value
        return table.get(key) if isinstance(table, dict) else None

    def death(self) -> dt.date | None:
        """The day of death, or none."""
        died = self.of("death")
        return died[0].date if died else None

    def under(self, age: int, day: dt.date) -> bool:
        """Whether the person was under that age on that day; asked for where the birth is unknown."""
        if self.case.dob is not None:
            return age_on(self.case.dob, day) < age
        return self.world.ask(f"person.dob: under {age} on {day}", (False, True))

    def under_at_offence(self, age: int, event: Event) -> bool:
        """Whether the person was under that age at the offence.

        An undated offence lies at most a set time before the conviction; where the age differs within that
        time the date is asked for.
        """
        offended = event.day("offence_date")
        if offended is not None:
            return self.under(age, offended)
        reach = self.number("schedule-3/undated_offence_reach")
        if self.under(age, event.date):
            return True
        if self.case.dob is None or not self.under(age, same_day_later(event.date, -reach)):
            return False
        return self.world.ask(f"{event.id}.offence_date: under {age} at the offence", (False, True))

    def judged(self, name: str) -> bool | None:
        """A judgement that people recorded, or none."""
        return self.case.assessment.get(name)


def _substituted(event: Event, others: Iterable[Event]) -> bool:
    """Whether a later disposal took the place of this one."""
    named = event.text("substituted_by")
    return bool(named) and any(
        other is not event and named in {other.id, other.text("disposal"), str(other.date)} for other in others
    )


def _code(event: Event) -> str:
    code = event.text("disposal")
    if not code:
        raise BadCase(f"{event.where}.disposal", "The disposal is not named.", "Use a code of sentences.csv.")
    if disposals.by_code(code) is None:
        raise BadCase(f"{event.where}.disposal", f"{code!r} is not a disposal.", "Use a code of sentences.csv.")
    equivalent = event.text("equivalent")
    return equivalent if disposals.by_code(equivalent) else code


def _belongs(event: Event, guilt: Event, *, only: bool) -> bool:
    target = event.text("for_event")
    return target == guilt.id if target else only


def _appealed(facts: Facts, guilt: Event, term: Term | None, *, only: bool) -> Term | None:
    for appeal in facts.of("appeal"):
        months = appeal.number("new_term_months")
        if months is not None and _belongs(appeal, guilt, only=only) and appeal.date >= guilt.date:
            term = Term(months)
    return term


def _quashed(facts: Facts, guilt: Event, *, only: bool) -> bool:
    gone = {"quashed", "conviction_quashed", "acquitted"}
    return any(
        (event.type == "acquittal" and event.text("for_event") == guilt.id)
        or (event.type == "appeal" and event.text("outcome") in gone and _belongs(event, guilt, only=only))
        for event in facts.of("appeal", "acquittal")
    )


def _standing(facts: Facts, guilt: Event, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The disposals that stand. Of two that exclude each other, which one does is asked for."""
    alone = [one for one in sentences if not facts.among("record/disposals_beside_another", one.code)]
    days = sorted({one.date for one in alone})
    if len(days) < len(("first", "later")):
        return sentences
    stands = facts.world.ask(f"{guilt.id}: which disposal stands, of {', '.join(map(str, days))}", tuple(days))
    return tuple(one for one in sentences if one not in alone or one.date == stands)


def _convictions(facts: Facts) -> tuple[Conviction, ...]:
    guilty = facts.of(*GUILT)
    only = len(guilty) == 1
    imposed = facts.of("disposal")
    for event in [*imposed, *facts.of("appeal")]:
        if not event.text("for_event") and len(guilty) > 1:
            raise BadCase(
                f"{event.where}.for_event",
                f"The {event.type} does not say what it belongs to.",
                "Add for_event: with the id of a conviction, caution or finding.",
            )
    found = []
    for guilt in guilty:
        if _quashed(facts, guilt, only=only):
            continue
        own = [event for event in imposed if _belongs(event, guilt, only=only)]
        kept = [event for event in own if not _substituted(event, own)]
        for event in kept:
            if event.date < guilt.date:
                raise BadCase(
                    f"{event.where}.date",
                    f"The disposal of {event.date} is before the {guilt.type} of {guilt.date}.",
                    "Correct one of the two dates.",
                )
        sentences = tuple(
            Sentence(event, _code(event), event.date, _appealed(facts, guilt, recorded_term(event), only=only))
            for event in kept
        )
        awaiting = not own and any(
            event.type == "disposal" and _belongs(event, guilt, only=only) for event in facts.case.events
        )
        moves = tuple(one for one in sentences if one.code in TRANSFERS and one.term is None)
        imposed_here = tuple(one for one in sentences if one not in moves) or sentences
        moved = tuple(one.date for one in moves if one not in imposed_here)
        found.append(Conviction(guilt, _standing(facts, guilt, imposed_here), awaiting, moved))
    return tuple(found)
