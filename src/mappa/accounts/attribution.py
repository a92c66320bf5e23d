"""Who made an entry, by the name that colleagues know: an entry itself keeps the username and the agency's code."""

from typing import TypeVar

from django.db.models import Case, F, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from mappa.accounts.models import User
from mappa.agencies.models import Agency

Stamped = TypeVar("Stamped", bound=Model)


def attributed(rows: QuerySet[Stamped]) -> QuerySet[Stamped]:
    """Stamped rows with ``recorder``: the person's name and the agency's, in the query that reads them (NOMINAL-05).

    Where nobody signs in by that username, or no agency has that code any more, what was kept stands there. Empty for
    an entry without a stamp.
    """
    person = User.objects.filter(username=OuterRef("recorded_by")).values("name")
    agency = Agency.objects.filter(code=OuterRef("recorded_agency")).values("name")
    known = Concat(
        Coalesce(Subquery(person), F("recorded_by")), Value(", "), Coalesce(Subquery(agency), F("recorded_agency"))
    )
    return rows.annotate(recorder=Case(When(recorded_by="", then=Value("")), default=known))
