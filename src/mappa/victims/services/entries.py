"""Adding to what is known of a victim, and saying of an entry that it no longer holds. Nothing is changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.kernel import clock
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete, NotPossible, require
from mappa.people.models import Person, Victim
from mappa.people.selectors import hold_person, victims_visible_to
from mappa.people.telling import note, stamp
from mappa.plans.models import Action
from mappa.record.contents import content_of
from mappa.record.declaration import AttachmentType
from mappa.record.values import checked
from mappa.victims.kinds import KINDS, LEADS, LIAISON_ONLY, LINK, STEP, VULNERABLE, WHY_OTHER, closing
from mappa.victims.lifecycle import ContactAction, contact_after
from mappa.victims.models import EntryKind, VictimEntry
from mappa.victims.selectors import entries_visible_to, gathered, vulnerable_leads


def needed_for(kind: str) -> Permission:
    """The permission that recording an entry of a kind needs."""
    return Permission.VICTIMS_EDIT if kind in LIAISON_ONLY else Permission.VICTIMS_RECORD


def _look(person: Person, victim: int, actor: User, at: datetime) -> tuple[Person, Victim]:
    known = hold_person(actor, person, at)
    return known, victims_visible_to(actor, known).get(pk=victim)


@transaction.atomic
def add_entry(
    *, person: Person, victim: int, kind: str, on: date, typed: Mapping[str, Any], actor: User, at: datetime
) -> VictimEntry:
    """Add one entry about a victim. Sent twice by the same person, it is kept once.

    Args:
        kind: a key of `victims.kinds`.
        on: the day on which it happened or was said; not later than today.

    Raises:
        Person.DoesNotExist, Victim.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not record this.
        NotPossible: a step of contact does not follow from where it stands, or what is kept cannot be read.
        Incomplete: with what to put right, by field.
    Covers: VICTIM-03, VICTIM-04, VICTIM-07, VICTIM-09, VICTIM-10, VICTIM-11.
    """
    known, found = _look(person, victim, actor, at)
    require(may(actor, needed_for(kind)))
    declared = KINDS[kind]
    (told,) = gathered([found], entries_visible_to(actor, known).filter(victim=found))
    content, wrong = checked(declared, typed)
    wrong |= {} if wrong else _further(declared, content, known, actor, on)
    last = next((each.on for each in told.of(kind)), on)
    if on > clock.day_of(at):
        wrong["on"] = "The day must be today or in the past"
    elif kind == EntryKind.CONTACT and on < last:
        wrong["on"] = "A later step is recorded. Enter its day or a later one, or close that step first"
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    if same := next((each for each in told.of(kind) if each.on == on and content_of(each) == content
                     and each.recorded_by == actor.username), None):  # fmt: skip
        return same
    if kind == EntryKind.CONTACT:
        if told.contact_cannot_be_told:
            raise NotPossible(
                "A step of contact cannot be read, so the next one was not saved. Tell your administrator."
            )
        contact_after(told.contact, ContactAction(content[STEP]))
    return _keep(found, content, actor, at, kind=kind, on=on)


def _further(
    declared: AttachmentType, content: dict[str, str], person: Person, actor: User, on: date
) -> dict[str, str]:
    """What the tables of the policy and the plan say against an entry, by field."""
    if declared.key == EntryKind.LEAD:
        return _fitting(content, actor, on)
    linked = content.get(LINK) if declared.key == EntryKind.MARAC_ACTION else None
    if linked and not Action.objects.filter(case__person=person, reference__iexact=linked).exists():
        return {LINK: "There is no action with this reference on this record. Copy it from the minutes or the plan"}
    return {}


def _fitting(content: dict[str, str], actor: User, on: date) -> dict[str, str]:
    """Whether the agency fits for that sort of victim, or a reason is given (VICTIM-09)."""
    table = vulnerable_leads(edition_on(actor.area, on))
    if content[VULNERABLE] not in table:
        return {VULNERABLE: "Select one of the listed answers"}
    agency = agencies_of(actor.area).filter(code=content[LEADS]).first()
    if agency is None:
        return {LEADS: "Select one of the agencies of your area"}
    label, fitting = table[content[VULNERABLE]]
    if agency.kind in fitting or content.get(WHY_OTHER):
        return {}
    kinds = ", ".join(_words(fitting))
    return {WHY_OTHER: f"For {label[0].lower()}{label[1:]}, these fit: {kinds}. Say why another leads"}


def _words(kinds: tuple[str, ...]) -> list[str]:
    named = dict(Agency._meta.get_field("kind").choices or ())  # noqa: SLF001 - Django documents it as public
    return [str(named.get(kind, kind)).lower() for kind in kinds]


@transaction.atomic
def close_entry(*, person: Person, entry: int, typed: Mapping[str, Any], actor: User, at: datetime) -> VictimEntry:
    """Say of an entry that it no longer holds, or what became of a promise. Both rows stay.

    Raises:
        Person.DoesNotExist, VictimEntry.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor may not record entries of that kind.
        NotPossible: somebody has closed it.
        Incomplete: with what to put right, by field.
    Covers: VICTIM-07.
    """
    known = hold_person(actor, person, at)
    found = entries_visible_to(actor, known).select_related("victim").get(pk=entry, closes=None)
    require(may(actor, needed_for(found.kind)))
    if VictimEntry.objects.filter(closes=found).exists():
        raise NotPossible(
            "Somebody has closed this already. Nothing was changed. Open the page again to see what it says."
        )
    content, wrong = checked(closing(found.kind), typed)
    if wrong:
        raise Incomplete(NOTHING_SAVED, wrong)
    on = clock.day_of(at)
    return _keep(found.victim, content, actor, at, kind=EntryKind.CLOSED, on=on, closes=found)


def _keep(victim: Victim, content: dict[str, str], actor: User, at: datetime, **more: Any) -> VictimEntry:
    row: VictimEntry = VictimEntry.objects.create(
        person=victim.person, victim=victim, content=content, **more, **stamp(actor, at)
    )
    did = "close" if row.closes_id else "add"
    note(victim.person, f"victims:entry:{did}", actor=actor, at=at, entry=row.pk, victim=victim.pk)
    return row
