"""A person's rows in the words of the engine: what a determination is given, and keeps.

No name and no address goes in: the engine needs none.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mappa.offending.models import Conviction, Disposal, Movement, NotificationEvent, Order, OrderStep
from mappa.offending.movements import JUDGEMENTS, MovementKind
from mappa.offending.selectors import FactsAbout, facts_about
from mappa.people.models import Person

Event = dict[str, Any]

MOVEMENTS_OF_THE_ENGINE: dict[str, str] = {
    MovementKind.REMAND: "remand",
    MovementKind.RELEASED: "release",
    MovementKind.DISCHARGED: "release",
    MovementKind.RECALLED: "recall",
    MovementKind.LICENCE_END: "licence_end",
    MovementKind.SUPERVISION_END: "supervision_end",
    MovementKind.OPERATIONAL_END: "operational_period_end",
    MovementKind.ORDER_END: "order_end",
    MovementKind.CTO_START: "cto_start",
    MovementKind.TRANSFER_S47: "transfer_s47",
    MovementKind.NOTIONAL_S37: "notional_s37",
    MovementKind.CONDITIONAL_DISCHARGE: "conditional_discharge_mha",
    MovementKind.LEFT_UK: "left_uk",
    MovementKind.RETURNED_UK: "returned_uk",
    MovementKind.CAT3_ACCEPTED: "cat3_accepted",
    MovementKind.CAT3_REMOVED: "cat3_removed",
    MovementKind.CAT4_ACCEPTED: "cat4_discretionary_accepted",
    MovementKind.CAT4_REMOVED: "cat4_discretionary_removed",
}
"""Our words of movement and the engine's. What is not here bears on duties only."""

NOTIFICATIONS_OF_THE_ENGINE = frozenset(
    {"first_notification", "periodic_notification", "stay", "left_uk", "returned_uk", "address_change"}
)
OFFENCE_KEYS = ("statute", "section", "sch3_para", "sch15_para", "sch15_part", "sch19za_para")
ACCEPTED_BECAUSE: dict[str, str] = {
    MovementKind.CAT3_ACCEPTED: "ra_considers_serious_harm",
    MovementKind.CAT4_ACCEPTED: "ra_considers_terrorism_risk",
}
MOVEMENT_KEYS = ("level", "effective", "source")
NOTIFICATION_KEYS = ("days", "no_fixed_abode")


def case_for(person: Person) -> dict[str, Any]:
    """The person as the engine reads a case: dates as ISO text, events in order of their day.

    What is not recorded is left out, so the engine can say that it cannot tell. Seven queries.
    """
    return case_from(person, facts_about(person))


def case_from(person: Person, about: FactsAbout) -> dict[str, Any]:
    """As `case_for`, from facts that the caller has read already. No query."""
    events = [*_events(about), *_death(person)]
    events.sort(key=lambda event: event["date"])
    return {
        "id": person.reference,
        "person": {"dob": person.date_of_birth.isoformat()} if person.date_of_birth else {},
        "events": events,
        "assessment": _judgements(about.movements),
    }


def _events(about: FactsAbout) -> list[Event]:
    found = [_conviction(row) for row in about.convictions]
    ends, elsewhere = _licence_ends(about)
    for disposal in about.disposals:
        found += _disposal(disposal, ends[disposal.pk])
    for movement in about.movements:
        kind = MOVEMENTS_OF_THE_ENGINE.get(movement.kind)
        if kind and (movement.kind != MovementKind.LICENCE_END or movement in elsewhere):
            found.append(_dated(kind, movement.on, movement.details, MOVEMENT_KEYS))
    for order in about.orders:
        found += _order(order, [step for step in about.order_steps if step.order_id == order.pk])
    found += [_notified(row) for row in about.notifications if row.kind in NOTIFICATIONS_OF_THE_ENGINE]
    found += [
        {"type": "review_decision", "date": row.decided_on.isoformat(), "outcome": row.outcome}
        for row in about.reviews
        if row.decided_on and row.outcome
    ]
    return found


def _conviction(row: Conviction) -> Event:
    offence = {key: row.offence[key] for key in OFFENCE_KEYS if row.offence.get(key) not in (None, "")}
    event: Event = {
        "id": f"C{row.pk}",
        "type": row.kind,
        "date": row.on.isoformat(),
        "offence": {"title": row.title, **offence},
        **row.facts,
    }
    if row.court:
        event["court"] = row.court
    if row.cjs_code:
        event["cjs_code"] = row.cjs_code
    if row.offence_date:
        event["offence_date"] = row.offence_date.isoformat()
    return event


def _licence_ends(about: FactsAbout) -> tuple[dict[int, date | None], list[Movement]]:
    """The last day of each sentence's licence, and the movements that belong to no sentence that has one.

    A last day recorded as a movement replaces the one that the nearest sentence came with, and the latest recorded
    counts. One recorded before a sentence was corrected counts no more.
    """
    ends: dict[int, date | None] = {row.pk: row.licence_end for row in about.disposals}
    first = {row.pk: (row, row.licence_end) for row in about.disposals if row.licence_end}
    elsewhere = []
    recorded = [move for move in about.movements if move.kind == MovementKind.LICENCE_END]
    for move in sorted(recorded, key=lambda move: (move.recorded_at, move.pk or 0)):
        away = {pk: abs(end - move.on) for pk, (row, end) in first.items() if row.on <= move.on}
        if not away:
            elsewhere.append(move)
        for pk, distance in away.items():
            corrected = first[pk][0].corrected_at
            if distance == min(away.values()) and (corrected is None or move.recorded_at > corrected):
                ends[pk] = move.on
    return ends, elsewhere


def _disposal(row: Disposal, licence_end: date | None) -> list[Event]:
    source = f"C{row.conviction_id}"
    event: Event = {
        "type": "disposal", "date": row.on.isoformat(), "for_event": source, "disposal": row.code, **row.details,
    }  # fmt: skip
    if row.term_months is not None:
        event["term_months"] = row.term_months
    if licence_end is None:
        return [event]
    return [event, {"type": "licence_end", "date": licence_end.isoformat(), "for_event": source}]


def _order(row: Order, steps: Sequence[OrderStep]) -> list[Event]:
    """An order as it was made, each last day that it was given since as a renewal, and its discharge."""
    source = f"O{row.pk}"
    made: Event = {"id": source, "type": "order_made", "date": row.on.isoformat(), "order": row.kind}
    moved = [step for step in steps if step.until]
    until = min(moved, key=lambda step: step.pk).until_before if moved else row.until
    if until:
        made["until"] = until.isoformat()
    if row.foreign_travel_until:
        made["foreign_travel_until"] = row.foreign_travel_until.isoformat()
    made |= {key: said for key, said in (("court", row.court_kind), ("applicant", row.applicant)) if said}
    if not row.by_court_on_conviction:
        made["on_application"] = True
    if row.acts_since is not None:
        made["acts_since"] = row.acts_since
    renewed: list[Event] = [
        {"id": f"{source}S{step.pk}", "type": "order_made", "date": step.on.isoformat(), "order": row.kind,
         "until": step.until.isoformat()}
        for step in moved if step.until
    ]  # fmt: skip
    if row.ended_on is None:
        return [made, *renewed]
    ended = {"type": "order_discharged", "date": row.ended_on.isoformat(), "order": row.kind, "for_event": source}
    return [made, *renewed, ended]


def _notified(row: NotificationEvent) -> Event:
    return _dated(row.kind, row.on, row.details, NOTIFICATION_KEYS)


def _dated(kind: str, on: date, details: dict[str, Any], keys: tuple[str, ...]) -> Event:
    return {"type": kind, "date": on.isoformat(), **{key: details[key] for key in keys if key in details}}


def _death(person: Person) -> list[Event]:
    if person.died_on is None:
        return []
    event: Event = {"type": "death", "date": person.died_on.isoformat()}
    if person.death_learned_on:
        event["learned_on"] = person.death_learned_on.isoformat()
    return [event]


def _judgements(movements: list[Movement]) -> dict[str, bool]:
    """The latest answer of each judgement that somebody recorded.

    Whoever accepts a person into Category 3, or 4 by decision, records the judgement with it and its reason.
    """
    accepted = {ACCEPTED_BECAUSE[row.kind]: True for row in movements if row.kind in ACCEPTED_BECAUSE}
    return accepted | {row.kind: bool(row.details.get("answer")) for row in movements if row.kind in JUDGEMENTS}
