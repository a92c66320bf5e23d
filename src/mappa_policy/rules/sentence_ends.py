"""When what a sentence brought comes to an end: licence, order, hospital. Recorded ends come first.

Where no end is recorded a determinate sentence ends by its term. None means open-ended on present facts.
Covers: IDENT-32.
"""

import datetime as dt

from mappa_policy import disposals
from mappa_policy.case import Event
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.linked_terms import linked
from mappa_policy.rules.periods import ONE_DAY, earlier, period_end
from mappa_policy.rules.sentences import Kind, kind_of, term_of, under_kind

INDETERMINATE_THAT_ENDS = ("IPP", "DPP")
LICENCE_ENDS = ("licence_end",)
ORDER_ENDS = ("licence_end", "order_end", "supervision_end")
WHICH = {"the later": max, "the earlier": min}
NOTIONAL, NOTIONAL_CODE = "notional_s37", "N37"
MOVED_TO_HOSPITAL = ("transfer_s47", NOTIONAL)
LIFTS_RESTRICTION_ONLY = ("S41", "restriction", "RESTRICTION")


def expiry(facts: Facts, held: Conviction, sentence: Sentence, seen: frozenset[str] = frozenset()) -> dt.date:
    """The last day of a determinate sentence by its term, after any it is consecutive to.

    Days on remand that count towards it are taken off.
    """
    start = sentence.date
    every = [(other, one) for other in facts.convictions for one in other.sentences if one.term is not None]
    for other, one in linked(sentence, "consecutive_to", every):
        if one.event.id not in seen:
            start = max(start, expiry(facts, other, one, seen | {sentence.event.id}) + ONE_DAY)
    remand = sentence.event.number("remand_days") or 0
    return term_of(facts, sentence, held.id).end(start) - dt.timedelta(days=remand) - ONE_DAY


def _owners(facts: Facts, event: Event, kinds: tuple[str, ...]) -> set[str]:
    """The convictions whose sentence a recorded end belongs to: named, or the nearest by its term."""
    if event.text("for_event"):
        return {event.text("for_event")}
    open_then = [
        (held, one)
        for held in facts.convictions
        for one in held.sentences
        if under_kind(facts, one) in kinds and one.date <= event.date
    ]
    if len(open_then) > 1:
        distance = {
            one.event.id: abs((expiry(facts, held, one) - event.date).days)
            for held, one in open_then
            if under_kind(facts, one) != "life"
        }
        if distance:
            nearest = min(distance.values())
            days = {one.date for _, one in open_then if distance.get(one.event.id) == nearest}
            open_then = [(held, one) for held, one in open_then if one.date in days]
    return {held.id for held, _ in open_then}


def _recorded(facts: Facts, held: Conviction, types: tuple[str, ...], kinds: tuple[str, ...]) -> dt.date | None:
    events = facts.of_any(types)
    if not events:
        return None
    days = [
        event.date
        for event in events
        if not disposals.order_by_code(event.text("order")) and held.id in _owners(facts, event, kinds)
    ]
    return max(days, default=None)


def _suspended(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date | None:
    """The end of supervision or of the operational period: which counts is unsettled, so the edition says.

    Every suspended sentence has an operational period, so where none is recorded the end is asked for: it may
    run on after supervision. None is that it runs on.
    """
    ends: dict[str, dt.date] = {}
    for name in ("supervision", "operational_period"):
        recorded = _recorded(facts, held, (f"{name}_end",), ("suspended",))
        months = sentence.event.number(f"{name}_months")
        if recorded is not None:
            ends[name] = recorded
        elif months is not None:
            ends[name] = period_end(sentence.date, months)
    choose = WHICH[str(facts.parameter("category-2/suspended_exit").value)]
    if "operational_period" in ends or (ends and choose is min):
        return choose(ends.values())
    runs_on = facts.world.ask(f"{held.id}.operational_period_months: whether still running", (True, False))
    return None if runs_on else ends.get("supervision", sentence.date)


def trial_after_finding(facts: Facts, held: Conviction) -> dt.date | None:
    """The day on which somebody once found under a disability was tried, or none."""
    if held.event.type != "finding":
        return None
    unfit = held.event.text("finding") == "disability" or any(one.code.startswith("UNFIT") for one in held.sentences)
    if not unfit:
        return None
    return next(
        (
            event.date
            for event in facts.of("trial_concluded")
            if event.text("for_event") in {"", held.id} and event.date >= held.event.date
        ),
        None,
    )


def _community(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date:
    recorded = _recorded(facts, held, ("order_end", "supervision_end"), ("community",))
    if recorded is not None:
        return recorded
    if sentence.term is not None:
        return expiry(facts, held, sentence)
    running = facts.world.ask(f"{held.id}.term_months: whether the order still runs", (True, False))
    return facts.as_of if running else sentence.date


def _hospital(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date | None:
    """A hospital order lasts until discharged; a community treatment order keeps it alive."""
    ended = [
        event.date
        for event in facts.of_any(("order_discharged", "order_end"))
        if not disposals.order_by_code(event.text("order"))
        and event.text("order") not in LIFTS_RESTRICTION_ONLY
        and event.date >= sentence.date
        and event.text("for_event") in {"", held.id}
    ]
    if ended:
        return min(ended)
    releases = [event.date for event in facts.of("release") if event.date >= sentence.date]
    if not releases:
        return None
    if kind_of(facts, sentence, held.id) is Kind.HOSPITAL_RESTRICTED:
        if facts.of("conditional_discharge_mha"):
            return None
        absolute = facts.world.ask(f"{held.id}: whether the discharge from hospital was absolute", (True, False))
        return max(releases) if absolute else None
    return None if facts.of("cto_start") else max(releases)


def _transferred(facts: Facts, held: Conviction, sentence: Sentence, last: dt.date) -> dt.date | None:
    """The end after a transfer to hospital: not before both licence and detention have ended."""
    moved = [event.date for event in facts.of_any(MOVED_TO_HOSPITAL) if event.date >= sentence.date] + [*held.moved]
    if sentence.code == NOTIONAL_CODE:
        moved.append(sentence.date)
    if not moved or last >= facts.as_of:
        return last
    out = [event.date for event in facts.of_any(("release", "cto_start")) if event.date >= max(moved)]
    if out and max(out) <= last:
        return last
    facts.flags.add("notional_37_exit_unsettled")
    return max(out) if out else None


def last_day(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date | None:
    """The last day of what the sentence brought, worked out once; none where it is open-ended on present facts."""
    key = (held.id, sentence.event.id)
    if key not in facts.ends:
        facts.ends[key] = _last_day(facts, held, sentence)
    return facts.ends[key]


def _last_day(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date | None:
    kind = under_kind(facts, sentence)
    if kind == "hospital":
        return earlier(_hospital(facts, held, sentence), trial_after_finding(facts, held))
    if kind == "guardianship":
        return _recorded(facts, held, ("order_discharged", "order_end"), (kind,))
    if kind == "life":
        ends = sentence.code in INDETERMINATE_THAT_ENDS
        return _recorded(facts, held, LICENCE_ENDS, (kind,)) if ends else None
    if kind == "suspended":
        return _suspended(facts, held, sentence)
    if kind == "community":
        return _community(facts, held, sentence)
    return _transferred(facts, held, sentence, licence_last_day(facts, held, sentence))


def licence_last_day(facts: Facts, held: Conviction, sentence: Sentence) -> dt.date:
    """The last day of the licence of a determinate prison sentence: recorded, else by its term."""
    closing = ORDER_ENDS if sentence.code.startswith("DTO") else LICENCE_ENDS
    recorded = _recorded(facts, held, closing, ("custody", "life"))
    return recorded or expiry(facts, held, sentence)


def supervised_until(facts: Facts) -> list[tuple[str, dt.date, dt.date | None]]:
    """Everything the person has been under: its kind, first day and last day."""
    died = facts.died
    return [
        (kind, one.date, earlier(last_day(facts, held, one), died))
        for held in facts.convictions
        for one in held.sentences
        if (kind := under_kind(facts, one))
    ]
