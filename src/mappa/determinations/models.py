"""Answers of the engine, kept with the facts and the edition they rest on, and where an area departs from an edition.

Nothing here is overwritten: a later answer or departure is another row beside it (EDITION-02, EDITION-03).
"""

from django.db import models

from mappa.agencies.models import Agency, Area
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


class AreaDeparture(models.Model):
    """From this day the area follows this value instead of the edition's, until a later row for it (EDITION-03).

    National guidance is statutory, so each has a reason, a named approver and the day of the approval.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="departures")
    edition = models.CharField(max_length=40)
    parameter = models.CharField(max_length=80)
    value = models.PositiveIntegerField(null=True, blank=True, help_text="None: back to what the edition says")
    source = models.CharField(max_length=200, help_text="The paper that records the decision")
    reason = models.TextField()
    approved_by = models.CharField(max_length=150)
    approved_on = models.DateField()
    since = models.DateField(help_text="Clocks that start from this day on follow it")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "edition", "parameter", "since"], name="one_departure_a_day"),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(approved_by="") & ~models.Q(source=""),
                name="departure_is_complete",
            ),
        ]


class IdentificationProcedure(models.Model):
    """How one agency finds the people it has to identify in one area, until a later row for it (IDENT-16)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="identification_procedures")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="identification_procedures")
    procedure = models.TextField()
    shown_by = models.CharField(max_length=300, help_text="What shows that it works, for example a check of a sample")
    checked_on = models.DateField(help_text="The day on which that was last looked at")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
