"""What duties add to the overview of a case: what must be done next, by whom and by when."""

from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Panel
from mappa.cases.models import Case
from mappa.duties.presenters import of_case
from mappa.duties.selectors import duties_of

SHOWN = 4


def next_duties(case: Case, actor: User, on: date) -> Panel | None:
    """The next duties that have a day, late first; nothing for those who may not see duties."""
    if not may(actor, Permission.DUTY_VIEW):
        return None
    rows = duties_of(case).filter(running=True, due__isnull=False)[:SHOWN]
    href = f"/people/{case.person.reference}/duties/"
    return Panel(template="duties/parts/next.html", context={"duties": of_case(rows, on), "href": href})
