"""Who is about to be released: a view that moves with the day (IDENT-02)."""

from datetime import date

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.determinations import policy
from mappa.offending.models import Movement
from mappa.offending.movements import TOWARDS_RELEASE
from mappa.people.selectors import people_visible_to

WINDOW = "identification/release_window_months"


def about_to_be_released(actor: User, on: date, edition: str) -> QuerySet[Movement]:
    """Planned releases, leave, discharges and parole hearings inside the window, the earliest first.

    Of each kind the last one recorded for a person counts, so a day that was moved is shown once, where it is now.
    Somebody who died is not shown. Today and the last day of the window count.
    """
    until = policy.calendar.add_months(on, policy.parameter(WINDOW, edition).number)
    people = people_visible_to(actor, on).filter(died_on=None).values("pk")
    every = Movement.objects.filter(person__in=people, kind__in=TOWARDS_RELEASE)
    latest = every.order_by("person", "kind", "-recorded_at", "-pk").distinct("person", "kind")
    rows = Movement.objects.filter(pk__in=latest.values("pk"), on__gte=on, on__lte=until)
    return rows.select_related("person").order_by("on", "person__reference", "pk")
