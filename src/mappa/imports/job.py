"""Who acts when no user is named: a job of the area's co-ordination unit, which knows what that unit knows."""

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.kernel.decisions import NotPossible

USERNAME = "import-job"


def job_for(area: Area) -> User:
    """An actor for one area that can never sign in: it is in no table.

    Raises:
        NotPossible: the area has no co-ordination unit to act for.
    """
    unit = Agency.objects.filter(kind=AgencyKind.COORDINATION_UNIT, areas=area).order_by("pk").first()
    if unit is None:
        raise NotPossible(f"{area.name} has no co-ordination unit to act for. Name a user who may import results.")
    return User(username=USERNAME, name="Import job", role=Role.ADMINISTRATOR.value, agency=unit, area=area)
