"""Addresses are among what people are found by: keys of those who are on record. An area's people are found by an index."""

from django.db import migrations, models

from mappa.people.search_keys import address_keys

BATCH = 5000


def key_addresses(apps, schema_editor):
    """Write the keys of every address, a batch at a time."""
    addresses, last = apps.get_model("people", "Address").objects.order_by("pk"), 0
    while batch := list(addresses.filter(pk__gt=last).values_list("pk", "person", "text")[:BATCH]):
        rows = [(key, person) for _, person, text in batch for key in address_keys(text)]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_searchkey (key, person_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[]) "
                "ON CONFLICT DO NOTHING",
                [[key for key, _ in rows], [person for _, person in rows]],
            )
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [("people", "0009_search_keys")]

    operations = [
        migrations.AddIndex(
            model_name="managingarea", index=models.Index(fields=["area", "person"], name="managed_by_area")
        ),
        migrations.RunPython(key_addresses, migrations.RunPython.noop),
    ]
