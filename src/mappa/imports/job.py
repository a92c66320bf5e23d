"""Who imports when no user is named."""

from mappa.accounts.jobs import job_of
from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Area

USERNAME = "import-job"


def job_for(area: Area) -> User:
    """A job of the area's co-ordination unit that can never sign in.

    Raises:
        NotPossible: the area has no co-ordination unit to act for.
    """
    return job_of(area, username=USERNAME, name="Import job", role=Role.ADMINISTRATOR)
