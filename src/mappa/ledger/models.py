"""Requests of people for what is held about them, routed to the agencies whose information it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.agencies.models import Agency
from mappa.people.models import Person


class SubjectAccess(models.Model):
    """Somebody asks for what is held about them. MAPPA owns nothing, so each owner answers for its part (INFO-09)."""

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subject_access")
    who = models.CharField(max_length=200, help_text="Who asks: the person, or who acts for them")
    asked_for = models.TextField()
    received_on = models.DateField()
    due = models.DateField(help_text="The last day on time, from policy")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class AccessDecision(models.TextChoices):
    """What the owning agency decided about its part."""

    GIVE = "give", "Give it"
    PART = "part", "Give a part of it"
    REFUSE = "refuse", "Refuse it"


class SubjectAccessPart(models.Model):
    """What one agency owns of what was asked for, and its own decision, taken case by case (INFO-09)."""

    request = models.ForeignKey(SubjectAccess, on_delete=models.CASCADE, related_name="parts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=40))
    intelligence = models.BooleanField(help_text="Holds nominal content, which may bear intelligence")
    decision = models.CharField(max_length=8, choices=AccessDecision.choices, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "agency"], name="access_part_once")]
