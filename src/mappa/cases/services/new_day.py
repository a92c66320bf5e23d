"""What a new day asks about a recorded category. Nothing recorded changes by itself: people decide."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import differs, standing_of
from mappa.determinations.models import Determination
from mappa.determinations.selectors import latest_determination
from mappa.determinations.services import ask, keep

VERDICT = ("recorded_category", "categories", "mappa_eligible")


@dataclass(frozen=True)
class Calendar:
    """In whose name an answer is kept that nobody asked for: a day came."""

    username: str = "calendar"
    agency_code: str = ""


def propose_for_a_new_day(*, case: Case, on: date, at: datetime) -> Determination | None:
    """Ask the engine about a case in MAPPA, and keep the answer where it differs from what is recorded.

    Nothing is kept where the newest answer says the same already, whether somebody decided on it or not. Nor where
    the law has ended every category: then the case is closed with its statement, which is asked for elsewhere.

    Covers: IDENT-03 (where one of two categories ends, the other is proposed by itself).
    """
    case = standing_of(case, on)
    if case.state != CaseState.OPEN:
        return None
    facts, answer = ask(case.person, on=on)
    last = latest_determination(case.person)
    if answer["mappa_eligible"] is False or not differs(answer, case, on):
        return None
    if last and _verdict(last.answer) == _verdict(answer):
        return None
    return keep(person=case.person, facts=facts, answer=answer, on=on, actor=Calendar(), at=at)


def _verdict(answer: dict[str, Any]) -> list[object]:
    return [answer.get(name) for name in VERDICT]
