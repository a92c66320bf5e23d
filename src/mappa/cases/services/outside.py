"""Deciding what is done about somebody outside the criteria."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.models import OutsideDecision
from mappa.cases.outside import why_not_outside
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people import telling
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


@transaction.atomic
def decide_outside(
    *, person: Person, decision: str, legal_basis: str, reasons: str, actor: User, at: datetime
) -> OutsideDecision:
    """Record whether agencies meet about somebody outside the criteria, on which legal basis, and why.

    It opens no case and sets no category, so no figure of MAPPA moves. The same again gives the row that is there.

    Args:
        decision: a value of `OutsideDecision.Decision`.
        legal_basis: the power on which agencies share information; needed for a meeting, since the duties of MAPPA
            do not reach this person.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not decide categories.
        NotPossible: the person is in MAPPA, in a category by law, or a potentially dangerous person.
        Incomplete: the decision, the legal basis of a meeting or the reasons are missing. `fields` says which.
    Covers: IDENT-34.
    """
    on = clock.day_of(at)
    people_visible_to(actor, on).only("pk").get(pk=person.pk)
    require(may(actor, Permission.DETERMINATION_DECIDE))
    because = why_not_outside(person, on)
    if because and decision != OutsideDecision.Decision.LEAVE:
        raise NotPossible(f"{because} Nothing was saved.")
    wrong = {}
    if decision not in OutsideDecision.Decision.values:
        wrong["decision"] = "Choose what is done about the person"
    if decision == OutsideDecision.Decision.MEET and not legal_basis.strip():
        wrong["legal_basis"] = "Say on which power the agencies meet and share information about this person"
    if not reasons.strip():
        wrong["reasons"] = "Say why"
    if wrong:
        raise Incomplete("Something is missing. Nothing was saved.", wrong)
    row, new = OutsideDecision.objects.get_or_create(
        person=person, decision=decision, legal_basis=legal_basis.strip(), reasons=reasons.strip(), on=on,
        by=actor.username, defaults={"at": at},
    )  # fmt: skip
    if new:
        telling.tell(person, "cases:outside:decide", actor=actor, at=at, decision=row.pk)
    return row
