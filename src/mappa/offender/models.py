"""What the person managed was told, what was withheld from them, and what they said: rows that are only added."""

from django.db import models

from mappa.kernel.sealed_fields import SealedText
from mappa.meetings.models import Meeting
from mappa.people.models import Entry, Person, SealedAboutPerson


class ToldKind(models.TextChoices):
    """What somebody was told, or took on themselves."""

    MAPPA = "mappa", "That they are under MAPPA, and what it means"
    BEFORE = "before", "Before a meeting"
    AFTER = "after", "After a meeting"
    RESTRICTION = "restriction", "Why a restriction is on them"
    GOAL = "goal", "A goal for managing themselves"
    CONTRACT = "contract", "A contract with them"
    REWARD = "reward", "A reward"
    PROBLEM = "problem", "How to solve a problem"


MEETINGS = (ToldKind.BEFORE, ToldKind.AFTER)
PART = (ToldKind.GOAL, ToldKind.CONTRACT, ToldKind.REWARD, ToldKind.PROBLEM, ToldKind.RESTRICTION)
"""Their part in the plan, and restrictions that were explained (OFFENDER-05)."""


class Told(SealedAboutPerson, Entry):
    """Something the person was told or agreed to, on a day, by somebody (OFFENDER-01, 03, 05)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="told")
    what = models.CharField(max_length=16, choices=ToldKind.choices)
    on = models.DateField()
    teller = models.CharField(max_length=120, help_text="The name of whoever told them")
    teller_role = models.CharField(max_length=24, blank=True, help_text="A key of offender/tellers")
    leaflet = models.CharField(max_length=80, blank=True, help_text="The version of the leaflet that was given")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="told")
    said = SealedText(blank=True, help_text="In words")
    response = SealedText(blank=True, help_text="What the person said to it")

    class Meta:
        indexes = [models.Index(fields=["person", "what"], name="told_what")]


class DisclosureOfMappa(models.TextChoices):
    """What a meeting decided about telling the person that they are under MAPPA."""

    WITHHOLD = "withhold", "Withhold it from them for now"
    TELL = "tell", "Tell them"


class Withholding(SealedAboutPerson, Entry):
    """A meeting's decision to withhold from somebody that they are under MAPPA, or to tell them (OFFENDER-02)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="withholdings")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="withholdings")
    decision = models.CharField(max_length=12, choices=DisclosureOfMappa.choices)
    reasons = SealedText(help_text="Why, as the minutes say it")


class Representation(SealedAboutPerson, Entry):
    """What the person wants the meeting to know, in writing, through their manager; and the answer (OFFENDER-04)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representations")
    on = models.DateField(help_text="The day on which the manager received it")
    through = models.CharField(max_length=120, help_text="The manager who brought it")
    text = SealedText(help_text="Their words, or a summary that they agreed to")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="representations",
        help_text="The meeting that it was shown to and that answered it",
    )  # fmt: skip
    response = SealedText(blank=True, help_text="What the meeting made of it")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
