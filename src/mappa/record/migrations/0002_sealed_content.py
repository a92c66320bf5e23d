"""What attachments say is kept sealed. Backwards it is opened again."""

from django.db import migrations, models

from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.sealing_tables import now_required, seal_columns

SAYS = "The fields of the type; read and written by record.contents"
WHY = "Why the other row was replaced; None where none was"
CONSTRAINT = "attachment_correction_says_why"


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial"), ("people", "0007_sealed_victims")]

    operations = [
        migrations.RemoveConstraint("attachment", CONSTRAINT),
        migrations.RenameField("attachment", "content", "content_plain"),
        migrations.RenameField("attachment", "why", "why_plain"),
        migrations.AlterField("attachment", "why_plain", models.TextField(default="")),
        migrations.AddField("attachment", "content", SealedJSON(help_text=SAYS, null=True)),
        migrations.AddField("attachment", "why", SealedText(blank=True, help_text=WHY, null=True)),
        migrations.RunPython(*seal_columns("record_attachment", content="jsonb", why="text?")),
        *now_required("attachment", "record_attachment", content=SealedJSON(default=dict, help_text=SAYS)),
        migrations.RemoveField("attachment", "content_plain"),
        migrations.RemoveField("attachment", "why_plain"),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True), ("why__isnull", False), _connector="OR"), name=CONSTRAINT
            ),
        ),
    ]
