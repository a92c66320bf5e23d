"""What somebody subject to notification must tell the police, and by which day: sections 83 to 86 of the Act of 2003.

Pure: a case and a day in, one row for each thing to be notified out. The day of the event is day 1 wherever the Act
says "beginning with". No deadline moves for a weekend or a bank holiday. What rests on regulations that were recalled
and not read says so. Covers: IDENT-26, IDENT-28, IDENT-29.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mappa_policy import editions, parameters
from mappa_policy.answer import Answer
from mappa_policy.calendar import add_months, period_end, statutory_last_day
from mappa_policy.case import Case, Event, read_case
from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Outcome
from mappa_policy.rules.detention import all_stays
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.notification_period import PART_2
from mappa_policy.rules.periods import ONE_DAY
from mappa_policy.rules.world import World

TOLD = ("first_notification", "periodic_notification")
RECALLED = "recalled_not_read"
NIGHTS = "nights"


@dataclass(frozen=True, slots=True)
class MustTell:
    """One thing to be notified.

    Args:
        kind: ``initial``, ``address-change``, ``stay``, ``periodic``, ``travel`` or ``return``.
        outcome: whether the duty is there; "cannot tell" names the missing fact.
        started_by: the id of the event, or ``notification`` for the first notification.
        from_day: the day on which the duty arises; it is day 1.
        due: the last day on time; none while it stands still or cannot be told.
        told_on: the day of the first notification recorded from ``from_day`` on.
        flags: ``recalled_not_read`` where a limit was recalled.
    """

    kind: str
    outcome: Outcome
    started_by: str
    from_day: dt.date | None
    due: dt.date | None
    because: str
    citations: tuple[str, ...]
    told_on: dt.date | None = None
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON, dates as ISO text."""
        days = {"from_day": self.from_day, "due": self.due, "told_on": self.told_on}
        return {
            "kind": self.kind,
            "outcome": self.outcome.value,
            "started_by": self.started_by,
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
            "because": self.because,
            "citations": list(self.citations),
            "missing": list(self.missing),
            "flags": list(self.flags),
        }


@dataclass(frozen=True, slots=True)
class QualifyingPeriod:
    """Stays elsewhere that together reach the limit.

    Args:
        reached: the day on which it is reached.
        days: the days counted, first to last.
        stays: the ids of the stays they belong to.
        one_place: whether all of them are known to be at one place: one stay, or stays that name the same.
    """

    reached: dt.date
    days: tuple[dt.date, ...]
    stays: tuple[str, ...]
    one_place: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    case: Case
    as_of: dt.date
    edition: str
    answer: Answer
    stays_inside: tuple[tuple[dt.date, dt.date | None], ...] = field(default_factory=tuple)

    def value(self, name: str) -> parameters.Parameter:
        return parameters.value(f"notification/{name}", self.edition)

    def of(self, *types: str) -> list[Event]:
        found = [event for event in self.case.events if event.type in types and event.date <= self.as_of]
        return sorted(found, key=lambda event: (event.date, event.where))

    def subject_on(self, day: dt.date) -> Outcome:
        """Whether a period of Part 2 runs on the day; "cannot tell" where one may."""
        opened = [path for path in self.answer.undetermined if path.startswith("notification.periods")]
        for period in self.answer.periods:
            first, last = period["first_day"], period["last_day"]
            if period["regime"] != PART_2 or any(f"[{period['source']}]" in path for path in opened):
                continue
            ended = isinstance(last, dt.date) and last < day
            if isinstance(first, dt.date) and first <= day and not ended:
                return MET
        return CANNOT_TELL if opened else NOT_MET

    def told_from(self, day: dt.date) -> dt.date | None:
        """The first notification recorded on or after a day."""
        return next((event.date for event in self.of(*TOLD) if event.date >= day), None)

    def away(self, day: dt.date) -> tuple[bool, dt.date | None]:
        """Whether the person was inside or abroad at the end of a day, and the day of release or return."""
        for first, out in self.stays_inside:
            if first <= day and (out is None or day < out):
                return True, out
        left = [event.date for event in self.of("left_uk") if event.date <= day]
        back = [event.date for event in self.of("returned_uk") if left and event.date >= max(left)]
        if left and (not back or back[0] > day):
            return True, back[0] if back else None
        return False, None


def _counted(asked: _Asked, stay: Event) -> list[dt.date]:
    days = stay.number("days") or 0
    days -= 1 if asked.value("stay_unit").value == NIGHTS else 0
    return [day for step in range(days) if (day := stay.date + dt.timedelta(days=step)) <= asked.as_of]


def qualifying_periods(case: Mapping[str, object], *, edition: str, as_of: dt.date) -> tuple[QualifyingPeriod, ...]:
    """Every qualifying period reached by a day, in order. A day counts once, and toward one period only.

    Stays that name different ``premises`` are never added together; stays that name none may be at one place.

    Raises:
        BadCase: the case cannot be read.
    """
    return tuple(_qualifying(_Asked(read_case(case), as_of, edition, _EMPTY)))


def _qualifying(asked: _Asked) -> Iterator[QualifyingPeriod]:
    limit, window = asked.value("stay_days").number, asked.value("stay_window").number
    stays = asked.of("stay")
    places = dict.fromkeys(stay.text("premises") for stay in stays)
    found = []
    for place in places:
        held: dict[dt.date, Event] = {}
        for stay in (one for one in stays if one.text("premises") == place):
            for day in _counted(asked, stay):
                held.setdefault(day, stay)
        run: list[dt.date] = []
        for day in sorted(held):
            run = [one for one in run if day <= period_end(one, window)] + [day]
            if len(run) == limit:
                ids = tuple(dict.fromkeys(held[one].id for one in run))
                found.append(QualifyingPeriod(day, tuple(run), ids, bool(place) or len(ids) == 1))
                run = []
    yield from sorted(found, key=lambda one: (one.reached, one.stays))


def _row(
    asked: _Asked, kind: str, event: Event, due: dt.date | None, because: str, *names: str, day: dt.date | None = None
) -> MustTell | None:
    """A duty that began on a day on which the person was subject; none where they were not."""
    start = day or event.date
    outcome = asked.subject_on(start)
    if outcome is NOT_MET:
        return None
    held = [asked.value(name) for name in names]
    cited = tuple(dict.fromkeys(one.citation for one in held))
    flags = (RECALLED,) if any("recalled" in one.reading for one in held) else ()
    missing = ("notification.subject_on",) if outcome is CANNOT_TELL else ()
    told = asked.told_from(start)
    return MustTell(kind, outcome, event.id, start, due, because, cited, told, missing, flags)


def _initial(asked: _Asked) -> Iterator[MustTell]:
    """The first notification, as the answer has it (section 83)."""
    due = asked.answer.fields["notification.initial_deadline"]
    if not isinstance(due, dt.date):
        return
    held = asked.value("initial_days")
    day_1 = due - dt.timedelta(days=held.number) + ONE_DAY
    says = f"The first notification is made within {held.number} days, {day_1} being the first."
    yield MustTell("initial", MET, "notification", day_1, due, says, (held.citation,), asked.told_from(day_1))


def _changes(asked: _Asked) -> Iterator[MustTell | None]:
    limit = asked.value("change_days").number
    for event in asked.of("address_change"):
        says = f"A change of home address is notified within {limit} days, {event.date} being the first."
        yield _row(asked, "address-change", event, statutory_last_day(event.date, limit), says, "change_days")
    by_id = {event.id: event for event in asked.case.events}
    unit, many = asked.value("stay_unit").value, asked.value("stay_days").number
    for period in _qualifying(asked):
        event = by_id[period.stays[-1]]
        due = statutory_last_day(period.reached, limit)
        says = f"{many} {unit} elsewhere were reached on {period.reached}, counted from {period.days[0]}."
        names = ("stay_days", "change_days")
        row = _row(asked, "stay", event, due, says, *names, day=period.reached)
        yield row if row is None or period.one_place else _perhaps(row, "premises of each stay")


def _perhaps(row: MustTell, fact: str) -> MustTell:
    """A duty that hangs on a fact that nobody recorded."""
    says = f"{row.because} Whether it counts cannot be told: not recorded: {fact}."
    return replace(row, outcome=CANNOT_TELL, because=says, missing=(*row.missing, fact))


def _periodic(asked: _Asked) -> Iterator[MustTell | None]:
    """The next notification after each one (section 85). Inside or abroad on the last day, from release or return."""
    for event in asked.of(*TOLD):
        homeless = event.yes("no_fixed_abode") and event.date >= asked.value("no_home_began").day
        if homeless:
            held = asked.value("periodic_days_no_home")
            due: dt.date | None = event.date + dt.timedelta(days=held.number)
        else:
            held = asked.value("periodic_months")
            due = add_months(event.date, held.number)
        says = f"The next notification is due within {held.number} {held.unit} after {event.date}."
        away, out = asked.away(due) if due is not None else (False, None)
        if away:
            due = None if out is None else statutory_last_day(out, asked.value("change_days").number)
            until = "no release or return is recorded" if out is None else f"it runs from {out}"
            says = f"{says} On that day the person was inside or abroad: {until}."
        name = "periodic_days_no_home" if homeless else "periodic_months"
        row = _row(asked, "periodic", event, due, says, name)
        yield row and replace(row, told_on=asked.told_from(event.date + ONE_DAY))


def _travel(asked: _Asked) -> Iterator[MustTell | None]:
    """Notice before leaving, and notification of the return (section 86)."""
    returns = asked.of("returned_uk")
    for left in asked.of("left_uk"):
        back = next((event for event in returns if event.date >= left.date), None)
        yield _departure(asked, left, back)
        if back is None:
            continue
        limit = asked.value("return_days").number
        says = f"The return is notified within {limit} days, {back.date} being the first."
        given = left.yes("return_notified")
        row = _row(asked, "return", back, statutory_last_day(back.date, limit), says, "return_days")
        if given is None and row is not None:
            yield _perhaps(row, "return_notified: whether the notice of travel gave the return")
        elif given is False:
            yield row


def _departure(asked: _Asked, left: Event, back: Event | None) -> MustTell | None:
    if left.date >= asked.value("travel_all_began").day:
        held = asked.value("travel_notice_days")
        says = f"Travel abroad is notified at least {held.number} days before leaving on {left.date}."
        return _row(asked, "travel", left, left.date - dt.timedelta(days=held.number), says, "travel_notice_days")
    shortest, held = asked.value("travel_older_days").number, asked.value("travel_older_notice_days")
    days = None if back is None else (back.date - left.date).days
    if days is not None and days < shortest:
        return None
    says = f"Absence abroad of {shortest} days or more is notified by the day before leaving on {left.date}."
    due = left.date - dt.timedelta(days=held.number)
    row = _row(asked, "travel", left, due, says, "travel_older_days", "travel_older_notice_days")
    return _perhaps(row, "returned_uk: the day of return") if row is not None and back is None else row


_EMPTY = Answer("", dt.date.min, "", {}, {}, (), (), (), (), ())


def notification_duties(
    case: Mapping[str, object], answer: Answer, *, edition: str = editions.DEFAULT
) -> tuple[MustTell, ...]:
    """Everything to be notified under sections 83 to 86 by the day of the answer, by day and kind.

    Args:
        case: as for ``determine``, which gave ``answer``. ``stay`` may name its ``premises``, and ``left_uk`` whether
            the return was notified with it (``return_notified``).

    Raises:
        BadCase: the case cannot be read.
    """
    read = read_case(case)
    inside = all_stays(Facts(read, answer.as_of, edition, World()))
    asked = _Asked(read, answer.as_of, edition, answer, tuple((stay.first, stay.out) for stay in inside))
    rows: Iterable[MustTell | None] = (*_initial(asked), *_changes(asked), *_periodic(asked), *_travel(asked))
    found = [row for row in rows if row is not None]
    return tuple(sorted(found, key=lambda row: (row.from_day or answer.as_of, row.kind, row.started_by)))
