"""Who may know of a person: agencies involved, from when to when; lists that keep people out; emergency access."""

from django.db import models

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.people.models.nominal import Entry, Person


class InvolvementKind(models.TextChoices):
    """Why an agency may know."""

    RECORD_MANAGER = "record_manager", "Manages the nominal record"
    PARTNER = "partner", "Partner to the record"
    OFFENDER_MANAGER = "offender_manager", "Manages or supervises the person"
    VICTIM_LIAISON = "victim_liaison", "In touch with the victim"
    APPROVED_PREMISES = "approved_premises", "Houses the person"


KEEPS = (InvolvementKind.RECORD_MANAGER, InvolvementKind.PARTNER)
"""The kinds by which an agency keeps the record."""
MANAGES = (InvolvementKind.OFFENDER_MANAGER, InvolvementKind.RECORD_MANAGER)
"""The kinds by which an agency manages the person or the record."""


class Involvement(Entry):
    """An agency, and perhaps one named officer, involved with the person. Both days are included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="involvements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="involvements")
    kind = models.CharField(max_length=24, choices=InvolvementKind.choices)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="involvements")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "person"], name="involved_agency")]


class AccessListKind(models.TextChoices):
    """Which way a list works."""

    RESTRICTION = "restriction", "Restriction: only those named may know"
    EXCLUSION = "exclusion", "Exclusion: those named may not know"


class AccessList(models.Model):
    """A restriction or an exclusion on one person, from a first to a last day (both included). Deny wins.

    It is lifted, never removed, so that who was kept out, when and why stays known.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_lists")
    kind = models.CharField(max_length=16, choices=AccessListKind.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(help_text="Why, for those who manage the record")
    message = models.CharField(max_length=300, help_text="What somebody who is refused reads: whom to ask")
    emergency_passes = models.BooleanField(
        default=False, help_text="Of a restriction: whether emergency access opens the record all the same"
    )
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind"], name="access_list_person")]


class ListedName(models.Model):
    """One agency or one user on a list, from an instant to an instant (the second not included)."""

    list = models.ForeignKey(AccessList, on_delete=models.CASCADE, related_name="names")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=True) ^ models.Q(user__isnull=True), name="listed_one_or_other"
            )
        ]


class EmergencyAccess(models.Model):
    """Break the glass: one user knows one person for an hour, for a reason, and somebody else reviews it (MEET-31).

    The row lives here because it decides who may know whom; `sharing` opens and reviews it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emergency_access")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergency_access")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The first instant without access")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "person", "ends_at"], name="emergency_user")]
