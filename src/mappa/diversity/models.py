"""Who somebody is, recorded for one purpose: to show that people are treated fairly. No rule reads it."""

from django.db import models

from mappa.kernel.sealed_fields import SealedText
from mappa.people.models import Person, SealedAboutPerson, Victim


class Nothing(models.TextChoices):
    """The three ways of having no answer (IDENT-35). Where nobody wrote anything there is no row at all."""

    NOT_ASKED = "not_asked", "Not asked"
    DECLINED = "declined", "Declined to say"
    NOT_KNOWN = "not_known", "Asked or looked for, and not known"


class Basis(models.TextChoices):
    """How it is known."""

    SELF_DESCRIBED = "self_described", "As they describe themselves"
    OBSERVED = "observed", "As somebody else sees or recorded it"


class DiversityFact(SealedAboutPerson):
    """One characteristic of a person, or of a victim on their record, as said on a day. Never changed: see `corrects`.

    The groups belong to the edition. A code that an edition does not know stays, with its words. Words are kept sealed;
    codes are not, because figures are counted from them.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="diversity_facts")
    victim = models.ForeignKey(
        Victim, on_delete=models.CASCADE, null=True, blank=True, related_name="diversity_facts",
        help_text="Empty: it is about the person managed",
    )  # fmt: skip
    characteristic = models.CharField(max_length=24)
    group = models.CharField(max_length=40, blank=True)
    words = SealedText(blank=True, help_text="In their own words, or as another system wrote it")
    nothing = models.CharField(max_length=16, choices=Nothing.choices, blank=True)
    basis = models.CharField(max_length=16, choices=Basis.choices, blank=True)
    said_by = SealedText(blank=True, help_text="Who said so, with their agency")
    on = models.DateField(help_text="The day on which it was said or seen")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by",
        help_text="The row that was wrong; it stays, and no longer counts",
    )  # fmt: skip
    why = SealedText(null=True, blank=True, help_text="Why the other row was wrong; None where none was")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["person", "characteristic", "on"], name="diversity_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group="") ^ models.Q(nothing=""), name="diversity_answer_or_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | models.Q(why__isnull=False),
                name="diversity_correction_says_why",
            ),
        ]
