"""Referrals in plain values for pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from mappa.assessments.models import RoshLevel
from mappa.govuk.days import days_left, long_date
from mappa.govuk.presenters import (
    Event,
    Link,
    Number,
    Options,
    Tag,
    Task,
    row,
    summary_list,
    table,
    task_list,
    timeline,
)
from mappa.kernel.clock import day_of
from mappa.referrals.completeness import Missing
from mappa.referrals.lifecycle import ReferralState
from mappa.referrals.models import Referral, ReferralInvitee, ReferralStep, Screening
from mappa.referrals.sections import QUESTIONS, SECTIONS
from mappa.referrals.waiting import Clock

STATES: dict[str, Tag] = {
    ReferralState.DRAFT: Tag(text="Draft"),
    ReferralState.WITHDRAWN: Tag(text="Put away"),
    ReferralState.SUBMITTED: Tag(text="Waiting for decision", colour="blue"),
    ReferralState.RETURNED: Tag(text="Returned for information", colour="yellow"),
    ReferralState.ACCEPTED: Tag(text="Accepted", colour="green"),
    ReferralState.REJECTED: Tag(text="Rejected", colour="red"),
    ReferralState.DISPUTED: Tag(text="Disputed", colour="orange"),
    ReferralState.ESCALATED: Tag(text="With a senior manager", colour="purple"),
    ReferralState.UPHELD: Tag(text="Rejection upheld", colour="red"),
}
STEP_WORDS = {
    "start": "Begun", "withdraw": "Put away", "submit": "Sent to the co-ordinator",
    "return": "Returned for information",
    "resubmit": "Sent again", "accept": "Accepted", "reject": "Rejected", "dispute": "Disputed", "settle": "Settled",
    "escalate": "Passed to a senior manager", "overrule": "Overruled: goes to a meeting", "uphold": "Rejection upheld",
}  # fmt: skip
WORDS: dict[str, dict[Any, str]] = {
    "emergency": {True: "An emergency meeting", False: "The next scheduled meeting"},
    "rosh": dict(RoshLevel.choices),
    "offender_aware": {"told": "Yes, told", "withheld": "No, withheld"},
}


def tasks(referral: Referral, missing: Sequence[Missing], invitees: int) -> Options:
    """The sections with how far each one is."""
    open_sections = {gap.section.key for gap in missing}
    return task_list(
        Task(
            title=section.title,
            href=reverse("referral-section", args=[referral.reference, section.key]),
            status=_status(referral, section.key, section.fields, open_sections, invitees),
        )
        for section in SECTIONS
    )


def _status(referral: Referral, key: str, names: tuple[str, ...], gaps: set[str], invitees: int) -> str | Tag:
    if key not in gaps:
        return "Completed"
    begun = any(getattr(referral, name) not in (None, "") for name in names) or (key == "invitees" and invitees)
    return Tag(text="In progress", colour="blue") if begun else Tag(text="Not yet started", colour="grey")


def errors(referral: Referral, missing: Iterable[Missing]) -> list[Options]:
    """What is missing, each linked to the section and the control where it is answered."""
    return [
        {
            "text": gap.say,
            "href": f"{reverse('referral-section', args=[referral.reference, gap.section.key])}#id_{gap.question}",
        }
        for gap in missing
    ]


ABOUT_VICTIMS = {"victims", "plan_victim_safety"}
KEPT = "Kept for those who may see the victims section"


def answers(referral: Referral, invitees: Iterable[ReferralInvitee], *, editable: bool, victims: bool) -> list[Options]:
    """Form A as cards, one a section. Without `victims` an answer about them says that it is kept from the reader."""
    cards = []
    for section in SECTIONS:
        href = reverse("referral-section", args=[referral.reference, section.key])
        actions = [Link(text="Change", href=href, hidden=section.title.lower())] if editable else []
        if section.key == "invitees":
            rows = [row(invitee.agency.name, invitee.reason) for invitee in invitees]
            rows = rows or [row("Agencies", None)]
        else:
            rows = [
                row(QUESTIONS[name], KEPT if name in ABOUT_VICTIMS and not victims else _value(referral, name))
                for name in section.fields
                if _asked(referral, name)
            ]
        cards.append(summary_list(rows, card_title=section.title, card_actions=actions))
    return cards


def _asked(referral: Referral, name: str) -> bool:
    category_3 = 3
    if name.startswith("category_3"):
        return referral.category == category_3
    if name == "offender_aware_reason":
        return referral.offender_aware == "withheld"
    return True


def _value(referral: Referral, name: str) -> Any:
    value = getattr(referral, name)
    if name in WORDS:
        return WORDS[name].get(value)
    return str(value) if isinstance(value, int) else value


def history(steps: Iterable[ReferralStep], names: Mapping[str, str]) -> Options:
    """What happened to the referral, newest first, with reasons and the answers of gatekeeping."""
    return timeline(
        Event(
            title=STEP_WORDS[step.action] + (f" at level {step.level}" if step.level else ""),
            at=step.at,
            by=names.get(step.by, step.by),
            text=_step_text(step),
        )
        for step in sorted(steps, key=lambda step: -step.pk)
    )


def _step_text(step: ReferralStep) -> str:
    said = {True: "yes", False: "no"}
    parts = []
    if step.in_remit is not None:
        parts.append(f"In MAPPA's remit: {said[step.in_remit]}.")
    if step.needs_multi_agency is not None:
        parts.append(f"Risk or need enough for multi-agency management: {said[step.needs_multi_agency]}.")
    if step.pdp_route is not None:
        parts.append(f"Potentially dangerous persons route fits: {said[step.pdp_route]}.")
    return "\n".join([*parts, step.reason] if step.reason else parts)


def clock_rows(wait: Clock | None, on: date) -> list[Options]:
    """The wait for the decision: day, days used and left, the rule and its edition."""
    if wait is None:
        return []
    unit = wait.limit.unit
    due = f"{long_date(wait.due)} ({days_left(wait.due, on)})" if wait.due and not wait.decided_on else wait.due
    rule = f"{wait.limit.number} {unit} from receipt on {long_date(wait.received_on)}. {wait.limit.reading}"
    return [
        row("Decision due", due or "Standing still while the referral is returned"),
        row("Days used", f"{wait.used} {unit} used, {max(wait.left, 0)} left"),
        row("Rule", [rule, f"{wait.limit.citation} (edition {wait.limit.set_by})"]),
    ]


def board(pairs: Iterable[tuple[Referral, Clock | None]], on: date, *, caption: str) -> Options:
    """Referrals with their clocks, in the order given."""
    return table(
        caption=caption,
        columns=["Referral", "Person", "From", "Level sought", "State", "Decision due", "Days used", "Days left"],
        rows=[
            (
                _link(referral),
                f"{referral.person.given_names} {referral.person.family_name}",
                referral.agency.name,
                Number(value=referral.level_sought),
                STATES[referral.state],
                _due(wait, on),
                Number(value=wait.used if wait else None),
                Number(value=max(wait.left, 0) if wait else None),
            )
            for referral, wait in pairs
        ],
    )


def _link(referral: Referral) -> Link:
    return Link(text=referral.reference, href=reverse("referral-detail", args=[referral.reference]))


def _due(wait: Clock | None, on: date) -> Any:
    if wait is None:
        return "Not sent yet"
    if wait.decided_on:
        late = [Tag(text="Decided late", colour="red")] if wait.late else []
        return [f"Decided {long_date(wait.decided_on)}", *late]
    if wait.due is None:
        return "Standing still"
    left = days_left(wait.due, on)
    return [wait.due, Tag(text=left.capitalize(), colour="red") if wait.late else left]


def earlier(referrals: Iterable[Referral], levels: Iterable[Any], screenings: Iterable[Screening]) -> Options:
    """What came before: referrals, levels and screenings (REFER-02, REFER-18)."""
    rows = [(day_of(one.state_at), "Referral", _link(one), STATES[one.state]) for one in referrals]
    rows += [(level.since, "Level set", f"Level {level.level}", level.rationale) for level in levels]
    rows += [(one.on, "Screening", f"{one.agency.name}: level {one.level}", one.reason) for one in screenings]
    rows.sort(key=lambda cells: cells[0], reverse=True)
    return table(caption="What came before", columns=["Day", "What", "Which", "Outcome or reason"], rows=rows)


def assessment_age(made_on: date | None, on: date) -> str:
    """How old the risk assessment is that the referral names (REFER-05)."""
    if made_on is None:
        return "No risk assessment is on record. The referral needs an up-to-date one."
    days = (on - made_on).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return f"The risk assessment was made {ago}, on {long_date(made_on)}."
