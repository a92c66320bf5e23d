"""Failures to notify, what follows each and what came of it, in plain values (IDENT-30)."""

from collections.abc import Iterable

from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Value, table
from mappa.offending.models import BreachAction
from mappa.offending.movements import BreachOutcome
from mappa.offending.selectors import FactsAbout

OUTCOMES = dict(BreachOutcome.choices)


def failures_table(about: FactsAbout, base: str, *, may_record: bool) -> Options:
    """Every failure to notify, the newest first."""
    rows = []
    for breach in reversed(about.breaches):
        outcome: Value = [OUTCOMES.get(breach.outcome, "Open"), *([breach.outcome_on] if breach.outcome_on else [])]
        follow: Value = "None"
        if may_record:
            page = f"{base}facts/breaches/{breach.pk}/"
            follow = Link(text="Add what follows", href=f"{page}actions/new/", hidden=breach.what)
            if not breach.outcome:
                outcome = Link(text="Record the outcome", href=page, hidden=breach.what)
        rows.append((breach.found_on, breach.what, outcome, follow))
    return table(caption="Failures to notify", columns=["Found", "What", "Outcome", "What follows"], rows=rows)


def actions_table(actions: Iterable[BreachAction], base: str, *, may_record: bool) -> Options:
    """What follows the failures to notify: who does what by which day, and what came of it."""
    rows = []
    for each in actions:
        done: Value = [f"Done on {days.long_date(each.done_on)}", each.result] if each.done_on else "Open"
        if not each.done_on and may_record:
            done = Link(text="Record that it was done", href=f"{base}facts/breach-actions/{each.pk}/", hidden=each.what)
        rows.append((each.due, each.what, each.who, each.breach.what, done, each.recorder))
    columns = ["By", "What is to be done", "Who", "Failure", "Done", "Recorded by"]
    return table(caption="What follows failures to notify", columns=columns, rows=rows)
