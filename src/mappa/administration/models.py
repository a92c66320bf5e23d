"""What administering accounts leaves behind: things handed over, and links to choose a password."""

from django.db import models

from mappa.accounts.models import User


class Handover(models.Model):
    """One thing that somebody who leaves had in hand: who has it now, or that it ended. Rows are only added."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=16)
    thing = models.BigIntegerField(help_text="The id of the action, involvement, meeting, referral or share")
    reference = models.CharField(max_length=40)
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["user", "kind", "thing"], name="administration_handed")]


class PasswordLink(models.Model):
    """A link by which somebody chooses a password, once. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="password_links")
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    until = models.DateTimeField(help_text="The first instant at which it does not work any more")
    used_at = models.DateTimeField(null=True, blank=True)
