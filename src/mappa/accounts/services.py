"""Clearing somebody for a compartment, and taking that back. Nobody does it for themselves."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.compartments import CLEARED_FOR, Compartment
from mappa.accounts.models import Clearance, User
from mappa.accounts.permissions import Permission, may
from mappa.accounts.vetting import clearances_visible_to, users_to_clear
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require


@transaction.atomic
def grant_clearance(
    *, username: str, kind: str, since: date, until: date, reason: str, actor: User, at: datetime
) -> Clearance:
    """Clear somebody of the actor's area for a compartment, from a first to a last day (both included).

    Raises:
        Refused: the actor does not manage clearances, or would clear themselves.
        User.DoesNotExist: nobody of the area has this name.
        Incomplete: something is missing or in the past, by field.
        NotPossible: the same clearance is there already.

    Covers: DOMEX-09.
    """
    require(may(actor, Permission.CLEARANCE_MANAGE))
    if username == actor.username:
        raise Refused("Nobody clears themselves. Ask another governance lead or system administrator.")
    user = users_to_clear(actor).select_for_update().get(username=username)
    problems = {
        name: text
        for name, wrong, text in (
            ("kind", kind not in CLEARED_FOR, "Choose what the person is cleared for."),
            (
                "until",
                until < since or until < clock.day_of(at),
                "The last day must not be past, nor before the first.",
            ),
            ("reason", not reason.strip(), "Say which vetting it rests on."),
        )
        if wrong
    }
    if problems:
        raise Incomplete("Something is missing, so nobody was cleared.", problems)
    same = Clearance.objects.filter(user=user, kind=kind, since__lte=since, until__gte=until, withdrawn_at__isnull=True)
    if same.exists():
        raise NotPossible("A clearance that stands covers these days already. There is nothing to add.")
    row = Clearance.objects.create(
        user=user, kind=Compartment(kind).value, since=since, until=until, reason=reason.strip(),
        granted_by=actor.username, granted_at=at,
    )  # fmt: skip
    record(
        what=What.ALTERATION, operation="accounts:clearance:grant", actor=actor, subject_type="user",
        subject=user.username, at=at, clearance=row.pk, kind=row.kind,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_clearance(*, clearance: int, reason: str, actor: User, at: datetime) -> Clearance:
    """Take a clearance back, from this instant. The row stays.

    Raises:
        Refused: the actor does not manage clearances.
        Clearance.DoesNotExist: nobody of the actor's area has it.
        NotPossible: it has ended already.
        Incomplete: no reason.
    """
    require(may(actor, Permission.CLEARANCE_MANAGE))
    row = clearances_visible_to(actor).select_for_update(of=("self",)).get(pk=clearance)
    if not reason.strip():
        raise Incomplete("A reason is missing, so the clearance stands.", {"reason": "Say why it is taken back."})
    if row.withdrawn_at is not None or row.until < clock.day_of(at):
        raise NotPossible("This clearance has ended already. There is nothing to take back.")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, actor.username, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(
        what=What.ALTERATION, operation="accounts:clearance:withdraw", actor=actor, subject_type="user",
        subject=row.user.username, at=at, clearance=row.pk, kind=row.kind,
    )  # fmt: skip
    return row
