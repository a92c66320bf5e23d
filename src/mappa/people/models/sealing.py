"""The keys of what is kept sealed about people, and the rows that are sealed under them (docs/adr/0020)."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from mappa.accounts.models import User
from mappa.kernel.sealed_fields import Keys, SealedRow
from mappa.people.keys import keys_in, new_keys
from mappa.people.models.nominal import Person, RecordStep


class PersonKey(models.Model):
    """The key of what is kept sealed about one person, itself wrapped under a master key (docs/adr/0020)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="sealing_key")
    key = models.UUIDField(default=uuid4, unique=True, help_text="Stands before everything that it sealed")
    master = models.CharField(max_length=16, db_index=True, help_text="The id of the master key that wraps it")
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(
        null=True, blank=True, help_text="From here on it is empty, and no other is made for the person"
    )


class KeyDestruction(models.Model):
    """The certificate of a key that two people destroyed, or that one of them asked to destroy (NOMINAL-13)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="key_destructions")
    review = models.ForeignKey(
        RecordStep, on_delete=models.PROTECT, related_name="+", help_text="The retention review that decided it"
    )
    why = models.TextField()
    backups = models.TextField(help_text="Which copies hold the wrapped key, and when each of them goes")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    destroyed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True, help_text="Stands before everything that it sealed")
    master = models.CharField(max_length=16, blank=True, help_text="The id of the master key that wrapped it")
    destroyed = models.JSONField(default=dict, help_text="How many sealed values it was for, by table and column")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_key_destruction"),
            models.CheckConstraint(
                condition=models.Q(destroyed_by__isnull=True) | ~models.Q(destroyed_by=models.F("asked_by")),
                name="two_destroy_a_key",
            ),
        ]


class SealedAboutPerson(SealedRow):
    """A row with sealed fields about somebody, under that person's key."""

    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, owners: set[int], *, make: bool = False) -> Keys:
        """The data keys of some people: one query, and others to make those that are not there."""
        held = keys_in(PersonKey.objects.filter(person__in=owners))
        if make and (new := owners - held.keys()):
            _make_keys(new)
            held |= keys_in(PersonKey.objects.filter(person__in=new))
        return held


def _make_keys(people: set[int]) -> None:
    """A key for each of these people; where somebody else was first, theirs stays."""
    made = [PersonKey(**facts) for facts in new_keys(people)]
    PersonKey.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)


class SealedThrough(SealedRow):
    """A row with sealed fields that leads to a person through other rows, for example those of a meeting."""

    person_to_owner: ClassVar[str] = ""
    """The way from a person to what `sealed_by` holds, in the words of a query."""

    class Meta:
        abstract = True

    @classmethod
    def keeper(cls, owners: set[int], *, make: bool = False) -> Keys:
        """The data keys of the people to whom these lead: one query, and others to make those that are not there."""
        owner = models.F(f"person__{cls.person_to_owner}")
        rows = PersonKey.objects.annotate(owner=owner).filter(owner__in=owners)
        held = {row.owner: keys_in([row])[row.person_id] for row in rows}
        if make and (new := owners - held.keys()):
            people = Person.objects.annotate(owner=models.F(cls.person_to_owner)).filter(owner__in=new)
            _make_keys(set(people.values_list("pk", flat=True)))
            held |= {row.owner: keys_in([row])[row.person_id] for row in rows.all()}
        return held
