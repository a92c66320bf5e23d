"""Asking who somebody is until everybody near on record is decided about; then the record is opened.

The page of opening a record does it, and every other page that leads to a record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from mappa.accounts.pages import SHOWN, UNSAVED, actor_of, save
from mappa.audit.services import record_shown
from mappa.matching.selectors import Candidate
from mappa.nominals import presenters
from mappa.nominals.forms import OpenForm
from mappa.nominals.services.opening import TOO_MANY, near_to
from mappa.people.models import Person
from mappa.people.services import NominalFacts

OPENED = "Record opened."
FOUND = "This person is on record. Nothing new was opened: add here what you know."
FACTS = ("family_name", "given_names", "date_of_birth", "sex", "ethnicity")


@dataclass(frozen=True)
class Asked:
    """What came of asking: the record and whether it is new, or the page to draw again."""

    opened: tuple[Person, bool] | None
    status: int
    context: dict[str, Any]


def ask_and_open(
    request: HttpRequest, initial: Mapping[str, Any], opening: Callable[..., tuple[Person, bool]], *, at: datetime
) -> Asked:
    """One turn of asking: what was typed, who is near, what is decided about each of them, and then `opening`.

    Args:
        initial: what the form begins with.
        opening: opens the record, of ``facts``, ``since``, ``decided`` and ``why``, as `services.open_record` does.
    """
    form = OpenForm(request.POST or None, initial=initial)
    near: list[Candidate] = []
    beyond = 0
    opened: list[tuple[Person, bool]] = []
    status = SHOWN
    if request.method == "POST" and not form.is_valid():
        status = UNSAVED
    elif request.method == "POST":
        facts = NominalFacts(**{name: form.cleaned_data[name] for name in FACTS})
        known = near_to(facts, actor=actor_of(request), at=at).known
        near, beyond = known[:TOO_MANY], len(known[TOO_MANY:])
        references = [each.person.reference for each in near]
        asked = any(f"near-{reference}" in request.POST for reference in references)
        form.ask_about(references)
        form.full_clean()
        if asked or not near:
            status = save(form, lambda: opened.append(_opened(form, facts, references, opening)))
        if not opened:
            record_shown(operation="nominals:record:near", actor=actor_of(request), subjects=references, at=at)
    context = {
        "page_title": "Open a record",
        "form": form,
        "submit_text": "Open the record" if near else "Search, then open",
        "near": presenters.near_table(near) if near else None,
        "beyond": beyond,
    }
    return Asked(opened[0] if opened else None, status, context)


def _opened(
    form: OpenForm, facts: NominalFacts, references: list[str], opening: Callable[..., tuple[Person, bool]]
) -> tuple[Person, bool]:
    typed = form.cleaned_data
    decided = {reference: typed[f"near-{reference}"] for reference in references}
    return opening(facts=facts, since=typed["since"], decided=decided, why=typed.get("why", ""))
