"""What somebody who leaves has still to do, and who does it instead."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible, require
from mappa.people import telling
from mappa.plans.lifecycle import ActionMove, ActionState, action_after
from mappa.plans.models import Action, ActionStep
from mappa.plans.selectors import actions_for_agency, with_state


def open_actions_of(user: User) -> QuerySet[Action]:
    """The actions that somebody has still to do, by day."""
    mine = with_state(Action.objects.filter(owner=user).select_related("case__person"))
    return mine.filter(state=ActionState.OPEN).order_by("due", "pk")


@transaction.atomic
def hand_over_action(*, action: Action, to: User | None, why: str, actor: User, at: datetime) -> None:
    """Give an open action to a colleague; or leave it with the agency, whose it stays, with nobody named.

    Raises:
        Refused: the actor does not administer accounts.
        NotPossible: the action is not open any more, or the colleague works elsewhere or may not know of it.
    """
    require(may(actor, Permission.ACCOUNT_CHANGE))
    Action.objects.select_for_update().get(pk=action.pk)
    found = with_state(Action.objects.select_related("case__person", "owner")).get(pk=action.pk)
    state = action_after(ActionState(found.state), ActionMove.PROGRESS)
    if to and not actions_for_agency(to, day_of(at)).filter(pk=found.pk, agency=to.agency_id).exists():
        raise NotPossible(
            f"{to.name} cannot take over {found.reference}: it belongs to another agency, or they may not know of it. "
            "Nothing was handed over. Choose another colleague."
        )
    before = found.owner_name
    found.owner, found.owner_name = to, to.name if to else f"{found.agency.name}, nobody named"
    found.save(update_fields=["owner", "owner_name"])
    note = f"Handed over from {before} to {found.owner_name}. {why}"
    ActionStep.objects.create(action=found, state=state, at=at, by=actor.username, note=note)
    telling.tell(
        found.case.person, "plans:action:hand-over", actor=actor, at=at, action=found.reference,
        to=to.username if to else "",
    )  # fmt: skip
