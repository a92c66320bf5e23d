"""What agencies tell before a meeting, and what minutes say, is kept sealed. Backwards it is opened again."""

from django.db import migrations, models

from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.sealing_tables import now_required, seal_columns

REPLY = ("contact", "risk", "service", "victims", "restrictions")
OF_A_MEETING = """
    (SELECT held.person_id FROM cases_case held JOIN meetings_meeting meeting ON meeting.case_id = held.id
     WHERE meeting.id = meeting_id)
"""
OF_A_REQUEST = """
    (SELECT held.person_id FROM cases_case held JOIN meetings_meeting meeting ON meeting.case_id = held.id
     JOIN meetings_informationrequest asked ON asked.meeting_id = meeting.id WHERE asked.id = request_id)
"""


def sealed(model, person, kind, plain, *names, of="text"):
    """The operations that seal some columns of a table.

    Args:
        kind: the type of the sealed fields.
        plain: the type of the columns while they were plain.
    """
    table = f"meetings_{model}"
    return [
        *(migrations.RenameField(model, name, f"{name}_plain") for name in names),
        *(migrations.AlterField(model, f"{name}_plain", plain) for name in names),
        *(migrations.AddField(model, name, kind(null=True)) for name in names),
        migrations.RunPython(*seal_columns(table, person=person, **dict.fromkeys(names, of))),
        *now_required(model, table, **{name: kind() for name in names}),
        *(migrations.RemoveField(model, f"{name}_plain") for name in names),
    ]


def text(**more):
    """A text that may be blank."""
    return SealedText(blank=True, **more)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_minutes_requests"), ("people", "0007_sealed_victims")]

    operations = [
        *sealed("informationreply", OF_A_REQUEST, text, models.TextField(default=""), *REPLY),
        *sealed("minuteitem", OF_A_MEETING, text, models.TextField(default=""), "text"),
        *sealed("minutesversion", OF_A_MEETING, SealedJSON, models.JSONField(default=dict), "content", of="jsonb"),
    ]
