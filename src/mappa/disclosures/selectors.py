"""One door to disclosure decisions: whoever may know of the case may know of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.cases.selectors import cases_visible_to
from mappa.disclosures.models import DisclosureDecision
from mappa.people.models import Person


def disclosures_visible_to(actor: User, on: date) -> QuerySet[DisclosureDecision]:
    """The decisions of every case that the actor may know of on a day, the newest first."""
    cases = Case.objects.filter(pk__in=cases_visible_to(actor, on).values("pk"))
    found = DisclosureDecision.objects.filter(case__in=cases)
    return found.select_related("case__person", "discloser_agency", "consulted_agency").order_by("-on", "-id")


def latest_decision(case: Case) -> DisclosureDecision | None:
    """The decision that stands for a case; the caller has shown that the reader may know of it."""
    return DisclosureDecision.objects.filter(case=case).order_by("on", "id").last()


def events_for(person: Person) -> list[dict[str, Any]]:
    """The person's disclosure decisions as dated happenings in the duty engine's words, oldest first."""
    return as_events(DisclosureDecision.objects.filter(case__person=person).order_by("on", "id"))


def as_events(decisions: Iterable[DisclosureDecision]) -> list[dict[str, Any]]:
    """Decisions in the duty engine's words. To disclose or not is the same to the clocks."""
    return [{"type": "disclosure_decided", "date": decision.on} for decision in decisions]
