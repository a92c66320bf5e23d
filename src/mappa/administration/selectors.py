"""The accounts that somebody administers, where each stands, and who could take over from whom."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery

from mappa.accounts.compartments import held_at
from mappa.accounts.lifecycle import AccountAction, AccountState
from mappa.accounts.models import AccountStep, Clearance, User
from mappa.accounts.unused import limit_of, with_use
from mappa.agencies.models import Agency
from mappa.kernel import clock

A, S = AccountAction, AccountState
LEAVES = {A.OPEN: S.OPEN, A.REINSTATE: S.OPEN, A.SUSPEND: S.SUSPENDED, A.CLOSE: S.CLOSED}
MONTHS_OF_A_QUARTER = 3


def accounts_visible_to(actor: User) -> QuerySet[User]:
    """The accounts of the actor's area, with use, clearances, first and last step and last confirmation of each."""
    rows = AccountStep.objects.filter(user=OuterRef("pk"))
    standing = rows.filter(action__in=[action.value for action in LEAVES]).order_by("-pk")
    confirmed = rows.filter(action=A.CONFIRM).order_by("-pk")
    cleared = Clearance.objects.filter(held_at(clock.now()), user=OuterRef("pk")).order_by("kind")
    accounts = with_use(User.objects.filter(area=actor.area_id).select_related("agency", "area"))
    return accounts.annotate(
        cleared=ArraySubquery(cleared.values("kind").distinct()),
        last_action=Subquery(standing.values("action")[:1]),
        opened_at=Subquery(rows.filter(action=A.OPEN).order_by("pk").values("at")[:1], output_field=DateTimeField()),
        confirmed_at=Subquery(confirmed.values("at")[:1], output_field=DateTimeField()),
    ).order_by("agency__name", "name", "pk")


def state_of(account: User, at: datetime) -> AccountState:
    """Where an account of `accounts_visible_to` stands at an instant."""
    last = getattr(account, "last_action", None)
    state = LEAVES[A(last)] if last else (S.OPEN if account.is_active else S.CLOSED)
    return S.SUSPENDED if state is S.OPEN and (is_unused(account, at) or not account.is_active) else state


def is_unused(account: User, at: datetime) -> bool:
    """Whether it is suspended because nobody used it: as `unused_too_long`, without asking once more."""
    used_at: datetime | None = getattr(account, "used_at", None)
    return not account.is_demonstration and used_at is not None and at - used_at >= limit_of(account.role)


def first_day_of_quarter(on: date) -> date:
    """The first day of the quarter of a calendar year in which a day falls."""
    return date(on.year, (on.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1, 1)


def colleagues_of(user: User) -> QuerySet[User]:
    """Who could take over from somebody: people of the area, those of the same agency first."""
    others = User.objects.filter(area=user.area_id, is_active=True).exclude(pk=user.pk).select_related("agency")
    own = others.filter(agency=user.agency_id).values("pk")
    return others.alias(own=Subquery(own.filter(pk=OuterRef("pk"))[:1])).order_by("own", "agency__name", "name", "pk")


def agencies_of(actor: User) -> QuerySet[Agency]:
    """The agencies of the actor's area."""
    return Agency.objects.filter(areas=actor.area_id).order_by("name")
