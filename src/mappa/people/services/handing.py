"""The people whom an officer who leaves is named for, and who is named instead."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import NotPossible, require
from mappa.people.models import Involvement
from mappa.people.selectors import involved_on, people_visible_to
from mappa.people.telling import stamp, tell


def involvements_of(officer: User, on: date) -> QuerySet[Involvement]:
    """Where somebody is the named officer on a day and stays so, records that they manage first."""
    rows = Involvement.objects.filter(involved_on(on), officer=officer).exclude(until=on)
    return rows.select_related("person", "agency").order_by("-kind", "person__reference", "pk")


@transaction.atomic
def hand_over_involvement(*, involvement: Involvement, to: User | None, why: str, actor: User, at: datetime) -> None:
    """Name another officer of the same agency from today on, or none. The agency stays involved.

    The earlier row ends today; nothing of it is overwritten.

    Raises:
        Refused: the actor does not administer accounts.
        NotPossible: it has ended, or the colleague works elsewhere or may not know of the person.
    """
    require(may(actor, Permission.ACCOUNT_CHANGE))
    on = day_of(at)
    row = Involvement.objects.select_for_update(of=("self",)).select_related("person", "agency").get(pk=involvement.pk)
    person = row.person
    if row.officer_id is None or (row.until is not None and row.until <= on):
        raise NotPossible(f"The involvement with {person.reference} has ended. Nothing was handed over. Look again.")
    if to and (to.agency_id != row.agency_id or not people_visible_to(to, on, at=at).filter(pk=person.pk).exists()):
        raise NotPossible(
            f"{to.name} cannot take over {person.reference}: they work for another agency, or may not know of it. "
            "Nothing was handed over. Choose another colleague."
        )
    until = row.until
    said = f"Handed over. {why}"[:200]
    Involvement.objects.filter(pk=row.pk).update(until=max(on, row.since), ended_by=actor.username, end_reason=said)
    Involvement.objects.create(
        person=person, agency=row.agency, kind=row.kind, officer=to, since=max(on, row.since), until=until,
        reason=said, **stamp(actor, at),
    )  # fmt: skip
    tell(
        person, "people:involvement:hand-over", actor=actor, at=at, kind=row.kind, to=to.username if to else ""
    )  # fmt: skip
