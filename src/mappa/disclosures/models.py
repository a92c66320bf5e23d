"""Who was told what and why, or why not."""

from django.db import models

from mappa.agencies.models import Agency
from mappa.cases.models import Case
from mappa.govuk.days import long_date
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.models import SealedThrough


class DisclosureDecision(SealedThrough):
    """One decision, to disclose or not, with its reasons (DISC-01 to 04). Never changed: a new one is taken.

    Who is at risk, who is told and what, and every reason are kept sealed.
    """

    sealed_by, person_to_owner = "case_id", "cases"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disclosures")
    meeting = models.CharField(max_length=24, blank=True, help_text="Reference of the meeting, if one decided")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField()
    decision = models.CharField(max_length=12, choices=[("yes", "Disclose"), ("no", "Do not disclose")])
    reason = SealedText()
    at_risk = SealedText(blank=True)
    identified_person_at_risk = models.BooleanField(default=False)
    recipient = SealedText(blank=True)
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    safeguards = models.TextField(blank=True, help_text="As they stood for a body treated as a member of the public")
    content = SealedText(blank=True)
    discloser = models.CharField(max_length=120, blank=True)
    discloser_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deadline = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    offender_told = models.CharField(max_length=24, blank=True)
    offender_not_told_reason = SealedText(blank=True)
    consulted = models.CharField(
        max_length=150, blank=True, help_text="Senior person who works with the young: name and post (DISC-13)"
    )
    consulted_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consulted_on = models.DateField(null=True, blank=True)
    checklist = SealedJSON(default=dict, help_text="The proportionality questions with their answers (DISC-10, 19)")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    @property
    def consulted_words(self) -> str:
        """Who was consulted about somebody young, from which agency and when; empty where nobody was."""
        if not (self.consulted and self.consulted_agency and self.consulted_on):
            return ""
        return f"{self.consulted}, {self.consulted_agency.name}, on {long_date(self.consulted_on)}"
