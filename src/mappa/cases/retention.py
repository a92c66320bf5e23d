"""When a record is to be reviewed for removal: at the age that policy sets. Nothing is ever removed unattended."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from mappa.determinations import policy
from mappa.people.models import Involvement, InvolvementKind, Person, RecordStep
from mappa.people.selectors import involved_on

AGE = "record/retention_review_age"
REVIEWED, RETENTION = "record_reviewed", "retention"


def review_due(person: Person) -> date | None:
    """The day of the retention review; none where the date of birth is not recorded (NOMINAL-13)."""
    if person.date_of_birth is None:
        return None
    return policy.birthday(person.date_of_birth, policy.parameter(AGE, policy.LAW).number)


def reviews_of(person: Person) -> list[RecordStep]:
    """Every review of the record, newest first."""
    return list(person.record_steps.filter(step=REVIEWED).order_by("-on", "-id"))


def review_waits(person: Person, on: date) -> bool:
    """Whether the day has come and nobody has reviewed the record for removal since."""
    due = review_due(person)
    if due is None or on < due:
        return False
    return not person.record_steps.filter(step=REVIEWED, kind=RETENTION, on__gte=due).exists()


@dataclass(frozen=True)
class RetentionReview:
    """A record whose day of review has come, since when, and the names of the agencies that manage it."""

    person: Person
    due: date
    managers: list[str]


def retention_reviews_due(people: QuerySet[Person], on: date) -> list[RetentionReview]:
    """Of people whom the reader may know of: whose review waits, the longest first. Three queries (NOMINAL-13)."""
    age = policy.parameter(AGE, policy.LAW).number
    managing = Involvement.objects.filter(involved_on(on), kind=InvolvementKind.RECORD_MANAGER).select_related("agency")
    old = people.filter(date_of_birth__year__lte=on.year - age).prefetch_related(
        Prefetch("record_steps", RecordStep.objects.filter(step=REVIEWED, kind=RETENTION), to_attr="reviews"),
        Prefetch("involvements", managing, to_attr="managing"),
    )
    found = []
    for person in old:
        due = review_due(person)
        if due and due <= on and not any(one.on >= due for one in person.reviews):
            found.append(RetentionReview(person, due, sorted(one.agency.name for one in person.managing)))
    return sorted(found, key=lambda one: (one.due, one.person.reference))


def retention_reviews_done(people: QuerySet[Person]) -> QuerySet[RecordStep]:
    """Of people whom the reader may know of: the retention reviews on record, the newest first (NOMINAL-13)."""
    rows = RecordStep.objects.filter(step=REVIEWED, kind=RETENTION, person__in=people)
    return rows.select_related("person").order_by("-on", "-pk")
