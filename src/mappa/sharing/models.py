"""Who was given what, for which purpose, until when. Emergency access is a row of `people`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Contact
from mappa.people.models import Person


class MadeThrough(models.TextChoices):
    """What made a share."""

    REFERRAL = "referral", "A referral"
    INVITATION = "invitation", "An invitation to a meeting"
    REQUEST = "request", "A request for information"
    TRANSFER = "transfer", "A transfer"
    PLAN = "plan", "A task in the plan"
    PAGE = "page", "A decision outside meetings"


class Share(models.Model):
    """One agency may see named sections about one person for one purpose. `until` is the last day (INFO-01).

    What is left blank was not asked when the share was made. Words of policy are kept as they stood on that day.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shares")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.CharField(max_length=24, blank=True, help_text="The reference of the case")
    made_through = models.CharField(max_length=12, choices=MadeThrough.choices, default=MadeThrough.PAGE)
    origin = models.CharField(max_length=40, help_text="The reference of what made the share")
    purpose = models.CharField(max_length=300)
    necessity = models.CharField(max_length=24, blank=True, help_text="A key of sharing/necessities (INFO-03)")
    gateway = models.CharField(max_length=200, help_text="The lawful gateway relied on (INFO-02)")
    article_8 = models.CharField(max_length=120, blank=True, help_text="The ground under Article 8 (INFO-02)")
    why_necessary = models.TextField(blank=True)
    why_proportionate = models.TextField(blank=True)
    how_secured = models.TextField(blank=True)
    accountable = models.CharField(max_length=200, blank=True, help_text="Who answers for the share, with their post")
    asked_for = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    beyond_what_was_asked = models.TextField(blank=True, help_text="Why more is shared than was asked for (INFO-04)")
    public_interest = models.TextField(
        blank=True, help_text="Why confidence yields to the public interest, where that is relied on (INFO-13)"
    )
    fair_handling = models.JSONField(default=dict, help_text="Each test of fair handling with its words (INFO-14)")
    data_protection = models.CharField(max_length=200, blank=True, help_text="The law on data of that day (INFO-12)")
    edition = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "until"], name="share_receiver"),
            models.Index(fields=["person", "-made_at"], name="share_person"),
        ]


class SharedSection(models.Model):
    """One section of a share, and the agency whose information it stays (INFO-07). None: cannot tell."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=40)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "name"], name="section_shared_once")]


class ShareOpened(models.Model):
    """Somebody of the receiving agency was told what a share binds them to, and accepted it (INFO-06)."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told = models.JSONField(default=list, help_text="The sentences, as they were shown")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "user"], name="share_accepted_once")]


class FurtherUse(models.Model):
    """Asking the agency that owns shared information for another use of it, and its answer (INFO-08)."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="further_uses")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Who answers")
    sections = ArrayField(models.CharField(max_length=40))
    use = models.TextField(help_text="What the information would be used for")
    recipients = models.CharField(max_length=300, blank=True, help_text="Who else would see it")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class PointerAsk(models.Model):
    """One question whether somebody is known here, and what was answered: known or not, and nothing more."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    necessity = models.CharField(max_length=24, help_text="A key of sharing/necessities (INFO-03)")
    day = models.DateField(help_text="The day that the daily limit counts")
    at = models.DateTimeField()
    about = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="pointer_asks")
    told = models.BooleanField(help_text="Whether the answer was that the person is known")

    class Meta:
        indexes = [models.Index(fields=["user", "day"], name="pointer_limit")]
