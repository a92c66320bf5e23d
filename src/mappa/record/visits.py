"""Visits to the home: those that wait for somebody, and what was seen; an attempt is not a visit (PLAN-18 to 20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.duties.models import DutyRow
from mappa.duties.selectors import running_for
from mappa.duties.services import record_fact
from mappa.kernel import clock
from mappa.people.models import Address, Person
from mappa.people.selectors import involved_on
from mappa.record.models import Attachment
from mappa.record.services import Said, add_attachment

DUTIES = ("first-home-visit", "police-visit", "probation-visit", "pre-move-visit", "post-move-visit")
"""The duties that only a visit to the home meets."""
WEEK = timedelta(days=7)
"""How far ahead the list looks: ours."""
NOTES, ATTEMPTS = "visit-notes", "visit-attempts"
ELSEWHERE = "Who was present and what was seen stand in the record under “What was seen on visits”."


@dataclass(frozen=True)
class Waiting:
    """A person to visit: the duties that wait for it, the first due first, and where the person lives on the day."""

    person: Person
    duties: list[DutyRow]
    addresses: list[str]


def waiting_for(actor: User, on: date, *, mine: bool) -> list[Waiting]:
    """The people whom the actor's post or agency has to visit within a week, or should have, the longest waiting first.

    Args:
        mine: only people whose named officer is the actor.
    """
    homes = Prefetch("case__person__addresses", Address.objects.filter(involved_on(on)).order_by("-since", "-pk"))
    rows = running_for(actor, on, mine=mine).filter(duty__in=DUTIES, due__lte=on + WEEK).prefetch_related(homes)
    found: dict[int, Waiting] = {}
    for duty in rows:
        person = duty.case.person
        texts = [each.text for each in person.addresses.all()]
        found.setdefault(person.pk, Waiting(person, [], texts)).duties.append(duty)
    return list(found.values())


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
