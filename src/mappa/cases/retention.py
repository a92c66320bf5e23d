"""When a record is to be reviewed for removal: at the age that policy sets. Nothing is ever removed unattended."""

from datetime import date

from mappa.determinations import policy
from mappa.people.models import Person, RecordStep

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
