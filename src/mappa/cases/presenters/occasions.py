"""Which tools the facts call for, in plain values."""

from collections.abc import Iterable

from mappa.determinations import policy
from mappa.govuk.presenters import Options, Tag, table

OUTCOMES = {
    policy.Outcome.MET: ("Recorded", "green"),
    policy.Outcome.NOT_MET: ("Missing", "red"),
    policy.Outcome.CANNOT_TELL: ("Cannot tell", "orange"),
}


def called_for_table(requirements: Iterable[policy.risk_tools.Requirement]) -> Options:
    """One row for each tool that is called for: why, and whether it is there in time."""
    rows = []
    for each in requirements:
        text, colour = OUTCOMES[each.reason.outcome]
        why = [policy.explain.with_days(each.reason.because), *each.reason.citations]
        rows.append((each.tool, Tag(text=text, colour=colour), why))
    return table(caption="Tools that the facts call for", columns=["Tool", "Where it stands", "Why"], rows=rows)
