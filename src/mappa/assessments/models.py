"""Risk assessments received from agencies, kept unaltered, with tool and date (RISK-02)."""

from django.db import models

from mappa.agencies.models import Agency
from mappa.people.models import Person


class RoshLevel(models.TextChoices):
    """Risk of serious harm (RISK-04)."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"


class RiskGroup(models.TextChoices):
    """Who may be harmed (RISK-05)."""

    PUBLIC = "public", "The public"
    PRISONERS = "prisoners", "Prisoners"
    KNOWN_ADULT = "known_adult", "A known adult"
    CHILDREN = "children", "Children"
    STAFF = "staff", "Staff"
    SELF = "self", "Self"


class Assessment(models.Model):
    """One assessment as received. A correction is a new entry."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assessments")
    tool = models.CharField(max_length=40)
    tool_version = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    assessor = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    rosh = models.CharField(max_length=12, choices=RoshLevel.choices, blank=True, help_text="The overall level")
    reconviction = models.CharField(
        max_length=12, choices=RoshLevel.choices, blank=True, help_text="How likely reconviction is, as the tool says"
    )
    scores = models.JSONField(default=dict)
    tool_answers = models.JSONField(default=dict, help_text="The five answers about a tool that is on no list")
    carries = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_into",
        help_text="The last youth assessment, carried into the first adult one (RISK-15)",
    )  # fmt: skip
    likelihood = models.TextField(blank=True)
    imminence = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    next_due = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)


class RiskDiscussion(models.Model):
    """A professional discussion where two tools disagree, and what was agreed (RISK-12). A later one is a new row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="risk_discussions")
    first = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    who = models.CharField(max_length=300, help_text="Who took part, with their agencies")
    agreed_rosh = models.CharField(max_length=12, choices=RoshLevel.choices)
    agreed_level = models.PositiveSmallIntegerField(help_text="The MAPPA level that was agreed")
    reasons = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)


class ToolOccasion(models.Model):
    """Something that happened and calls for a tool, in the engine's words (RISK-10, RISK-13, RISK-14)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tool_occasions")
    kind = models.CharField(max_length=40)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True, help_text="Where it stands, for example which report")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "on"], name="one_occasion_a_day")]


class RoshRating(models.Model):
    """The level for one group of people who may be harmed (RISK-05)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings")
    group = models.CharField(max_length=16, choices=RiskGroup.choices)
    level = models.CharField(max_length=12, choices=RoshLevel.choices)
    who = models.CharField(max_length=200, blank=True, help_text="The known adult, or the named group")
    narrative = models.TextField(blank=True)
