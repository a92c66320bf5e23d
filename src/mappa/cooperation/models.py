"""What the agencies of an area have agreed: documents with versions, signatures and the board's decisions."""

from django.db import models

from mappa.agencies.models import Agency, Area
from mappa.cases.models import Case


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


class SharingPolicy(models.Model):
    """What an agency works by when it shares, and whom its own people ask (INFO-15). Rows are added, never changed.

    In force is the latest row whose first day has come. `review_on` is the last day by which it is reviewed in time.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sharing_policies")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="Where its people work by it")
    title = models.CharField(max_length=200)
    found_at = models.CharField(max_length=300, help_text="Where its people read it")
    says = models.TextField(blank=True, help_text="What it asks of whoever shares, in short")
    ask_name = models.CharField(max_length=120)
    ask_post = models.CharField(max_length=120)
    ask_email = models.EmailField(blank=True)
    ask_telephone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    review_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class Forum(models.Model):
    """How the area is linked with another forum (AGENCY-17). A later row for the same forum replaces it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="forums")
    key = models.CharField(max_length=40, help_text="Of the edition's list")
    link_person = models.CharField(max_length=120)
    link_post = models.CharField(max_length=120)
    exchanged = models.TextField(help_text="What each tells the other, and how")
    since = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class CentralContact(models.Model):
    """How a central unit is reached (AGENCY-16). A later row for the same unit replaces it."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="central_contacts")
    key = models.CharField(max_length=40, help_text="Of the edition's list")
    name = models.CharField(max_length=120, help_text="What the unit is called now")
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class HousingInput(models.Model):
    """What a housing agency gave to a case. It implies no duty to house (AGENCY-10). Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="housing_inputs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    vulnerability = models.TextField(blank=True, help_text="Vulnerability from custody")
    preference = models.TextField(blank=True, help_text="Grounds for preference")
    houses = models.BooleanField(default=False, help_text="The agency houses the person on that day")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class SafeguardingLink(models.Model):
    """Safeguarding work about somebody near the person, by reference and contact, never by name (AGENCY-11)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="safeguarding_links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=60, help_text="The other agency's own reference")
    contact = models.CharField(max_length=160, help_text="Who is asked about it there, with the post")
    since = models.DateField()
    outcome = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)


class MonitoringEntry(models.Model):
    """A monitoring provider told of MAPPA status, or what it supplied when it was asked (AGENCY-12). Never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="monitoring_entries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=12, choices=[("told", "Told of MAPPA status"), ("supplied", "Supplied on request")]
    )
    asked = models.TextField(blank=True)
    text = models.TextField(help_text="What it was told, or what it supplied")
    who = models.CharField(max_length=160, help_text="Who was told, or who supplied it")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
