"""Notification and address: what the person tells the police and the police check. Duties 7 to 10."""

from collections.abc import Iterable

from mappa_policy.duties.clocks import Clock, kinds, statutory, while_true
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.records import GUILT, notified_order, was_found_guilty
from mappa_policy.duties.state import Day


def _initial(day: Day) -> Iterable[Event]:
    if not day.now.notifies:
        return ()
    found = day.first_of("released", *GUILT)
    if found or was_found_guilty(day.case):
        return found
    return notified_order(day)


def _under_order(day: Day) -> Iterable[Event]:
    if not day.now.community or day.now.category_1 or not day.now.sexual_risk_order:
        return ()
    made = day.events.get("order_made", ())
    orders = tuple(event for event in made if event.text("order") == "sexual_risk_order")
    return orders[:1] or day.first_of("address_changed")


def _while_notifying(_: Instance, day: Day) -> str:
    return while_true(day.now.notifies)


CLOCKS = (
    Clock(
        "initial-notification",
        starts=_initial,
        on=kinds("released", *GUILT, "order_made"),
        met_by=kinds("address_notified"),
        runs=_while_notifying,
        dates=statutory,
    ),
    Clock(
        "address-change-notification",
        starts=lambda day: day.first_of("address_changed") if day.now.notifies else (),
        on=kinds("address_changed"),
        met_by=kinds("address_notified"),
        runs=_while_notifying,
        dates=statutory,
    ),
    Clock(
        "address-verification",
        starts=lambda day: day.first_of("address_verified", "address_notified") if day.now.notifies else (),
        on=kinds("address_verified", "address_notified"),
        met_by=kinds("address_verified", "address_notified"),
        runs=_while_notifying,
        chain=True,
    ),
    Clock(
        "sro-notification",
        starts=_under_order,
        on=kinds("order_made", "address_changed"),
        met_by=kinds("address_notified"),
        runs=lambda _, day: while_true(day.now.community and day.now.sexual_risk_order),
        dates=statutory,
    ),
)
