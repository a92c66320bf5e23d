"""Finding people: for somebody who searches, what they may know; for a match, everybody."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from rapidfuzz import fuzz

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.matching.likeness import Description, Verdict, compare
from mappa.matching.models import DoubtfulMatch
from mappa.people import names
from mappa.people.models import Alias, Identifier, Person
from mappa.people.selectors import people_visible_to

MOST_CANDIDATES = 500
"""Rows scored in one search; a text that fits more needs more words or a birth date."""

LEAST_SCORE = 0.55


@dataclass(frozen=True, kw_only=True)
class Found:
    """One person a search shows, how well the text fits from 0 to 1, and why."""

    reference: str
    family_name: str
    given_names: str
    born: date | None
    score: float
    reason: str


def search(actor: User, text: str, *, on: date, born: date | None = None, limit: int = 25) -> list[Found]:
    """People whom the actor may know, by name, alias, number or reference, best first.

    Args:
        text: a name or part of one in any order, a number or a reference; may be empty when `born` is given.
        on: the day asked about.
        born: raises those with this birth date, and alone lists them.
        limit: how many at most.
    """
    people = people_visible_to(actor, on)
    exact = _by_number(people, text)
    words = [names.keys_of(word) for word in names.normalised(text).split()]
    first, rest = Q(pk__in=exact), Q(pk__in=[])
    if words:
        first |= reduce(and_, (Q(name_keys__has_any_keys=keys) for keys in words))
        rest |= reduce(or_, (Q(name_keys__has_any_keys=keys) for keys in words))
    if born:
        first |= Q(date_of_birth=born)
    normal = names.normalised(text)
    found: list[Found] = []
    # those who fit every word come before those who fit one, so that the most common names do not crowd them out
    for rows in (people.filter(first), people.filter(rest).exclude(first)):
        if len(found) < limit:
            some = rows.order_by("pk").prefetch_related("aliases")[:MOST_CANDIDATES]
            found += [hit for person in some if (hit := _fit(person, normal, born, exact.get(person.pk, "")))]
    found.sort(key=lambda hit: (-hit.score, hit.family_name, hit.given_names, hit.reference))
    return found[:limit]


def _by_number(people: QuerySet[Person], text: str) -> dict[int, str]:
    """People by exact reference or number: their id and the reason."""
    text = text.strip()
    if not text:
        return {}
    exact = {row.pk: "Same reference" for row in people.filter(reference__iexact=text).only("pk")}
    for row in Identifier.objects.filter(value__iexact=text, person__in=people):
        exact[row.person_id] = f"Same {row.get_kind_display()}"
    return exact


def _fit(person: Person, text: str, born: date | None, number: str) -> Found | None:
    """How one person fits; None when too little."""
    score, reason = (1.0, number) if number else _name_fit(person, text)
    same_birth = born is not None and person.date_of_birth == born
    if born and not number:
        score = round(score * 0.7 + (0.3 if same_birth else 0.0), 3) if text else float(same_birth)
        if same_birth:
            reason = f"{reason} and same birth date" if text and reason else "Same birth date"
    if score < LEAST_SCORE:
        return None
    return Found(
        reference=person.reference,
        family_name=person.family_name,
        given_names=person.given_names,
        born=person.date_of_birth,
        score=round(score, 3),
        reason=reason,
    )


def _name_fit(person: Person, text: str) -> tuple[float, str]:
    if not text:
        return 0.0, ""
    known = [(person.given_names, person.family_name, "")]
    known += [
        (a.given_names, a.family_name, f"Also known as {a.given_names} {a.family_name}".strip())
        for a in person.aliases.all()
    ]
    return max(
        (_one_name(text, names.full(given, family), also) for given, family, also in known), key=lambda fit: fit[0]
    )


def _one_name(text: str, full: str, also: str) -> tuple[float, str]:
    words, held = text.split(), full.split()
    if sorted(words) == sorted(held):
        return 1.0, also or "Same name"
    if set(words) <= set(held):
        return 0.9, also or "Part of the name"
    if all(any(word.startswith(typed) for word in held) for typed in words):
        return 0.85, also or "The name begins so"
    sounds = names.sound_of(full)
    if all(sound in sounds for sound in names.sound_of(text)):
        return 0.8, also or "Sounds the same"
    return round(fuzz.token_set_ratio(text, full) / 100 * 0.79, 3), also or "Looks alike"


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
    keys = [key for key in names.keys_of(f"{described.given_names} {described.family_name}") if key[0] == "n"]
    alike = RawSQL("SELECT people_alike(%s::jsonb, %s::date)", [json.dumps(keys), described.born])
    rows = Person.objects.filter(pk__in=alike).exclude(pk__in=certain).order_by("pk")
    found = list(certain.values())
    for person in _with_names(rows):
        likeness = compare(described, _description(person))
        if likeness.verdict is Verdict.DIFFERENT:
            continue
        other = _other_number(person, identifiers)
        sure = likeness.verdict is Verdict.SAME and not other
        found.append(Candidate(person=person, certain=sure, score=likeness.score, why=likeness.why + other))
    return sorted(found, key=lambda one: (not one.certain, -one.score, one.person.pk))


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
