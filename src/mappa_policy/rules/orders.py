"""Civil and ancillary orders: from when to when each was in force."""

import datetime as dt

from mappa_policy import disposals
from mappa_policy.case import Event
from mappa_policy.model import BadCase, record
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.periods import ONE_DAY, earlier

# An interim order ends when the main application is decided.
MAIN_OF_INTERIM = {"ISHPO": "SHPO", "INO": "NO"}


@record
class OrderSpan:
    """An order as renewed. ``last`` is the last day in force; none means until further order."""

    code: str
    first: dt.date
    last: dt.date | None
    event: Event

    def in_force(self, day: dt.date) -> bool:
        """Whether the order was in force on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def _ended(facts: Facts, code: str, made: Event) -> dt.date | None:
    """The day of a discharge or recorded end of this order, or none."""
    days = [
        event.date
        for event in facts.of_any(("order_discharged", "order_end"))
        if event.text("order") == code and event.date >= made.date
    ]
    if code in MAIN_OF_INTERIM:
        main = MAIN_OF_INTERIM[code]
        days += [
            event.date - ONE_DAY
            for event in facts.of("order_made")
            if event.text("order") == main and event.date > made.date
        ]
    return min(days, default=None)


def spans(facts: Facts, *codes: str) -> list[OrderSpan]:
    """The orders of these codes made by the day, each with its renewals as one span, by date."""
    made = facts.known.get("order_made")
    if not made:
        return []
    found: list[OrderSpan] = []
    for event in made:
        code = event.text("order")
        order = disposals.order_by_code(code)
        if order is None:
            raise BadCase(f"{event.where}.order", f"{code!r} is not an order.", "Use a code of orders.csv.")
        if code not in codes:
            continue
        facts.note_law(event.id, "orders", [order])
        last = earlier(event.day("until"), _ended(facts, code, event))
        before = next((span for span in found if span.code == code), None)
        if before is not None and (before.last is None or event.date <= before.last + ONE_DAY):
            found[found.index(before)] = OrderSpan(code, before.first, last, before.event)
        else:
            found.insert(0, OrderSpan(code, event.date, last, event))
    return sorted(found, key=lambda span: (span.first, span.code))
