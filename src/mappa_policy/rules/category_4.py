"""Category 4: terrorism, automatic (section 327(4B) to (4G)) and discretionary (section 325(2)(c)).

Covers: IDENT-04 where the edition has a fourth category.
"""

import datetime as dt

from mappa_policy import offences
from mappa_policy.model import MET, NOT_MET, Reason
from mappa_policy.offences import Fit, Provision
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.detention import all_stays
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.linked_terms import aggregate
from mappa_policy.rules.notification import cut_short
from mappa_policy.rules.notification_period import Period, spell
from mappa_policy.rules.orders import spans as order_spans
from mappa_policy.rules.periods import earlier, later, period_end
from mappa_policy.rules.sentence_ends import last_day, trial_after_finding
from mappa_policy.rules.sentences import term_of, under_kind
from mappa_policy.rules.spans import Span

PART_4 = "CTA2008_PART4"
AUTO = "CAT4_AUTO"
CITATIONS = ("CJA 2003 s.327(4B)-(4G)", "CTA 2008 s.45", "CTA 2008 s.53")
NOT_RELEVANT = "The offence is not a relevant terrorist offence."
WITHOUT_PART_4 = ("guardianship",)


def is_terrorist_offence(facts: Facts, held: Conviction) -> bool:
    """Whether the offence is in Schedule 19ZA or was found to have a terrorist connection. Covers: DOMEX-06."""
    offence, recorded = held.offence, held.recorded
    if held.event.fields.get("terrorist_connection"):
        return True
    if "sch19za_para" in offence:
        return bool(offence["sch19za_para"])
    if recorded.entry is not None:
        return bool(recorded.entry.schedule_19za)
    if recorded.provision is not None and not recorded.hides_its_principal:
        return _under(facts, held)
    if offence.get("sch15_para") or offence.get("sch3_para"):
        return _by_schedule_15(str(offence.get("sch15_para") or ""))
    return facts.world.ask(f"{held.id}.offence.sch19za_para", (False, True))


def _by_schedule_15(para: str) -> bool:
    """Whether the offence of a paragraph of Schedule 15 is a relevant terrorist offence too."""
    return any(
        offences.listed_under(offences.SCHEDULE_19ZA, Provision(offences.plain_statute(row["statute"]), said))
        for row in offences.schedule_15().get(para, ())
        if (said := offences.sections_of(row["section"]))
    )


def _under(facts: Facts, held: Conviction) -> bool:
    matches = held.recorded.listed[offences.SCHEDULE_19ZA]
    if not matches or matches[0].fit is Fit.YES:
        return bool(matches)
    return facts.world.ask(f"{held.id}.offence.section: whether it is in Schedule 19ZA", (False, True))


def _counts(facts: Facts, held: Conviction, sentence: Sentence) -> bool:
    kind = under_kind(facts, sentence)
    minimum = facts.row("category-4/limb_of_disposal", kind)
    if minimum is None:
        return False
    least = facts.number("category-4/shortest_custody")
    return not minimum or term_of(facts, sentence, held.id).at_least(least, sentence.date)


def _months(facts: Facts, held: Conviction, sentence: Sentence, among: list[Conviction]) -> tuple[int, str]:
    """How long Part 4 notification lasts, and why."""
    short = facts.number("terrorism-notification/period_short")
    kind = under_kind(facts, sentence)
    if kind == "hospital":
        return short, "hospital order"
    if facts.under(facts.number("terrorism-notification/adult_age"), held.event.date):
        return short, "aged 16 or 17 at conviction"
    long_term = facts.number("terrorism-notification/long_term")
    middle_term = facts.number("terrorism-notification/middle_term")
    if kind == "life":
        return facts.number("terrorism-notification/period_long"), "life or public protection"
    term = aggregate(facts, held, sentence, among, term_of)
    if term.at_least(long_term, sentence.date):
        return facts.number("terrorism-notification/period_long"), f"{spell(long_term)} custody or more"
    if term.at_least(middle_term, sentence.date):
        return facts.number("terrorism-notification/period_middle"), f"{spell(middle_term)} custody or more"
    return short, f"under {spell(middle_term)} custody"


def _clock(facts: Facts, start: dt.date, months: int) -> dt.date | None:
    """The last day of a period that stands still in custody and in hospital; none while detained."""
    stays = all_stays(facts)
    begins = start
    for stay in stays:
        if stay.holds(begins):
            if stay.out is None:
                return None
            begins = stay.out
    last = period_end(begins, months)
    for stay in stays:
        if begins < stay.first <= last:
            if stay.out is None:
                return None
            last += stay.out - stay.first
    return last


def _period(facts: Facts, held: Conviction, sentence: Sentence, among: list[Conviction]) -> Period | None:
    entry = facts.number("terrorism-notification/entry_age")
    if under_kind(facts, sentence) in WITHOUT_PART_4 or facts.under(entry, sentence.date):
        return None
    months, why = _months(facts, held, sentence, among)
    last = _clock(facts, sentence.date, months)
    tried = trial_after_finding(facts, held)
    last = earlier(last, tried)
    if last is None:
        facts.flags.add("cta_period_end_depends_on_release")
    died = facts.died
    period = Period(
        regime=PART_4,
        source=held.id,
        about=held.id,
        band=f"{spell(months)} ({why})",
        first_day=sentence.date,
        last_day=last,
        subject_from=sentence.date,
        relevant=sentence.date,
        end_known=last is not None or died is not None,
    )
    return cut_short(facts, period)


def _from_orders(facts: Facts) -> list[Period]:
    """A notification order of the High Court: its length rests on a sentence abroad that only people know."""
    found = []
    for span in order_spans(facts, "CTA_NO"):
        facts.flags.add("cta_period_end_depends_on_release")
        period = Period(
            regime=PART_4,
            source="CTA_NO",
            about=span.event.id,
            band="notification order",
            first_day=span.first,
            last_day=span.last,
            subject_from=span.first,
            relevant=span.first,
            end_known=span.last is not None,
        )
        found.append(cut_short(facts, period))
    return found


def _why_not(facts: Facts, held: Conviction) -> str:
    """What keeps a conviction for a relevant terrorist offence out, or empty."""
    if held.event.type == "caution":
        return "A caution is not a conviction."
    if facts.among("category-4/courts_abroad", held.court):
        return "A conviction abroad counts only through a notification order."
    return ""


def _of_sentences(facts: Facts, held: Conviction, relevant: list[Conviction]) -> tuple[list[Span], list[Period], str]:
    """What the sentences of a terrorist offence bring, and why."""
    spans: list[Span] = []
    periods: list[Period] = []
    for sentence in held.sentences:
        if not _counts(facts, held, sentence):
            continue
        period = _period(facts, held, sentence, relevant)
        end = earlier(last_day(facts, held, sentence), facts.died)
        if period is None:
            facts.flags.add("cat4_exit_rule_not_in_statute")
        else:
            periods.append(period)
            end = later(period.last_day, end)
        spans.append(Span(AUTO, held.id, sentence.date, end))
    if spans:
        return spans, periods, f"Dealt with in a way that counts, until {spans[0].last or 'further notice'}."
    facts.flags.add("consider_cat4_discretionary")
    return spans, periods, "No sentence or order that counts was passed for this terrorist offence."


def _of_orders(facts: Facts, orders: list[Period], *, exists: bool) -> tuple[list[Span], list[Reason]]:
    """What the notification orders of the High Court bring, with a reason for each."""
    spans: list[Span] = []
    reasons: list[Reason] = []
    for one in orders:
        met = exists and one.runs_on(facts.as_of)
        cited = (*CITATIONS, "CTA 2008 Sch 4")
        reasons.append(Reason(AUTO, MET if met else NOT_MET, "Under a notification order.", cited, one.about))
        if exists:
            spans.append(Span(AUTO, one.about, one.first_day, one.last_day, "notification"))
    return spans, reasons


def automatic(facts: Facts) -> tuple[list[Span], list[Period], list[Reason]]:
    """Automatic Category 4 with its Part 4 periods, and a reason for each conviction."""
    relevant: list[Conviction] = []
    for held in facts.convictions:
        if is_terrorist_offence(facts, held):
            relevant.append(held)
    found: list[Span] = []
    periods: list[Period] = []
    reasons: list[Reason] = []
    exists = facts.has_category_4
    for held in facts.convictions:
        because = NOT_RELEVANT
        own: list[Span] = []
        if held in relevant and not (because := _why_not(facts, held)):
            own, part_4, because = _of_sentences(facts, held, relevant)
            periods += part_4
        if own and not exists:
            because = "This edition, or the law on this day, has no Category 4."
            facts.flags.add("consider_cat3")
        elif exists:
            found += own
        met = bool(own) and exists and any(span.runs_on(facts.as_of) for span in own)
        reasons.append(Reason(AUTO, MET if met else NOT_MET, because, CITATIONS, held.id))
    if "order_made" in facts.known:
        orders = _from_orders(facts)
        spans, because_of = _of_orders(facts, orders, exists=exists)
        found, periods, reasons = [*found, *spans], [*periods, *orders], [*reasons, *because_of]
    if not reasons:
        reasons.append(Reason(AUTO, NOT_MET, "No conviction or finding is recorded.", CITATIONS))
    return found, periods, reasons
