"""Whether two records are of one person: a person says so, and it is remembered."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.nominals.models import PairDecision
from mappa.nominals.selectors import decision_on, facts_of, in_order
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


def lock(first: Person, second: Person) -> None:
    """Hold both records, always in the same order, so that two people at once wait for each other."""
    numbers = [first.pk, second.pk]
    list(Person.objects.filter(pk__in=numbers).order_by("pk").select_for_update().values_list("pk", flat=True))
    for person in (first, second):
        person.refresh_from_db()


@transaction.atomic
def decide_pair(
    *, first: Person, second: Person, same: bool, why: str, seen: int | None, actor: User, at: datetime
) -> PairDecision:
    """Remember that two records are of one person, or are not.

    Args:
        seen: the number of the decision that the actor had in front of them; None when there was none.

    Raises:
        Person.DoesNotExist: the actor may not know of one of the two.
        Refused: the actor may not decide matches.
        Incomplete: no reason.
        NotPossible: somebody decided since. The message says who, and what.
    """
    for person in (first, second):
        people_visible_to(actor, day_of(at)).only("pk").get(pk=person.pk)
    return remember(first=first, second=second, same=same, why=why, seen=seen, actor=actor, at=at)


def remember(
    *, first: Person, second: Person, same: bool, why: str, seen: int | None, actor: User, at: datetime
) -> PairDecision:
    """What `decide_pair` does once it is certain that the actor may decide about these two, in a transaction.

    Raises:
        Refused, Incomplete, NotPossible: as there.
    """
    require(may(actor, Permission.MATCH_DECIDE))
    if not why.strip():
        raise Incomplete("A reason is missing, so nothing was decided.", {"why": "Say what you compared."})
    lock(first, second)
    last = decision_on(first, second)
    if last is not None and last.pk != seen:
        if last.same is same and last.facts == facts_of(first, second):
            return last
        raise NotPossible(
            f"{last.decider} has decided meanwhile that these records are {'' if last.same else 'not '}of one person: "
            f"{last.why} Nothing of yours was saved. Talk to each other, then open the page again."
        )
    one, other = in_order(first, second)
    row = PairDecision.objects.create(
        one=one, other=other, same=same, why=why.strip(), facts=facts_of(one, other), at=at, by=actor.username
    )
    for person in (one, other):
        record(
            what=What.ALTERATION, operation="nominals:pair:decide", actor=actor, subject=person.reference, at=at,
            decision=row.pk, same=same,
        )  # fmt: skip
    return row
