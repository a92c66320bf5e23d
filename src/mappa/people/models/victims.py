"""Victims and people at risk: a walled section of the record."""

from django.db import models

from mappa.kernel.models import Versioned
from mappa.kernel.sealed_fields import SealedText
from mappa.people.models.nominal import Person
from mappa.people.models.sealing import SealedAboutPerson


class VictimKind(models.TextChoices):
    """Types of victim (VICTIM-01)."""

    DIRECT = "direct", "Direct victim"
    AFFECTED = "affected", "Family or others seriously affected"
    POTENTIAL = "potential", "New or potential victim"
    GROUP = "group", "Unnamed group at risk"


class Victim(SealedAboutPerson, Versioned):
    """A victim or somebody at risk: a walled section of the record, kept sealed (VICTIM-01, 02, 08)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="victims")
    kind = models.CharField(max_length=16, choices=VictimKind.choices)
    description = SealedText(help_text="A name, or words that describe the group")
    contact = SealedText(blank=True, help_text="offered, accepted, declined or not known")
    messenger = SealedText(blank=True, help_text="Who carries messages to and from MAPPA")
    views = SealedText(blank=True)
    safety = SealedText(blank=True)
