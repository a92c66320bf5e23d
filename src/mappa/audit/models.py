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
    """One act by one person about one subject. Holds ids and field names, never the data itself."""

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
