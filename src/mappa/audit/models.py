"""What was done and read, by whom, about whom. Rows are added, never changed."""

from django.db import models


class What(models.TextChoices):
    """The six kinds of event named in section 62 of the Data Protection Act 2018, and signing in."""

    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"
    ACCESS = "access", "Sign-in, sign-out and refusals"


class AuditEvent(models.Model):
    """One act by one person about one subject. Holds ids and field names, never the data itself.

    `entries` gives the published names of the columns.
    """

    at = models.DateTimeField(db_index=True)
    what = models.CharField(max_length=16, choices=What.choices)
    operation = models.CharField(max_length=80)
    who = models.CharField(max_length=150)
    agency = models.CharField(max_length=80, blank=True)
    subject_type = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    correlation = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject", "-at"], name="audit_subject"),
            models.Index(fields=["who", "-at"], name="audit_who"),
        ]


class AuditLeaf(models.Model):
    """The place of one event in the sealed log. No foreign key: a leaf outlives an event that somebody removed."""

    sequence = models.BigIntegerField(primary_key=True, help_text="1 is the first entry; there are no gaps")
    event = models.BigIntegerField(unique=True, help_text="The event's id")
    hash = models.BinaryField(max_length=32, help_text="RFC 6962 leaf hash of the event as it was sealed")


class AuditSeal(models.Model):
    """One run of sealing: how long the log was after it, and the tree's frontier, from which the next run goes on."""

    size = models.BigIntegerField(unique=True)
    frontier = models.BinaryField()
    at = models.DateTimeField()


class AuditMaintenance(models.Model):
    """A change that the owner of the tables made to the log itself, and why. Written by the trigger that allowed it."""

    at = models.DateTimeField()
    role = models.CharField(max_length=80)
    statement = models.CharField(max_length=16)
    table = models.CharField(max_length=80)
    reason = models.TextField()
