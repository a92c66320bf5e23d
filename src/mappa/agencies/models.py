"""Areas, agencies and contacts: who takes part."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Area(models.Model):
    """A MAPPA area: one police force area with one Responsible Authority (EDITION-06)."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=4, unique=True, help_text="Begins every reference of the area")
    edition = models.CharField(max_length=40, help_text="The policy edition in force for new clocks")
    population_10_and_over = models.JSONField(default=dict, help_text="Mid-year estimate by year, with its source")


class AreaEdition(models.Model):
    """From this day the area works to this edition, until the next row's day (EDITION-02)."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="editions")
    edition = models.CharField(max_length=40)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "since"], name="one_edition_a_day")]


class AgencyKind(models.TextChoices):
    """What an agency is. The owner codes of the duty engine are among these values."""

    POLICE = "police", "Police"
    PROBATION = "probation", "Probation Service"
    PRISON = "prison", "Prison Service"
    YOT = "yot", "Youth offending team"
    MENTAL_HEALTH_TRUST = "mental_health_trust", "Mental health trust"
    HOUSING = "housing", "Housing"
    CHILDRENS_SERVICES = "childrens_services", "Children's services"
    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    EDUCATION = "education", "Education"
    JOBCENTRE = "jobcentre", "Jobcentre Plus"
    MONITORING = "monitoring", "Electronic monitoring"
    VICTIM_LIAISON = "victim_liaison", "Victim liaison"
    APPROVED_PREMISES = "approved_premises", "Approved premises"
    COORDINATION_UNIT = "co-ordination", "MAPPA co-ordination unit"
    BOARD = "board", "Strategic Management Board"
    OTHER = "other", "Other body"


class AgencyStatus(models.TextChoices):
    """Standing in law (AGENCY-01)."""

    RESPONSIBLE = "ra", "Responsible Authority"
    DUTY = "dtc", "Duty to co-operate"
    NEITHER = "none", "Neither"


class Agency(models.Model):
    """A named body that may be asked, invited, given an action or made lead (AGENCY-01)."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=AgencyKind.choices)
    status = models.CharField(max_length=4, choices=AgencyStatus.choices)
    areas = models.ManyToManyField(Area, related_name="agencies")


class Contact(models.Model):
    """A single point of contact, or a named local contact, with dates (AGENCY-05). `until` is the last day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
