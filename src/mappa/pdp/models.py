"""Potentially dangerous persons: nominals of their own kind, related to nobody in MAPPA (NOMINAL-20, PDP-03)."""

from django.db import models

from mappa.agencies.models import Agency, Area
from mappa.pdp.lifecycle import PdpDecision


class PdpNominal(models.Model):
    """Somebody whom a senior police officer authorised to be recorded. Never a row among managed people."""

    reference = models.CharField(max_length=24, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="The force that keeps it")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    grounds = models.TextField(help_text="Reasonable grounds for a present likelihood of serious harm")
    edition = models.CharField(max_length=40)
    authorised_by = models.CharField(max_length=120)
    authorised_rank = models.CharField(max_length=60)
    authorised_on = models.DateField()
    review_on = models.DateField(help_text="The last day on which the first review is in time")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class PdpReview(models.Model):
    """What a review decided and why. The latest one says where the nominal stands. Rows are added, never changed."""

    nominal = models.ForeignKey(PdpNominal, on_delete=models.CASCADE, related_name="reviews")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="The force that keeps it")
    decision = models.CharField(max_length=12, choices=PdpDecision.choices)
    reason = models.TextField()
    reviewer = models.CharField(max_length=120, help_text="Name and rank")
    on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="The last day of the next review, while it goes on")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
