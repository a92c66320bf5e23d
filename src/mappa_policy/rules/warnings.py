"""Things that a person should look at: raised as flags, never decided here."""

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from mappa_policy import parameters
from mappa_policy.calendar import WEEKENDS_ONLY, add_working_days
from mappa_policy.rules.category_3 import RISK, TERRORISM, has_offended
from mappa_policy.rules.exits import about_to_lapse, left_on
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.orders import spans as order_spans
from mappa_policy.rules.periods import age_on
from mappa_policy.rules.spans import Span

DECIDES_REFERRAL = ("cat3_accepted", "cat4_discretionary_accepted", "level_set")
VIOLENT_OFFENDER = ("VOO", "IVOO")
OUTSIDE = {"service_court_not_category_2", "conviction_outside_england_and_wales_not_category_2"}
LOWEST = 1
Flags = AbstractSet[str]
NONE: Flags = frozenset()


def _referral(facts: Facts) -> Flags:
    limit = facts.find("referral/decision_limit")
    if limit is None or "referral_received" not in facts.known:
        return NONE
    for received in facts.of("referral_received"):
        due = add_working_days(received.date, limit.number, outside=WEEKENDS_ONLY)
        decided = [event.date for event in facts.of_any(DECIDES_REFERRAL) if event.date >= received.date]
        if min(decided, default=facts.as_of) > due:
            return {"referral_decision_overdue"}
    return NONE


def _minutes(facts: Facts) -> Flags:
    for meeting in facts.of("meeting"):
        level = meeting.number("level")
        if level is None or level == LOWEST:
            continue  # only levels 2 and 3 have minutes with a limit
        working = parameters.find(f"minutes/level_{level}_working_days", "hampshire-2008")
        days = parameters.find(f"minutes/level_{level}_days", "hampshire-2008") if working else None
        if working is None or days is None:
            continue
        both_in_edition = facts.find(f"minutes/level_{level}_days") is not None
        plain = meeting.date + dt.timedelta(days=days.number)
        by_working_days = add_working_days(meeting.date, working.number, outside=WEEKENDS_ONLY)
        if both_in_edition or by_working_days != plain:
            return {"minutes_unit_days_or_working_days"}
    return NONE


def _category_3(facts: Facts, spans: Sequence[Span], live: AbstractSet[str]) -> Flags:
    worried, died = facts.judged("ra_considers_serious_harm"), facts.died
    if RISK in live or (died is not None and died < facts.as_of):
        return NONE
    if not has_offended(facts):
        return {"consider_pdp"} if worried else NONE
    if live:
        return {"consider_cat3"} if worried and about_to_lapse(facts, spans) else NONE
    if worried or (facts.flags and facts.flags & OUTSIDE):
        return {"consider_cat3"}
    if "order_made" not in facts.known:
        return NONE
    ordered = [span for span in order_spans(facts, *VIOLENT_OFFENDER) if span.in_force(facts.as_of)]
    return {"consider_cat3"} if ordered else NONE


def _category_4(facts: Facts, live: AbstractSet[str]) -> Flags:
    if TERRORISM in live and live <= {TERRORISM, RISK}:
        return {"level1_for_discretionary_cat4_unsettled"}
    known = facts.among("categories/available", "4")
    answered = {TERRORISM, "CAT4_AUTO"} if known else {RISK}
    if facts.judged("ra_considers_terrorism_risk") and not live & answered:
        return {"consider_cat4_discretionary" if known else "consider_cat3"} if has_offended(facts) else NONE
    return NONE


def _levels(facts: Facts, spans: Sequence[Span]) -> Flags:
    for event in facts.of("cat3_accepted"):
        if event.number("level") == LOWEST:
            return {"invalid_level_for_category_3"}
    for event in facts.of("level_set"):
        on_the_day = {span.limb for span in spans if span.runs_on(event.date)}
        if event.number("level") == LOWEST and on_the_day == {RISK}:
            return {"invalid_level_for_category_3"}
    return NONE


def _record(facts: Facts, spans: Sequence[Span]) -> set[str]:
    found: set[str] = set()
    died = facts.died
    if died is not None:
        found.add("death_close_and_retain_record")
    born = facts.case.dob
    age = facts.number("record/retention_review_age")
    if born is not None and age_on(born, facts.as_of) >= age:
        found.add("record_review_100th_birthday")
    if "meeting" in facts.known:
        left = left_on(spans)
        ended = died if left is None else left
        if ended is not None and [event for event in facts.of("meeting") if event.date > ended]:
            found.add("meeting_after_exit")
    for event in facts.known.get("left_uk", ()):
        if any(span.kind == "notification" and span.runs_on(event.date) for span in spans):
            found.add("abroad_duties_paused_period_runs")
    return found


def warnings(facts: Facts, spans: Sequence[Span], live: AbstractSet[str]) -> set[str]:
    """Every flag that the whole case gives, beside those the rules raised on the way.

    Args:
        live: the limbs that are met on the day.
    """
    known = facts.known
    found = _record(facts, spans)
    for raised in (_referral(facts), _category_3(facts, spans, live), _category_4(facts, live)):
        found |= raised
    if "meeting" in known:
        found |= _minutes(facts)
    if "cat3_accepted" in known or "level_set" in known:
        found |= _levels(facts, spans)
    if facts.values.is_draft:
        found.add("draft_edition_used")
    return found
