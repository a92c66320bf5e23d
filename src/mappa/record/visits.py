"""Visits to the home: those that wait for somebody, and what was seen; an attempt is not a visit (PLAN-18 to 20)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.cases.selectors import open_cases_visible_to
from mappa.duties.models import CaseFact, DutyRow
from mappa.duties.selectors import running_for
from mappa.duties.services import record_fact
from mappa.kernel import clock
from mappa.people.models import Address, Involvement, Person
from mappa.people.selectors import involved_on
from mappa.record.facts import in_community_on
from mappa.record.models import Attachment
from mappa.record.selectors import attachments_open_to, standing
from mappa.record.services import Said, add_attachment
from mappa.record.types import TYPES

DUTIES = ("first-home-visit", "police-visit", "probation-visit", "pre-move-visit", "post-move-visit")
"""The duties that only a visit to the home meets."""
WEEK = timedelta(days=7)
"""How far ahead the list looks: ours."""
A_PAGE = 25
"""So many whom nothing waits for are shown: ours."""
NOTES, ATTEMPTS = "visit-notes", "visit-attempts"
WARNINGS = tuple(each.key for each in TYPES.values() if each.warns)
"""The types of attachment that staff must know of before they meet the person."""
ELSEWHERE = "Who was present and what was seen stand in the record under “What was seen on visits”."


@dataclass(frozen=True)
class Waiting:
    """A person to visit: the duties that wait for it, the first due first, and where the person lives on the day.

    Args:
        visited: the day of the last visit on record.
        warnings: what stands on the day and staff must know before they meet the person.
        attempts: the calls without an answer since the clock that waits began, or since the last visit; newest first.
    """

    person: Person
    duties: list[DutyRow]
    addresses: list[str]
    visited: date | None = None
    warnings: list[Attachment] = field(default_factory=list)
    attempts: list[Attachment] = field(default_factory=list)


def waiting_for(actor: User, on: date, *, mine: bool) -> list[Waiting]:
    """The people whom the actor's post or agency has to visit within a week, or should have, the longest waiting first.

    Args:
        mine: only people whose named officer is the actor.
    """
    rows = running_for(actor, on, mine=mine).filter(duty__in=DUTIES, due__lte=on + WEEK)
    found: dict[int, Waiting] = {}
    for duty in rows.prefetch_related(_homes(on)):
        person = duty.case.person
        found.setdefault(person.pk, Waiting(person, [], _addresses(person))).duties.append(duty)
    return _with_what_to_know(actor, found, on)


def others_named_for(actor: User, on: date, *, besides: Collection[int]) -> tuple[list[Waiting], int]:
    """People in MAPPA and in the community whose named officer is the actor, the longest not visited first.

    Where the plan sets how often to visit, no duty waits: here they are found all the same (PLAN-19).

    Args:
        besides: those who are left out, as they wait already.

    Returns:
        As many as fit on a page, and how many there are.
    """
    named = Involvement.objects.filter(involved_on(on), officer=actor, person=OuterRef("person"))
    visits = CaseFact.objects.filter(case=OuterRef("pk"), kind="home_visit", on__lte=on).order_by("-on")
    cases = open_cases_visible_to(actor, on).filter(Exists(named)).exclude(person__in=besides)
    ordered = cases.annotate(visited=Subquery(visits.values("on")[:1])).order_by(
        F("visited").asc(nulls_first=True), "person__reference"
    )
    held = dict(ordered.values_list("person", "pk"))
    home = in_community_on(list(held), on)
    first = [case for person, case in held.items() if person in home][:A_PAGE]
    shown = ordered.filter(pk__in=first).select_related("person").prefetch_related(_homes(on, "person__addresses"))
    found = {each.person_id: Waiting(each.person, [], _addresses(each.person), each.visited) for each in shown}
    return _with_what_to_know(actor, found, on), len(home)


def _homes(on: date, path: str = "case__person__addresses") -> Prefetch:
    return Prefetch(path, Address.objects.filter(involved_on(on)).order_by("-since", "-pk"))


def _addresses(person: Person) -> list[str]:
    return [each.text for each in person.addresses.all()]


def _with_what_to_know(actor: User, found: dict[int, Waiting], on: date) -> list[Waiting]:
    for entry in _to_know(actor, list(found), on):
        waiting = found[entry.person.merged_into_id or entry.person_id]
        begun = min((duty.started_on for duty in waiting.duties), default=waiting.visited or date.min)
        if entry.kind != ATTEMPTS:
            waiting.warnings.append(entry)
        elif entry.since >= begun:
            waiting.attempts.append(entry)
    return list(found.values())


def warnings_about(actor: User, person: Person, on: date) -> list[Attachment]:
    """What stands on a day and staff must know before they meet somebody of whom the actor may know."""
    return [each for each in _to_know(actor, [person.pk], on) if each.kind != ATTEMPTS]


def _to_know(actor: User, people: list[int], on: date) -> QuerySet[Attachment]:
    """Warnings and attempts on record about some people, those on records merged into theirs included. One query."""
    about = Q(person__in=people) | Q(person__merged_into__in=people)
    holds = Q(kind__in=WARNINGS) & (Q(until=None) | Q(until__gte=on))
    rows = standing(attachments_open_to(actor, at=clock.now())).filter(about, nothing="", since__lte=on)
    return rows.filter(holds | Q(kind=ATTEMPTS)).select_related("person").order_by("-since", "-pk")


@transaction.atomic
def record_visit(
    *, case: Case, on: date, details: Mapping[str, str], seen: Mapping[str, str], actor: User, at: datetime
) -> Attachment:
    """Record a visit that took place: for the clocks that wait for it, and what was seen, sealed, in the record.

    Args:
        on: the day of the visit.
        details: the answers that the clocks need, as `duties.kinds` has them.
        seen: the fields of the type `visit-notes`.

    Raises:
        Refused: the actor records no facts, or adds nothing to records.
        Incomplete: with what to put right, by field.

    Covers: PLAN-18, PLAN-19, PLAN-20.
    """
    record_fact(case=case, kind="home_visit", on=on, details=dict(details), note=ELSEWHERE, actor=actor, at=at)
    said = Said(since=on, source=actor.agency, content=seen)
    return add_attachment(reference=case.person.reference, kind=NOTES, said=said, actor=actor, at=at)


def record_attempt(*, case: Case, what: str, note: str, actor: User, at: datetime) -> Attachment:
    """Record that somebody called today and did not get in. No clock stops: the visit is still due.

    Args:
        what: a key of `types.management.DOORSTEP`.

    Raises: as `record_visit`.
    Covers: PLAN-20.
    """
    said = Said(since=clock.day_of(at), source=actor.agency, content={"what": what, "notes": note})
    return add_attachment(reference=case.person.reference, kind=ATTEMPTS, said=said, actor=actor, at=at)
