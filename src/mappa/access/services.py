"""Partners to a record, and who manages it: dated, each with who did it and why."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mappa.access.selectors import partner_kinds
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, Role, may
from mappa.agencies.models import Agency
from mappa.kernel import clock
from mappa.kernel.decisions import Decision, Incomplete, NotPossible, require
from mappa.people.models import Involvement, InvolvementKind, Person
from mappa.people.selectors import involved_on, people_visible_to
from mappa.people.services import end_involvement, involve

MANAGER, PARTNER = InvolvementKind.RECORD_MANAGER, InvolvementKind.PARTNER


def may_change_partners(actor: User, person: Person, on: date) -> Decision:
    """A co-ordinator may, and whoever works for an agency that manages the record or is a partner to it."""
    held = may(actor, Permission.PARTNER_EDIT)
    if not held or actor.role == Role.COORDINATOR:
        return held
    own = person.involvements.filter(involved_on(on), kind__in=[MANAGER, PARTNER], agency=actor.agency_id)
    if own.exists():
        return Decision(allowed=True, reason="Your agency manages this record or is a partner to it.")
    return Decision(
        allowed=False,
        reason="Only an agency that manages this record or is a partner to it, or a co-ordinator, changes its "
        "partners. Ask one of them.",
    )


def _known(person: Person, actor: User, at: datetime) -> None:
    on = clock.day_of(at)
    people_visible_to(actor, on, at=at).get(pk=person.pk)
    require(may_change_partners(actor, person, on))
    Person.objects.select_for_update().get(pk=person.pk)


def _fits(agency: Agency, edition: str) -> None:
    kinds = partner_kinds(edition)
    if agency.kind not in kinds:
        raise NotPossible(
            f"{agency.name} has no access to the nominal record, which is for {', '.join(kinds)}. "
            "Ask it, invite it or share sections with it instead."
        )


@transaction.atomic
def add_partner(
    *, person: Person, agency: Agency, since: date, reason: str, edition: str, actor: User, at: datetime
) -> Involvement:
    """Make an agency a partner to a record, with the right to add to it, from a day on.

    Args:
        agency: police of any force, also from outside England and Wales, prison or probation.
        edition: the policy edition that says which kinds of agency have access.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor's agency neither manages the record nor is a partner.
        NotPossible: this kind of agency has no access, or it is a partner already.
        Incomplete: no reason.

    Covers: NOMINAL-04, NOMINAL-09, NOMINAL-10.
    """
    _known(person, actor, at)
    if not reason.strip():
        raise Incomplete("A reason is missing, so nothing was saved.", {"reason": "Say why the agency is needed."})
    _fits(agency, edition)
    same = person.involvements.filter(involved_on(since), agency=agency, kind=PARTNER)
    if same.exists():
        raise NotPossible(f"{agency.name} is a partner on that day already. There is nothing to add.")
    return involve(person=person, agency=agency, kind=PARTNER, since=since, reason=reason.strip(), actor=actor, at=at)


@transaction.atomic
def end_partner(*, person: Person, number: int, until: date, reason: str, actor: User, at: datetime) -> Involvement:
    """Say which day is the last of a partner, and why. Errors as for `add_partner`.

    Raises:
        Involvement.DoesNotExist: the person has no such partner.
    """
    _known(person, actor, at)
    if not reason.strip():
        raise Incomplete("A reason is missing, so the partner stays.", {"reason": "Say why it ends."})
    row = person.involvements.select_related("agency", "person").get(pk=number, kind=PARTNER)
    return end_involvement(involvement=row, until=until, reason=reason.strip(), actor=actor, at=at)


@transaction.atomic
def change_record_manager(
    *, person: Person, agency: Agency, officer: User | None, since: date, reason: str, edition: str, actor: User,
    at: datetime,
) -> Involvement:  # fmt: skip
    """Make an agency, and perhaps one named officer, the record manager from a day on.

    The one before ends on the day before, so there is one at a time.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor's agency neither manages the record nor is a partner.
        NotPossible: this kind of agency has no access, or it manages the record already.
        Incomplete: no reason, an officer of another agency, or a day not after the present manager's first.

    Covers: NOMINAL-03.
    """
    _known(person, actor, at)
    _fits(agency, edition)
    problems = {}
    if not reason.strip():
        problems["reason"] = "Say why the record manager changes."
    if officer is not None and officer.agency_id != agency.pk:
        problems["officer"] = f"{officer.name} does not work for {agency.name}."
    standing = list(person.involvements.filter(kind=MANAGER, until__isnull=True).select_related("agency", "person"))
    if any(row.since >= since for row in standing):
        problems["since"] = "The first day must be after that of the present record manager."
    if problems:
        raise Incomplete("The record manager stays, because something is missing.", problems)
    if any(row.agency_id == agency.pk and row.officer_id == (officer.pk if officer else None) for row in standing):
        raise NotPossible(f"{agency.name} manages this record already. There is nothing to change.")
    for row in standing:
        end_involvement(
            involvement=row, until=since - timedelta(days=1), reason=f"{agency.name} took over", actor=actor, at=at
        )
    return involve(
        person=person, agency=agency, kind=MANAGER, officer=officer, since=since, reason=reason.strip(), actor=actor,
        at=at,
    )  # fmt: skip
