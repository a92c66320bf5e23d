"""Prisoners moved to hospital and still there after their time in custody: treated as if under a hospital order.

They stay in Category 2 by the prison sentence. What this adds is who supervises them. Covers: HOSPITAL-03.
"""

import datetime as dt

from mappa_policy.model import CANNOT_TELL, MET, NOT_MET, Reason
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.sentence_ends import NOTIONAL, NOTIONAL_CODE, licence_last_day
from mappa_policy.rules.sentences import under_kind

LIMB = "NOTIONAL_37"
RULE = "hospital/notional_37"
OUT = ("release", "cto_start")
MANAGER = "The offender manager stays in sentence planning and in the care programme approach."


def _began(facts: Facts) -> dt.date | None:
    days: list[dt.date] = []
    for event in facts.known.get(NOTIONAL, ()):
        days.append(event.date)
    for event in facts.known.get("disposal", ()):
        if event.fields.get("disposal") == NOTIONAL_CODE:
            days.append(event.date)
    return max(days) if days else None


def _licences(facts: Facts, began: dt.date) -> list[dt.date | None]:
    """The last day of the licence of each prison sentence passed by then; none for one that lasts for life."""
    return [
        None if kind == "life" else licence_last_day(facts, held, one)
        for held in facts.convictions
        for one in held.sentences
        if (kind := under_kind(facts, one)) in {"custody", "life"} and one.date <= began
    ]


def _named(codes: object) -> str:
    words = [str(code).replace("_", " ") for code in codes] if isinstance(codes, list) else []
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def notional_37(facts: Facts) -> tuple[Reason, ...]:
    """Whether the person is treated as if under a hospital order, and who supervises; nothing where nobody said so."""
    began = _began(facts)
    rule = None if began is None else facts.find(RULE)
    if began is None or rule is None:
        return ()
    cited = (rule.citation,)
    gone = min((event.date for event in facts.of_any(OUT) if event.date >= began), default=None)
    died = facts.died
    if gone is not None or died is not None:
        says = f"The person was treated as if under a hospital order from {began} until {gone or died}."
        return (Reason(LIMB, NOT_MET, says, cited),)
    licences = _licences(facts, began)
    if not licences:
        says = f"Treated as if under a hospital order from {began}, but no prison sentence from before is recorded."
        return (Reason(LIMB, CANNOT_TELL, says, cited, missing=("disposal: the prison sentence",)),)
    last = None if None in licences else max(day for day in licences if day is not None)
    value = rule.value if isinstance(rule.value, dict) else {}
    says = f"Treated as if under a hospital order from {began}."
    if last is None or last >= facts.as_of:
        until = f"while the licence lasts, until {last}" if last else "while the licence lasts"
        says = f"{says} Supervised by {_named(value['licence'])} {until}. {MANAGER}"
    else:
        says = f"{says} The licence ended on {last}. Supervised by {_named(value['after'])}."
    return (Reason(LIMB, MET, says, cited),)
