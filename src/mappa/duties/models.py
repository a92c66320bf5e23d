"""What somebody must do by a day, which rule says so, and which fact started it.

The rows are a copy of what the engine derives from recorded events. They can be thrown away and made again.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.cases.models import Case


class DutyRow(models.Model):
    """One instance of one duty. Whether an unmet one is late is asked of `due` and today, never stored."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=48)
    label = models.CharField(max_length=120)
    owner = models.CharField(max_length=40, help_text="The engine's owner code")
    edition = models.CharField(max_length=40)
    started_by = models.CharField(max_length=48)
    started_on = models.DateField()
    started_by_agency = models.CharField(max_length=48, blank=True)
    aim = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12, help_text="running, met, met late, not needed, or late: ended unmet after its day"
    )
    running = models.BooleanField()
    because = models.TextField()
    citations = models.JSONField(default=list)
    requirement = ArrayField(models.CharField(max_length=24))
    derived_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "running", "due"], name="duty_owner_due"),
            models.Index(fields=["case", "owner", "running"], name="duty_case_owner"),
        ]


class Derivation(models.Model):
    """When the duties of a case were last derived, and from which day on that answer can be another.

    An event that lies ahead, such as the last day of an order, changes duties on its own day and not when it was
    recorded.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="derivation")
    on = models.DateField(help_text="The day they were derived for")
    changes_on = models.DateField(null=True, blank=True, help_text="None: nothing that is recorded lies ahead")

    class Meta:
        indexes = [models.Index(fields=["changes_on"], name="duties_change_on")]


class CaseFact(models.Model):
    """A dated happening that no other room records but the duty engine needs: a visit, a review, a notice.

    `kind` and `details` are the words of the duty engine's event table (home_visit, level_1_reviewed, ...).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=40)
    on = models.DateField()
    details = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
