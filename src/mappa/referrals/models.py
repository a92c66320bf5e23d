"""A request for level 2 or 3 (form A), and its decision."""

from django.db import models

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.assessments.models import RoshLevel
from mappa.kernel.models import Versioned
from mappa.kernel.sealed_fields import SealedText
from mappa.people.models import Person, SealedAboutPerson


class Referral(SealedAboutPerson, Versioned):
    """Form A, section by section. Its state is what its latest step left (REFER-03 to 06).

    What it says of victims and of whom a risk is to is kept sealed (docs/adr/0020).
    """

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="referrals")
    referrer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referrals")
    category = models.PositiveSmallIntegerField(null=True, blank=True)
    category_3_offence = models.TextField(blank=True)
    category_3_reason = models.TextField(blank=True)
    level_sought = models.PositiveSmallIntegerField(null=True, blank=True)
    offence_facts = models.TextField(blank=True)
    dates = models.TextField(blank=True)
    concerns = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    barrier = models.TextField(blank=True)
    added_value = models.TextField(blank=True)
    likelihood = models.TextField(blank=True)
    rosh = models.CharField(
        max_length=12,
        choices=RoshLevel.choices,
        blank=True,
        default="",
        help_text="On the scale of the nominal (RISK-08)",
    )
    rosh_when_and_to_whom = SealedText(blank=True)
    imminence = models.TextField(blank=True)
    assessment_tool = models.CharField(max_length=40, blank=True)
    assessment_on = models.DateField(null=True, blank=True)
    victims = SealedText(blank=True)
    plan_supervision = models.TextField(blank=True)
    plan_monitoring = models.TextField(blank=True)
    plan_interventions = models.TextField(blank=True)
    plan_victim_safety = SealedText(blank=True)
    plan_contingency = models.TextField(blank=True)
    emergency = models.BooleanField(null=True, blank=True)
    diversity = SealedText(blank=True)
    offender_aware = models.CharField(max_length=16, blank=True, help_text="told or withheld")
    offender_aware_reason = models.TextField(blank=True)
    endorsed_by = models.CharField(max_length=120, blank=True)
    endorsed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()


class ReferralInvitee(models.Model):
    """Who should be at the meeting, and why (REFER-04)."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="invitees")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)


class ReferralStep(models.Model):
    """Submitted, returned, accepted, rejected, with who, when and why (REFER-09, 11)."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    in_remit = models.BooleanField(null=True, blank=True)
    needs_multi_agency = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    pdp_route = models.BooleanField(
        null=True, blank=True, help_text="Whether the potentially dangerous persons route fits (IDENT-23)"
    )


class Consultation(models.Model):
    """A manager of a partner agency asked by the co-ordinator, and what they said (REFER-08)."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="consultations")
    who = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    said = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Screening(models.Model):
    """An agency's own screening of a case, kept also when the answer is level 1 (REFER-02). A new one is added."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="screenings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(help_text="The level the agency proposes")
    reason = models.TextField()
    on = models.DateField()
    screener = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
