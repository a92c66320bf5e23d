"""A period of management: category, level and lead agency as histories; steps; transfers."""

from django.db import models

from mappa.agencies.models import Agency, Area
from mappa.determinations.models import Determination
from mappa.people.models import Person


class Case(models.Model):
    """One period in MAPPA. Its state is what its latest step left. `opened_on` is the first day."""

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cases")
    opened_on = models.DateField()
    edition = models.CharField(max_length=40)


class CaseStep(models.Model):
    """Opened, exited, archived, re-activated."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    on = models.DateField(help_text="The day from which it counts")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)


class CategoryRow(models.Model):
    """From this day the category is this; the next row ends it. None: left the last category (IDENT-03)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="categories")
    category = models.PositiveSmallIntegerField(null=True, blank=True)
    all_categories = models.JSONField(default=list, help_text="Every category whose limb is met")
    since = models.DateField()
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["case", "-since", "-id"], name="category_since")]


class LevelRow(models.Model):
    """From this day the level is this; the next row ends it (LEVEL-01)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    since = models.DateField()
    decided_by = models.CharField(max_length=120, help_text="The deciding body")
    meeting = models.CharField(max_length=24, blank=True, help_text="Reference of the meeting, if one decided")
    rationale = models.TextField(blank=True)
    limbs = models.JSONField(default=list, help_text="The limbs of the test, each with its answer and edition")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["case", "-since", "-id"], name="level_since")]


class CriticalMark(models.Model):
    """Marked as one of the critical few at level 3, or no longer; the latest row holds (LEVEL-17)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="critical_marks")
    critical = models.BooleanField()
    since = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="critical_latest")]


class LeadAgencyRow(models.Model):
    """From this day the agency leads; the next row ends it. So there is always exactly one (AGENCY-06)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lead_agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-since", "-id"], name="lead_since")]


class Exit(models.Model):
    """Why and when the case ended, and the closing statement that cannot delay it (IDENT-32, 33).

    One row for each time: a case that came back can end again.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exits")
    reason = models.CharField(max_length=40, help_text="notification_ended, licence_ended, no_longer_needed, died, ...")
    computed_on = models.DateField(null=True, blank=True)
    on = models.DateField(help_text="The last day in MAPPA")
    statement = models.TextField()
    category_3_considered = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Transfer(models.Model):
    """A recorded move of responsibility from one area to another (TRANSFER-01)."""

    reference = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    move_on = models.DateField(null=True, blank=True)


class TransferStep(models.Model):
    """Requested, sent, accepted, refused, withdrawn."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)


class Category3Consideration(models.Model):
    """That the supervising officer considered Category 3: on which ground, with what result, and why (IDENT-14)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="category_3_considerations")
    ground = models.CharField(max_length=40, help_text="A key of category-3/considerations of the edition")
    edition = models.CharField(max_length=40)
    refer = models.BooleanField(help_text="Whether the person is to be referred for Category 3")
    reasons = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["person", "ground", "-on"], name="considered_on")]


class OutsideDecision(models.Model):
    """What was decided about somebody outside the criteria who is no potentially dangerous person (IDENT-34).

    The latest row stands. Nobody here is in MAPPA or counted in its figures.
    """

    class Decision(models.TextChoices):
        """What is done about the person."""

        MEET = "meet", "Hold a multi-agency meeting"
        NO_MEETING = "no_meeting", "Hold no meeting"
        LEAVE = "leave", "Take the person off the list"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outside_decisions")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    legal_basis = models.TextField(blank=True, help_text="The power on which information is shared; for a meeting")
    reasons = models.TextField()
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["person", "-on", "-id"], name="outside_on")]
