"""Keys by which what is sealed is found, with those of the entries that are there."""

import django.db.models.deletion
from django.db import migrations, models


def blind_what_is_there(apps, schema_editor):
    """Write the keys of every entry; where there is none, no master key is needed."""
    if apps.get_model("record", "Attachment").objects.exists():
        from mappa.record.blinding import blind_again  # noqa: PLC0415 - models are there only now

        blind_again()


class Migration(migrations.Migration):
    dependencies = [("record", "0004_entries_under_a_higher_marking"), ("people", "0010_address_keys")]

    operations = [
        migrations.CreateModel(
            name="BlindKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "entry", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField(help_text="From record.reach")),
                (
                    "master",
                    models.CharField(
                        db_index=True, help_text="The id of the master key that it follows from", max_length=16
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blind_keys", to="record.attachment"
                    ),
                ),
            ],
        ),
        migrations.RunPython(blind_what_is_there, migrations.RunPython.noop),
    ]
