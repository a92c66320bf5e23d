"""What changed in a record since somebody last looked, from the audit log's own rows. One query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import AuditEvent, What
from mappa.people.models import Person
from mappa.record.types import TYPES

LOOKED = "cases:case:overview"
"""What is put on record when the first page is shown. It is never renamed."""
SAME_VISIT = timedelta(minutes=30)
"""Looking twice within this time is one look, so that opening the page again hides nothing."""
P = Permission
CHANGES: tuple[tuple[str, str, str, Permission], ...] = (
    ("people:address:", "Addresses", "details/", P.PERSON_VIEW),
    ("people:alias:", "Names", "details/", P.PERSON_VIEW),
    ("people:identifier:", "Numbers", "details/", P.PERSON_VIEW),
    ("people:person:change", "Name and birth", "details/", P.PERSON_VIEW),
    ("people:death:", "Death", "details/", P.PERSON_VIEW),
    ("people:involvement:", "Agencies involved", "partners/", P.PERSON_VIEW),
    ("people:managing-area:", "Managing area", "", P.CASE_VIEW),
    ("people:victim:", "Victims", "victims/", P.VICTIMS_VIEW),
    ("offending:", "Convictions, custody, orders and notification", "facts/", P.DETERMINATION_VIEW),
    ("assessments:", "Risk", "risk/", P.PLAN_VIEW),
    ("determinations:", "Category", "category/", P.DETERMINATION_VIEW),
    ("cases:category", "Category", "category/", P.DETERMINATION_VIEW),
    ("cases:level:", "Level", "", P.CASE_VIEW),
    ("cases:lead-agency:", "Lead agency", "", P.CASE_VIEW),
    ("cases:critical:", "The critical few", "", P.CASE_VIEW),
    ("cases:case:", "Case", "", P.CASE_VIEW),
    ("cases:transfer:", "Transfer", "", P.CASE_VIEW),
    ("nominals:record:merge", "Merged with another record", "details/", P.PERSON_VIEW),
    ("nominals:record:take-apart", "Taken apart from another record", "details/", P.PERSON_VIEW),
    ("victims:", "Victims", "victims/", P.VICTIMS_VIEW),
    ("offender:", "What the person was told and says", "told/", P.PLAN_VIEW),
    ("plans:", "Plan and actions", "plan/", P.PLAN_VIEW),
    ("meetings:", "Meetings and minutes", "meetings/", P.MEETING_VIEW),
    ("disclosures:", "Disclosures", "disclosures/", P.DISCLOSURE_VIEW),
    ("duties:", "Visits and reviews", "duties/", P.DUTY_VIEW),
)
"""What an operation changed, where it is shown, and who may read that. An operation that is not named is not told."""


@dataclass(frozen=True)
class Since:
    """The last look, and for each agency what it changed since and how often: words, address, count, latest."""

    looked: datetime | None
    by_agency: dict[str, list[tuple[str, str, int, datetime]]]


def changes_since_last_look(actor: User, person: Person, *, open_now: set[str], at: datetime) -> Since:
    """What others changed since the actor last opened the first page, as far as they may read what changed.

    Args:
        open_now: the compartments that are open to the actor.
    """
    about = AuditEvent.objects.filter(subject_type="person", subject=person.reference).order_by()
    mine = about.filter(who=actor.username, operation=LOOKED, at__lt=at - SAME_VISIT)
    last = mine.values("who").annotate(latest=Max("at"))
    name = Agency.objects.filter(code=OuterRef("agency")).values("name")[:1]
    changed = about.filter(
        ~Q(who=actor.username), what__in=[What.COLLECTION, What.ALTERATION],
        at__gt=Subquery(mine.order_by("-at").values("at")[:1]),
    )  # fmt: skip
    nobody = Value("", output_field=TextField())
    told = (
        changed.annotate(
            name=Coalesce(Subquery(name), F("agency"), output_field=TextField()),
            said=Coalesce(KeyTextTransform("kind", "details"), nobody, output_field=TextField()),
            wall=Coalesce(KeyTextTransform("compartment", "details"), nobody, output_field=TextField()),
        )
        .filter(wall__in=["", *open_now])
        .values("name", "operation", "said")
        .annotate(n=Count("pk"), latest=Max("at"))
        .values_list("name", "operation", "said", "n", "latest")
    )
    own = last.annotate(
        name=nobody, operation_=Value(LOOKED), said=nobody, n=Count("pk")
    ).values_list("name", "operation_", "said", "n", "latest")  # fmt: skip
    looked: datetime | None = None
    found: dict[str, dict[tuple[str, str], tuple[int, datetime]]] = {}
    for agency, operation, said, n, latest in own.union(told, all=True):
        if operation == LOOKED:
            looked = latest
        elif words := _in_words(operation, said, actor, open_now):
            before = found.setdefault(agency, {}).get(words, (0, latest))
            found[agency][words] = (before[0] + n, max(before[1], latest))
    listed: dict[str, list[Any]] = {
        agency: [(*words, n, latest) for words, (n, latest) in sorted(told.items())]
        for agency, told in sorted(found.items())
    }
    return Since(looked, listed)


def _in_words(operation: str, said: str, actor: User, open_now: set[str]) -> tuple[str, str] | None:
    """What changed and the part of the record that shows it; None where the actor may not read it."""
    if operation.startswith("record:attachment:"):
        declared = TYPES.get(said)
        walled = declared is None or (declared.compartment is not None and declared.compartment.value not in open_now)
        if declared is None or walled or not may(actor, P.RECORD_VIEW):
            return None
        return declared.label, f"record/{declared.key}/"
    for begins, words, page, permission in CHANGES:
        if operation.startswith(begins):
            return (words, page) if may(actor, permission) else None
    return None
