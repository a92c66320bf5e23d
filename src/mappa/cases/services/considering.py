"""Recording that Category 3 was considered."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.considerations import grounds
from mappa.cases.models import Category3Consideration
from mappa.determinations.selectors import latest_determination
from mappa.determinations.services import STATUTORY
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people import telling
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


@transaction.atomic
def consider_category_3(
    *, person: Person, ground: str, refer: bool | None, reasons: str, edition: str, actor: User, at: datetime
) -> Category3Consideration:
    """Record that Category 3 was considered for somebody. The same again on one day gives the row that is there.

    Args:
        ground: a ground of the edition: see `considerations.grounds`.
        refer: whether the person is to be referred. A referral itself is made on its own page.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not make referrals.
        NotPossible: the person is in Category 1 or 2 by law, so Category 3 is closed.
        Incomplete: the ground, the outcome or the reasons are missing. `fields` says which.
    Covers: IDENT-14.
    """
    on = clock.day_of(at)
    people_visible_to(actor, on).only("pk").get(pk=person.pk)
    require(may(actor, Permission.REFERRAL_MAKE))
    newest = latest_determination(person)
    if newest and STATUTORY & set(newest.answer["categories"] or []):
        raise NotPossible(
            "This person is in Category 1 or 2 by law, so Category 3 is closed and there is nothing to consider. "
            "Nothing was saved."
        )
    wrong = {}
    if ground not in grounds(edition):
        wrong["ground"] = "Choose the ground on which Category 3 was considered"
    if refer is None:
        wrong["refer"] = "Say whether the person is to be referred"
    if not reasons.strip():
        wrong["reasons"] = "Say why"
    if wrong:
        raise Incomplete("Something is missing. Nothing was saved.", wrong)
    row, new = Category3Consideration.objects.get_or_create(
        person=person, ground=ground, edition=edition, refer=refer, reasons=reasons.strip(), on=on, by=actor.username,
        defaults={"at": at},
    )  # fmt: skip
    if new:
        telling.tell(person, "cases:category-3:consider", actor=actor, at=at, consideration=row.pk)
    return row
