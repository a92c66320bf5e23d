"""Who did what, by the name that colleagues know: rows themselves keep the username, entries the agency's code too."""

from typing import TypeVar

from django.db.models import Case, F, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from mappa.accounts.models import User
from mappa.agencies.models import Agency

Kept = TypeVar("Kept", bound=Model)
Stamped = TypeVar("Stamped", bound=Model)


def attributed(rows: QuerySet[Stamped]) -> QuerySet[Stamped]:
    """Stamped rows with ``recorder``: the person's name and the agency's, in the query that reads them (NOMINAL-05).

    Where nobody signs in by that username, or no agency has that code any more, what was kept stands there. Empty for
    an entry without a stamp.
    """
    agency = Agency.objects.filter(code=OuterRef("recorded_agency")).values("name")
    known = Concat(_name_by("recorded_by"), Value(", "), Coalesce(Subquery(agency), F("recorded_agency")))
    return rows.annotate(recorder=Case(When(recorded_by="", then=Value("")), default=known))


def named(rows: QuerySet[Kept], **usernames: str) -> QuerySet[Kept]:
    """Rows with somebody's name for each username that they keep, in the query that reads them.

    Where nobody signs in by that username any more, what was kept stands there.

    Args:
        usernames: the field that keeps a username, by what the name is to be called.
    """
    return rows.annotate(**{called: _name_by(field) for called, field in usernames.items()})


def _name_by(field: str) -> Coalesce:
    return Coalesce(Subquery(User.objects.filter(username=OuterRef(field)).values("name")), F(field))
