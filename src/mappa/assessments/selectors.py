"""Assessments of people whom the caller has already been allowed to know of."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.assessments.models import Assessment, RoshLevel
from mappa.people.models import Person


def assessments_of(person: Person) -> QuerySet[Assessment]:
    """The whole history, newest first, with its ratings and agencies (RISK-07)."""
    return person.assessments.select_related("agency").prefetch_related("ratings").order_by("-on", "-id")


def latest_assessment(person: Person, on: date) -> Assessment | None:
    """The newest assessment by a day that gives an overall level; None when nobody rated it."""
    return person.assessments.filter(on__lte=on).exclude(rosh="").order_by("-on", "-id").first()


def rosh_on(day: date, *, person: str = "pk") -> Subquery:
    """The overall level on a day, for use in a query. `person` is the path to the person's id."""
    return _of_the_latest("rosh", day, person)


def next_assessment_by(day: date, *, person: str = "pk") -> Subquery:
    """The last day for the assessment after the one that gives the overall level on a day, as it says itself."""
    return _of_the_latest("next_due", day, person)


def _of_the_latest(field: str, day: date, person: str) -> Subquery:
    rows = Assessment.objects.filter(person=OuterRef(person), on__lte=day).exclude(rosh="")
    return Subquery(rows.order_by("-on", "-id").values(field)[:1])


def rosh_label(level: str | None) -> str:
    """The level in words; "Not recorded" where nobody rated it."""
    return RoshLevel(level).label if level else "Not recorded"
