"""Disclosure decisions in plain values for pages."""

from collections.abc import Iterable

from mappa.disclosures.checklist import QUESTIONS
from mappa.disclosures.models import DisclosureDecision
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Options, Tag, row, summary_list
from mappa.kernel.sealed_fields import Unreadable

TOLD = {
    "told": "Yes, told", "consented": "Yes, and consented", "did_it_themselves": "The offender discloses",
    "not_told": "No",
}  # fmt: skip


def decision_card(made: DisclosureDecision) -> Options:
    """One decision as a card: the reasons always, and what disclosing needs when something is disclosed."""
    disclosed = made.decision == "yes"
    rows = [
        row("Decision", Tag(text="Disclose", colour="blue") if disclosed else Tag(text="Do not disclose")),
        row("Reasons", made.reason),
        row("Decided by", f"Meeting {made.meeting}" if made.meeting else "The lead agency"),
    ]
    if made.consulted:
        rows.append(row("Consulted", made.consulted_words))
    if made.at_risk or made.identified_person_at_risk:
        known = ["An identified person"] if made.identified_person_at_risk else []
        rows.append(row("At risk", [*known, made.at_risk] if made.at_risk else known))
    if disclosed:
        agency = [made.discloser_agency.name] if made.discloser_agency else []
        rows += [
            row("Told", made.recipient),
            *([row("Added safeguards", made.safeguards)] if made.safeguards else []),
            row("What", made.content),
            row("By", [made.discloser, *agency]),
            row("Deadline", made.deadline),
            row("Offender knows", TOLD.get(made.offender_told)),
        ]
        if made.offender_not_told_reason:
            rows.append(row("Why not told", made.offender_not_told_reason))
    if isinstance(made.checklist, Unreadable):
        rows.append(row("Is it proportionate?", str(made.checklist)))
    else:
        rows += [row(QUESTIONS[key], made.checklist[key]) for key in QUESTIONS if made.checklist.get(key)]
    level = f", level {made.level}" if made.level else ""
    return summary_list(rows, card_title=f"{long_date(made.on)}{level}")


def cards(decisions: Iterable[DisclosureDecision]) -> list[Options]:
    """The decisions in the order given."""
    return [decision_card(made) for made in decisions]
