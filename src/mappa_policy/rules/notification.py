"""Periods of notification under Part 2 of the Sexual Offences Act 2003, one for each reason a person has.

Every conviction has its own period, counted from the relevant date, which is its first day (section 82). Time
in custody, in hospital or abroad does not stop it. Covers: IDENT-25.
"""

import datetime as dt
from dataclasses import replace
from operator import attrgetter

from mappa_policy.model import record
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.linked_terms import aggregate
from mappa_policy.rules.notification_by_order import by_breach, by_order
from mappa_policy.rules.notification_period import PART_2, Period, spell
from mappa_policy.rules.orders import spans
from mappa_policy.rules.periods import period_end
from mappa_policy.rules.schedule_3 import Listing, listing
from mappa_policy.rules.sentence_ends import last_day, trial_after_finding
from mappa_policy.rules.sentences import (
    Kind,
    is_absolutely_discharged,
    kind_of,
    notification_term,
    term_of,
    under_kind,
)


@record
class _Length:
    """How long: so many months, or none for ever; or a fixed last day for a conditional discharge."""

    months: int | None
    why: str
    last_day: dt.date | None = None


def _rank(length: _Length) -> tuple[bool, int]:
    return (length.months is None and length.last_day is None, length.months or 0)


_in_order = attrgetter("first_day", "source")


FIXED = {
    Kind.HOSPITAL: ("notification/period_hospital", "hospital without restriction"),
    Kind.CAUTION: ("notification/period_caution", "caution"),
    Kind.OTHER: ("notification/period_other", "other disposal"),
}
FOR_EVER = {Kind.LIFE: "life or public protection", Kind.HOSPITAL_RESTRICTED: "restriction order"}


def _length(facts: Facts, about: Conviction, sentence: Sentence, listed: list[Conviction]) -> _Length | None:
    kind = kind_of(facts, sentence, about.id)
    if kind in FIXED:
        name, why = FIXED[kind]
        return _Length(facts.number(name), why)
    if kind in FOR_EVER:
        return _Length(None, FOR_EVER[kind])
    if kind is Kind.CONDITIONAL_DISCHARGE:
        end = term_of(facts, sentence, about.id).end(sentence.date) - dt.timedelta(days=1)
        return _Length(0, "conditional discharge", end)
    return _custody_length(facts, about, sentence, listed) if kind is Kind.CUSTODY else None


def _custody_length(facts: Facts, about: Conviction, sentence: Sentence, listed: list[Conviction]) -> _Length:
    long, short = facts.number("notification/indefinite_term"), facts.number("notification/short_term")
    term = aggregate(facts, about, sentence, listed, notification_term)
    if term.at_least(long, sentence.date):
        return _Length(None, f"{long} months or more")
    if term.more_than(short, sentence.date):
        return _Length(facts.number("notification/period_medium_custody"), f"over {short}, under {long} months")
    return _Length(facts.number("notification/period_short_custody"), f"{short} months or less")


def _not_sentenced(facts: Facts, about: Conviction) -> _Length:
    """The length where no final disposal is recorded: every one of them is tried."""
    if about.event.type == "caution":
        return _Length(facts.number("notification/period_caution"), "caution")
    names = ("period_medium_custody", "period_short_custody", "period_other")
    months = facts.world.ask(f"{about.id}.disposal", (None, *(facts.number(f"notification/{name}") for name in names)))
    return _Length(months, "no disposal recorded")


def _older_law_reaches(facts: Facts, about: Conviction) -> bool:
    """Whether a conviction from before the Act of 1997 counts: only if the sentence was still open then."""
    began = facts.day("notification/older_law_began")
    if about.event.date >= began:
        return True
    if about.event.type == "caution":
        return False
    if any(held.date >= began for held in about.sentences):
        return True
    if about.sentences:
        ends = [last_day(facts, about, held) for held in about.sentences if under_kind(facts, held)]
        return any(end is None or end >= began for end in ends)
    facts.flags.add("x_conviction_before_1997")
    return facts.world.ask(f"{about.id}: whether the sentence was still running on {began}", (False, True))


def _relevant_date(facts: Facts, about: Conviction, found: Listing) -> dt.date:
    if not found.by_sentence or not about.sentences:
        return about.event.date
    facts.flags.add("relevant_date_is_sentence_date")
    return min(held.date for held in about.sentences)


def _of_conviction(facts: Facts, about: Conviction, found: Listing, listed: list[Conviction]) -> Period:
    relevant = _relevant_date(facts, about, found)
    young = facts.under(facts.number("notification/young_person_age"), relevant)
    lengths = [length for held in about.sentences if (length := _length(facts, about, held, listed)) is not None]
    length = max(lengths, key=_rank) if lengths else _not_sentenced(facts, about)
    source = "NO" if about.court == "foreign" else about.id
    if length.months is None or length.last_day is not None:
        last = length.last_day
        band = f"indefinite ({length.why})" if last is None else length.why
    else:
        divisor = facts.number("notification/young_person_divisor") if young else 1
        months = length.months // divisor
        last = period_end(relevant, months)
        band = f"{spell(months)} ({length.why}{', under 18' if young else ''})"
    tried = trial_after_finding(facts, about)
    if tried is not None and (last is None or tried < last):
        last, band = tried, f"{band}, ended by the trial"
    return Period(
        PART_2,
        source,
        about.id,
        band,
        relevant,
        last,
        relevant,
        relevant,
        last is None,
        young,
    )


def _from_abroad(facts: Facts, listed: list[Conviction]) -> list[Period]:
    """Periods that a notification order brings, counted from the conviction abroad (sections 97 and 98)."""
    orders = spans(facts, "NO")
    if not orders:
        return []
    found = []
    abroad = [held for held in facts.convictions if held.court == "foreign"]
    for order in orders:
        for about in (held for held in abroad if held.event.date <= order.first):
            period = _of_conviction(facts, about, Listing(listed=True, because=""), [*listed, about])
            if period.last_day is not None and period.last_day < order.first:
                facts.flags.add("notification_order_not_available_period_ended")
                continue
            last = period.last_day if order.last is None else min(period.last_day or order.last, order.last)
            found.append(replace(period, last_day=last, subject_from=order.first, relevant=order.first))
        if not abroad:
            found.append(
                Period(
                    PART_2,
                    "NO",
                    "NO",
                    "notification order",
                    order.first,
                    order.last,
                    order.first,
                    order.first,
                )
            )
    return found


def counts_for_part_2(facts: Facts, about: Conviction) -> bool:
    """Whether a court of the United Kingdom dealt with it, and did more than discharge absolutely."""
    if about.court == "foreign":
        return False
    if not about.court and about.event.type != "caution":
        return facts.world.ask(f"{about.id}.court: in the United Kingdom", (True, False))
    return not is_absolutely_discharged(facts, about)


def listed_convictions(facts: Facts) -> dict[str, Listing]:
    """What Schedule 3 says about each conviction, caution and finding, by the id of its event."""
    found: dict[str, Listing] = {}
    for about in facts.convictions:
        if about.court != "foreign":
            found[about.id] = listing(facts, about)
    return found


def part_2_periods(facts: Facts, listings: dict[str, Listing]) -> list[Period]:
    """Every period of Part 2 notification begun by the day, cut short by review or death, by first day."""
    listed: list[Conviction] = []
    for about in facts.convictions:
        law = listings.get(about.id)
        if law and law.listed and counts_for_part_2(facts, about) and _older_law_reaches(facts, about):
            listed.append(about)
    found: list[Period] = []
    for about in listed:
        found.append(_of_conviction(facts, about, listings[about.id], listed))
    if "order_made" in facts.known:
        found += [*_from_abroad(facts, listed), *by_order(facts)]
    for about in facts.convictions:
        found += by_breach(facts, about)
    if not found:
        return found
    begun: list[Period] = []
    for period in found:
        if period.first_day <= facts.as_of:
            begun.append(cut_short(facts, period))
    begun.sort(key=_in_order)
    return begun


def has_review(facts: Facts) -> bool:
    """Whether the edition knows a review of indefinite notification at all."""
    return facts.find("notification/review_gap_adult") is not None


def cut_short(facts: Facts, period: Period) -> Period:
    """A period as ended by a decision on review or by death."""
    for decision in facts.of("review_decision") if "review_decision" in facts.known and has_review(facts) else ():
        if (
            decision.text("outcome") == "ceases"
            and period.open_ended
            and period.last_day is None
            and period.first_day <= decision.date
        ):
            period = replace(period, last_day=decision.date, band="indefinite, ended by review")
    died = facts.died
    if died is not None and (period.last_day is None or period.last_day > died):
        band = "indefinite, ended by death" if period.last_day is None else f"{period.band}, ended by death"
        period = replace(period, last_day=died, band=band)
    return period
