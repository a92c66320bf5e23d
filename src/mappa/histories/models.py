"""What rows said before they were changed or removed. The database writes this itself (docs/adr/0019)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.people.models import Person


class RowChange(models.Model):
    """One row as it was until one statement changed or removed it.

    A trigger adds it, as the tables' owner, whoever changed the row and however. The application can only read it.
    """

    class Way(models.TextChoices):
        """What was done to the row."""

        UPDATE = "update", "Changed"
        DELETE = "delete", "Removed"

    at = models.DateTimeField(help_text="By the database's clock")
    way = models.CharField(max_length=6, choices=Way.choices)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=64, help_text="Its primary key")
    # it outlives the person's own row
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+",
        help_text="Whom the row is about; None for rows about nobody, such as accounts",
    )  # fmt: skip
    before = models.JSONField(help_text="The row by column, secrets left out")
    changed = ArrayField(models.CharField(max_length=63), help_text="The columns that changed; all of a removed row")
    who = models.CharField(max_length=150, blank=True, help_text="User name; blank for commands and migrations")
    reader = models.CharField(max_length=80, blank=True, help_text="As whom the transaction read")
    operation = models.CharField(max_length=40, blank=True, help_text="The request, as in the audit log")
    transaction = models.BigIntegerField(help_text="What was changed together has the same number")

    class Meta:
        indexes = [models.Index(fields=["table", "row", "id"], name="histories_of_row")]
