"""Destroying the key of one person's sealed fields, by two people, once a review decided that the record goes.

No clock and no page does this. What the key sealed cannot be read afterwards by anybody, here or in a copy of the
database made later. Copies made before still hold the key, wrapped under a master key: the certificate names them.
"""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.kernel.sealed_fields import SealedRow, SealedText
from mappa.people.models import KeyDestruction, Person, PersonKey, RecordStep, SealedThrough
from mappa.people.selectors import people_visible_to

_with_it: list[Callable[[Person], object]] = []


def wire_destruction(with_it: list[Callable[[Person], object]]) -> None:
    """Install what else goes with a person's key. Called once, when the product starts."""
    _with_it[:] = with_it


@transaction.atomic
def ask_to_destroy(*, reference: str, why: str, backups: str, actor: User, at: datetime) -> KeyDestruction:
    """Ask for the destruction of a person's key. A second person does it; until then nothing is changed.

    Asking again replaces what was asked before and not done.

    Args:
        backups: every copy of the database that holds the wrapped key, in words, with the day on which each goes.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor's role does not edit records.
        NotPossible: no retention review decided to remove the record, or the key is destroyed.
        Incomplete: no reason, or nothing is said of backups.

    Covers: NOMINAL-13.
    """
    person, review = _decided(reference, actor, at)
    fields = {}
    if not why.strip():
        fields["why"] = "Say why the key is to be destroyed."
    if not backups.strip():
        fields["backups"] = "Name the backups that hold the key, each with the day on which it goes; or say: none."
    if fields:
        raise Incomplete("Nothing was asked for.", fields)
    KeyDestruction.objects.filter(person=person, destroyed_at=None).delete()
    asked = KeyDestruction.objects.create(
        person=person, review=review, why=why.strip(), backups=backups.strip(), asked_by=actor, asked_at=at
    )
    record(
        what=What.ALTERATION, operation="people:key:ask-to-destroy", actor=actor, subject=person.reference, at=at,
        review=review.pk, destruction=asked.pk,
    )  # fmt: skip
    return asked


@transaction.atomic
def destroy_key(*, reference: str, actor: User, at: datetime) -> KeyDestruction:
    """Destroy the key for good, as somebody else asked, and leave the certificate.

    The keys of records that were merged into this one go with it: their entries are entries about the same person.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor's role does not edit records, or the actor asked for it. Two people are needed.
        NotPossible: nobody asked, the review was followed by another that keeps the record, or it is done.

    Covers: NOMINAL-13.
    """
    person, review = _decided(reference, actor, at)
    asked = KeyDestruction.objects.filter(person=person, destroyed_at=None, review=review).first()
    if asked is None:
        raise NotPossible("Nobody has asked for this since the last review. Nothing was destroyed. Ask for it first.")
    if asked.asked_by_id == actor.pk:
        raise Refused("You asked for this, so somebody else has to do it. Nothing was destroyed.")
    for other in merged_into(person).exclude(key_destructions__destroyed_at__isnull=False):
        _destroy(_same_for(other, asked), actor, at)
    _destroy(asked, actor, at)
    return asked


def merged_into(person: Person) -> QuerySet[Person]:
    """The records that are part of this one: what stays on them is read through it, under keys of their own."""
    return Person.objects.filter(merged_into=person).order_by("pk")


def _same_for(person: Person, asked: KeyDestruction) -> KeyDestruction:
    return KeyDestruction(
        person=person, review=asked.review, why=asked.why, backups=asked.backups, asked_by=asked.asked_by,
        asked_at=asked.asked_at,
    )  # fmt: skip


def _destroy(asked: KeyDestruction, actor: User, at: datetime) -> None:
    person = asked.person
    key = PersonKey.objects.select_for_update().filter(person=person).first()
    asked.key, asked.master = (key.key, key.master) if key else (None, "")
    asked.destroyed, asked.destroyed_by, asked.destroyed_at = sealed_about(person), actor, at
    asked.save()
    PersonKey.objects.update_or_create(person=person, defaults={"wrapped": b"", "master": "", "destroyed_at": at})
    for forget in _with_it:
        forget(person)
    record(
        what=What.ERASURE, operation="people:key:destroy", actor=actor, subject=person.reference, at=at,
        review=asked.review_id, destruction=asked.pk, sealed=asked.destroyed,
    )  # fmt: skip


def _decided(reference: str, actor: User, at: datetime) -> tuple[Person, RecordStep]:
    """The person, locked, and the latest retention review, which decided to remove the record."""
    on = clock.day_of(at)
    person = people_visible_to(actor, on, at=at).select_for_update(of=("self",)).get(reference=reference)
    require(may(actor, Permission.PERSON_EDIT))
    if KeyDestruction.objects.filter(person=person).exclude(destroyed_at=None).exists():
        raise NotPossible("The key of this record is destroyed already. There is nothing to do.")
    reviews = person.record_steps.filter(step="record_reviewed", kind="retention")
    latest = reviews.order_by("-on", "-pk").first()
    if latest is None or latest.decision != "remove":
        raise NotPossible(
            "No retention review has decided that this record is to be removed, so its key stays. "
            "Nothing was destroyed. Record the review and its decision first."
        )
    return person, latest


def certificate(made: KeyDestruction) -> dict[str, object]:
    """What is kept of a destruction, as it is handed out."""
    assert made.destroyed_at is not None  # noqa: S101 - of a destruction that was done
    return {
        "record": made.person.reference, "key": str(made.key or ""), "masterKey": made.master,
        "decidedAtReviewOf": made.review.on.isoformat(), "decidedBy": made.review.by, "why": made.why,
        "askedBy": made.asked_by.username, "askedAt": made.asked_at.isoformat(),
        "destroyedBy": made.destroyed_by.username if made.destroyed_by else "",
        "destroyedAt": made.destroyed_at.isoformat(), "sealedValues": made.destroyed,
        "stillHoldTheWrappedKey": made.backups,
        "mergedRecords": [
            {"record": other.person.reference, "key": str(other.key or ""), "masterKey": other.master,
             "sealedValues": other.destroyed}
            for other in KeyDestruction.objects.filter(person__in=merged_into(made.person)).select_related("person")
        ],
        "notDestroyed": "Names, dates, identifiers, addresses, decisions and whatever else was never sealed.",
    }  # fmt: skip


def sealed_about(person: Person) -> dict[str, int]:
    """How many values are kept sealed about somebody, by table and column."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        if not issubclass(model, SealedRow):
            continue
        owners = [person.pk]
        if issubclass(model, SealedThrough):
            ways = Person.objects.filter(pk=person.pk).values_list(model.person_to_owner, flat=True)
            owners = [owner for owner in ways if owner is not None]
        rows = model.objects.filter(**{f"{model.sealed_by}__in": owners})
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django documents it as public
            if isinstance(field, SealedText) and (number := rows.filter(**{f"{field.name}__isnull": False}).count()):
                found[f"{model._meta.db_table}.{field.column}"] = number  # noqa: SLF001
    return found
