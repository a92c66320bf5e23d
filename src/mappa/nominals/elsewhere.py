"""Pairs whose other record another area manages: who may know the one learns whom to ask, and nothing of the other."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyKind, Area, Contact
from mappa.agencies.selectors import contact_of
from mappa.audit.models import What
from mappa.audit.services import Act, record_all
from mappa.kernel.clock import day_of
from mappa.kernel.reading import wider
from mappa.nominals.models import PairDecision, PossibleDuplicate
from mappa.nominals.selectors import decision_on, unfinished
from mappa.nominals.services.deciding import remember
from mappa.people.models import ManagingArea, Person
from mappa.people.selectors import area_on, people_visible_to, within_walls

MOST = 50
"""Pairs that a page lists. Those decided about leave it."""


@dataclass(frozen=True)
class Elsewhere:
    """A pair as somebody sees it who may know of one of its records.

    `last` is what was decided, by either side. `ask` is whoever answers for the other area, where somebody is named.
    """

    pair: PossibleDuplicate
    mine: Person
    other: Person
    area: Area
    last: PairDecision | None = None
    ask: Contact | None = None


@wider("pairs")
def pairs_elsewhere(actor: User, on: date) -> list[Elsewhere]:
    """Undecided pairs of whose records the actor may know one, and another area manages the other; likeliest first.

    A record behind a wall that is not open to the actor is told to nobody, as the pointer tells it to nobody.
    """
    if not may(actor, Permission.MATCH_DECIDE) or not _any_elsewhere(actor):
        return []
    rows = unfinished(_half_known(actor, on)).order_by("-weight", "pk")[:MOST]
    areas = Area.objects.in_bulk({row.area_of_other for row in rows})
    return [_told(row, areas[row.area_of_other]) for row in rows]


@wider("pairs")
def pair_elsewhere(actor: User, number: int, on: date) -> Elsewhere | None:
    """One such pair, decided about or not, with whom to ask; None for whoever may not know that there is one."""
    if not may(actor, Permission.MATCH_DECIDE):
        return None
    row = _half_known(actor, on).filter(pk=number).first()
    if row is None:
        return None
    told = _told(row, Area.objects.get(pk=row.area_of_other))
    unit = Agency.objects.filter(areas=told.area, kind=AgencyKind.COORDINATION_UNIT).order_by("pk").first()
    ask = contact_of(unit, told.area, on) if unit else None
    return Elsewhere(told.pair, told.mine, told.other, told.area, decision_on(row.one, row.other), ask)


def record_told(shown: list[Elsewhere], *, operation: str, actor: User, at: datetime) -> None:
    """Note on the log of each other record that somebody learned that its area may hold one; the other is not named."""
    acts = [Act(What.DISCLOSURE, operation, each.other.reference, {"pair": each.pair.pk}) for each in shown]
    record_all(acts, actor=actor, at=at)


@transaction.atomic
@wider("pairs")
def decide_elsewhere(*, pair: int, same: bool, why: str, seen: int | None, actor: User, at: datetime) -> PairDecision:
    """Remember what the two areas found about a pair of which the actor may know one record.

    Args:
        seen: the number of the decision that the actor had in front of them; None when there was none.

    Raises:
        Person.DoesNotExist: the actor may not know that there is such a pair.
        Incomplete, NotPossible: as `decide_pair` says.
    """
    told = pair_elsewhere(actor, pair, day_of(at))
    if told is None:
        raise Person.DoesNotExist
    return remember(first=told.pair.one, second=told.pair.other, same=same, why=why, seen=seen, actor=actor, at=at)


def _any_elsewhere(actor: User) -> bool:
    """Whether another area ever managed anybody of a pair: most areas have none, and the whole question takes long."""
    either = Q(person=OuterRef("one")) | Q(person=OuterRef("other"))
    others = ManagingArea.objects.filter(either).exclude(area=actor.area_id)
    return PossibleDuplicate.objects.filter(Exists(others)).exists()


def _half_known(actor: User, on: date) -> QuerySet[PossibleDuplicate]:
    known = people_visible_to(actor, on)
    there = Person.objects.alias(managed_by=area_on(on)).filter(
        within_walls(actor, ""), merged_into=None, managed_by__isnull=False
    )
    there = there.exclude(managed_by=actor.area_id).exclude(pk__in=known)
    sides = Q(one__in=known, other__in=there) | Q(other__in=known, one__in=there)
    rows = PossibleDuplicate.objects.filter(sides).select_related("one", "other")
    rows = rows.annotate(one_is_mine=Q(one__in=known))
    other = Case(When(one_is_mine=True, then=area_on(on, person="other")), default=area_on(on, person="one"))
    return rows.annotate(area_of_other=other)


def _told(row: PossibleDuplicate, area: Area) -> Elsewhere:
    mine, other = (row.one, row.other) if row.one_is_mine else (row.other, row.one)  # type: ignore[attr-defined]
    return Elsewhere(row, mine, other, area)
