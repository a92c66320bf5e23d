"""The managed person (the nominal), identifiers, addresses, and who is involved, from when to when."""

from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mappa.accounts.compartments import Compartment
from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.kernel.models import Versioned
from mappa.kernel.sealed_fields import Keys, SealedRow, SealedText
from mappa.people.keys import keys_in, new_keys

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
    name_keys = models.JSONField(default=list, help_text="Normalised and phonetic keys, written by people.names")

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "given_names"], name="person_name"),
            models.Index(fields=["date_of_birth"], name="person_born"),
            GinIndex(fields=["name_keys"], name="person_name_keys"),
        ]


class Entry(models.Model):
    """An entry in the record, with the stamp of whoever made it and answers for it (NOMINAL-05).

    Blank is an entry from before stamps were kept, or one that came with a record from elsewhere.
    """

    recorded_by = models.CharField(max_length=150, blank=True)
    recorded_agency = models.CharField(max_length=80, blank=True, help_text="The code of the agency acted for")
    recorded_at = models.DateTimeField(null=True, blank=True)

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
        constraints = [models.UniqueConstraint(fields=["person", "since"], name="one_area_a_day")]


class InvolvementKind(models.TextChoices):
    """Why an agency may know."""

    RECORD_MANAGER = "record_manager", "Manages the nominal record"
    PARTNER = "partner", "Partner to the record"
    OFFENDER_MANAGER = "offender_manager", "Manages or supervises the person"
    VICTIM_LIAISON = "victim_liaison", "In touch with the victim"
    APPROVED_PREMISES = "approved_premises", "Houses the person"


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


class VictimKind(models.TextChoices):
    """Types of victim (VICTIM-01)."""

    DIRECT = "direct", "Direct victim"
    AFFECTED = "affected", "Family or others seriously affected"
    POTENTIAL = "potential", "New or potential victim"
    GROUP = "group", "Unnamed group at risk"


class PersonKey(models.Model):
    """The key of what is kept sealed about one person, itself wrapped under a master key (docs/adr/0020)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="sealing_key")
    key = models.UUIDField(default=uuid4, unique=True, help_text="Stands before everything that it sealed")
    master = models.CharField(max_length=16, db_index=True, help_text="The id of the master key that wraps it")
    wrapped = models.BinaryField()


class SealedAboutPerson(SealedRow):
    """A row with sealed fields about somebody, under that person's key."""

    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, people: set[int], *, make: bool = False) -> Keys:
        """The data keys of some people: one query, and another to make those that are not there."""
        held = keys_in(PersonKey.objects.filter(person__in=people))
        if make and (new := people - held.keys()):
            made = [PersonKey(**facts) for facts in new_keys(new)]
            PersonKey.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
            held |= keys_in(PersonKey.objects.filter(person__in=new))  # somebody else may have been first
        return held


class Victim(SealedAboutPerson, Versioned):
    """A victim or somebody at risk: a walled section of the record, kept sealed (VICTIM-01, 02, 08)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="victims")
    kind = models.CharField(max_length=16, choices=VictimKind.choices)
    description = SealedText(help_text="A name, or words that describe the group")
    contact = SealedText(blank=True, help_text="offered, accepted, declined or not known")
    messenger = SealedText(blank=True, help_text="Who carries messages to and from MAPPA")
    views = SealedText(blank=True)
    safety = SealedText(blank=True)


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
