"""The life of the record, who manages it, who takes part, and death."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Area
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.lifecycle import STORED, RecordAction, record_after
from mappa.people.models import Involvement, InvolvementKind, ManagingArea, Person, RecordStep
from mappa.people.selectors import involved_on, managing_area_of, people_visible_to, record_state
from mappa.people.telling import stamp, tell


def _step(
    person: Person,
    action: RecordAction,
    permission: Permission,
    *,
    on: date,
    reason: str,
    actor: User,
    at: datetime,
    **more: str,
) -> RecordStep:
    people_visible_to(actor, clock.day_of(at), at=at).get(pk=person.pk)
    require(may(actor, permission))
    Person.objects.select_for_update().get(pk=person.pk)
    record_after(record_state(person), action)
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was saved.", {"reason": "Say why."})
    step = person.record_steps.create(step=STORED[action], on=on, by=actor.username, reason=reason.strip(), **more)
    tell(person, f"people:record:{action.value}", actor=actor, at=at)
    return step


@transaction.atomic
def archive_record(*, person: Person, on: date, reason: str, actor: User, at: datetime) -> RecordStep:
    """Archive the nominal when MAPPA ends. Nothing is removed, and the record can be re-activated whole.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor's role may not end cases.
        NotPossible: the record is archived already.
        Incomplete: no reason.

    Covers: NOMINAL-12.
    """
    return _step(person, RecordAction.ARCHIVE, Permission.CASE_EXIT, on=on, reason=reason, actor=actor, at=at)


@transaction.atomic
def reactivate_record(*, person: Person, on: date, reason: str, actor: User, at: datetime) -> RecordStep:
    """Bring an archived nominal back, whole. Errors as for `archive_record`. Covers: NOMINAL-12."""
    return _step(person, RecordAction.REACTIVATE, Permission.CASE_REACTIVATE, on=on, reason=reason, actor=actor, at=at)


REVIEWS = ("routine", "retention")
DECISIONS = ("keep", "remove")


@transaction.atomic
def review_record(
    *, person: Person, kind: str, decision: str, on: date, reason: str, actor: User, at: datetime
) -> RecordStep:
    """Record a review of the nominal record: who reviewed it, what they decided and why.

    Nothing is removed here or by any clock: a decision to remove waits for a person to carry it out.

    Args:
        kind: ``routine`` or ``retention``. ``decision``: ``keep`` or ``remove``.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor's role may not edit records.
        Incomplete: something is missing or cannot be. `fields` says which.

    Covers: NOMINAL-13.
    """
    fields = {}
    if kind not in REVIEWS:
        fields["kind"] = "Choose a routine or a retention review"
    if decision not in DECISIONS:
        fields["decision"] = "Choose whether to keep or to remove the record"
    if on > clock.day_of(at):
        fields["on"] = "The review must be today or in the past"
    if not reason.strip():
        fields["reason"] = "Give the reason"
    if fields:
        raise Incomplete("This review cannot be saved as it is. Nothing was saved.", fields)
    same = person.record_steps.filter(
        step=STORED[RecordAction.REVIEW], on=on, by=actor.username, reason=reason.strip(), kind=kind, decision=decision
    )
    if people_visible_to(actor, clock.day_of(at), at=at).filter(pk=person.pk).exists() and (found := same.first()):
        return found
    return _step(
        person, RecordAction.REVIEW, Permission.PERSON_EDIT, on=on, reason=reason, actor=actor, at=at,
        kind=kind, decision=decision,
    )  # fmt: skip


@transaction.atomic
def move_management(*, person: Person, area: Area, since: date, reason: str, actor: User, at: datetime) -> ManagingArea:
    """Say which area manages the person from a day on; the row before it ends there.

    The caller has decided that the actor may: an accepted transfer comes here.

    Raises:
        NotPossible: the area manages the person on that day already.
    """
    if managing_area_of(person.pk, since) == area.pk:
        raise NotPossible(f"{area.name} manages this person already, so there is nothing to move.")
    row, _ = ManagingArea.objects.update_or_create(
        person=person, since=since, defaults={"area": area, "by": actor.username, "reason": reason[:200]}
    )
    tell(person, "people:managing-area:set", actor=actor, at=at, area=area.code)
    return row


@transaction.atomic
def involve(
    *,
    person: Person,
    agency: Agency,
    kind: InvolvementKind,
    since: date,
    actor: User,
    at: datetime,
    officer: User | None = None,
    reason: str = "",
) -> Involvement:
    """Say that an agency is involved from a day on, unless the record says so already for that kind (NOMINAL-04)."""
    require(may(actor, Permission.PERSON_EDIT) or may(actor, Permission.RESULTS_IMPORT))
    same = person.involvements.filter(involved_on(since), agency=agency, kind=kind, officer=officer)
    if found := same.first():
        return found
    row = Involvement.objects.create(
        person=person,
        agency=agency,
        kind=kind,
        officer=officer,
        since=since,
        reason=reason[:200],
        **stamp(actor, at),
    )
    tell(person, "people:involvement:add", actor=actor, at=at, agency=agency.code, kind=str(kind))
    return row


@transaction.atomic
def end_involvement(
    *, involvement: Involvement, until: date, actor: User, at: datetime, reason: str = ""
) -> Involvement:
    """Say which day is the last of an agency's involvement.

    Raises:
        NotPossible: it ended already, or would end before it began.
    """
    require(may(actor, Permission.PERSON_EDIT))
    if until < involvement.since:
        raise NotPossible("The last day cannot come before the first. Give a day on or after it.")
    changed = Involvement.objects.filter(pk=involvement.pk, until__isnull=True).update(
        until=until, ended_by=actor.username, end_reason=reason[:200]
    )
    if not changed:
        raise NotPossible("This involvement has ended already. To begin it again, add a new one.")
    involvement.until = until
    tell(involvement.person, "people:involvement:end", actor=actor, at=at, agency=involvement.agency.code)
    return involvement


@transaction.atomic
def record_death(
    *, reference: str, died_on: date, learned_on: date, read_version: int, actor: User, at: datetime
) -> Person:
    """Record a death and the day it was learned of. The record stays; what follows from it is derived.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor's role may not edit records.
        Incomplete: the days are impossible, one by one by field.
        Stale: somebody else saved since.
    """
    on = clock.day_of(at)
    person = people_visible_to(actor, on, at=at).get(reference=reference)
    require(may(actor, Permission.PERSON_EDIT))
    problems = {}
    if died_on > on:
        problems["died_on"] = "The date of death must be today or in the past."
    elif person.date_of_birth and died_on < person.date_of_birth:
        problems["died_on"] = "The date of death is before the birth on record. Check both dates."
    if learned_on > on:
        problems["death_learned_on"] = "The day it was learned of must be today or in the past."
    elif learned_on < died_on:
        problems["death_learned_on"] = "Nobody can learn of a death before it. Check both dates."
    if problems:
        raise Incomplete("The dates cannot be right, so nothing was saved.", problems)
    person.save_over(read_version=read_version, by=actor.username, at=at, died_on=died_on, death_learned_on=learned_on)
    tell(person, "people:death:record", actor=actor, at=at)
    return person
