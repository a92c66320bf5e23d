"""What calls for a tool, recorded with its day."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import ToolOccasion
from mappa.audit.models import What
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.telling import tell

KINDS: dict[str, str] = dict(policy.risk_tools.WORDS)


@transaction.atomic
def record_occasion(*, person: Person, kind: str, on: date, note: str = "", actor: User, at: datetime) -> ToolOccasion:
    """Record that something happened which calls for a tool. The same one of the same day is there once.

    Args:
        kind: a key of `KINDS`.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        Incomplete: something is missing or cannot be. `fields` says which.
    Covers: RISK-10, RISK-13, RISK-14.
    """
    today = clock.day_of(at)
    people_visible_to(actor, today, at=at).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    fields = {}
    if kind not in KINDS:
        fields["kind"] = "Choose what happened from the list"
    if on > today:
        fields["on"] = "The day must be today or in the past"
    elif person.date_of_birth and on < person.date_of_birth:
        fields["on"] = "This cannot be before the date of birth. Correct one of the two"
    if fields:
        raise Incomplete("This cannot be saved as it is. Nothing was saved.", fields)
    row, made = ToolOccasion.objects.get_or_create(
        person=person, kind=kind, on=on,
        defaults={"note": note.strip(), "recorded_at": at, "recorded_by": actor.username},
    )  # fmt: skip
    if made:
        tell(person, "assessments:occasion:record", actor=actor, at=at, what=What.COLLECTION, row=row.pk)
    return row
