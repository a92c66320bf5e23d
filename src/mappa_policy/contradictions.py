"""Facts that cannot stand together. Each is refused by name, with the place and what to correct; none is guessed.

A case that can be read may still say two things of which one is wrong: released before sentenced, a term on a
fine, a disposal for children after the eighteenth birthday, two disposals for one offence.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping

from mappa_policy import disposals, parameters
from mappa_policy.case import Case, Event, read_case
from mappa_policy.model import BadCase
from mappa_policy.rules.periods import age_on
from mappa_policy.vocabulary import GUILT

LENGTHS = ("term_months", "term_weeks", "term_months_and_days", "custodial_months", "licence_months")
LINKS = ("consecutive_to", "concurrent_with", "substituted_by")
DETAINED_BY = ("remand", "recall", "transfer_s47")
INSIDE = ("yes", "no (detention in hospital)")
_AGES = re.compile(r"^(?:\d+-(?P<top>\d+)|under (?P<under>\d+))")


def _of(case: Case, *types: str) -> list[Event]:
    return [event for event in case.events if event.type in types]


def _guilt_of(case: Case, event: Event) -> Event | None:
    """The conviction, caution or finding that an event belongs to: the one it names, or the only one."""
    guilty = _of(case, *GUILT)
    named = event.text("for_event")
    if named:
        return next((one for one in guilty if one.id == named), None)
    return guilty[0] if len(guilty) == 1 else None


def _listed(event: Event, key: str) -> list[str]:
    value = event.fields.get(key)
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if item is not None]


def _belongs(case: Case, _: str) -> Iterator[BadCase]:
    """A disposal of nothing."""
    for event in _of(case, "disposal"):
        if _guilt_of(case, event) is None and (event.text("for_event") or not _of(case, *GUILT)):
            says = "The disposal belongs to no conviction, caution or finding."
            yield BadCase(f"{event.where}.for_event", says, "Name the conviction, or add it.")


def _terms(case: Case, edition: str) -> Iterator[BadCase]:
    """A length on a disposal that has none."""
    without = parameters.value("record/disposals_without_a_term", edition).items
    for event in _of(case, "disposal"):
        code = event.text("disposal")
        for key in LENGTHS:
            if code in without and event.fields.get(key) is not None:
                remedy = "Leave the length out, or correct the disposal."
                yield BadCase(f"{event.where}.{key}", f"A {code} has no term.", remedy)


def _top_age(code: str) -> int | None:
    """The age from which a disposal for children cannot be passed any more, or none."""
    found = disposals.by_code(code)
    ages = _AGES.match(found.row["age_group"]) if found else None
    if ages is None:
        return None
    return int(ages["under"]) if ages["under"] else int(ages["top"]) + 1


def _ages(case: Case, edition: str) -> Iterator[BadCase]:
    """A disposal for children passed on somebody who was an adult by then."""
    adult = parameters.value("lead-agency/adult_age", edition).number
    for event in _of(case, "disposal"):
        code, guilt = event.text("disposal"), _guilt_of(case, event)
        top = _top_age(code)
        if case.dob is None or guilt is None or top is None or top > adult:
            continue
        day = event.day("offence_date") or guilt.day("offence_date") if code == "HMP" else guilt.date
        if day is not None and age_on(case.dob, day) >= top:
            says = f"A {code} is for people under {top}, and this person was {age_on(case.dob, day)} on {day}."
            yield BadCase(f"{event.where}.disposal", says, "Correct the disposal, the date or the date of birth.")


def _two_at_once(case: Case, edition: str) -> Iterator[BadCase]:
    """Two disposals for one offence on one day, of which neither took the place of the other."""
    beside = parameters.value("record/disposals_beside_another", edition).items
    seen: dict[tuple[str, dt.date], Event] = {}
    for event in _of(case, "disposal"):
        guilt = _guilt_of(case, event)
        if guilt is None or event.text("disposal") in beside or event.fields.get("substituted_by"):
            continue
        first = seen.setdefault((guilt.id, event.date), event)
        if first is not event:
            says = (
                f"Two disposals for {guilt.id} on {event.date}: {first.text('disposal')} and {event.text('disposal')}."
            )
            remedy = "Keep one, give the other its own conviction, or say substituted_by."
            yield BadCase(f"{event.where}.disposal", says, remedy)


def _links(case: Case, _: str) -> Iterator[BadCase]:
    """A term that follows, overlaps or gives way to something that is not there, or to itself."""
    passed = _of(case, "disposal")
    names = {event.id for event in case.events}
    replaced = names | {event.text("disposal") for event in passed} | {str(event.date) for event in passed}
    for event in passed:
        for key in LINKS:
            for name in _listed(event, key):
                known = replaced if key == "substituted_by" else names
                if name not in known:
                    yield BadCase(f"{event.where}.{key}", f"There is no event {name!r}.", "Use the id of an event.")
                elif name in {event.id, event.text("for_event")}:
                    says = f"The disposal names itself, {name!r}."
                    yield BadCase(f"{event.where}.{key}", says, "Name the other conviction or disposal.")


def _releases(case: Case, _: str) -> Iterator[BadCase]:
    """A release before anything that could have been the detention it ended."""
    inside = [event.date for event in _of(case, *DETAINED_BY)]
    for event in _of(case, "disposal"):
        found = disposals.by_code(event.text("disposal"))
        if found is not None and found.custodial in INSIDE:
            inside.append(event.date)
    for event in _of(case, "release"):
        if inside and event.date < min(inside):
            says = f"The release of {event.date} is before the first detention recorded, on {min(inside)}."
            yield BadCase(f"{event.where}.date", says, "Correct one of the dates, or add the remand that it ended.")


def _ends(case: Case, _: str) -> Iterator[BadCase]:
    """An order that ends before it is made, or a licence that ends before anything was imposed."""
    for event in _of(case, "order_made"):
        until = event.day("until")
        if until is not None and until < event.date:
            says = f"The order made on {event.date} ends before it, on {until}."
            yield BadCase(f"{event.where}.until", says, "Correct one of the two dates.")
    passed = [event.date for event in _of(case, "disposal")]
    for event in _of(case, "licence_end", "supervision_end", "operational_period_end"):
        if passed and event.date < min(passed):
            says = f"The {event.type} of {event.date} is before the first disposal, on {min(passed)}."
            yield BadCase(f"{event.where}.date", says, "Correct one of the two dates.")


CHECKS: tuple[Callable[[Case, str], Iterator[BadCase]], ...] = (
    _belongs,
    _terms,
    _ages,
    _two_at_once,
    _links,
    _releases,
    _ends,
)


def refuse_contradictions(case: Mapping[str, object], *, edition: str, as_of: dt.date | None = None) -> None:
    """Refuse a case whose facts cannot all be true.

    Args:
        case: shaped like one worked vignette.
        edition: an id of ``editions.yaml``; which disposals have a term is its data.
        as_of: the day of the question; without it, the case's own.

    Raises:
        BadCase: the first contradiction found; the message names the place, the fault and the remedy.
    """
    read = read_case(case)
    day = as_of or read.as_of
    if day is not None and read.dob is not None and day < read.dob:
        raise BadCase("as_of", f"The day of the question, {day}, is before the birth on {read.dob}.", "Correct one.")
    for check in CHECKS:
        for fault in check(read, edition):
            raise fault
