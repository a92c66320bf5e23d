"""Movements between custody, hospital and the community, and judgements that people record."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.offending.models import Movement
from mappa.offending.movements import AFTER_COURT, JUDGEMENTS, PLANNED, MovementKind, ReturnReason
from mappa.offending.selectors import first_day_in_court, first_sentence
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person


@transaction.atomic
def record_movement(
    *,
    person: Person,
    kind: str,
    on: date,
    actor: User,
    at: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Movement:
    """Record a dated fact about custody, hospital or supervision. The same one again gives the row that is there.

    Args:
        kind: a value of `MovementKind`.
        on: the day it happened; for a planned day, such as the last day of a licence, that day itself.
        reason: for a return to custody, why: a value of `ReturnReason`.

    Raises:
        Incomplete: the day cannot be, or a return to custody has no reason. `fields` says which.
    Covers: CUSTODY-17 (date and reason of a return to custody).
    """
    days = begin(person, actor=actor, at=at)
    if kind not in MovementKind.values:
        days.wrong("kind", "Choose what happened from the list")
        days.refuse()
    label = MovementKind(kind).label
    days.in_life("on", None if kind in PLANNED else on, f"“{label}”")
    days.not_before("on", on, person.date_of_birth, f"“{label}” cannot be before the date of birth")
    if kind not in PLANNED:
        days.happened("on", on, f"“{label}”")
    if kind == MovementKind.RELEASED:
        days.not_before(
            "on", on, first_sentence(person), "Release cannot be before the sentence. Correct one of the two"
        )
    elif kind in AFTER_COURT:
        days.not_before("on", on, first_day_in_court(person), f"“{label}” cannot be before the first conviction")
    if kind == MovementKind.RETURNED and reason not in ReturnReason.values:
        days.wrong("reason", "Say why the person returned to custody")
    days.refuse()
    values = {"kind": kind, "on": on, "reason": reason, "details": details or {}}
    same = person.movements.filter(**values).first()
    if same:
        return same
    row = Movement.objects.create(person=person, recorded_at=at, recorded_by=actor.username, **values)
    tell(person, "offending:movement:record", row.pk, actor=actor, at=at)
    return row


def record_judgement(
    *, person: Person, kind: str, answer: bool, on: date, actor: User, at: datetime, words: str = ""
) -> Movement:
    """Record what the Responsible Authority or the police judge. It is never inferred; the latest answer holds.

    Raises:
        ValueError: `kind` is not a judgement.
    """
    if kind not in JUDGEMENTS:
        raise ValueError(f"{kind!r} is not a judgement: use one of {sorted(JUDGEMENTS)}.")
    details = {"answer": answer, "words": words}
    return record_movement(person=person, kind=kind, on=on, actor=actor, at=at, details=details)
