"""The managed person (the nominal): names, identifiers, addresses, the managing area, and the life of the record."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mappa.accounts.compartments import Compartment
from mappa.agencies.models import Area
from mappa.kernel.models import Versioned

WALLS = [("", "None"), (Compartment.CATEGORY_4.value, Compartment.CATEGORY_4.label)]
"""The compartments in which a whole record can lie (DOMEX-09)."""


class Person(Versioned):
    """One nominal for one person (NOMINAL-01). What changes over time is kept in dated rows, not here."""

    reference = models.CharField(max_length=24, unique=True)
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120)
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=16, blank=True)
    ethnicity = models.CharField(max_length=80, blank=True)
    compartment = models.CharField(max_length=16, choices=WALLS, blank=True, default="")
    died_on = models.DateField(null=True, blank=True)
    death_learned_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    name_keys = models.JSONField(default=list, help_text="Normalised and phonetic keys, written by people.names")

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "given_names"], name="person_name"),
            models.Index(fields=["date_of_birth"], name="person_born"),
            GinIndex(fields=["name_keys"], name="person_name_keys", fastupdate=False),
        ]


class SearchKey(models.Model):
    """One of the numbers that a person is found by; `people.search_keys` makes them from names, birth and numbers.

    Equal numbers are looked up by an index behind the second wall too, unlike keys in an array (docs/adr/0023).
    """

    pk = models.CompositePrimaryKey("key", "person")
    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")


class Entry(models.Model):
    """An entry in the record, with the stamp of whoever made it and answers for it (NOMINAL-05).

    Blank is an entry from before stamps were kept, or one that came with a record from elsewhere.
    """

    recorded_by = models.CharField(max_length=150, blank=True)
    recorded_agency = models.CharField(max_length=80, blank=True, help_text="The code of the agency acted for")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorder: str
    """Person and agency by name; only on rows that `accounts.attribution.attributed` has read."""

    class Meta:
        abstract = True


class Alias(Entry):
    """Another name the person uses or used."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=24, default="alias")


class IdentifierKind(models.TextChoices):
    """Whose number it is."""

    PNC = "pnc", "PNC ID"
    CRO = "cro", "CRO number"
    CRN = "crn", "Probation CRN"
    PRISON = "prison", "Prison number"
    NOMINAL = "nominal", "National nominal number"
    COURT_REF = "court_ref", "Court person reference"
    NHS = "nhs", "NHS number"
    NATIONAL_INSURANCE = "ni", "National Insurance number"
    PASSPORT = "passport", "Passport number"
    DRIVING = "driving", "Driving licence number"
    MERGED = "merged", "Merged record"


class Identifier(Entry):
    """A number given to the person by an agency."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=16, choices=IdentifierKind.choices)
    value = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="identifier_once")]


class Address(Entry):
    """Where the person lives or can be found. `since` and `until` are both included (IDENT-27)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=24, default="home")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class ManagingArea(models.Model):
    """From this day the area manages the person, until the next row's day. So there is always exactly one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="managing_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["area", "person"], name="managed_by_area")]
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="one_area_a_day")]


class RecordStep(models.Model):
    """The life of the nominal record: registered, flagged, archived, re-activated (NOMINAL-12)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="record_steps")
    step = models.CharField(
        max_length=24,
        choices=[
            ("registered", "Registered"), ("flagged", "Flagged"), ("record_reviewed", "Record reviewed"),
            ("archived", "Archived"), ("reactivated", "Re-activated"),
        ],
    )  # fmt: skip
    on = models.DateField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, blank=True, help_text="routine or retention, for a review")
    decision = models.CharField(
        max_length=16, blank=True, choices=[("keep", "Keep the record"), ("remove", "Remove the record")],
        help_text="Of a review. Removal is carried out by a person, never by the product",
    )  # fmt: skip
