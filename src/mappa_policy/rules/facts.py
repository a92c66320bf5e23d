"""The facts of a case as they were known on a day: convictions with their disposals, orders and stays."""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from operator import attrgetter

from mappa_policy import disposals, parameters
from mappa_policy.case import Case, Event
from mappa_policy.model import BadCase
from mappa_policy.rules.conviction import Conviction, Sentence, convicted
from mappa_policy.rules.periods import age_on, same_day_later
from mappa_policy.rules.remarks import Remark
from mappa_policy.rules.terms import Term, recorded_term
from mappa_policy.rules.values import Values
from mappa_policy.rules.world import World
from mappa_policy.vocabulary import GUILT

PARTLY_READ = "x_law_partly_recalled"
NOT_READ = parameters.NOT_READ
# Events that may be recorded before they come: the planned ends of sentences and orders.
PLANNED = frozenset({"licence_end", "supervision_end", "operational_period_end", "order_end"})

# Codes that say where a prisoner is held, not what the court passed.
TRANSFERS = ("N37", "S47_49")
# What an appeal can come to, so that nothing is left of the conviction.
QUASHING = frozenset({"quashed", "conviction_quashed", "acquitted"})
ONE_OF_TWO = ("first", "later")


_in_order = attrgetter("date", "where")


def _known(events: Sequence[Event], as_of: dt.date) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=_in_order) if len(events) > 1 else events:
        kind = event.type
        if event.date <= as_of or kind in PLANNED:
            if kind in found:
                found[kind].append(event)
            else:
                found[kind] = [event]
    return found


@functools.lru_cache
def _of_recalled(listed: str, codes: str) -> Remark:
    words = f"what the list of {listed} says of {codes} is recalled and was not read"
    return Remark(words, f"Requirements register list of {listed}")


@functools.lru_cache
def _of_recalled_part(listed: str, code: str, part: str) -> Remark:
    words = f"part of what the list of {listed} says of {code} is recalled and was not read: {part}"
    return Remark(words, f"Requirements register list of {listed}")


class Facts(Values):
    """A case on a day, in an edition, in one world of its unknown facts.

    Args:
        known: by type, the events that had happened by the day or that are planned, each type by date.
        has_category_4: the edition, and the law on the day, have a Category 4.
        ends: the last day of what each sentence brought, by the ids of its conviction and event, once worked out.
    """

    __slots__ = ("as_of", "case", "convictions", "died", "edition", "ends", "has_category_4", "known", "world")

    def __init__(
        self, case: Case, as_of: dt.date, edition: str, world: World, overlay: parameters.Overlay | None = None
    ) -> None:
        self.case, self.as_of, self.edition, self.world = case, as_of, edition, world
        Values.__init__(self, parameters.table(edition, as_of, overlay))
        self.ends: dict[tuple[str, str], dt.date | None] = {}
        self.known = known = _known(case.events, as_of)
        self.has_category_4 = "4" in self.items("categories/available") and as_of >= self.day("category-4/began")
        self.died: dt.date | None = known["death"][0].date if "death" in known else None
        self.convictions: tuple[Conviction, ...] = ()
        self.convictions = _convictions(self)
        for held in self.convictions:
            self._note_law(held)

    def _note_law(self, held: Conviction) -> None:
        """Remember which disposals rest on law that was recalled, wholly or in part, and which have another length."""
        laws: list[disposals.Disposal] = []
        for one in held.sentences:
            if one.law.rests_on_memory:
                laws.append(one.law)
        if laws:
            self.note_law(held.id, "sentences", laws)
        for one in held.sentences:
            row = self.row("record/terms_of_disposals", one.code)
            if not isinstance(row, dict):
                continue
            term = recorded_term(one.event)
            if term is None or term.from_weeks:
                continue  # weeks that fall short of months are named by a flag of their own
            least, under = row.get("least"), row.get("under")
            if (least and not term.at_least(least, one.date)) or (under and term.at_least(under, one.date)):
                promised = f"{least} months or more" if least else f"less than {under} months"
                self.flags.add("x_disposal_and_term_disagree")
                words = f"{one.code} is for {promised}, which the recorded term is not: one of the two is wrong"
                self._say(held.id, Remark(words, self.parameter("record/terms_of_disposals").citation))

    def note_law(self, about: str, listed: str, rows: Sequence[disposals.Disposal | disposals.Order]) -> None:
        """Remember that rows of law were used that were recalled, wholly or in part, and say so in the reasons."""
        if recalled := [row.code for row in rows if row.recalled]:
            self.flags.add(NOT_READ)
            self._say(about, _of_recalled(listed, ", ".join(recalled)))
        for row in rows:
            if row.recalled_part:
                self.flags.add(PARTLY_READ)
                self._say(about, _of_recalled_part(listed, row.code, row.recalled_part))

    def _say(self, about: str, remark: Remark) -> None:
        before = self.remarks.get(about)
        if before is None:
            self.remarks[about] = remark
        elif remark.words not in before.words:
            self.remarks[about] = Remark(f"{before.words}; {remark.words}", remark.citation)

    def of(self, kind: str) -> Sequence[Event]:
        """Events of this type that had happened by the day, or that are planned, by date."""
        return self.known.get(kind, ())

    def of_any(self, kinds: Iterable[str]) -> Sequence[Event]:
        """As ``of``, for events of any of these types."""
        known = self.known
        held: list[Event] = []
        for kind in kinds:
            if kind in known:
                held += known[kind]
        if len(held) > 1:
            held.sort(key=_in_order)
        return held

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


def _disposal(event: Event) -> disposals.Disposal:
    """What was imposed; of a foreign sentence, the equivalent here where that is recorded."""
    code = event.text("disposal")
    if not code:
        raise BadCase(f"{event.where}.disposal", "The disposal is not named.", "Use a code of sentences.csv.")
    named = disposals.by_code(code)
    if named is None:
        raise BadCase(f"{event.where}.disposal", f"{code!r} is not a disposal.", "Use a code of sentences.csv.")
    equivalent = event.fields.get("equivalent")
    return (disposals.by_code(str(equivalent)) if equivalent else None) or named


def _belongs(event: Event, guilt: Event, *, only: bool) -> bool:
    target = event.text("for_event")
    return target == guilt.id if target else only


def _passed_for(guilt: Event, disposals_known: Iterable[Event], *, only: bool) -> list[Event]:
    found: list[Event] = []
    for event in disposals_known:
        if _belongs(event, guilt, only=only):
            found.append(event)
    return found


def _appealed(facts: Facts, guilt: Event, term: Term | None, *, only: bool) -> Term | None:
    for appeal in facts.known.get("appeal", ()):
        months = appeal.number("new_term_months")
        if months is not None and _belongs(appeal, guilt, only=only) and appeal.date >= guilt.date:
            term = Term(months)
    return term


def _quashed(facts: Facts, guilt: Event, *, only: bool) -> bool:
    ended = [event for event in facts.of("acquittal") if event.text("for_event") == guilt.id]
    appeals = [event for event in facts.of("appeal") if event.text("outcome") in QUASHING]
    return bool(ended or [event for event in appeals if _belongs(event, guilt, only=only)])


def _standing(facts: Facts, guilt: Event, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The disposals that stand. Of two that exclude each other, which one does is asked for."""
    if len(sentences) < len(ONE_OF_TWO):
        return sentences
    alone = [one for one in sentences if not facts.among("record/disposals_beside_another", one.code)]
    days = sorted({one.date for one in alone})
    if len(days) < len(ONE_OF_TWO):
        return sentences
    stands = facts.world.ask(f"{guilt.id}: which disposal stands, of {', '.join(map(str, days))}", tuple(days))
    return tuple(one for one in sentences if one not in alone or one.date == stands)


def _refuse_unclear(events: Iterable[Event]) -> None:
    """Refuse disposals and appeals that do not say to which of several convictions they belong."""
    for event in events:
        if not event.text("for_event"):
            raise BadCase(
                f"{event.where}.for_event",
                f"The {event.type} does not say what it belongs to.",
                "Add for_event: with the id of a conviction, caution or finding.",
            )


def _early(event: Event, guilt: Event) -> BadCase:
    says = f"The disposal of {event.date} is before the {guilt.type} of {guilt.date}."
    return BadCase(f"{event.where}.date", says, "Correct one of the two dates.")


def _imposed(facts: Facts, guilt: Event, own: Sequence[Event], *, only: bool) -> tuple[Sentence, ...]:
    """What was imposed and not replaced by a later disposal, after any appeal."""
    kept = [event for event in own if not _substituted(event, own)] if len(own) > 1 else own
    for event in kept:
        if event.date < guilt.date:
            raise _early(event, guilt)
    appealed = "appeal" in facts.known
    found = []
    for event in kept:
        imposed, term = _disposal(event), recorded_term(event)
        if appealed:
            term = _appealed(facts, guilt, term, only=only)
        found.append(Sentence(event, imposed.code, event.date, term, imposed))
    return tuple(found)


def _conviction(facts: Facts, guilt: Event, *, only: bool) -> Conviction:
    """One conviction, caution or finding with what stands of everything imposed for it."""
    own = _passed_for(guilt, facts.known.get("disposal", ()), only=only)
    if not own:
        later = [event for event in facts.case.events if event.type == "disposal"]
        return convicted(guilt, awaiting=bool(later and _passed_for(guilt, later, only=only)))
    sentences = _imposed(facts, guilt, own, only=only)
    moves: list[Sentence] = []
    for one in sentences:
        if one.term is None and one.code in TRANSFERS:
            moves.append(one)
    if not moves:
        return convicted(guilt, _standing(facts, guilt, sentences))
    imposed_here = tuple(one for one in sentences if one not in moves) or sentences
    moved = tuple(one.date for one in moves if one not in imposed_here)
    return convicted(guilt, _standing(facts, guilt, imposed_here), moved=moved)


def _convictions(facts: Facts) -> tuple[Conviction, ...]:
    guilty, known = facts.of_any(GUILT), facts.known
    only = len(guilty) == 1
    if len(guilty) > 1:
        _refuse_unclear([*facts.of("disposal"), *facts.of("appeal")])
    if "appeal" in known or "acquittal" in known:
        guilty = [guilt for guilt in guilty if not _quashed(facts, guilt, only=only)]
    found: list[Conviction] = []
    for guilt in guilty:
        found.append(_conviction(facts, guilt, only=only))
    return tuple(found)
