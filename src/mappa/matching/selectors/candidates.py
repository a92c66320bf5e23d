"""Who on record may be somebody described, and the doubtful matches that wait for a decision."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from mappa.people.models import Alias, Identifier, IdentifierKind, Person
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


def met(asked: Sequence[Asked]) -> dict[int, set[int]]:
    """The places of those for whom `candidates` finds anybody, in a few queries for all of them together.

    Gives for each place the ids of those who are certain; none where everybody found is doubtful.
    """
    numbers: dict[tuple[str, str], set[int]] = {}
    for place, one in enumerate(asked):
        for number in one.identifiers.items():
            numbers.setdefault(number, set()).add(place)
    wanted = is_one_of("value", [value for _, value in numbers])
    there = Identifier.objects.filter(wanted).values_list("kind", "value", "person") if numbers else ()
    same_number = {(place, whose) for kind, value, whose in there for place in numbers.get((kind, value), ())}
    told = [
        {"place": place, "keys": keys_for_matching(one.described), "born": one.described.born}
        for place, one in enumerate(asked)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ALIKE_FOR_EACH, [json.dumps(told, default=str)])
        pairs = same_number.union(cursor.fetchall())
    people = {person for _, person in pairs}
    known, held = (_descriptions(people), _pnc_ids(people)) if people else ({}, {})
    found: dict[int, set[int]] = {}
    for place, person in pairs:
        one = asked[place]
        verdict = compare(one.described, known[person]).verdict
        by_number = (place, person) in same_number
        if verdict is Verdict.DIFFERENT and not by_number:
            continue
        certain = found.setdefault(place, set())
        alike = verdict is Verdict.SAME
        if by_number:
            alike = verdict is not Verdict.DIFFERENT or known[person].born == one.described.born
        if alike and not _another(held.get(person, ()), one.identifiers):
            certain.add(person)
    return found


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


def _pnc_ids(people: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Identifier.objects.filter(is_one_of("person", people), kind=IdentifierKind.PNC)
    for person, value in rows.values_list("person", "value"):
        found[person].append(value)
    return found


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
    held = [each.value for each in person.identifiers.all() if each.kind == IdentifierKind.PNC]
    return ", but another PNC ID" if _another(held, identifiers) else ""


def _another(held: Iterable[str], identifiers: Mapping[str, str]) -> bool:
    """Whether the PNC ID that was told is not each of those on record."""
    told = identifiers.get(IdentifierKind.PNC)
    return told is not None and any(value != told for value in held)


def matches_visible_to(actor: User, on: date) -> QuerySet[DoubtfulMatch]:
    """Doubtful matches that the actor may decide: those whose candidate they may know. Oldest undecided first."""
    rows = DoubtfulMatch.objects.select_related("candidate", "area")
    if not may(actor, Permission.MATCH_DECIDE):
        return rows.none()
    known = rows.filter(candidate__in=people_visible_to(actor, on))
    return known.alias(decided=Q(decided_at__isnull=False)).order_by("decided", "raised_at", "pk")
