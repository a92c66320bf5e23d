"""Published figures: frozen with the list behind every one of them (STATS-15)."""

from django.db import models

from mappa.agencies.models import Area


class FrozenReport(models.Model):
    """The annual tables as they were frozen, with the references of the people behind each figure."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="frozen_reports")
    year = models.CharField(max_length=8)
    edition = models.CharField(max_length=40)
    tables = models.JSONField()
    behind = models.JSONField(help_text="Figure by figure, the references counted")
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="frozen_once")]
