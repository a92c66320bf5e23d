"""How the events of a day change the state of a case.

Events are applied in the order of the list, which counts only where two events of one day set the same state; then
the later prevails. An event that changes no state is only remembered.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Countdown
from mappa_policy.duties.state import MANAGED_LEVELS, Case, Day

BANDS = {"low": "low", "medium": "medium", "high": "high", "very_high": "high"}
ONE_DAY = dt.timedelta(days=1)


def _enter_custody(case: Case, event: Event) -> None:
    if case.custody_since is None:
        case.custody_since, case.round = event.date, None


def _enter_hospital(case: Case, event: Event) -> None:
    case.after_hospital_disposal = True
    if case.hospital_since is None:
        case.hospital_since, case.stay = event.date, None


def _conviction(case: Case, event: Event) -> None:
    if event.get("remanded"):
        _enter_custody(case, event)


def _sentence(case: Case, event: Event) -> None:
    if event.get("to") == "custody":
        _enter_custody(case, event)
    elif event.get("to") == "hospital":
        _enter_hospital(case, event)


def _released(case: Case, event: Event) -> None:
    case.custody_since = case.hospital_since = case.round = case.stay = None
    case.released = event


def _supervision_started(case: Case, event: Event) -> None:
    case.supervisor = event.text("by")
    if case.supervisor == "probation" and case.first_probation is None:
        case.first_probation = event.date


def _supervision_ended(case: Case, _: Event) -> None:
    case.supervisor = None


def _registered(case: Case, _: Event) -> None:
    case.registered = True


def _flagged(case: Case, _: Event) -> None:
    case.flagged = True


def _level_set(case: Case, event: Event) -> None:
    level = event.get("level")
    case.level = level if isinstance(level, int) else None
    case.managed = level in MANAGED_LEVELS


def _referral_decided(case: Case, event: Event) -> None:
    if event.get("outcome") == "accepted":
        case.managed = event.get("level") in MANAGED_LEVELS


def _rosh_assessed(case: Case, event: Event) -> None:
    case.band = BANDS[event.text("level")]


def _order(case: Case, event: Event) -> None:
    if event.text("order") == "sexual_risk_order":
        case.sexual_risk_order = event.type == "order_made"


def _exited(case: Case, event: Event) -> None:
    category = event.get("category")
    if isinstance(category, int):
        case.categories.discard(category)


def _died(case: Case, _: Event) -> None:
    case.alive = False


CHANGES: Mapping[str, Callable[[Case, Event], None]] = {
    "conviction": _conviction,
    "sentence": _sentence,
    "returned_to_custody": _enter_custody,
    "released": _released,
    "supervision_started": _supervision_started,
    "supervision_ended": _supervision_ended,
    "registered": _registered,
    "flagged": _flagged,
    "level_set": _level_set,
    "referral_decided": _referral_decided,
    "rosh_assessed": _rosh_assessed,
    "order_made": _order,
    "order_ended": _order,
    "exited": _exited,
    "died": _died,
}


def _count_down(day: Day, kind: str, target: str, before: Countdown | None) -> Countdown | None:
    """Begin a countdown, or give it the date recorded today. ``before`` is the one that ran yesterday."""
    case = day.case
    since = case.custody_since if kind == "release_expected" else case.hospital_since
    running = case.round if kind == "release_expected" else case.stay
    for event in day.events.get(kind, ()):
        expected = event.day(target)
        refused = event.text("cause") == "parole_refused"
        if since is None:
            if before is not None and not refused:  # it ends today, at the date last known
                before.expected.append((event, expected))
        elif running is None:
            running = Countdown(day.date, since, since, [(event, expected)])
        elif refused and running.began != day.date:
            running = Countdown(day.date, day.date, since, [(event, expected)])
        else:
            running.expected.append((event, expected))
    return running


def apply(case: Case, date: dt.date, events: list[Event]) -> Day:
    """Change the state by all events of one day, in the order of the list, and say what is true before and after."""
    was = case.standing()
    round_before, stay_before = case.round, case.stay
    by_kind: dict[str, list[Event]] = {}
    for event in events:
        by_kind.setdefault(event.type, []).append(event)
        case.history.setdefault(event.type, []).append(event)
        if change := CHANGES.get(event.type):
            change(case, event)
    now = case.standing()
    day = Day(date, case, by_kind, was, now)
    if now.level != was.level:
        case.level_event = day.last("level_set")
    if was.in_mappa and not now.in_mappa:
        case.led_at_exit = case.lead_while(was, date - ONE_DAY)
    if "release_expected" in by_kind:
        case.round = _count_down(day, "release_expected", "release_on", round_before)
    if "hospital_discharge_expected" in by_kind:
        case.stay = _count_down(day, "hospital_discharge_expected", "discharge_on", stay_before)
    case.awaits_first_meeting = (
        now.managed and now.community and (case.awaits_first_meeting or "released" in by_kind) and not day.review()
    )
    return day
