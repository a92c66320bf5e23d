"""A key for each person, and what is known of victims sealed under it. Backwards it is opened again."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from mappa.kernel.sealed_fields import SealedText
from mappa.people.sealing_tables import now_required, seal_columns

HELP = {
    "description": "A name, or words that describe the group",
    "contact": "offered, accepted, declined or not known",
    "messenger": "Who carries messages to and from MAPPA",
}
PLAIN = {
    "description": models.CharField(help_text=HELP["description"], max_length=200),
    "contact": models.CharField(blank=True, help_text=HELP["contact"], max_length=24),
    "messenger": models.CharField(blank=True, help_text=HELP["messenger"], max_length=120),
    "views": models.TextField(blank=True),
    "safety": models.TextField(blank=True),
}


def _sealed(name, **more):
    return SealedText(blank=name != "description", help_text=HELP.get(name, ""), **more)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_alter_identifier_kind")]

    operations = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sealing_key",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, help_text="Stands before everything that it sealed", unique=True
                    ),
                ),
                (
                    "master",
                    models.CharField(db_index=True, help_text="The id of the master key that wraps it", max_length=16),
                ),
                ("wrapped", models.BinaryField()),
            ],
        ),
        *(migrations.RenameField("victim", name, f"{name}_plain") for name in PLAIN),
        # a default for the way back, on which the column is added to rows that are there
        *(migrations.AlterField("victim", f"{name}_plain", models.TextField(default="")) for name in PLAIN),
        *(migrations.AddField("victim", name, _sealed(name, null=True)) for name in PLAIN),
        migrations.RunPython(*seal_columns("people_victim", **dict.fromkeys(PLAIN, "text"))),
        *now_required("victim", "people_victim", **{name: _sealed(name) for name in PLAIN}),
        *(migrations.RemoveField("victim", f"{name}_plain") for name in PLAIN),
    ]
