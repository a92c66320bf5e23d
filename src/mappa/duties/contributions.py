"""What duties add to the overview of a case: what must be done next, by whom and by when."""

from datetime import date, timedelta

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Panel
from mappa.cases.models import Case
from mappa.duties.presenters import of_case
from mappa.duties.selectors import duties_of

SHOWN = 4
AHEAD = timedelta(days=60)


def next_duties(case: Case, actor: User, on: date) -> Panel | None:
    """The late duties and those of the coming weeks, late first; nothing for those who may not see duties."""
    if not may(actor, Permission.DUTY_VIEW):
        return None
    rows = duties_of(case).filter(running=True, due__lte=on + AHEAD)[:SHOWN]
    href = f"/people/{case.person.reference}/duties/"
    return Panel(template="duties/parts/next.html", context={"duties": of_case(rows, on), "href": href})
