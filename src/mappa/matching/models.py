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


class Settled(models.TextChoices):
    """What a person said about a difference."""

    OURS = "ours", "Our record stands"
    THEIRS = "theirs", "Theirs is right: our record is put right"


class Difference(models.Model):
    """Where another register and ours do not agree. Nobody but a person decides which is right (IDENT-20)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(max_length=32, help_text="The extract")
    what = models.CharField(max_length=24, help_text="category, level, lead_agency, registration, marking, ...")
    theirs = models.CharField(max_length=300)
    ours = models.CharField(max_length=300)
    source = models.CharField(max_length=200, help_text="File and row")
    at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="When a later extract agreed with the record")
    settled = models.CharField(max_length=8, choices=Settled.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"], name="difference_of_person")]
