"""Who on record may be somebody described, and the doubtful matches that wait for a decision."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel.models import is_one_of
from mappa.matching.likeness import Description, Verdict, compare
from mappa.matching.models import DoubtfulMatch
from mappa.people import names
from mappa.people.models import Alias, Identifier, Person
from mappa.people.selectors import people_visible_to

ALIKE_FOR_EACH = """
    SELECT one.place, person.id
    FROM json_to_recordset(%s::json) AS one(place integer, keys jsonb, born date),
        LATERAL people_alike(one.keys, one.born) AS person(id)
"""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody on record who is, or may be, the person described."""

    person: Person
    certain: bool
    score: float
    why: str


def candidates(described: Description, identifiers: Mapping[str, str]) -> list[Candidate]:
    """Everybody on record who is or may be the person described, certain ones first.

    This looks at every record, hidden ones too, because one person must not become two. Whatever it gives must not be
    told to anybody before `people_visible_to` has let it through.

    Args:
        described: name and birth as they came.
        identifiers: numbers as they came, by `IdentifierKind`.
    """
    certain = dict(_by_identifiers(described, identifiers))
    keys = keys_for_matching(described)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_alike(%s::jsonb, %s::date)", [json.dumps(keys), described.born])
        alike = {person for (person,) in cursor.fetchall()} - certain.keys()
    rows = Person.objects.filter(is_one_of("pk", alike)).order_by("pk") if alike else Person.objects.none()
    found = list(certain.values())
    for person in _with_names(rows):
        likeness = compare(described, _description(person))
        if likeness.verdict is Verdict.DIFFERENT:
            continue
        other = _other_number(person, identifiers)
        sure = likeness.verdict is Verdict.SAME and not other
        found.append(Candidate(person=person, certain=sure, score=likeness.score, why=likeness.why + other))
    return sorted(found, key=lambda one: (not one.certain, -one.score, one.person.pk))


@dataclass(frozen=True)
class Asked:
    """Somebody whom `met` looks for: as described, with their numbers by `IdentifierKind`."""

    described: Description
    identifiers: Mapping[str, str]


def met(asked: Sequence[Asked]) -> set[int]:
    """The places of those for whom `candidates` finds anybody, in a few queries for all of them together."""
    numbers: dict[tuple[str, str], set[int]] = {}
    for place, one in enumerate(asked):
        for number in one.identifiers.items():
            numbers.setdefault(number, set()).add(place)
    wanted = is_one_of("value", [value for _, value in numbers])
    there = Identifier.objects.filter(wanted).values_list("kind", "value") if numbers else ()
    found = {place for number in there for place in numbers.get(number, ())}
    told = [
        {"place": place, "keys": keys_for_matching(one.described), "born": one.described.born}
        for place, one in enumerate(asked) if place not in found
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ALIKE_FOR_EACH, [json.dumps(told, default=str)])
        alike = cursor.fetchall()
    known = _descriptions({person for _, person in alike}) if alike else {}
    return found | {
        place for place, person in alike
        if compare(asked[place].described, known[person]).verdict is not Verdict.DIFFERENT
    }  # fmt: skip


def keys_for_matching(described: Description) -> list[str]:
    """The keys of a name that somebody alike must all have."""
    return [key for key in names.keys_of(f"{described.given_names} {described.family_name}") if key[0] == "n"]


def _descriptions(people: set[int]) -> dict[int, Description]:
    """Names and births of some people, without making an object of each: a large file asks about many. Two queries."""
    also: dict[int, list[tuple[str, str]]] = defaultdict(list)
    aliases = Alias.objects.filter(is_one_of("person", people)).order_by("pk")
    for person, given, family in aliases.values_list("person", "given_names", "family_name"):
        also[person].append((given, family))
    rows = Person.objects.filter(is_one_of("pk", people))
    return {
        pk: Description(given_names=given, family_name=family, born=born, also=tuple(also[pk]))
        for pk, given, family, born in rows.values_list("pk", "given_names", "family_name", "date_of_birth")
    }


def _by_identifiers(described: Description, identifiers: Mapping[str, str]) -> Iterator[tuple[int, Candidate]]:
    wanted = Q(pk__in=[])
    for kind, value in identifiers.items():
        wanted |= Q(kind=kind, value=value)
    owners = Identifier.objects.filter(wanted).values("person")
    for person in _with_names(Person.objects.filter(pk__in=owners)):
        likeness = compare(described, _description(person))
        other = _other_number(person, identifiers)
        unlike = likeness.verdict is Verdict.DIFFERENT and person.date_of_birth != described.born
        why = "Same number" + (", but name and birth date differ" if unlike else "") + other
        yield person.pk, Candidate(person=person, certain=not unlike and not other, score=1.0, why=why)


def _with_names(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.prefetch_related("identifiers", Prefetch("aliases", queryset=Alias.objects.order_by("pk")))


def _description(person: Person) -> Description:
    also = tuple((a.given_names, a.family_name) for a in person.aliases.all())
    return Description(
        given_names=person.given_names, family_name=person.family_name, born=person.date_of_birth, also=also
    )


def _other_number(person: Person, identifiers: Mapping[str, str]) -> str:
    """In words, that a number of a kind differs: then nobody is certain."""
    for held in person.identifiers.all():
        if held.kind == "pnc" and identifiers.get("pnc", held.value) != held.value:
            return ", but another PNC ID"
    return ""


def matches_visible_to(actor: User, on: date) -> QuerySet[DoubtfulMatch]:
    """Doubtful matches that the actor may decide: those whose candidate they may know. Oldest undecided first."""
    rows = DoubtfulMatch.objects.select_related("candidate", "area")
    if not may(actor, Permission.MATCH_DECIDE):
        return rows.none()
    known = rows.filter(candidate__in=people_visible_to(actor, on))
    return known.alias(decided=Q(decided_at__isnull=False)).order_by("decided", "raised_at", "pk")
