"""The facts that are recorded for the clocks alone, and what each must say."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mappa.kernel.decisions import Incomplete

AGENCIES = {"police": "Police", "probation": "Probation", "joint": "Police and probation together"}


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: its words, and its details with the answers that each allows."""

    kind: str
    label: str
    details: dict[str, dict[str, str]] = field(default_factory=dict)


FACTS: dict[str, FactKind] = {
    fact.kind: fact
    for fact in (
        FactKind(
            "home_visit", "Home visit",
            {
                "by": AGENCIES,
                "kind": {"routine": "Routine", "pre_move": "Before a move", "post_move": "After a move"},
                "visitor": {"offender_manager": "The offender manager in person", "other": "Somebody else"},
            },
        ),
        FactKind(
            "level_1_reviewed", "Level 1 review",
            {"by": {"police": "Police", "probation": "Probation", "yot": "Youth offending team",
                    "mental_health_trust": "Mental health trust"}},
        ),
        FactKind("ap_referred", "Referred to approved premises"),
        FactKind("ecl_confirmed", "End of custody licence plan confirmed"),
        FactKind(
            "hospital_notice_sent", "Hospital's notice sent",
            {"to": {"police": "Police", "probation": "Probation", "both": "Both"}},
        ),
        FactKind("records_sent", "Records sent to the receiving area"),
        FactKind("moved", "Moved to the new address"),
    )
}  # fmt: skip


def checked(kind: str, on: date, details: dict[str, Any], *, today: date, opened: date) -> dict[str, Any]:
    """The details that this kind of fact has, checked.

    Raises:
        Incomplete: with what to do about each field.
    """
    wrong: dict[str, str] = {}
    if kind not in FACTS:
        raise Incomplete("Choose what happened, so that the right clock is answered.", {"kind": "Choose what happened"})
    if on > today:
        wrong["on"] = "Enter a day that has come: a plan is not yet a fact"
    if on < opened:
        wrong["on"] = f"Enter a day on or after {opened:%-d %B %Y}, when the case was opened"
    for name, answers in FACTS[kind].details.items():
        if details.get(name) not in answers:
            wrong[name] = f"Choose one of: {', '.join(answers.values())}"
    if wrong:
        raise Incomplete("Some answers are missing or cannot be right, so nothing was recorded.", wrong)
    return {name: details[name] for name in FACTS[kind].details}
