"""Restrictions and exclusions: who is kept from one record, or who alone may know of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, Role, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Decision, Incomplete, NotPossible, require
from mappa.people.models import AccessList, AccessListKind, InvolvementKind, ListedName, Person
from mappa.people.selectors import involved_on, people_visible_to
from mappa.people.walls import in_force

RESTRICTION, EXCLUSION = AccessListKind.RESTRICTION, AccessListKind.EXCLUSION


def may_set_lists(actor: User, person: Person, on: date) -> Decision:
    """A co-ordinator may, and whoever works for the agency that manages the record."""
    held = may(actor, Permission.ACCESS_LIST_SET)
    if not held or actor.role == Role.COORDINATOR:
        return held
    managed = person.involvements.filter(involved_on(on), kind=InvolvementKind.RECORD_MANAGER, agency=actor.agency_id)
    if managed.exists():
        return Decision(allowed=True, reason="Your agency manages this record.")
    return Decision(
        allowed=False,
        reason="Only the agency that manages this record, or a co-ordinator, sets who may see it. Ask one of them.",
    )


def _known(person: Person, actor: User, at: datetime) -> None:
    on = clock.day_of(at)
    people_visible_to(actor, on, at=at).get(pk=person.pk)
    require(may_set_lists(actor, person, on))


def _told(person: Person, operation: str, found: AccessList, *, actor: User, at: datetime, **more: object) -> None:
    record(
        what=What.ALTERATION, operation=operation, actor=actor, subject=person.reference, at=at, list=found.pk,
        kind=found.kind, **more,
    )  # fmt: skip


@transaction.atomic
def set_list(
    *, person: Person, kind: str, agencies: Sequence[Agency], users: Sequence[User], since: date, until: date | None,
    reason: str, message: str, emergency_passes: bool, actor: User, at: datetime,
) -> AccessList:  # fmt: skip
    """Restrict a record to those named, or exclude those named from it.

    Args:
        since, until: first and last day, both included; no `until` means until it is lifted.
        reason: why, for those who manage the record. It is never shown to whoever is kept out.
        message: what whoever is kept out reads. It says whom to ask.
        emergency_passes: of a restriction, whether emergency access opens the record all the same.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor neither co-ordinates nor works for the agency that manages the record.
        NotPossible: the person has a restriction already, or the list would keep out the one who sets it.
        Incomplete: something is missing, by field.

    Covers: INFO-05.
    """
    _known(person, actor, at)
    problems = {
        name: text
        for name, wrong, text in (
            ("kind", kind not in AccessListKind.values, "Choose a restriction or an exclusion."),
            ("agencies", not agencies and not users, "Name at least one agency or one user."),
            ("since", since < clock.day_of(at), "The first day must be today or later."),
            ("until", until is not None and until < since, "The last day must be on or after the first."),
            ("reason", not reason.strip(), "Say why."),
            ("message", not message.strip(), "Say whom somebody who is refused should ask."),
        )
        if wrong
    }
    if problems:
        raise Incomplete("Something is missing, so nothing was saved.", problems)
    Person.objects.select_for_update().get(pk=person.pk)
    if kind == RESTRICTION and person.access_lists.filter(in_force(at), kind=kind).exists():
        raise NotPossible("This record is restricted already. Add names to that restriction, or lift it first.")
    found = AccessList.objects.create(
        person=person, kind=kind, since=since, until=until, reason=reason.strip(), message=message.strip(),
        emergency_passes=emergency_passes and kind == RESTRICTION, set_by=actor.username, set_at=at,
    )  # fmt: skip
    _name(found, agencies, users, actor=actor, at=at)
    _told(person, "people:access-list:set", found, actor=actor, at=at)
    return found


def _name(found: AccessList, agencies: Sequence[Agency], users: Sequence[User], *, actor: User, at: datetime) -> None:
    """Add names, and refuse a list that keeps out the one who writes it: nobody could then be asked about it."""
    ListedName.objects.bulk_create(
        [
            *[ListedName(list=found, agency=agency, added_at=at, added_by=actor.username) for agency in agencies],
            *[ListedName(list=found, user=user, added_at=at, added_by=actor.username) for user in users],
        ]
    )
    own = ListedName.objects.filter(list=found, removed_at__isnull=True)
    on_it = own.filter(agency=actor.agency_id).exists() or own.filter(user=actor.pk).exists()
    if on_it == (found.kind == EXCLUSION):
        raise NotPossible(
            "This would keep you out of the record yourself, so nothing was saved. "
            + ("Leave out yourself and your agency." if on_it else "Name yourself or your agency too.")
        )


def _standing(person: Person, number: int, at: datetime) -> AccessList:
    found = AccessList.objects.select_for_update().get(pk=number, person=person)
    if found.lifted_at is not None or (found.until and found.until < clock.day_of(at)):
        raise NotPossible("This list has ended already. Set a new one if it is needed again.")
    return found


@transaction.atomic
def name_on_list(
    *, person: Person, number: int, agencies: Sequence[Agency], users: Sequence[User], actor: User, at: datetime
) -> AccessList:
    """Name more agencies or users on a list that stands. Errors as for `set_list`.

    Raises:
        AccessList.DoesNotExist: the person has no such list.
    """
    _known(person, actor, at)
    found = _standing(person, number, at)
    standing = found.names.filter(removed_at__isnull=True)
    agencies = [each for each in agencies if not standing.filter(agency=each).exists()]
    users = [each for each in users if not standing.filter(user=each).exists()]
    if not agencies and not users:
        raise Incomplete("Nobody new was named, so nothing was saved.", {"agencies": "Name somebody who is not on it."})
    _name(found, agencies, users, actor=actor, at=at)
    _told(person, "people:access-list:name", found, actor=actor, at=at, added=len(agencies) + len(users))
    return found


@transaction.atomic
def lift_list(*, person: Person, number: int, reason: str, actor: User, at: datetime) -> AccessList:
    """Lift a list, from this instant. It stays in the history.

    Raises:
        AccessList.DoesNotExist: the person has no such list.
        NotPossible: it has ended already.
        Incomplete: no reason.
    """
    _known(person, actor, at)
    if not reason.strip():
        raise Incomplete("A reason is missing, so the list stands.", {"reason": "Say why it is lifted."})
    found = _standing(person, number, at)
    found.lifted_at, found.lifted_by, found.lifted_why = at, actor.username, reason.strip()
    found.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    _told(person, "people:access-list:lift", found, actor=actor, at=at)
    return found


__all__ = ["lift_list", "may_set_lists", "name_on_list", "set_list"]
