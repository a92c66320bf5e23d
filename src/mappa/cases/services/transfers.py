"""Moves of responsibility from one area to another: requested, then accepted, refused or withdrawn (TRANSFER-01)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.agencies.selectors import edition_on
from mappa.cases.lifecycle import CaseState, TransferAction, TransferState, transfer_after
from mappa.cases.models import Case, Transfer, TransferStep
from mappa.cases.selectors import cases_visible_to, latest_row, open_transfer, transfers_visible_to
from mappa.cases.services.history import set_lead_agency, tell
from mappa.cases.shareable import Work, owners_of, share_by
from mappa.determinations.sharing import work_share_days
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, require
from mappa.kernel.models import next_reference
from mappa.people.models import InvolvementKind
from mappa.people.selectors import involved_on, managing_area_of
from mappa.people.services import end_involvement, involve, move_management
from mappa.sharing.models import MadeThrough
from mappa.sharing.services import end_shares_made_by

TO_DECIDE = ("names", "born", "standing", "risk", "plan")
"""What an area that is asked to take a case over needs to know before it answers."""


def _step(transfer: Transfer, action: TransferAction, *, reason: str, actor: User, at: datetime) -> TransferStep:
    Transfer.objects.select_for_update().only("pk").get(pk=transfer.pk)
    last = transfer.steps.order_by("id").last()
    state = transfer_after(TransferState(last.state) if last else None, action)
    return TransferStep.objects.create(
        transfer=transfer, action=action, state=state, at=at, by=actor.username, reason=reason.strip()
    )


@transaction.atomic
def request_transfer(
    *, case: Case, to_area: Area, reason: str, move_on: date | None, actor: User, at: datetime
) -> Transfer:
    """Ask another area to take the case over.

    Args:
        move_on: the day of the move, where it is known.

    Raises:
        Case.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not request transfers.
        NotPossible: the case is not in MAPPA, or a transfer is waiting already.
        Incomplete: the reason is missing, or the area manages the person already.
    Covers: TRANSFER-01.
    """
    on = clock.day_of(at)
    case = cases_visible_to(actor, on).get(pk=case.pk)
    require(may(actor, Permission.TRANSFER_REQUEST))
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    if case.state != CaseState.OPEN:
        raise NotPossible("This case is not in MAPPA, so there is nothing to hand over. Nothing was saved.")
    waiting = open_transfer(case)
    if waiting:
        raise NotPossible(
            f"Transfer {waiting.reference} to {waiting.to_area.name} is waiting for an answer. Nothing was saved. "
            "Withdraw it first if it should go elsewhere."
        )
    here = Area.objects.get(pk=managing_area_of(case.person_id, on))
    fields = {}
    if not reason.strip():
        fields["reason"] = "Say why the case should move"
    if to_area == here:
        fields["to_area"] = "This area manages the person already. Choose another"
    if fields:
        raise Incomplete("Something is missing or cannot be. Nothing was saved.", fields)
    transfer = Transfer.objects.create(
        reference=next_reference(f"{here.prefix}-T-{on.year}"),
        case=case,
        from_area=here,
        to_area=to_area,
        reason=reason.strip(),
        move_on=move_on,
    )
    _step(transfer, TransferAction.REQUEST, reason=reason, actor=actor, at=at)
    _share(transfer, actor=actor, at=at)
    tell(case, "cases:transfer:request", actor=actor, at=at, transfer=transfer.reference)
    return transfer


def _share(transfer: Transfer, *, actor: User, at: datetime) -> None:
    """Let the receiving co-ordination unit read what it needs to answer, until the move or as long as policy says."""
    on, case = clock.day_of(at), transfer.case
    unit = Agency.objects.filter(areas=transfer.to_area, kind=AgencyKind.COORDINATION_UNIT).order_by("pk").first()
    lead = latest_row(case.lead_agencies)
    if unit is None or lead is None:
        return
    last = on + timedelta(days=work_share_days(edition_on(actor.area, on)))
    work = Work(
        through=MadeThrough.TRANSFER,
        origin=transfer.reference,
        purpose="To decide whether to take the case over, and to prepare for it",
        why_necessary="The area cannot answer for somebody of whom it knows nothing.",
    )
    share_by(
        work, person=case.person, agency=unit, gateway="duty_to_cooperate", case=case, actor=actor, at=at,
        sections=owners_of(case.person, TO_DECIDE, actor=actor, on=on, otherwise=lead.agency),
        until=max(transfer.move_on, on) if transfer.move_on else last,
    )  # fmt: skip


def _found(reference: str, actor: User, at: datetime) -> Transfer:
    transfer = transfers_visible_to(actor, clock.day_of(at)).get(reference=reference)
    require(may(actor, Permission.TRANSFER_ACCEPT))
    return transfer


def _require_receiver(transfer: Transfer, actor: User) -> None:
    if transfer.to_area_id != actor.area_id:
        raise Refused(
            f"Only a co-ordinator of {transfer.to_area.name} can answer this transfer. Ask yours to ask theirs."
        )


@transaction.atomic
@gathering()
def accept_transfer(*, reference: str, actor: User, at: datetime) -> Transfer:
    """Take the case over: from today the receiving area manages it, with its whole history.

    The agencies of the sending area that do not work in the receiving one are involved until today; the receiving
    area's agency of the same kind leads.

    Raises:
        Transfer.DoesNotExist: none that the actor may know of.
        Refused: the actor is not a co-ordinator of the receiving area.
        NotPossible: it is answered or withdrawn already.
    Covers: TRANSFER-01.
    """
    on = clock.day_of(at)
    transfer = _found(reference, actor, at)
    _require_receiver(transfer, actor)
    _step(transfer, TransferAction.ACCEPT, reason="", actor=actor, at=at)
    end_shares_made_by(
        origin=reference, reason="The transfer was accepted: the area has the whole record.", actor=actor, at=at
    )
    case = transfer.case
    move_management(
        person=case.person, area=transfer.to_area, since=on, reason=f"Transfer {reference}", actor=actor, at=at
    )
    leads = latest_row(case.lead_agencies)
    kind = leads.agency.kind if leads else ""
    successor = Agency.objects.filter(kind=kind, areas=transfer.to_area).order_by("id").first()
    if successor and leads and successor != leads.agency:
        set_lead_agency(case=case, agency=successor, since=on, reason=f"Transfer {reference}", actor=actor, at=at)
    if successor:
        kind_of = InvolvementKind.OFFENDER_MANAGER
        why = f"Transfer {reference}"
        involve(person=case.person, agency=successor, kind=kind_of, since=on, actor=actor, at=at, reason=why)
    for involvement in case.person.involvements.filter(involved_on(on), until__isnull=True).exclude(
        agency__areas=transfer.to_area
    ):
        end_involvement(involvement=involvement, until=max(on, involvement.since), actor=actor, at=at)
    tell(case, "cases:transfer:accept", actor=actor, at=at, transfer=reference)
    return transfer


@transaction.atomic
def refuse_transfer(*, reference: str, reason: str, actor: User, at: datetime) -> Transfer:
    """Refuse with a reason. The sending area goes on managing the case.

    Raises:
        Transfer.DoesNotExist, Refused, NotPossible: as for `accept_transfer`.
        Incomplete: no reason.
    Covers: TRANSFER-01.
    """
    transfer = _found(reference, actor, at)
    _require_receiver(transfer, actor)
    if not reason.strip():
        raise Incomplete("A refusal needs a reason. Nothing was saved.", {"reason": "Say why you refuse"})
    _step(transfer, TransferAction.REFUSE, reason=reason, actor=actor, at=at)
    end_shares_made_by(origin=reference, reason="The transfer was refused.", actor=actor, at=at)
    tell(transfer.case, "cases:transfer:refuse", actor=actor, at=at, transfer=reference)
    return transfer


@transaction.atomic
def withdraw_transfer(*, reference: str, reason: str, actor: User, at: datetime) -> Transfer:
    """Take a request back. Only the sending area can.

    Raises:
        Transfer.DoesNotExist: none that the actor may know of.
        Refused: the actor's area did not ask.
        NotPossible: it is answered already.
    """
    transfer = transfers_visible_to(actor, clock.day_of(at)).get(reference=reference)
    require(may(actor, Permission.TRANSFER_REQUEST))
    if transfer.from_area_id != actor.area_id:
        raise Refused(f"Only somebody of {transfer.from_area.name} can withdraw this transfer. You can refuse it.")
    _step(transfer, TransferAction.WITHDRAW, reason=reason, actor=actor, at=at)
    end_shares_made_by(origin=reference, reason="The transfer was withdrawn.", actor=actor, at=at)
    tell(transfer.case, "cases:transfer:withdraw", actor=actor, at=at, transfer=reference)
    return transfer
