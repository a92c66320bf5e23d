"""The reviews of a case, and what the log of contact says that victims were told."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mappa.accounts.attribution import named
from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.models import User
from mappa.casereviews.models import CaseReview
from mappa.kernel import clock
from mappa.people.models import Person
from mappa.people.selectors import victims_visible_to
from mappa.record.contents import content_of, unreadable
from mappa.victims.kinds import STEP
from mappa.victims.lifecycle import ContactAction
from mappa.victims.models import EntryKind
from mappa.victims.selectors import entries_visible_to, gathered

HAPPENED = {action.value: action.label for action in ContactAction}


def reviews_of(person: Person) -> QuerySet[CaseReview]:
    """Every review of the cases of somebody whom the caller may know of, the newest first."""
    rows: QuerySet[CaseReview] = CaseReview.objects.filter(person=person)
    rows = named(rows, told_by="victims_by", closer="closed_by")
    return rows.select_related("case").order_by("-on", "-pk")


@dataclass(frozen=True)
class Said:
    """One step of contact with a victim: which day, with whom, what happened, by whom, and what was said."""

    on: date
    victim: str
    what: str
    who: str
    said: str

    def kept(self) -> list[str]:
        """As it is kept beside an answer."""
        return [self.on.isoformat(), self.victim, self.what, self.who, self.said]


def contact_log(actor: User, person: Person) -> list[Said]:
    """What victims were told or asked, by whom and when, oldest first; nothing without the compartment (VICTIM-08)."""
    if not opens(actor, Compartment.VICTIMS, at=clock.now()):
        return []
    found = []
    for told in gathered(victims_visible_to(actor, person), entries_visible_to(actor, person)):
        for entry in told.of(EntryKind.CONTACT):
            said = content_of(entry)
            what = unreadable(entry) or HAPPENED.get(said.get(STEP, ""), said.get(STEP, ""))
            found.append(Said(entry.on, str(told.victim.description), what, said.get("who", ""), said.get("said", "")))
    return sorted(found, key=lambda each: each.on)
