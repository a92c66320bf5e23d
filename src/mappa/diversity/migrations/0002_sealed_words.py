"""Words about who somebody is are kept sealed. Backwards they are opened again."""

from django.db import migrations, models

from mappa.kernel.sealed_fields import SealedText
from mappa.people.sealing_tables import now_required, seal_columns

SAYS = {"words": "In their own words, or as another system wrote it", "said_by": "Who said so, with their agency"}
WHY = "Why the other row was wrong; None where none was"
CONSTRAINT = "diversity_correction_says_why"


def _sealed(name, **more):
    return SealedText(blank=True, help_text=SAYS.get(name, WHY), **more)


class Migration(migrations.Migration):
    dependencies = [("diversity", "0001_initial"), ("people", "0007_sealed_victims")]

    operations = [
        migrations.RemoveConstraint("diversityfact", CONSTRAINT),
        *(migrations.RenameField("diversityfact", name, f"{name}_plain") for name in (*SAYS, "why")),
        *(
            migrations.AlterField("diversityfact", f"{name}_plain", models.TextField(default=""))
            for name in (*SAYS, "why")
        ),
        *(migrations.AddField("diversityfact", name, _sealed(name, null=True)) for name in (*SAYS, "why")),
        migrations.RunPython(
            *seal_columns("diversity_diversityfact", **{**dict.fromkeys(SAYS, "text"), "why": "text?"})
        ),
        *now_required("diversityfact", "diversity_diversityfact", **{name: _sealed(name) for name in SAYS}),
        *(migrations.RemoveField("diversityfact", f"{name}_plain") for name in (*SAYS, "why")),
        migrations.AddConstraint(
            "diversityfact",
            models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True), ("why__isnull", False), _connector="OR"), name=CONSTRAINT
            ),
        ),
    ]
