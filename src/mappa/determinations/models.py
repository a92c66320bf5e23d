"""Answers of the engine, kept with the facts and the edition they rest on. They never move (EDITION-02)."""

from django.db import models

from mappa.people.models import Person


class Determination(models.Model):
    """One answer as it was given. Later facts or editions give another row beside it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="determinations")
    as_of = models.DateField()
    edition = models.CharField(max_length=40)
    facts = models.JSONField(help_text="The case exactly as the engine was given it")
    answer = models.JSONField(help_text="The answer exactly as the engine gave it, with every limb and reason")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class CategoryDecision(models.Model):
    """What a person decided about a proposed category: confirmed, or overridden with a reason."""

    determination = models.OneToOneField(Determination, on_delete=models.PROTECT, related_name="decision")
    category = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: not in MAPPA")
    overrides = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
