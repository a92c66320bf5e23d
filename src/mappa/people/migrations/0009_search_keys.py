"""The keys that people are found by, with those of everybody who is on record."""

from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models

from mappa.people.search_keys import keys_of_person

BATCH = 2000


def key_everybody(apps, schema_editor):
    """Write the keys of everybody on record, a batch at a time."""
    people = apps.get_model("people", "Person").objects.order_by("pk")
    aliases = apps.get_model("people", "Alias").objects
    identifiers = apps.get_model("people", "Identifier").objects
    last = 0
    while batch := list(
        people.filter(pk__gt=last).only("given_names", "family_name", "date_of_birth", "reference")[:BATCH]
    ):
        ids, names, numbers = [person.pk for person in batch], defaultdict(list), defaultdict(list)
        for whose, *name in aliases.filter(person__in=ids).values_list("person", "given_names", "family_name"):
            names[whose].append(name)
        for whose, number in identifiers.filter(person__in=ids).values_list("person", "value"):
            numbers[whose].append(number)
        keys, whose_key = [], []
        for person in batch:
            known_as = [(person.given_names, person.family_name), *names[person.pk]]
            found = keys_of_person(known_as, person.date_of_birth, [person.reference, *numbers[person.pk]])
            keys += found
            whose_key += [person.pk] * len(found)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_searchkey (key, person_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
                [keys, whose_key],
            )
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0008_destroyed_keys")]

    operations = [
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_keys", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.RunPython(key_everybody, migrations.RunPython.noop),
    ]
