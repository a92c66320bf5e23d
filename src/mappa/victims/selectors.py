"""One door to what is recorded about a victim: for those to whom the compartment is open, and for nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mappa.accounts.attribution import attributed
from mappa.accounts.compartments import Compartment, opens
from mappa.accounts.models import User
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.kernel import clock
from mappa.kernel.sealed_fields import Unreadable
from mappa.offending.selectors import court_facts_about
from mappa.people.models import Person, Victim
from mappa.people.selectors import one_person, people_visible_to, victims_visible_to
from mappa.record.contents import content_of, unreadable
from mappa.record.models import Attachment
from mappa.record.selectors import standing
from mappa.victims.comparing import Place
from mappa.victims.kinds import ADDRESS, CODE, HOW, STEP
from mappa.victims.lifecycle import CONTACT_STEPS, ContactAction, ContactState
from mappa.victims.models import AddressCheck, EntryKind, ReleaseNews, ReleaseNewsReader, VictimEntry

CODE_EDITION, LEADS = "victims/code_edition", "victims/vulnerable_leads"
KEPT_AWAY_FROM = "victim-places"
"""The type of attachment that names places to be kept away from."""


def entries_visible_to(actor: User, person: Person) -> QuerySet[VictimEntry]:
    """Every entry about the victims on a record, the newest first; none where the compartment is closed (VICTIM-08)."""
    if not opens(actor, Compartment.VICTIMS, at=clock.now()):
        return VictimEntry.objects.none()
    rows: QuerySet[VictimEntry] = attributed(VictimEntry.objects.filter(person=person))
    return rows.order_by("-on", "-pk")


@dataclass(frozen=True)
class Told:
    """Everything that was recorded about one victim.

    Args:
        entries: the newest first, what closes others left out.
        closed: by the number of an entry, the one that says why it no longer holds.
    """

    victim: Victim
    entries: list[VictimEntry]
    closed: dict[int, VictimEntry]

    def of(self, kind: str) -> list[VictimEntry]:
        """The entries of a kind that nothing has closed, the newest first."""
        return [each for each in self.entries if each.kind == kind and each.pk not in self.closed]

    def latest(self, kind: str) -> dict[str, str]:
        """What the newest of a kind says; empty where there is none."""
        return next((content_of(each) for each in self.of(kind)), {})

    @property
    def contact(self) -> ContactState:
        """Where statutory contact stands: what was known when the victim was recorded, then each step (VICTIM-03)."""
        first = {str(each): each for each in ContactState}
        state = first.get(str(self.victim.contact), ContactState.NOT_OFFERED)
        for each in reversed(self.of(EntryKind.CONTACT)):
            step = content_of(each).get(STEP, "")
            if step in set(ContactAction):
                state = CONTACT_STEPS.get((state, ContactAction(step)), state)
        return state

    @property
    def contact_cannot_be_told(self) -> bool:
        """Whether a step or the beginning cannot be read, so that the state is not known."""
        steps = (unreadable(each) for each in self.of(EntryKind.CONTACT))
        return isinstance(self.victim.contact, Unreadable) or any(steps)

    @property
    def broken_promises(self) -> int:
        """How many promises were not kept."""
        return sum(content_of(each).get(HOW) == "broken" for each in self.closed.values())


def gathered(victims: Iterable[Victim], entries: Iterable[VictimEntry]) -> list[Told]:
    """The entries of each of some victims. `entries` are the newest first."""
    listed = list(entries)
    closed = {each.closes_id: each for each in listed if each.closes_id is not None}
    return [
        Told(victim, [each for each in listed if each.victim_id == victim.pk and each.closes_id is None], closed)
        for victim in victims
    ]


@dataclass(frozen=True)
class Entitled:
    """Whether the offences bring statutory contact, and why: one sentence for each conviction.

    Args:
        outcome: met, not met or cannot tell; None where the facts on record cannot all be true.
    """

    outcome: str | None
    reasons: list[tuple[str, str]]


def entitled(person: Person, on: date, edition: str) -> Entitled:
    """Ask the engine whether what the person was sentenced for brings statutory contact (VICTIM-03)."""
    try:
        found = policy.victim_contact(case_from(person, court_facts_about(person)), on, edition)
    except policy.BadCase as problem:
        return Entitled(None, [(f"The facts on record cannot all be true: {problem}", "")])
    outcome = policy.brings_contact(found)
    return Entitled(str(outcome.value), [(each.because, "; ".join(each.citations)) for each in found])


def code_edition(edition: str) -> tuple[str, str]:
    """The code for victims that an edition names, and where (VICTIM-15)."""
    held = policy.parameter(CODE_EDITION, edition)
    return str(held.value), held.citation


def vulnerable_leads(edition: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By the key of a sort of vulnerable victim: its words, and the kinds of agency that fit to lead (VICTIM-09)."""
    table: Any = policy.parameter(LEADS, edition).value
    return {key: (str(row["label"]), tuple(row["agencies"])) for key, row in table.items()}


def places_of_victims(actor: User, person: Person) -> list[Place]:
    """Where victims on a record live or go, and places recorded to be kept away from; none without the compartment."""
    if not opens(actor, Compartment.VICTIMS, at=clock.now()):
        return []
    told = gathered(victims_visible_to(actor, person), entries_visible_to(actor, person))
    found = []
    for each in told:
        for entry in each.of(EntryKind.PLACE):
            said = content_of(entry)
            address = unreadable(entry) or said.get(ADDRESS, "")
            found.append(Place(str(each.victim.description), address, said.get(CODE, "")))
    kept = standing(Attachment.objects.filter(one_person(person), kind=KEPT_AWAY_FROM, nothing=""))
    found += [Place("A place to be kept away from", content_of(each).get("area", "")) for each in kept]
    return found


def checks_of(person: Person) -> QuerySet[AddressCheck]:
    """Every check of an address proposed for somebody whom the reader may know of, the newest first."""
    rows: QuerySet[AddressCheck] = attributed(AddressCheck.objects.filter(person=person))
    return rows.order_by("-pk")


def checks_to_make(actor: User, on: date) -> QuerySet[AddressCheck]:
    """The checks that wait, of people whom the actor may know of, the oldest first (VICTIM-12)."""
    people = people_visible_to(actor, on).values("pk")
    rows: QuerySet[AddressCheck] = attributed(AddressCheck.objects.filter(answered_at=None, person__in=people))
    return rows.select_related("person").order_by("recorded_at", "pk")


def news_of(person: Person) -> QuerySet[ReleaseNews]:
    """Word of events that may lead to release, the newest first, with who is to read it."""
    rows: QuerySet[ReleaseNews] = attributed(ReleaseNews.objects.filter(person=person))
    return rows.prefetch_related("readers__agency").order_by("-pk")


def news_to_read(actor: User, on: date) -> QuerySet[ReleaseNewsReader]:
    """What the actor's agency has not read yet, of people whom the actor may know of, the oldest first (VICTIM-14)."""
    people = people_visible_to(actor, on).values("pk")
    rows = ReleaseNewsReader.objects.filter(agency=actor.agency_id, read_at=None, news__person__in=people)
    return rows.select_related("news__person").order_by("news__pk")
