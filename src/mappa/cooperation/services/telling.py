"""What every change in this app begins and ends with."""

from datetime import datetime
from typing import Any

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.decisions import Incomplete


def tell(
    operation: str, *, actor: User, at: datetime, subject: str, subject_type: str = "agency",
    what: What = What.ALTERATION, **details: Any,
) -> None:  # fmt: skip
    """Add the audit row of a change that is about an agency or an area, not about a person."""
    record(
        what=what, operation=operation, actor=actor, subject_type=subject_type, subject=subject, at=at,
        area=actor.area.code, **details,
    )  # fmt: skip


def require_answers(thing: str, /, **answers: tuple[Any, str]) -> None:
    """Raise `Incomplete` naming every answer that is missing: ``name=(value, what to do)``."""
    wrong = {name: say for name, (value, say) in answers.items() if value is None or not str(value).strip()}
    if wrong:
        raise Incomplete(f"{thing} was not saved: answers are missing.", wrong)
