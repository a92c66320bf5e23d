"""Merging two records of one person, and taking them apart."""

from datetime import datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.determinations.selectors import latest_determination
from mappa.determinations.services import propose
from mappa.kernel.announcements import gathering
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.nominals.models import Merge, MovedRow
from mappa.nominals.moving import move_back, move_everything
from mappa.nominals.selectors import decision_on, standing_cases, why_not
from mappa.nominals.services.deciding import decide_pair, lock
from mappa.people import names
from mappa.people.models import AccessList, Alias, Identifier, IdentifierKind, ListedName, ManagingArea, Person
from mappa.people.selectors import managing_area_of, people_visible_to
from mappa.people.services import rename_keys
from mappa.people.telling import stamp, tell
from mappa.people.walls import in_force

FILLED = ("date_of_birth", "sex", "ethnicity", "died_on", "death_learned_on", "compartment")
"""Columns of the kept record that take the other's value where their own is empty; a compartment is the stricter."""


@transaction.atomic
def merge_records(
    *, kept: str, other: str, reason: str, seen: int | None, actor: User, at: datetime
) -> Merge:  # fmt: skip
    """Make two records of one person one: what the other holds moves to the kept one, and its reference leads there.

    Lists of both hold, and the stricter compartment. What opened only one of them by a decision about that record, a
    share or emergency access, opens nothing more. Nothing is removed, and `take_apart` undoes it.

    Args:
        kept, other: references.
        seen: the number of the decision on the two that the actor had in front of them; None when there was none.

    Raises:
        Person.DoesNotExist: the actor may not know of one of the two.
        Refused: the actor may not merge.
        Incomplete: no reason.
        NotPossible: they cannot be merged, with what to do; or somebody decided otherwise meanwhile.
    """
    on = day_of(at)
    known = people_visible_to(actor, on, at=at)
    keeps, gives = known.get(reference=kept), known.get(reference=other)
    require(may(actor, Permission.PERSON_MERGE))
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was merged.", {"reason": "Say how you know."})
    lock(keeps, gives)
    if problem := why_not(keeps, gives, standing_cases((keeps, gives), on), on):
        raise NotPossible(problem)
    decide_pair(first=keeps, second=gives, same=True, why=reason, seen=seen, actor=actor, at=at)
    with gathering():
        before = _fill(keeps, gives, actor, at)
        merge = Merge.objects.create(
            kept=keeps, other=gives, at=at, by=actor.username, reason=reason.strip(), before=before
        )
        moved = move_everything(gives, keeps)
        MovedRow.objects.bulk_create([MovedRow(merge=merge, table=table, row=row) for table, row in moved])
        merge.before |= _name(keeps, gives, actor, at)
        merge.save(update_fields=["before"])
        Person.objects.filter(pk=gives.pk).update(merged_into=keeps)
        tell(keeps, "nominals:record:merge", actor=actor, at=at, merge=merge.pk)
        tell(gives, "nominals:record:merge", actor=actor, at=at, merge=merge.pk)
        _ask_again(keeps, actor, at)
    return merge


def _fill(keeps: Person, gives: Person, actor: User, at: datetime) -> dict[str, Any]:
    """Fill what is empty in the kept record. Gives the fields that were filled."""
    filled = {name: getattr(gives, name) for name in FILLED if not getattr(keeps, name) and getattr(gives, name)}
    if filled:
        keeps.save_over(read_version=keeps.version, by=actor.username, at=at, **filled)
    return {"filled": sorted(filled), "compartment": keeps.compartment}


def _name(keeps: Person, gives: Person, actor: User, at: datetime) -> dict[str, Any]:
    """The other's name as another name, and its reference as a number, by which it is found for ever."""
    made: dict[str, Any] = {}
    number = Identifier.objects.create(
        person=keeps, kind=IdentifierKind.MERGED, value=gives.reference, **stamp(actor, at)
    )
    made["identifier"] = number.pk
    held = {names.full(a.given_names, a.family_name) for a in keeps.aliases.all()}
    wanted = names.full(gives.given_names, gives.family_name)
    if wanted not in held | {names.full(keeps.given_names, keeps.family_name)}:
        alias = Alias.objects.create(
            person=keeps, family_name=gives.family_name, given_names=gives.given_names, kind="merged record",
            **stamp(actor, at),
        )  # fmt: skip
        made["alias"] = alias.pk
    rename_keys(keeps)
    return made


def _ask_again(person: Person, actor: User, at: datetime) -> None:
    """The category anew, where one was ever asked about."""
    if latest_determination(person):
        propose(person=person, on=day_of(at), actor=actor, at=at)


@transaction.atomic
def take_apart(*, merge: int, kept: str, reason: str, actor: User, at: datetime) -> Merge:
    """Undo a merge: what came from the other record goes back, and its reference is a record again.

    What was added since stays with the kept record. Lists set since hold for both, and so does the area that manages
    the person now: nobody comes to see more because of it.

    Raises:
        Person.DoesNotExist, Merge.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not merge.
        Incomplete: no reason.
        NotPossible: it is undone already, or the record has been merged into another since.
    """
    keeps = people_visible_to(actor, day_of(at), at=at).get(reference=kept)
    require(may(actor, Permission.PERSON_MERGE))
    found = Merge.objects.select_related("other").get(pk=merge, kept=keeps)
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was undone.", {"reason": "Say how you know."})
    gives = found.other
    lock(keeps, gives)
    found.refresh_from_db()
    if found.undone_at is not None or keeps.merged_into_id:
        raise NotPossible("Somebody has changed this merge meanwhile. Nothing of yours was saved. Open the page again.")
    last = decision_on(keeps, gives)
    with gathering():
        move_back(found.moved.values_list("table", "row"), keeps, gives)
        Identifier.objects.filter(pk=found.before["identifier"]).delete()
        Alias.objects.filter(pk=found.before.get("alias"), person=keeps).delete()
        _empty_again(found, keeps, gives, actor, at)
        _as_strict(found, keeps, gives, actor, at)
        Person.objects.filter(pk=gives.pk).update(merged_into=None)
        found.undone_at, found.undone_by, found.undone_why = at, actor.username, reason.strip()
        found.save(update_fields=["undone_at", "undone_by", "undone_why"])
        for person in (keeps, gives):
            person.refresh_from_db()
            rename_keys(person)
            tell(person, "nominals:record:take-apart", actor=actor, at=at, merge=found.pk)
        # whoever undoes may lose sight of the other record by it, so the decision is written before that
        _decided_apart(keeps, gives, seen=last.pk if last else None, reason=reason, actor=actor, at=at)
        _ask_again(keeps, actor, at)
    return found


def _decided_apart(
    keeps: Person, gives: Person, *, seen: int | None, reason: str, actor: User, at: datetime
) -> None:  # fmt: skip
    """Remember that they are two, if whoever took them apart may know of both."""
    known = people_visible_to(actor, day_of(at), at=at).filter(pk__in=[keeps.pk, gives.pk])
    if known.count() == 2:  # noqa: PLR2004 - both
        decide_pair(first=keeps, second=gives, same=False, why=reason, seen=seen, actor=actor, at=at)
        _ask_again(gives, actor, at)


def _empty_again(found: Merge, keeps: Person, gives: Person, actor: User, at: datetime) -> None:
    """What the merge filled is emptied, unless somebody has changed it since."""
    filled = found.before["filled"]
    unchanged = [name for name in filled if getattr(keeps, name) == getattr(gives, name)]
    if unchanged:
        blank = {name: None if name.endswith(("_on", "_birth")) else "" for name in unchanged}
        keeps.save_over(read_version=keeps.version, by=actor.username, at=at, **blank)


def _as_strict(found: Merge, keeps: Person, gives: Person, actor: User, at: datetime) -> None:
    """The other record gets what kept people out of the whole since the merge: lists, a compartment, another area."""
    on = day_of(at)
    moved = found.moved.filter(table=AccessList._meta.db_table).values("row")  # noqa: SLF001 - Django documents it
    since = AccessList.objects.filter(in_force(at), person=keeps, set_at__gte=found.at).exclude(pk__in=moved)
    for each in since.prefetch_related("names"):
        named = [name for name in each.names.all() if name.removed_at is None]
        each.pk, each.person, each.set_at, each.set_by = None, gives, at, actor.username
        each._state.adding = True  # noqa: SLF001 - a copy of the row
        each.save()
        ListedName.objects.bulk_create(
            ListedName(list=each, agency=name.agency, user=name.user, added_at=at, added_by=actor.username)
            for name in named
        )
    if keeps.compartment and keeps.compartment != found.before["compartment"]:
        gives.save_over(read_version=gives.version, by=actor.username, at=at, compartment=keeps.compartment)
    area = managing_area_of(keeps.pk, on)
    if area and managing_area_of(gives.pk, on) != area:
        ManagingArea.objects.update_or_create(
            person=gives, since=on, defaults={"area_id": area, "by": actor.username, "reason": "Records taken apart"}
        )


__all__ = ["merge_records", "take_apart"]
