"""What happened in a case, in the words of the duty engine: collected from every room below, many cases at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from mappa.assessments.models import Assessment
from mappa.cases.ending import BY_LAW
from mappa.cases.models import Case, CategoryRow, LevelRow
from mappa.determinations.detention import detention_of
from mappa.determinations.models import Determination
from mappa.disclosures.models import DisclosureDecision
from mappa.duties.models import CaseFact
from mappa.kernel.clock import day_of
from mappa.offending.models import Conviction, Disposal, Movement, NotificationEvent, Order
from mappa.offending.movements import MovementKind
from mappa.offending.whereabouts import MOVES, SENTENCED_IN_COMMUNITY, on_remand, set_free_by_sentence
from mappa.people.models import RecordStep
from mappa.referrals.models import ReferralStep
from mappa.referrals.selectors import as_events

ONE_DAY = timedelta(days=1)
Event = dict[str, Any]
Source = Callable[[Sequence[Case]], Mapping[int, list[Event]]]

ORDER_WORDS = {"SRO": "sexual_risk_order", "SHPO": "shpo", "NO": "notification_order"}
DISPOSAL_WORDS = {"sentenced_to_custody": "custody", "admitted_to_hospital": "hospital"}
NOTIFICATION_WORDS = {
    "first_notification": ["address_notified"],
    "periodic_notification": ["address_notified"],
    "address_change": ["address_changed", "address_notified"],
    "address_verified": ["address_verified"],
}
MOVEMENT_WORDS = {
    "released": "released",
    "recalled": "recalled",
    "returned_to_custody": "returned_to_custody",
    "release_expected": "release_expected",
    "release_confirmed": "release_confirmed",
    "supervision_started": "supervision_started",
    "supervision_ended": "supervision_ended",
}
RECORD_WORDS = {"registered", "flagged", "record_reviewed", "archived"}


def happened(what: str, on: date, /, **fields: Any) -> Event:
    """One event; a field that is not recorded is left out."""
    return {"type": what, "date": on} | {
        name: value for name, value in fields.items() if value is not None and value != ""
    }


def _by_person(cases: Sequence[Case]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for case in cases:
        found[case.person_id].append(case.pk)
    return found


def _spread(cases: Sequence[Case], events: Iterable[tuple[int, Event]]) -> dict[int, list[Event]]:
    """Give each person's events to each of their cases."""
    owners = _by_person(cases)
    found: dict[int, list[Event]] = defaultdict(list)
    for person, event in events:
        for case in owners.get(person, ()):
            found[case].append(event)
    return found


def from_court(cases: Sequence[Case]) -> dict[int, list[Event]]:
    """Convictions, cautions and findings; sentences; orders."""
    people = list(_by_person(cases))
    moves: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for person, on, kind in (
        Movement.objects.filter(person__in=people, kind__in=MOVES)
        .order_by("on", "id")
        .values_list("person", "on", "kind")
    ):
        moves[person].append((on, kind))
    events: list[tuple[int, Event]] = []
    for person, kind, on in Conviction.objects.filter(person__in=people).values_list("person", "kind", "on"):
        remanded = True if kind == "conviction" and on_remand(on, moves[person]) else None
        events.append((person, happened(kind, on, remanded=remanded)))
    for person, on, code, term in Disposal.objects.filter(conviction__person__in=people).values_list(
        "conviction__person", "on", "code", "term_months"
    ):
        detained = detention_of(code)
        moves[person].append((on, detained or SENTENCED_IN_COMMUNITY))
        where = DISPOSAL_WORDS.get(detained or "", "community")
        events.append((person, happened("sentence", on, disposal=code, term_months=term, to=where)))
    for person, told in moves.items():
        events.extend((person, happened("released", on)) for on in set_free_by_sentence(told))
    for person, kind, on, until, ended in Order.objects.filter(person__in=people).values_list(
        "person", "kind", "on", "until", "ended_on"
    ):
        word = ORDER_WORDS.get(kind, "other")
        events.append((person, happened("order_made", on, order=word)))
        if over := ended or (until and until + ONE_DAY):
            events.append((person, happened("order_ended", over, order=word)))
    return _spread(cases, events)


def _moved(kind: str, on: date, recorded_at: datetime, details: Mapping[str, Any]) -> Event:
    """A movement. A release typed as a day ahead became known on the day it was recorded."""
    if kind == MovementKind.RELEASE_EXPECTED and "release_on" not in details:
        return happened(kind, day_of(recorded_at), release_on=on, **details)
    return happened(MOVEMENT_WORDS[kind], on, **details)


def from_life(cases: Sequence[Case]) -> dict[int, list[Event]]:
    """Custody, supervision, notification, risk, the record's own life, and death."""
    people = list(_by_person(cases))
    events: list[tuple[int, Event]] = []
    moved = Movement.objects.filter(person__in=people, kind__in=MOVEMENT_WORDS).order_by("on", "id")
    for person, kind, on, recorded_at, details in moved.values_list("person", "kind", "on", "recorded_at", "details"):
        events.append((person, _moved(kind, on, recorded_at, details)))
    for person, kind, on in NotificationEvent.objects.filter(person__in=people).values_list("person", "kind", "on"):
        events.extend((person, happened(word, on)) for word in NOTIFICATION_WORDS.get(kind, ()))
    for person, on, level in (
        Assessment.objects.filter(person__in=people).exclude(rosh="").values_list("person", "on", "rosh")
    ):
        events.append((person, happened("rosh_assessed", on, level=level)))
    for person, step, on, kind in RecordStep.objects.filter(person__in=people, step__in=RECORD_WORDS).values_list(
        "person", "step", "on", "kind"
    ):
        events.append((person, happened(step, on, kind=kind)))
    events.extend(
        (case.person_id, happened("died", case.person.died_on))
        for case in {case.person_id: case for case in cases}.values()
        if case.person.died_on
    )
    return _spread(cases, events)


def from_referrals(cases: Sequence[Case]) -> dict[int, list[Event]]:
    """Received, returned, decided."""
    steps = ReferralStep.objects.filter(referral__person__in=list(_by_person(cases))).select_related("referral")
    asked = steps.only("action", "at", "level", "referral__level_sought", "referral__person")
    events: list[tuple[int, Event]] = []
    for step in asked.order_by("at", "id"):
        events.extend((step.referral.person_id, event) for event in as_events([step]))
    return _spread(cases, events)


def from_case(cases: Sequence[Case]) -> dict[int, list[Event]]:
    """Levels, categories left, disclosure decisions, and facts recorded for the clocks alone."""
    found: dict[int, list[Event]] = defaultdict(list)
    for case, since, level in (
        LevelRow.objects.filter(case__in=cases).order_by("since", "id").values_list("case", "since", "level")
    ):
        found[case].append(happened("level_set", since, level=level))
    for case, on in DisclosureDecision.objects.filter(case__in=cases).values_list("case", "on"):
        found[case].append(happened("disclosure_decided", on))
    for case, kind, on, details in CaseFact.objects.filter(case__in=cases).values_list("case", "kind", "on", "details"):
        found[case].append(happened(kind, on, **details))
    return found


def categories_of(cases: Sequence[Case]) -> tuple[dict[int, list[int]], dict[int, list[Event]]]:
    """Every category a case ever held, recorded one first, and an event for each that was left."""
    every: dict[int, list[int]] = defaultdict(list)
    left: dict[int, list[Event]] = defaultdict(list)
    before: dict[int, set[int]] = defaultdict(set)
    for case, since, category, also in (
        CategoryRow.objects.filter(case__in=cases)
        .order_by("since", "id")
        .values_list("case", "since", "category", "all_categories")
    ):
        now = {*also, *([category] if category else [])}
        every[case] += [each for each in ([category] if category else []) + sorted(now) if each not in every[case]]
        left[case] += [
            happened("exited", since, category=each, reason="no longer met") for each in sorted(before[case] - now)
        ]
        before[case] = now
    return every, left


def ends_of_law(cases: Sequence[Case]) -> dict[int, list[Event]]:
    """The categories that the law ends on a day, by the latest answer about the person, as left on the day after.

    A closing statement that is still to be written delays nothing (IDENT-33). An end before the category was recorded
    belongs to an earlier time in it.
    """
    rows = CategoryRow.objects.filter(case__in=cases).order_by("case", "-since", "-id").distinct("case")
    held = {row.case_id: row for row in rows}
    answers = Determination.objects.filter(person__in=list(_by_person(cases))).order_by("person", "-made_at", "-id")
    ends = dict(answers.distinct("person").values_list("person", "answer__exit"))
    found: dict[int, list[Event]] = defaultdict(list)
    for case in cases:
        row = held.get(case.pk)
        for category, key, reason in BY_LAW:
            last = (ends.get(case.person_id) or {}).get(key)
            if row and last and category in {row.category, *row.all_categories}:
                day = date.fromisoformat(last)
                if day >= row.since:
                    found[case.pk].append(happened("exited", day + ONE_DAY, category=category, reason=reason.value))
    return found


BELOW: list[Source] = [from_court, from_life, from_referrals, from_case, ends_of_law]
SOURCES: list[Source] = [*BELOW]
"""The sources in use. Rooms above this one are added by `mappa.config.wiring` when the product starts."""
