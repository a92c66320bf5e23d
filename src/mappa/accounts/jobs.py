"""Who acts when a command names no user: a job of an area's co-ordination unit, which knows what that unit knows."""

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.kernel.decisions import NotPossible


def job_of(area: Area, *, username: str, name: str, role: Role) -> User:
    """An actor for one area that can never sign in: it is in no table.

    Raises:
        NotPossible: the area has no co-ordination unit to act for.
    """
    unit = Agency.objects.filter(kind=AgencyKind.COORDINATION_UNIT, areas=area).order_by("pk").first()
    if unit is None:
        raise NotPossible(f"{area.name} has no co-ordination unit to act for. Name a user who may do this, with --as.")
    return User(username=username, name=name, role=role.value, agency=unit, area=area)
