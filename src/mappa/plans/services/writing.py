"""What every change to a plan or an action begins with."""

from datetime import datetime
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.models import Case
from mappa.cases.selectors import cases_visible_to
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, Refused


def to_change(case: Case, actor: User, at: datetime) -> Case:
    """The case, if the actor may know of it and change its plan, at the desk or as the writer of minutes.

    Raises:
        Case.DoesNotExist: the actor may not know of it.
        Refused: the actor's role may change neither plans nor minutes.
    """
    seen = cases_visible_to(actor, day_of(at)).get(pk=case.pk)
    decision = may(actor, Permission.PLAN_EDIT)
    if not decision and not may(actor, Permission.MINUTES_WRITE):
        raise Refused(decision.reason)
    return seen


def require_answers(thing: str, /, **answers: tuple[Any, str]) -> None:
    """Raise `Incomplete` naming every answer that is missing: ``name=(value, what to do)``."""
    wrong = {
        name: say
        for name, (value, say) in answers.items()
        if value is None or (isinstance(value, str) and not value.strip())
    }
    if wrong:
        raise Incomplete(f"{thing} was not saved: answers are missing.", wrong)
