"""Files from other systems: what came, what was taken, what was refused and why."""

from django.db import models

from mappa.agencies.models import Area


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
