"""The sections of an OASys assessment in plain values, beside those of the one before it."""

from collections.abc import Sequence

from mappa.assessments.models import FactorLink, OasysRecord
from mappa.assessments.oasys import factors
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table

LINKS = dict(FactorLink.choices)
YES_NO = {True: "Yes", False: "No"}


def sections_list(records: Sequence[OasysRecord], base: str) -> Options | None:
    """What the newest sections say, with the way to the plan; None where nobody recorded any."""
    if not records:
        return None
    now = records[0]
    needed = YES_NO.get(now.specialist_needed) if now.specialist_needed is not None else None
    plan = Link(text="Open the plan", href=f"{base}plan/")
    return summary_list(
        [
            row("OASys of", now.assessment.on),
            row("Static reconviction score (OGRS)", _percent(now.reconviction_score)),
            row("What the person says", now.self_assessment),
            row("Analysis of serious harm", now.serious_harm),
            row("Other risks", now.other_risks),
            row("Specialist assessment needed", [needed, now.specialist] if needed and now.specialist else needed),
            row("Answered in the plan", [now.plan, plan]),
        ]
    )


def factors_table(records: Sequence[OasysRecord]) -> Options | None:
    """Every offending factor, now and in the assessment before, with what changed (RISK-03)."""
    if not records:
        return None
    now, before = records[0], records[1] if len(records) > 1 else None
    rows: list[Sequence[Value]] = [
        _row("Reconviction score", _percent(now.reconviction_score), before and _percent(before.reconviction_score))
    ]
    for key, label in factors().items():
        rows.append(_row(label, _link(now, key), before and _link(before, key)))
    earlier = f"OASys of {days.long_date(before.assessment.on)}" if before else "Before"
    columns = ["Factor", f"OASys of {days.long_date(now.assessment.on)}", earlier, "Change"]
    return table(caption="Offending factors, and how they changed", columns=columns, rows=rows)


def _percent(score: int | None) -> str:
    return "Not recorded" if score is None else f"{score}%"


def _link(record: OasysRecord, key: str) -> str:
    return LINKS.get(record.factors.get(key, ""), "Not looked at")


def _row(label: str, now: str, before: str | None) -> Sequence[Value]:
    if before is None:
        return (label, now, "None recorded", "Nothing to compare")
    return (label, now, before, "Same" if now == before else Tag(text="Changed", colour="orange"))
