"""Files from other systems: what came, what was taken, what was refused and why."""

from django.db import models

from mappa.agencies.models import Area
from mappa.people.models import Person


class ImportedFile(models.Model):
    """One file taken in. The same file is not taken twice."""

    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    rows_taken = models.PositiveIntegerField()
    rows_refused = models.PositiveIntegerField()
    report = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "sha256", "area"], name="file_taken_once")]


class WaitingFile(models.Model):
    """A file that was checked on the page and waits for its sender to take it in. Removed once it is taken."""

    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class RegisterEntry(models.Model):
    """What another agency's register says of a person, as an extract of it told. The latest of a key stands."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="register_entries")
    kind = models.CharField(max_length=32, help_text="The extract: probation-extract, prison-extract, police-extract")
    key = models.CharField(max_length=255, help_text="What tells one entry about the person from another")
    said = models.JSONField(help_text="The columns of the row, as text")
    source = models.CharField(max_length=200, help_text="File and row")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "-id"], name="register_entry_latest")]
