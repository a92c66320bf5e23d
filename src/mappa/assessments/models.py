"""Risk assessments received from agencies, kept unaltered, with tool and date (RISK-02)."""

from django.db import models

from mappa.agencies.models import Agency
from mappa.kernel.sealed_fields import SealedText
from mappa.people.models import Person, SealedThrough, Victim


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


class GroupTrait(models.TextChoices):
    """What picks a group at risk out (RISK-20)."""

    PLACE = "place", "Place"
    AGE = "age", "Age"
    GENDER = "gender", "Gender"
    RACE = "race", "Race"
    RELIGION = "religion", "Religion"
    ORIENTATION = "orientation", "Sexual orientation"
    DISABILITY = "disability", "Disability"
    OTHER = "other", "Another trait"


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
    narrative = models.TextField(blank=True, help_text="The professional judgement beside the scores (RISK-19)")
    evidence = models.TextField(blank=True, help_text="What the judgement rests on, each with its source")
    protocol = models.CharField(max_length=200, blank=True, help_text="The agency's own protocol that was followed")
    static_factors = models.TextField(blank=True, help_text="What does not change, such as past offences (RISK-21)")
    changing_factors = models.TextField(blank=True, help_text="What can change, such as housing or substance use")
    triggers = models.TextField(blank=True, help_text="What may set harm off, and early signs")
    protective = models.TextField(blank=True, help_text="What protects")
    professionals = models.TextField(blank=True, help_text="Risks to professionals, such as visits alone (RISK-22)")
    mitigation = models.TextField(blank=True, help_text="What is done about them")
    next_due = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)


class FactorLink(models.TextChoices):
    """What an offending factor has to do with what the person does (RISK-03)."""

    NONE = "none", "No link"
    OFFENDING = "offending", "Linked to offending"
    HARM = "harm", "Linked to serious harm"
    BOTH = "both", "Linked to both"


class OasysRecord(SealedThrough):
    """The sections of one OASys assessment as they were received, kept sealed (RISK-03). A correction is a new one."""

    sealed_by, person_to_owner = "assessment_id", "assessments"

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="oasys")
    reconviction_score = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The static reconviction score (OGRS), in percent"
    )
    factors = models.JSONField(default=dict, help_text="A value of FactorLink by the key of each factor looked at")
    self_assessment = SealedText(blank=True, help_text="What the person says of themselves")
    serious_harm = SealedText(blank=True, help_text="The analysis of serious harm")
    other_risks = SealedText(blank=True, help_text="For example self-harm, escape, or being harmed")
    specialist_needed = models.BooleanField(null=True, blank=True)
    specialist = SealedText(blank=True, help_text="Which specialist assessment is needed, and why")
    plan = SealedText(blank=True, help_text="Which parts of the plan answer it")
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


class RoshRating(SealedThrough):
    """The level for one group of people who may be harmed (RISK-05). Who they are is kept sealed."""

    sealed_by, person_to_owner = "assessment_id", "assessments"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings")
    group = models.CharField(max_length=16, choices=RiskGroup.choices)
    level = models.CharField(max_length=12, choices=RoshLevel.choices)
    who = SealedText(blank=True, help_text="The known adult, or the described group")
    narrative = SealedText(blank=True)
    entry = models.ForeignKey(
        Victim, on_delete=models.RESTRICT, null=True, blank=True, related_name="+",
        help_text="The entry of the victims section that names them, behind its wall",
    )  # fmt: skip
    traits = models.JSONField(default=list, help_text="Values of GroupTrait: what picks the described group out")
