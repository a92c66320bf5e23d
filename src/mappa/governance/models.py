"""Retrieval tests: a random sample of records, what was asked of each, and what came of it (INFO-18)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.agencies.models import Area
from mappa.people.models import Person


class RetrievalTest(models.Model):
    """One sample of the records of an area, drawn by a number that anybody can draw it by again."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True)
    purpose = models.CharField(
        max_length=200, help_text="Why records are looked at; the log names the test, and not these words"
    )
    seed = models.CharField(max_length=64)
    drawn_from = models.PositiveIntegerField(help_text="How many records there were to draw from")
    questions = ArrayField(models.CharField(max_length=40), help_text="What is asked of each record, by key")
    edition = models.CharField(max_length=40)
    drawn_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class SampledRecord(models.Model):
    """One record of a sample. `place` is its place in the order in which they were drawn, from 1."""

    test = models.ForeignKey(RetrievalTest, on_delete=models.CASCADE, related_name="records")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["test", "person"], name="sampled_once")]


class Found(models.TextChoices):
    """Whether what was asked for was found."""

    YES = "yes", "Yes"
    PART = "part", "In part"
    NO = "no", "No"


class Retrieval(models.Model):
    """Whether one thing was found in one record, how long that took, and what was wrong. Never changed."""

    record = models.ForeignKey(SampledRecord, on_delete=models.CASCADE, related_name="retrievals")
    question = models.CharField(max_length=40)
    found = models.CharField(max_length=4, choices=Found.choices)
    minutes = models.PositiveSmallIntegerField(help_text="How long it took, in whole minutes, rounded up")
    failed = ArrayField(models.CharField(max_length=40), default=list, help_text="Standards that it does not meet")
    wrong = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "question"], name="retrieved_once")]


class RetrievalAction(models.Model):
    """What is done because of a test. Its end is written once."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    test = models.ForeignKey(RetrievalTest, on_delete=models.CASCADE, related_name="actions")
    what = models.TextField()
    owner = models.CharField(max_length=160, help_text="Name and post of who does it")
    due = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    outcome = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=150, blank=True)
