"""Facts in, one cited answer out: ``determine`` is the engine's front door.

What is certain whatever the unknown facts are is asserted. The rest is null and named in ``undetermined``,
and the limbs that hang on it are "cannot tell", with the missing facts.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from operator import attrgetter

from mappa_policy import editions
from mappa_policy.answer import Answer
from mappa_policy.case import Case, read_case
from mappa_policy.model import CANNOT_TELL, BadCase, Reason, record
from mappa_policy.parameters import Overlay
from mappa_policy.rules.answer import OneAnswer, answer
from mappa_policy.rules.notification_period import Period
from mappa_policy.rules.remarks import in_every, with_remarks
from mappa_policy.rules.world import Tried, World, other_worlds

_in_order = attrgetter("first_day", "source", "regime")


def _merged_fields(answers: Sequence[OneAnswer], opened: set[str]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for name in answers[0].fields:
        values = {one.fields[name] for one in answers}
        merged[name] = values.pop() if len(values) == 1 else None
        if values:
            opened.add(name)
    return merged


def _merged_exits(answers: Sequence[OneAnswer], opened: set[str]) -> dict[str, dt.date | None]:
    merged: dict[str, dt.date | None] = {}
    for name in sorted({name for one in answers for name in one.exits}):
        values = {(name in one.exits, one.exits.get(name)) for one in answers}
        merged[name] = values.pop()[1] if len(values) == 1 else None
        if values:
            opened.add(f"exit.{name}")
    return merged


def _key(period: Period, earlier: Iterable[Period]) -> tuple[str, str, int]:
    same = sum(1 for other in earlier if (other.regime, other.source) == (period.regime, period.source))
    return (period.regime, period.source, same)


def _by_key(one: OneAnswer) -> dict[tuple[str, str, int], Period]:
    return {_key(period, one.periods[:place]): period for place, period in enumerate(one.periods)}


def _merged_periods(answers: Sequence[OneAnswer], opened: set[str]) -> tuple[dict[str, object], ...]:
    tables = [_by_key(one) for one in answers]
    merged: list[dict[str, object]] = []
    for key in sorted({key for table in tables for key in table}):
        held = [table[key] for table in tables if key in table]
        path = f"notification.periods[{key[1]}]"
        if len(held) < len(tables):
            opened.add(path)
            continue
        row: dict[str, object] = {"regime": key[0], "source": key[1]}
        for name in ("band", "first_day", "last_day"):
            values = {getattr(period, name) for period in held}
            row[name] = values.pop() if len(values) == 1 else None
            if values:
                opened.add(f"{path}.{name}")
        merged.append(row)
    return tuple(sorted(merged, key=lambda row: (str(row["first_day"]), str(row["source"]))))


def _matters(tried: Sequence[Tried[OneAnswer]], outcomes: Sequence[object]) -> tuple[str, ...]:
    """The unknown facts on which an outcome hangs: changing one of them alone can change it."""
    facts = dict.fromkeys(fact for one in tried for fact in one.chosen)
    found = []
    for fact in facts:
        by_value: dict[object, set[object]] = {}
        for one, outcome in zip(tried, outcomes, strict=True):
            by_value.setdefault(one.chosen.get(fact), set()).add(outcome)
        if len({frozenset(seen) for seen in by_value.values()}) > 1:
            found.append(fact)
    return tuple(found or facts)


def _same_outcome(first: Reason, held: Sequence[Reason | None], tried: Sequence[Tried[OneAnswer]]) -> Reason:
    """One reason for an outcome that is certain, without what only some values of the unknown facts would say."""
    texts = [reason.because if reason else "" for reason in held]
    if len(set(texts)) == 1:
        return first
    missing = _matters(tried, texts)
    said = [part for part in first.because.split(". ") if all(part.rstrip(".") in text for text in texts)]
    kept = f"{'. '.join(said).rstrip('.')}. " if said else ""
    because = f"{kept}The rest cannot be told while it is not recorded: {'; '.join(missing)}."
    return replace(first, because=because, missing=missing)


def _merged_reasons(tried: Sequence[Tried[OneAnswer]]) -> tuple[Reason, ...]:
    tables = [{(reason.limb, reason.about): reason for reason in one.answer.reasons} for one in tried]
    merged = []
    for key in dict.fromkeys(key for table in tables for key in table):
        held = [table.get(key) for table in tables]
        outcomes = [reason.outcome if reason else None for reason in held]
        first = next(reason for reason in held if reason)
        if len(set(outcomes)) == 1:
            merged.append(_same_outcome(first, held, tried))
            continue
        missing = _matters(tried, outcomes)
        because = f"This cannot be told while it is not recorded: {'; '.join(missing)}."
        cited = tuple(dict.fromkeys(text for reason in held if reason for text in reason.citations))
        merged.append(Reason(key[0], CANNOT_TELL, because, cited, key[1], missing))
    return tuple(merged)


def _withdrawn(reason: Reason, tried: Sequence[Tried[OneAnswer]]) -> Reason:
    """A reason taken back because not every value of the unknown facts was tried."""
    missing = reason.missing or tuple(tried[0].chosen)
    says = "Too many facts are not recorded to tell."
    return Reason(reason.limb, CANNOT_TELL, says, reason.citations, reason.about, missing)


@record
class _Certain:
    """What holds whatever the unknown facts are, and the names of the fields that hang on them."""

    fields: Mapping[str, object]
    exits: Mapping[str, dt.date | None]
    periods: tuple[Mapping[str, object], ...]
    flags: AbstractSet[str]
    opened: AbstractSet[str]
    reasons: tuple[Reason, ...]


def _row(held: Period) -> dict[str, object]:
    """A period as an answer shows it."""
    return {
        "regime": held.regime,
        "source": held.source,
        "band": held.band,
        "first_day": held.first_day,
        "last_day": held.last_day,
    }


def _rows(periods: Sequence[Period]) -> tuple[dict[str, object], ...]:
    if not periods:
        return ()
    if len(periods) == 1:
        return (_row(periods[0]),)
    return tuple([_row(period) for period in sorted(periods, key=_in_order)])


def _of_one(case: Case, as_of: dt.date, edition: str, one: OneAnswer) -> Answer:
    """The answer where no fact is unknown, so that there is nothing to compare it with."""
    return Answer(
        case.id,
        as_of,
        edition,
        one.fields,
        one.exits,
        _rows(one.periods),
        tuple(sorted(one.flags)),
        tuple(sorted(one.open_fields)) if one.open_fields else (),
        with_remarks(one.reasons, one.remarks),
        case.unknown,
    )


def _of_many(tried: Sequence[Tried[OneAnswer]]) -> _Certain:
    """What all the answers have in common."""
    answers = [one.answer for one in tried]
    opened: set[str] = set().union(*(one.open_fields for one in answers))
    fields = _merged_fields(answers, opened)
    exits = _merged_exits(answers, opened)
    periods = _merged_periods(answers, opened)
    flags = set(answers[0].flags).intersection(*(one.flags for one in answers))
    return _Certain(fields, exits, periods, flags, opened, _merged_reasons(tried))


def _withdraw(certain: _Certain, tried: Sequence[Tried[OneAnswer]]) -> _Certain:
    """Assert nothing, because there are too many unknown facts to try all of their values."""
    return _Certain(
        fields=dict.fromkeys(certain.fields),
        exits={},
        periods=(),
        flags=certain.flags | {"x_too_many_unknown_facts"},
        opened=certain.opened | set(certain.fields),
        reasons=tuple(_withdrawn(reason, tried) for reason in certain.reasons),
    )


def _in_world(case: Case, as_of: dt.date, edition: str, overlay: Overlay | None, world: World) -> OneAnswer:
    return answer(case, as_of, edition, world, overlay)


def _answer(case: Case, as_of: dt.date, edition: str, overlay: Overlay | None) -> Answer:
    world = World()
    first = answer(case, as_of, edition, world, overlay)
    if not world.sizes:
        return _of_one(case, as_of, edition, first)
    asked = functools.partial(_in_world, case, as_of, edition, overlay)
    tried, complete = other_worlds(world, first, asked)
    if len(tried) == 1:
        return _of_one(case, as_of, edition, first)
    certain = _of_many(tried)
    if not complete:
        certain = _withdraw(certain, tried)
    told = with_remarks(certain.reasons, in_every([one.answer.remarks for one in tried]))
    shown, undetermined = tuple(sorted(certain.flags)), tuple(sorted(certain.opened))
    return Answer(
        case.id, as_of, edition, certain.fields, certain.exits, certain.periods, shown, undetermined, told, case.unknown
    )


def determine(
    case: Mapping[str, object],
    *,
    edition: str = editions.DEFAULT,
    as_of: dt.date | None = None,
    overlay: Overlay | None = None,
) -> Answer:
    """The categories, notification, levels, lead agency and exits that follow from the facts of a case.

    Args:
        case: shaped like one worked vignette: id, as_of, person, events, assessment.
        edition: an id of ``editions.yaml``.
        as_of: the day of the question; events after it are not known yet. Without it, the case's own.
        overlay: the departures of an area from this edition; one from another edition says nothing.

    Raises:
        BadCase: the case cannot be read; the message says where, what and what to write instead.
        editions.UnknownEdition: there is no such edition.
    Covers: IDENT-03 to IDENT-08, IDENT-10 to IDENT-13, IDENT-25, IDENT-26, IDENT-31, IDENT-32.
    """
    editions.get(edition)
    read = read_case(case)
    day = as_of or read.as_of
    if day is None:
        raise BadCase("as_of", "The day of the question is missing.", "Add as_of: 2026-11-20.")
    return _answer(read, day, edition, overlay)
