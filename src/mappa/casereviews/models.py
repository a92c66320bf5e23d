"""A review of how one case was managed. Its words are sealed; what was said to victims is behind their compartment."""

from django.db import models

from mappa.cases.models import Case
from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.people.models import Entry, Person, SealedAboutPerson


class ReviewKind(models.TextChoices):
    """Who asks for the review. The words are stored and never renamed."""

    MANAGEMENT = "management", "Management review"
    SERIOUS_CASE = "serious_case", "Serious case review"


class CaseReview(SealedAboutPerson, Entry):
    """One review of a case: opened with its terms, answered about victims, closed with what was found (VICTIM-13)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_reviews")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_reviews")
    kind = models.CharField(max_length=16, choices=ReviewKind.choices)
    on = models.DateField(help_text="The day on which the review was decided")
    terms = SealedText(help_text="Why it is held, and what it has to answer besides")
    victims_told = SealedText(blank=True, help_text="The answer about what victims were told, for their compartment")
    victims_log = SealedJSON(default=list, help_text="What the log of contact said when that was answered")
    victims_at = models.DateTimeField(null=True, blank=True)
    victims_by = models.CharField(max_length=150, blank=True)
    found = SealedText(blank=True, help_text="What was found and learnt, without a word of victims")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)
    told_by: str
    """The name of whoever answered about victims; only on rows that `reviews_of` has read, as is the next."""
    closer: str
