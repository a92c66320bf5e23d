"""Whether each order is one that the law lets a court make: its day, length, age, court and ground.

Nothing is refused: an order that a court made stands until a court changes it. A person is told what to look at.
Covers: ORDERS-01, ORDERS-03, ORDERS-04, ORDERS-05.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from mappa_policy import disposals, offences
from mappa_policy.case import Event
from mappa_policy.model import MET, NOT_MET, Reason
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.orders import spans
from mappa_policy.rules.periods import ONE_DAY, period_end

LIMB = "ORDER_AS_LAW_ALLOWS"
NOT_THAT_DAY = "x_order_not_available_that_day"
TOO_SHORT = "x_order_shorter_than_law_allows"
TOO_LONG = "x_order_longer_than_law_allows"
TRAVEL_TOO_LONG = "x_foreign_travel_longer_than_law_allows"
TOO_YOUNG = "x_order_made_under_age"
EXCEPTIONAL = "x_order_under_18_exceptional"
WRONG_COURT = "x_order_by_another_court"
WRONG_APPLICANT = "x_order_by_another_applicant"
NO_GROUND = "x_order_without_its_ground"

Limits = Mapping[str, object]
Fault = tuple[str, str]


def _months(limits: Limits, key: str) -> int | None:
    value = limits.get(key)
    return value if isinstance(value, int) else None


def _day_of_law(order: disposals.Order, made: dt.date) -> Iterator[Fault]:
    begins, ends = (offences.date_of(order.row, key) for key in ("in_force_from", "in_force_to"))
    if begins is not None and made < begins:
        yield NOT_THAT_DAY, f"There was no such order before {begins}."
    if ends is not None and made > ends:
        yield NOT_THAT_DAY, f"No such order could be made after {ends}; {order.row['replaced_by']} took its place."


def _is_renewal(facts: Facts, event: Event) -> bool:
    """Whether it carries an order of the same kind on that was still in force the day before."""
    held = spans(facts, event.text("order"))
    return any(span.event is not event and span.first < event.date and span.in_force(event.date) for span in held)


def _length(facts: Facts, event: Event, limits: Limits) -> Iterator[Fault]:
    until, travel = event.day("until"), event.day("foreign_travel_until")
    least, most = _months(limits, "least_months"), _months(limits, "most_months")
    first = None if until is None or least is None else period_end(event.date, least)
    if until is not None and first is not None and until < first and not _is_renewal(facts, event):
        yield TOO_SHORT, f"It ends on {until}; the least is {least} months, to {first}."
    if until is not None and most is not None and until > (last := period_end(event.date, most)):
        yield TOO_LONG, f"It ends on {until}; the most is {most} months, to {last}."
    longest = _months(limits, "travel_most_months")
    if travel is not None and longest is not None and travel > (last := period_end(event.date, longest)):
        yield TRAVEL_TOO_LONG, f"Travel abroad is restricted to {travel}; the most is {longest} months, to {last}."


def _age(facts: Facts, event: Event, limits: Limits) -> Iterator[Fault]:
    youngest, adult = _months(limits, "youngest"), _months(limits, "adult")
    if adult is not None and facts.under(adult, event.date):
        if youngest is None or not facts.under(youngest, event.date):
            yield EXCEPTIONAL, f"The person was under {adult}: such an order is exceptional."
            return
    elif adult is not None:
        return
    if youngest is not None and facts.under(youngest, event.date):
        yield TOO_YOUNG, f"The person was under {youngest} when it was made."


def _procedure(event: Event, limits: Limits) -> Iterator[Fault]:
    for key, flag, says in (
        ("courts", WRONG_COURT, "It is made by another court: {0}."),
        ("applicants", WRONG_APPLICANT, "It is made on application of another: {0}."),
    ):
        allowed, said = limits.get(key), event.text(key.removesuffix("s"))
        if said and isinstance(allowed, list) and said not in allowed:
            yield flag, says.format(", ".join(allowed))


def _ground(facts: Facts, event: Event, limits: Limits) -> Iterator[Fault]:
    wanted = limits.get("rests_on")
    before = [held for held in facts.convictions if held.event.date <= event.date]
    if wanted == "offence abroad":
        before = [held for held in before if held.court == "foreign"]
    name = f"{event.id}: whether there is an {wanted} that it rests on"
    if wanted and not before and not facts.world.ask(name, (True, False)):
        yield NO_GROUND, f"It rests on an {wanted}, and there is none."
    if limits.get("acts_since") and event.yes("on_application"):
        acts = event.yes("acts_since")
        if acts is None:
            acts = facts.world.ask(f"{event.id}.acts_since", (True, False))
        if not acts:
            yield NO_GROUND, "An application on its own must show acts since the conviction."


def _faults(facts: Facts, event: Event, limits: Limits) -> Iterator[Fault]:
    order = disposals.order_by_code(event.text("order"))
    if order is not None:
        yield from _day_of_law(order, event.date)
    yield from _length(facts, event, limits)
    yield from _age(facts, event, limits)
    yield from _procedure(event, limits)
    yield from _ground(facts, event, limits)


def order_limits(facts: Facts) -> list[Reason]:
    """A reason for each order that the law limits, with a flag for each limit that it passes."""
    reasons: list[Reason] = []
    for event in facts.known.get("order_made", ()):
        limits = facts.row("orders/limits", event.text("order"))
        if not isinstance(limits, dict):
            continue
        faults = list(_faults(facts, event, limits))
        facts.flags |= {flag for flag, _ in faults}
        wrong = any(flag != EXCEPTIONAL for flag, _ in faults)
        said = [f"{event.text('order')} of {event.date}.", *(says for _, says in faults)]
        until = event.day("until")
        said.append(f"It lasts to {until}, {(until - event.date + ONE_DAY).days} days." if until else "No last day.")
        about = event.id
        reasons.append(Reason(LIMB, NOT_MET if wrong else MET, " ".join(said), (str(limits["law"]),), about))
    return reasons
