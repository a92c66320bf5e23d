"""What follows a failure to notify: who does what by which day, and what came of it (IDENT-30)."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import BreachAction, NotificationBreach
from mappa.offending.services.telling import begin, tell
from mappa.people.telling import stamp


@transaction.atomic
def record_breach_action(
    *, breach: NotificationBreach, what: str, who: str, due: date, actor: User, at: datetime
) -> BreachAction:
    """Record what follows a failure to notify. The same one again gives the row that is there.

    Args:
        who: the person or post that does it.
        due: by which day; it may lie ahead, and never before the failure was found.

    Raises:
        Incomplete: a part is missing, or the day cannot be. `fields` says which.
    Covers: IDENT-30.
    """
    days = begin(breach.person, actor=actor, at=at)
    days.needed("what", what.strip(), "Say what is to be done")
    days.needed("who", who.strip(), "Say who does it")
    days.not_before("due", due, breach.found_on, "The day cannot be before the failure was found")
    days.refuse()
    values = {"what": what.strip(), "who": who.strip(), "due": due}
    same = breach.actions.filter(**values).first()
    if same:
        return same
    row = BreachAction.objects.create(breach=breach, **values, **stamp(actor, at))
    tell(breach.person, "offending:breach-action:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def end_breach_action(*, action: BreachAction, done_on: date, result: str, actor: User, at: datetime) -> BreachAction:
    """Record that what follows a failure to notify was done, and what came of it. The same day again changes nothing.

    Raises:
        NotPossible: it was recorded as done on another day.
        Incomplete: the day is ahead or before the failure, or nothing says what came of it.
    Covers: IDENT-30.
    """
    person = action.breach.person
    days = begin(person, actor=actor, at=at)
    held = BreachAction.objects.select_for_update(of=("self",)).select_related("breach").get(pk=action.pk)
    if held.done_on == done_on:
        return held
    if held.done_on:
        raise NotPossible(f"This was done on {held.done_on:%d %B %Y}. Nothing was changed.")
    days.needed("result", result.strip(), "Say what came of it")
    days.happened("done_on", done_on, "The day")
    days.not_before("done_on", done_on, held.breach.found_on, "The day cannot be before the failure was found")
    days.refuse()
    held.done_on, held.result = done_on, result.strip()
    held.save(update_fields=["done_on", "result"])
    tell(person, "offending:breach-action:done", held.pk, actor=actor, at=at, what=What.ALTERATION)
    return held
