"""Attachments of the nominal record: typed entries that are added, and never changed or removed (NOMINAL-01, 02)."""

from django.db import models

from mappa.accounts.compartments import Compartment
from mappa.agencies.models import Agency
from mappa.kernel.sealed_fields import SealedBytes, SealedJSON, SealedText
from mappa.people.models import Entry, Person, SealedAboutPerson
from mappa.uploads.model import WORDS, Kind


class Nothing(models.TextChoices):
    """The ways of having no content. Where nobody wrote anything there is no row at all: "not recorded"."""

    NONE = "none", "Looked for, and there is none"
    NOT_KNOWN = "not_known", "Looked for, and not known"
    UNAVAILABLE = "unavailable", "The source could not be reached"
    WITHDRAWN = "withdrawn", "Withdrawn: it should not have been recorded"


class StoredFile(SealedAboutPerson):
    """A file that an entry carries, as it was made anew from what was sent, sealed. Never changed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stored_files")
    name = models.CharField(max_length=32, help_text="By chance; it says nothing of the person or of what was sent")
    kind = models.CharField(max_length=8, choices=[(each.value, WORDS[each]) for each in Kind])
    size = models.PositiveIntegerField(help_text="In bytes")
    content = SealedBytes()


class Attachment(SealedAboutPerson, Entry):
    """One entry of one type in one person's record, with the stamp of its author, who answers for it (NOMINAL-05).

    A correction is a row of its own that replaces another; the row replaced stays as it was. Both days are included.
    The content is read and written by `record.contents` alone.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40, help_text="The key of a declared type")
    content = SealedJSON(default=dict, help_text="The fields of the type; read and written by record.contents")
    since = models.DateField(help_text="The day it is about, or its first day")
    until = models.DateField(null=True, blank=True, help_text="Its last day, where it has ended or its end is known")
    source = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Whose information it is")
    marking = models.CharField(max_length=40)
    compartment = models.CharField(
        max_length=16, choices=[(each.value, each.label) for each in Compartment], blank=True, default=""
    )
    nothing = models.CharField(max_length=16, choices=Nothing.choices, blank=True, default="")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="entries",
        help_text="A row that replaces another carries the same file, unless it brings one of its own",
    )  # fmt: skip
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_rows",
        help_text="The first row of a chain of corrections; empty in that row itself",
    )  # fmt: skip
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by_row",
        help_text="The row that this one replaces; it stays, and no longer stands",
    )  # fmt: skip
    mistaken = models.BooleanField(default=False, help_text="The row replaced was wrong, and not only overtaken")
    why = SealedText(null=True, blank=True, help_text="Why the other row was replaced; None where none was")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "-since", "-id"], name="attachment_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | models.Q(why__isnull=False),
                name="attachment_correction_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="attachment_ends_after_it_begins",
            ),
        ]


class BlindKey(models.Model):
    """One of the keys that an entry is found by, which tells nothing without the master key (docs/adr/0024)."""

    pk = models.CompositePrimaryKey("key", "entry")
    key = models.BigIntegerField(help_text="From record.reach")
    entry = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="blind_keys")
    master = models.CharField(max_length=16, db_index=True, help_text="The id of the master key that it follows from")
