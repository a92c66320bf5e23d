"""What this app adds to the overview of a case: that somebody has the record open in an emergency."""

from datetime import date

from mappa.accounts.models import User
from mappa.cases.contributions import Panel
from mappa.cases.models import Case
from mappa.people.models import EmergencyAccess


def emergencies_open(case: Case, _actor: User, _on: date) -> Panel | None:
    """Emergency access to the record that nobody has reviewed: who, of which agency, when and why (MEET-31)."""
    taken = EmergencyAccess.objects.filter(person=case.person_id, reviewed_at__isnull=True)
    rows = [
        {"who": row.user.name, "agency": row.user.agency.name, "at": row.opened_at, "reason": row.reason}
        for row in taken.select_related("user__agency").order_by("-opened_at", "-pk")
    ]
    return Panel(template="ledger/parts/emergencies.html", context={"rows": rows}) if rows else None
