"""What the agencies of an area have agreed: documents with versions, signatures and the board's decisions."""

from django.db import models

from mappa.agencies.models import Agency, Area


class DocumentKind(models.TextChoices):
    """What a document is. Which of them the board approves is a value of the edition (SMB-12)."""

    MEMORANDUM = "memorandum", "Memorandum of co-operation"
    SHARING_PROTOCOL = "sharing_protocol", "Information sharing protocol"
    PROTOCOL = "protocol", "Protocol"
    FORM_CHANGE = "form_change", "Local change of a form"


class AreaDocument(models.Model):
    """One document that the area works by, through all its versions (AGENCY-04, SMB-12)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class DocumentVersion(models.Model):
    """One version as it was proposed. It is never changed: another one is written."""

    document = models.ForeignKey(AreaDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField(help_text="Each section's text by its key in the edition; `text` where there are none")
    edition = models.CharField(max_length=40)
    parties = models.ManyToManyField(Agency, related_name="+")
    review_on = models.DateField(help_text="The day by which it is to be reviewed")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_number")]


class VersionStep(models.Model):
    """Proposed, approved or returned: by whom, when, and why (SMB-12)."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Signature(models.Model):
    """Who signed a version for one of its parties, and on which day."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "agency"], name="signed_once")]
