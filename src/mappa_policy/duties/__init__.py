"""The duties of a case: who must do what by which day, and which rule and fact started it.

``duties_for(scenario)`` takes the dated events of one case, an edition and a day, and gives every duty with its owner,
its dates and its state. It keeps nothing: run again from the same events it gives the same list. Dates are counted as
``mappa_policy.calendar`` says; working days in years without recorded bank holidays skip only weekends, and the
sentence of the duty says so.
"""

from mappa_policy.duties.answer import answer_for, duties_for
from mappa_policy.duties.model import (
    LATE,
    MET,
    MET_LATE,
    NOT_NEEDED,
    OPEN,
    STATES,
    Answer,
    Duty,
    StartedBy,
)

__all__ = [
    "LATE",
    "MET",
    "MET_LATE",
    "NOT_NEEDED",
    "OPEN",
    "STATES",
    "Answer",
    "Duty",
    "StartedBy",
    "answer_for",
    "duties_for",
]
