"""Doubtful matches: the machine finds, a person decides."""

from django.db import models

from mappa.agencies.models import Area
from mappa.people.models import Person


class DoubtfulMatch(models.Model):
    """An incoming row that may be about somebody already on record."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, help_text="File and row the facts came from")
    facts = models.JSONField(help_text="The rows as they came, kept whole until decided")
    candidate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="doubtful_matches")
    score = models.FloatField()
    why = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    same_person = models.BooleanField(null=True, blank=True)
