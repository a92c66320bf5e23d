"""The whole answer for one case in one world of its unknown facts: every question asked in turn."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter

from mappa_policy import parameters
from mappa_policy.case import Case
from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Reason, record
from mappa_policy.rules.category_1 import category_1
from mappa_policy.rules.category_2 import category_2
from mappa_policy.rules.category_3 import RISK_DECISION, TERRORISM_DECISION, by_decision
from mappa_policy.rules.category_4 import automatic
from mappa_policy.rules.detention import initial_deadline
from mappa_policy.rules.exits import CATEGORY_OF_LIMB, exits
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.lead_agency import lead_agency
from mappa_policy.rules.levels import levels_allowed
from mappa_policy.rules.notification import listed_convictions, part_2_periods
from mappa_policy.rules.notification_period import Period
from mappa_policy.rules.notional_37 import notional_37
from mappa_policy.rules.order_limits import order_limits
from mappa_policy.rules.pdp import pdp_route
from mappa_policy.rules.remarks import Remark
from mappa_policy.rules.review_of_notification import earliest_review
from mappa_policy.rules.spans import Span
from mappa_policy.rules.warnings import warnings
from mappa_policy.rules.world import World

TERRORISM = 4
PRECEDENCE_UNSETTLED = "recorded_category_precedence_unsettled"
NO_NOTIFICATION: Mapping[str, object] = {
    "notification.subject_on_as_of": False,
    "notification.indefinite": False,
    "notification.overall_last_day": None,
    "notification.initial_deadline": None,
    "notification.earliest_review": None,
}
NOTHING_OPEN: frozenset[str] = frozenset()


@record
class OneAnswer:
    """What holds in one world. ``fields`` are leaves by their path in the result."""

    fields: dict[str, object]
    exits: dict[str, dt.date | None]
    periods: tuple[Period, ...]
    flags: AbstractSet[str]
    reasons: tuple[Reason, ...]
    open_fields: frozenset[str]
    remarks: Mapping[str, Remark]


_in_order = attrgetter("first_day", "source")


def _recorded(facts: Facts, categories: list[int]) -> int | None:
    """The one category to show: the first in the order of precedence; none where that is unsettled."""
    if TERRORISM in categories and len(categories) > 1:
        facts.flags.add(PRECEDENCE_UNSETTLED)
        return None
    precedence = facts.items("categories/precedence")
    if not categories:
        return None
    for number in map(int, precedence):
        if number in categories:
            return number
    return TERRORISM if TERRORISM in categories else None


def _notification(facts: Facts, periods: Sequence[Period]) -> tuple[Mapping[str, object], list[Reason]]:
    if not periods:
        return NO_NOTIFICATION, []
    day = facts.as_of
    review, reasons = earliest_review(facts, periods)
    running = [period for period in periods if period.runs_on(day)]
    open_ended = [period for period in periods if period.last_day is None]
    ends = [period.last_day for period in periods if period.last_day is not None]
    return {
        "notification.subject_on_as_of": bool(running),
        "notification.indefinite": any(period.end_known for period in open_ended),
        "notification.overall_last_day": None if open_ended else max(ends, default=None),
        "notification.initial_deadline": initial_deadline(facts, periods),
        "notification.earliest_review": review,
    }, reasons


def _unknown_ends(periods: Sequence[Period], ends: dict[str, dt.date | None]) -> frozenset[str]:
    """Fields that stay open because a period waits for a release that nobody recorded."""
    waiting = [period for period in periods if not period.end_known] if periods else ()
    if not waiting:
        return NOTHING_OPEN
    paths = {f"notification.periods[{period.source}].last_day" for period in waiting}
    terrorism = {"exit.cat4_last_day"} if "cat4_last_day" in ends else set()
    return frozenset(paths | terrorism | {"notification.overall_last_day"})


def _ask_categories(facts: Facts) -> tuple[tuple[Span, ...], tuple[Period, ...], tuple[Reason, ...]]:
    """Every stretch of every category, with the periods of notification and the reasons on the way."""
    listings = listed_convictions(facts)
    part_2 = part_2_periods(facts, listings)
    ones, because_1 = category_1(facts, part_2, listings)
    twos, because_2 = category_2(facts)
    fours, part_4, because_4 = automatic(facts)
    statutory = [*ones, *twos, *fours]
    chosen, because_c = by_decision(facts, TERRORISM_DECISION, statutory)
    threes, because_3 = by_decision(facts, RISK_DECISION, [*statutory, *chosen])
    periods = [*part_2, *part_4] if part_4 else part_2
    if part_4:
        periods.sort(key=_in_order)
    spans, reasons = (*statutory, *chosen, *threes), (*because_1, *because_2, because_3, *because_4, because_c)
    return spans, tuple(periods), reasons


def _once_each(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Of two reasons for the same limb and event, which only orders bring, the second in the place of the first."""
    return tuple({(reason.limb, reason.about): reason for reason in reasons}.values())


@functools.lru_cache
def _levels_open(allowed: tuple[int, ...], citation: str) -> Reason:
    if not allowed:
        return Reason("LEVELS_ALLOWED", NOT_MET, "Levels open: none.", (citation,))
    return Reason("LEVELS_ALLOWED", MET, f"Levels open: {', '.join(map(str, allowed))}.", (citation,))


def answer(
    case: Case, as_of: dt.date, edition: str, world: World, overlay: parameters.Overlay | None = None
) -> OneAnswer:
    """Ask every question of the case in this world."""
    facts = Facts(case, as_of, edition, world, overlay)
    spans, periods, because = _ask_categories(facts)
    notified, because_n = _notification(facts, periods)
    live: list[Span] = []
    met: set[str] = set()
    for span in spans:
        if span.runs_on(as_of):
            live.append(span)
            met.add(span.limb)
    limbs = [limb for limb in CATEGORY_OF_LIMB if limb in met] if met else []
    categories = sorted({CATEGORY_OF_LIMB[limb] for limb in limbs}) if limbs else []
    allowed = tuple(levels_allowed(facts, limbs))
    because_l = _levels_open(allowed, facts.parameter("category-3/levels").citation)
    route, because_p = pdp_route(facts, eligible=bool(limbs))
    if route:
        facts.flags.add("consider_pdp")
    fields: dict[str, object] = {
        "mappa_eligible": bool(limbs),
        "limbs": tuple(limbs),
        "categories": tuple(categories),
        "recorded_category": _recorded(facts, categories),
        **notified,
        "levels_allowed": allowed,
        "lead_agency": lead_agency(facts, live),
        "pdp_route": route,
    }
    orders = order_limits(facts)
    flags = facts.flags.union(warnings(facts, spans, met))
    ends = exits(spans)
    open_fields = _unknown_ends(periods, ends)
    if because_n and notified["notification.subject_on_as_of"] and because_n[0].outcome is CANNOT_TELL:
        open_fields |= {"notification.earliest_review"}
    reasons = (*because, *because_n, because_l, because_p, *orders, *notional_37(facts))
    if "order_made" in facts.known:
        reasons = _once_each(reasons)
    return OneAnswer(fields, ends, periods, flags, reasons, open_fields, facts.remarks)
