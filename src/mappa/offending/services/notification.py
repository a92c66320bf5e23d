"""What was notified to the police, failures to notify, and applications to end indefinite notification."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import NotificationBreach, NotificationEvent, NotificationReview
from mappa.offending.movements import BreachOutcome, NotificationKind
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person
from mappa.people.telling import stamp


@transaction.atomic
def record_notification(
    *, person: Person, kind: str, on: date, actor: User, at: datetime, details: dict[str, Any] | None = None
) -> NotificationEvent:
    """Record what the person notified, or the police verified. The same one again gives the row that is there.

    Args:
        kind: a value of `NotificationKind`.
        details: ``days`` of a stay, ``no_fixed_abode`` of a periodic notification.

    Raises:
        Incomplete: the day cannot be, or a stay has no number of days.
    Covers: IDENT-28, IDENT-29 (stays, and each verification of an address, are kept with their day).
    """
    days = begin(person, actor=actor, at=at)
    details = details or {}
    if kind not in NotificationKind.values:
        days.wrong("kind", "Choose what was notified from the list")
    days.in_life("on", on, "The notification")
    days.happened("on", on, "The notification")
    if kind == NotificationKind.STAY and int(details.get("days") or 0) < 1:
        days.wrong("days", "Enter how many days the stay lasts")
    days.refuse()
    same = person.notifications.filter(kind=kind, on=on, details=details).first()
    if same:
        return same
    row = NotificationEvent.objects.create(
        person=person, kind=kind, on=on, details=details, recorded_at=at, recorded_by=actor.username
    )
    tell(person, "offending:notification:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def record_breach(*, person: Person, found_on: date, what: str, actor: User, at: datetime) -> NotificationBreach:
    """Open the record of a failure to notify.

    Raises:
        Incomplete: the day cannot be, or nothing says what the failure was.
    Covers: IDENT-30.
    """
    days = begin(person, actor=actor, at=at)
    days.needed("what", what.strip(), "Say what was not notified")
    days.in_life("found_on", found_on, "The breach")
    days.happened("found_on", found_on, "The breach")
    days.refuse()
    same = person.notification_breaches.filter(found_on=found_on, what=what.strip()).first()
    if same:
        return same
    row = NotificationBreach.objects.create(person=person, found_on=found_on, what=what.strip(), **stamp(actor, at))
    tell(person, "offending:breach:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def decide_breach(
    *, breach: NotificationBreach, outcome: str, outcome_on: date, actor: User, at: datetime
) -> NotificationBreach:
    """Record what came of a failure to notify: cautioned, convicted or no action.

    Raises:
        NotPossible: an outcome is recorded already.
        Incomplete: the outcome is not one of the three, or its day is before the breach.
    Covers: IDENT-30.
    """
    days = begin(breach.person, actor=actor, at=at)
    breach = NotificationBreach.objects.select_for_update().get(pk=breach.pk)
    if breach.outcome:
        raise NotPossible(
            "The outcome of this breach is recorded already. Nothing was changed. "
            "If it is wrong, ask your co-ordinator."
        )
    if outcome not in BreachOutcome.values:
        days.wrong("outcome", "Choose the outcome")
    days.happened("outcome_on", outcome_on, "The outcome")
    days.not_before("outcome_on", outcome_on, breach.found_on, "The outcome cannot be before the breach was found")
    days.refuse()
    breach.outcome, breach.outcome_on = outcome, outcome_on
    breach.save(update_fields=["outcome", "outcome_on"])
    tell(breach.person, "offending:breach:decide", breach.pk, actor=actor, at=at, what=What.ALTERATION)
    return breach


@transaction.atomic
def record_review(*, person: Person, applied_on: date, actor: User, at: datetime) -> NotificationReview:
    """Record an application to end indefinite notification. The same day again gives the row that is there.

    Covers: IDENT-31.
    """
    days = begin(person, actor=actor, at=at)
    days.in_life("applied_on", applied_on, "The application")
    days.happened("applied_on", applied_on, "The application")
    days.refuse()
    row, new = NotificationReview.objects.get_or_create(person=person, applied_on=applied_on, defaults=stamp(actor, at))
    if new:
        tell(person, "offending:review:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def decide_review(
    *, review: NotificationReview, decided_on: date, outcome: str, rank: str, reasons: str, actor: User, at: datetime
) -> NotificationReview:
    """Record the decision: notification ceases or continues, by whose rank and why.

    Raises:
        NotPossible: it is decided already.
        Incomplete: a day cannot be, or the rank or the reasons are missing.
    Covers: IDENT-31.
    """
    days = begin(review.person, actor=actor, at=at)
    review = NotificationReview.objects.select_for_update().get(pk=review.pk)
    if review.outcome:
        raise NotPossible("This application is decided already. Nothing was changed. Record a new application.")
    if outcome not in {"ceases", "continues"}:
        days.wrong("outcome", "Choose whether notification ceases or continues")
    days.needed("rank", rank.strip(), "Enter the rank of the officer who decided")
    days.needed("reasons", reasons.strip(), "Enter the reasons")
    days.happened("decided_on", decided_on, "The decision")
    days.not_before("decided_on", decided_on, review.applied_on, "The decision cannot be before the application")
    days.refuse()
    review.decided_on, review.outcome = decided_on, outcome
    review.rank, review.reasons = rank.strip(), reasons.strip()
    review.save(update_fields=["decided_on", "outcome", "rank", "reasons"])
    tell(review.person, "offending:review:decide", review.pk, actor=actor, at=at, what=What.ALTERATION)
    return review
