"""Recorded facts and risk in plain values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mappa.assessments.models import Assessment
from mappa.assessments.selectors import rosh_label
from mappa.assessments.tools import Disagreement
from mappa.cases.presenters.failures import failures_table
from mappa.cases.presenters.orders import OrdersLookedAt, orders_table, steps_table
from mappa.determinations import policy
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, row, summary_list, table
from mappa.offending.models import Conviction, Disposal
from mappa.offending.movements import (
    MovementKind,
    NotificationKind,
    ReturnReason,
    ReviewOutcome,
)
from mappa.offending.selectors import FactsAbout

REVIEW_LIMB = "REVIEW_OF_NOTIFICATION"
REVIEW_BAR = "review_barred_by_prevention_order"


def facts_tables(
    about: FactsAbout, base: str, *, may_record: bool, orders: OrdersLookedAt | None = None
) -> list[tuple[Options, str]]:
    """Each kind of fact as a table, with what to say when there is none."""
    sentences: dict[int, list[str | Link]] = {}
    for disposal in about.disposals:
        lines = sentences.setdefault(disposal.conviction_id, [])
        lines += _sentence(disposal)
        if may_record:
            href = f"{base}facts/sentences/{disposal.pk}/"
            lines.append(Link(text="Correct it", href=href, hidden=f"the sentence {_passed(disposal)}"))
    convictions = [
        (
            each.on,
            _conviction(each, base, may_record=may_record),
            each.cjs_code or "No code",
            each.court_name or each.court.capitalize(),
            sentences.get(each.pk, ["No sentence recorded"]),
        )
        for each in reversed(about.convictions)
    ]
    reasons, kinds = dict(ReturnReason.choices), dict(MovementKind.choices)
    movements = [
        (each.on, kinds.get(each.kind, each.kind), reasons.get(each.reason, "None"), each.recorded_by)
        for each in reversed(about.movements)
    ]
    notified = dict(NotificationKind.choices)
    notifications = [
        (each.on, notified.get(each.kind, each.kind), each.recorded_by) for each in reversed(about.notifications)
    ]
    return [
        (
            table(
                caption="Convictions, cautions and findings",
                columns=["Day", "What", "Code", "Court", "Sentence"],
                rows=convictions,
            ),
            "No conviction is recorded. Results come in from the courts by import, or are recorded here.",
        ),
        (
            table(caption="Movements", columns=["Day", "What", "Why", "Recorded by"], rows=movements),
            "No movement is recorded.",
        ),
        (orders_table(about, base, orders or {}, may_record=may_record), "No order is recorded."),
        (steps_table(about), "No order was varied, renewed, appealed or discharged."),
        (
            table(caption="Notified or verified", columns=["Day", "What", "Recorded by"], rows=notifications),
            "Nothing notified is recorded.",
        ),
        (failures_table(about, base, may_record=may_record), "No failure to notify is recorded."),
        (_reviews(about, base, may_record=may_record), "No application to end notification is recorded."),
    ]


def _named(conviction: Conviction) -> str:
    return f"{conviction.get_kind_display()}: {conviction.title}"


def _conviction(conviction: Conviction, base: str, *, may_record: bool) -> list[str | Link]:
    """A conviction as it stands, and what was recorded before its last correction."""
    lines: list[str | Link] = [_named(conviction)]
    before = conviction.replaces
    if before:
        when = days.long_date(conviction.recorded_at)
        was = f"{_named(before)}, {before.cjs_code or 'no code'}, on {days.long_date(before.on)}"
        lines.append(f"Corrected by {conviction.recorded_by} on {when}: {conviction.correction} Before: {was}")
    if may_record:
        href = f"{base}facts/convictions/{conviction.pk}/"
        lines.append(Link(text="Correct it", href=href, hidden=f"{_named(conviction)}"))
    return lines


def _passed(disposal: Disposal) -> str:
    term = f", {disposal.term_months} months" if disposal.term_months else ""
    end = f", licence ends {days.long_date(disposal.licence_end)}" if disposal.licence_end else ""
    return f"{disposal.code} on {days.long_date(disposal.on)}{term}{end}"


def _sentence(disposal: Disposal) -> list[str]:
    """A sentence as it stands, and what was recorded before its last correction."""
    before = disposal.replaces
    if before is None or disposal.corrected_at is None:
        return [_passed(disposal)]
    when = days.long_date(disposal.corrected_at)
    why = f"Corrected by {disposal.corrected_by} on {when}: {disposal.correction} Before: {_passed(before)}"
    return [_passed(disposal), why]


TOLD = {
    "initial": "First notification",
    "address-change": "Change of address",
    "stay": "Stays elsewhere",
    "periodic": "Next notification",
    "travel": "Travel abroad",
    "return": "Return from abroad",
}


def must_tell_table(rows: Sequence[policy.MustTell]) -> Options:
    """What is to be told to the police, by which day and why; newest first (IDENT-28)."""
    return table(
        caption="To be notified to the police, worked out from these facts",
        columns=["What", "From", "By", "Notified", "Because"],
        rows=[
            (
                TOLD.get(each.kind, each.kind),
                each.from_day,
                each.due,
                each.told_on or "Not recorded",
                [policy.explain.with_days(each.because), *each.citations, *_recalled(each)],
            )
            for each in reversed(rows)
        ],
    )


def _recalled(row: policy.MustTell) -> list[str]:
    return ["A rule used here was recalled and not read: have it checked."] if row.flags else []


def _reviews(about: FactsAbout, base: str, *, may_record: bool) -> Options:
    outcomes = dict(ReviewOutcome.choices)
    rows = []
    for review in reversed(about.reviews):
        outcome: object = outcomes.get(review.outcome, "Not decided yet")
        if not review.outcome and may_record:
            hidden = f"on the application of {days.long_date(review.applied_on)}"
            outcome = Link(text="Record the decision", href=f"{base}facts/reviews/{review.pk}/", hidden=hidden)
        rows.append((review.applied_on, outcome, review.decided_on or "None", review.rank, review.reasons))
    caption = "Applications to end notification"
    return table(caption=caption, columns=["Received", "Decision", "Decided", "By", "Reasons"], rows=rows)


def review_words(answer: dict[str, Any]) -> list[str]:
    """What the engine says about a review of indefinite notification: from which day, and what bars it (IDENT-31)."""
    said = [policy.explain.because_of(reason, {}) for reason in answer["reasons"] if reason["limb"] == REVIEW_LIMB]
    if not said:
        return ["No indefinite notification is recorded, so there is nothing to review on present facts."]
    earliest = answer["notification"]["earliest_review"]
    words = [f"Earliest day of an application: {days.long_date(date.fromisoformat(earliest))}."] if earliest else []
    if REVIEW_BAR in answer["flags"]:
        words.append("An order that is in force bars a review until it ends.")
    return [*words, *said]


def disagreement_words(held: Disagreement) -> str:
    """What the two results say, in a sentence."""
    return " ".join(
        f"{each.tool} of {days.long_date(each.on)}: RoSH {rosh_label(each.rosh).lower()}, "
        f"reconviction {rosh_label(each.reconviction).lower()}."
        for each in (held.stands, held.supplements)
    )


def disagreement_block(held: Disagreement | None) -> Options | None:
    """Which likelihood of reconviction stands, what supplements it, and what was agreed (RISK-11, RISK-12)."""
    if held is None or not (held.on_reconviction or held.on_risk):
        return None
    rows = []
    if held.on_reconviction:
        stands = f"{rosh_label(held.stands.reconviction)}, by {held.stands.tool} of {days.long_date(held.stands.on)}"
        other = held.supplements
        rows += [
            row("Likelihood of reconviction that stands", [stands, held.citation]),
            row(
                f"Supplement: changing factors in {other.tool}",
                [
                    f"{rosh_label(other.reconviction)}, of {days.long_date(other.on)}",
                    other.narrative or "No words recorded",
                ],
            ),
        ]
    agreed = held.discussion
    if agreed is not None:
        rows += [
            row("Agreed risk", agreed.get_agreed_rosh_display()),
            row("Agreed MAPPA level", f"Level {agreed.agreed_level}"),
            row("Discussed", [agreed.on, agreed.who]),
            row("Reasons", agreed.reasons),
        ]
    return summary_list(rows) if rows else None


def risk_summary(latest: Assessment | None, on: date) -> Options:
    """The newest assessment: the overall level, when it was last looked at, and when it is next due (RISK-07)."""
    if latest is None:
        return summary_list([row("Overall RoSH", None), row("Last reviewed", None), row("Next due", None)])
    due = latest.next_due
    return summary_list(
        [
            row("Overall RoSH", rosh_label(latest.rosh)),
            row("Last reviewed", latest.on),
            row("Next due", [days.long_date(due), days.days_left(due, on)] if due else None),
            row("Tool", f"{latest.tool} {latest.tool_version}".strip()),
            row("Assessed by", f"{latest.assessor}, {latest.agency.name}"),
        ]
    )


def history_table(assessments: list[Assessment]) -> Options:
    """Every assessment as it was received, newest first."""
    return table(
        caption="Every assessment received",
        columns=["Day", "Tool", "RoSH", "Assessed by", "Words", "Next due"],
        rows=[
            (
                each.on,
                f"{each.tool} {each.tool_version}".strip(),
                [
                    f"Overall: {rosh_label(each.rosh).lower()}",
                    *(
                        f"{rating.get_group_display()}: {rating.get_level_display().lower()}"
                        for rating in each.ratings.all()
                    ),
                    *([f"Reconviction: {rosh_label(each.reconviction).lower()}"] if each.reconviction else []),
                ],
                [each.assessor, each.agency.name],
                [text for text in (each.likelihood, each.imminence, each.narrative) if text],
                each.next_due,
            )
            for each in assessments
        ],
    )
