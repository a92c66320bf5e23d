"""What was decided about two records, and which became one."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mappa.accounts.attribution import named
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import with_standing
from mappa.nominals.models import Merge, PairDecision, PairQuestion, PossibleDuplicate
from mappa.people.models import Identifier, IdentifierKind, Person
from mappa.people.selectors import area_on, people_visible_to


def in_order(first: Person, second: Person) -> tuple[Person, Person]:
    """The two records, the older first."""
    return (first, second) if first.pk < second.pk else (second, first)


def facts_of(first: Person, second: Person) -> str:
    """A digest of what two records are compared by: names, other names, birth and numbers."""
    said = [
        [
            person.family_name, person.given_names, str(person.date_of_birth),
            sorted(person.aliases.values_list("given_names", "family_name")),
            sorted(person.identifiers.values_list("kind", "value")),
        ]
        for person in in_order(first, second)
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def decision_on(first: Person, second: Person) -> PairDecision | None:
    """What was last decided about two records, whatever changed since. The caller knows that both may be known."""
    one, other = in_order(first, second)
    return named(PairDecision.objects.filter(one=one, other=other), decider="by").order_by("pk").last()


def stands(decision: PairDecision | None, first: Person, second: Person) -> bool:
    """Whether a decision still stands: the facts it rested on are the same."""
    return decision is not None and decision.facts == facts_of(first, second)


def merges_of(person: Person) -> QuerySet[Merge]:
    """Every record that was ever merged into one, the newest first, those taken apart again too."""
    rows = named(Merge.objects.filter(kept=person), merger="by", undoer="undone_by")
    return rows.select_related("other").order_by("-at", "-pk")


def kept_for(actor: User, reference: str, on: date) -> Person | None:
    """The record that the one with this reference was merged into, for somebody who may know of it; else None."""
    former = Identifier.objects.filter(kind=IdentifierKind.MERGED, value=reference)
    return people_visible_to(actor, on).filter(pk__in=former.values("person")).first()


def standing_cases(people: Iterable[Person], on: date) -> list[Case]:
    """Every case of some people with what holds on a day, in the order they were opened."""
    cases = Case.objects.filter(person__in=list(people)).select_related("person")
    return list(with_standing(cases, on).order_by("opened_on", "id"))


def why_not(kept: Person, other: Person, cases: Sequence[Case], on: date) -> str:
    """Why two records cannot be merged now, with what to do; empty when they can.

    Args:
        cases: the `standing_cases` of both on that day.
    """
    if kept.pk == other.pk:
        return "This is the same record, so there is nothing to merge. Give the reference of the other record."
    if kept.merged_into_id or other.merged_into_id:
        return "One of these records has been merged already. Open it: you come to the record that it is part of now."
    if len(set(Person.objects.filter(pk__in=[kept.pk, other.pk]).values_list(area_on(on), flat=True))) > 1:
        return (
            "Two areas manage these records, and a merge would take one out of an area's sight. "
            "Agree which area manages the person, have the other record transferred there, and then merge."
        )
    in_mappa = [case for case in cases if case.state == CaseState.OPEN]  # type: ignore[attr-defined]
    if len(in_mappa) > 1:
        listed = " and ".join(f"{case.reference} of {case.person.reference}" for case in in_mappa)
        return (
            f"Both records have a case in MAPPA: {listed}. One person has one. Close the one that should not go on, "
            "with the other's reference in the closing statement, and then merge."
        )
    if in_mappa and cases[-1].pk != in_mappa[0].pk:
        return (
            f"Case {cases[-1].reference}, which has ended, began after case {in_mappa[0].reference}, which goes on, so "
            "the merged record would show the ended one. Ask your system administrator."
        )
    return ""


def questions_visible_to(actor: User, on: date) -> QuerySet[PairQuestion]:
    """Records opened that may be of somebody whom the actor may know of: the unanswered first, oldest first."""
    if not may(actor, Permission.MATCH_DECIDE):
        return PairQuestion.objects.none()
    rows = PairQuestion.objects.filter(candidate__in=people_visible_to(actor, on)).select_related("candidate")
    return rows.alias(done=Q(decided_at__isnull=False)).order_by("done", "raised_at", "pk")


def duplicates_visible_to(actor: User, on: date) -> QuerySet[PossibleDuplicate]:
    """Pairs that the linkage found, likeliest first, where the actor may know of both records."""
    if not may(actor, Permission.MATCH_DECIDE):
        return PossibleDuplicate.objects.none()
    known = people_visible_to(actor, on)
    rows = PossibleDuplicate.objects.filter(one__in=known, other__in=known).select_related("one", "other")
    return rows.order_by("-weight", "pk")


def undecided(rows: QuerySet[PossibleDuplicate]) -> QuerySet[PossibleDuplicate]:
    """Those of some pairs about which nobody has decided yet, in whatever way they were asked."""
    decided = PairDecision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    return rows.filter(~Exists(decided), ~Exists(_answered(OuterRef("one"), OuterRef("other"))))


def unfinished(rows: QuerySet[PossibleDuplicate]) -> QuerySet[PossibleDuplicate]:
    """The undecided of some pairs, and those said to be one person that are two records still (`said_same`)."""
    latest = PairDecision.objects.filter(one=OuterRef("one"), other=OuterRef("other")).order_by("-pk")
    rows = rows.annotate(said_same=Coalesce(Subquery(latest.values("same")[:1]), Value(value=False)))
    apart = Q(said_same=True, one__merged_into=None, other__merged_into=None)
    return rows.filter(Q(pk__in=undecided(PossibleDuplicate.objects.all()).values("pk")) | apart)


def _answered(one: OuterRef, other: OuterRef) -> QuerySet[PairQuestion]:
    """Answers that were given when one of the two was opened."""
    either = Q(candidate=one, opened=other) | Q(candidate=other, opened=one)
    return PairQuestion.objects.filter(either, decided_at__isnull=False)
