"""Until when the derived duties of a case hold. Cases that are there already are derived again at the next look."""

import django.db.models.deletion
from django.db import migrations, models


def look_at_each_again(apps, schema_editor):
    Case, Derivation = apps.get_model("cases", "Case"), apps.get_model("duties", "Derivation")
    days = Case.objects.values_list("pk", "opened_on")
    Derivation.objects.bulk_create(
        (Derivation(case_id=case, on=on, changes_on=on) for case, on in days), batch_size=2000
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_exits_again"),
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Derivation",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="derivation",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("on", models.DateField(help_text="The day they were derived for")),
                (
                    "changes_on",
                    models.DateField(blank=True, help_text="None: nothing that is recorded lies ahead", null=True),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["changes_on"], name="duties_change_on")],
            },
        ),
        migrations.RunPython(look_at_each_again, migrations.RunPython.noop, elidable=True),
    ]
