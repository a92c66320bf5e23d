"""Keeping the keys that people are found by as their names, births and numbers are."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction

from mappa.people.models import Address, Alias, Identifier, Person
from mappa.people.search_keys import keys_of_person

REPLACE = """
    WITH wanted AS (SELECT * FROM unnest(%(keys)s::bigint[], %(people)s::bigint[]) AS wanted(key, person_id)),
    gone AS (
        DELETE FROM people_searchkey held WHERE person_id = ANY(%(whose)s::bigint[])
        AND NOT EXISTS (SELECT FROM wanted WHERE wanted.key = held.key AND wanted.person_id = held.person_id))
    INSERT INTO people_searchkey (key, person_id) SELECT key, person_id FROM wanted ON CONFLICT DO NOTHING
"""
BATCH = 2000


def rekey(people: Iterable[Person]) -> None:
    """Write the keys of these people anew, in three queries and one statement. What did not change is not touched."""
    rows = list(people)
    ids = [person.pk for person in rows]
    names, numbers = defaultdict(list), defaultdict(list)
    for alias in Alias.objects.filter(person__in=ids).values_list("person", "given_names", "family_name"):
        names[alias[0]].append(alias[1:])
    for whose, number in Identifier.objects.filter(person__in=ids).values_list("person", "value"):
        numbers[whose].append(number)
    places = defaultdict(list)
    for whose, text in Address.objects.filter(person__in=ids).values_list("person", "text"):
        places[whose].append(text)
    keys, whose_key = [], []
    for person in rows:
        known_as = [(person.given_names, person.family_name), *names[person.pk]]
        own = [person.reference, *numbers[person.pk]]
        found = keys_of_person(known_as, person.date_of_birth, own, places[person.pk])
        keys += found
        whose_key += [person.pk] * len(found)
    with connection.cursor() as cursor:
        cursor.execute(REPLACE, {"keys": keys, "people": whose_key, "whose": ids})


def rekey_everybody() -> int:
    """Write everybody's keys anew, a batch in each transaction; after the rules of keys have changed. How many."""
    last, done = 0, 0
    while batch := list(Person.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            rekey(batch)
        last, done = batch[-1].pk, done + len(batch)
    return done
