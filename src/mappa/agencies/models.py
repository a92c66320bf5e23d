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
    in_wales = models.BooleanField(default=False, help_text="Some functions are devolved there (AGENCY-16)")


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
    HEALTH_BODY = "health_body", "Health body"
    SOCIAL_LANDLORD = "social_landlord", "Social landlord"
    IMMIGRATION = "immigration", "Immigration and border"
    FAITH = "faith", "Faith safeguarding lead"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse service"
    INDEPENDENT_PROVIDER = "independent_provider", "Independent provider"
    CHILDRENS_CENTRE = "childrens_centre", "Children's centre"
    CARE_HOME = "care_home", "Adult care home"
    FIRE = "fire", "Fire service"
    AMBULANCE = "ambulance", "Ambulance service"
    VOLUNTARY = "voluntary", "Charity or voluntary body"
    OTHER = "other", "Other body"


class AgencyStatus(models.TextChoices):
    """Standing in law (AGENCY-01)."""

    RESPONSIBLE = "ra", "Responsible Authority"
    DUTY = "dtc", "Duty to co-operate"
    NEITHER = "none", "Neither"


OWN_OFFICES = frozenset({AgencyKind.COORDINATION_UNIT, AgencyKind.BOARD})
"""The arrangements' own offices. They stand under no duty of their own, and are no outside bodies."""


class Agency(models.Model):
    """A named body that may be asked, invited, given an action or made lead (AGENCY-01). `until` is the last day."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=AgencyKind.choices)
    status = models.CharField(max_length=4, choices=AgencyStatus.choices)
    basis = models.CharField(max_length=200, blank=True, help_text="The law that names it, where no list does")
    areas = models.ManyToManyField(Area, related_name="agencies")
    until = models.DateField(null=True, blank=True)

    @property
    def is_outside_body(self) -> bool:
        """Whether it must be classified before anything is sent to it (INFO-10)."""
        return self.status == AgencyStatus.NEITHER and self.kind not in OWN_OFFICES


class AgencyEntry(models.Model):
    """What the register said of an agency from an instant, with why it changed. Rows are added, never changed."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="entries")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    status = models.CharField(max_length=4)
    basis = models.CharField(max_length=200, blank=True)
    areas = ArrayField(models.CharField(max_length=50), help_text="Codes of the areas served")
    until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Classification(models.Model):
    """What an outside body has agreed to, and so how it is treated (INFO-10). Rows are added, never changed.

    `until` is the last day of the agreement. After it the body is unclassified again.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="classifications")
    agreement = models.CharField(max_length=200, blank=True, help_text="The service level agreement or contract")
    covers_disclosure = models.BooleanField(default=False)
    covers_confidentiality = models.BooleanField(default=False)
    safeguards = models.TextField(blank=True, help_text="Added safeguards where it is as a member of the public")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    @property
    def as_statutory(self) -> bool:
        """Whether an agreement covers both, so that the body is treated as a statutory agency."""
        return bool(self.agreement) and self.covers_disclosure and self.covers_confidentiality


class ContactKind(models.TextChoices):
    """How an agency is reached (AGENCY-05)."""

    SPOC = "spoc", "Single point of contact"
    LOCAL = "local", "Named local contact"


class Contact(models.Model):
    """A single point of contact, or a named local contact, with dates (AGENCY-05). `until` is the last day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind.choices, default=ContactKind.SPOC)
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    deputy = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, help_text="The secure address")
    telephone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    knows_mappa = models.BooleanField(null=True, blank=True, help_text="Knows how MAPPA works locally")
    reaches_data = models.BooleanField(null=True, blank=True, help_text="Can reach the agency's own data")
    at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=150, blank=True)
