"""The one door to the rules: what other apps may ask of `mappa_policy`, under the names they ask by.

Numbers, labels and lists come with their edition and source. Nothing here reads the database or the clock.
"""

from datetime import date
from functools import cache
from typing import Any

from mappa_policy import (
    BadCase,
    LevelLimb,
    Outcome,
    PolicyError,
    calendar,
    determine,
    disposals,
    editions,
    explain,
    level_test,
    level_test_limbs,
    level_test_met,
    offences,
)
from mappa_policy.duties import Answer, Duty, answer_for
from mappa_policy.duties.catalogue import Kind as DutyKind
from mappa_policy.duties.catalogue import rulebook as duties_of
from mappa_policy.flips import what_would_change
from mappa_policy.model import Reason
from mappa_policy.overlays import open_to_departure, wrong_with
from mappa_policy.parameters import Departure, NotSet, Overlay, Parameter, UnknownParameter
from mappa_policy.parameters import find as find_parameter
from mappa_policy.parameters import value as parameter
from mappa_policy.rules import periods, risk_tools
from mappa_policy.rules.identification import Identification, identification_duty
from mappa_policy.rules.notification_duties import MustTell, notification_duties
from mappa_policy.rules.record_manager import record_manager
from mappa_policy.rules.victim_contact import qualifies as brings_contact
from mappa_policy.rules.victim_contact import victim_contact as contact_reasons
from mappa_policy.what_if import Subject

LAW = editions.DEFAULT
"""The edition of law answers. Clocks take the edition of the area instead."""

LEVELS_BY_CATEGORY = {3: "category-3/levels"}


def levels_for(category: int, edition: str = LAW) -> list[int]:
    """The levels open to a category, for a case that rests on no answer of the engine (LEVEL-05, IDENT-12)."""
    return [int(level) for level in parameter(LEVELS_BY_CATEGORY.get(category, "levels/by_category"), edition).items]


def category_4_sources(edition: str = LAW) -> list[str]:
    """Who may put a person forward for Category 4 by decision, in the engine's words (DOMEX-08)."""
    return [str(source) for source in parameter("category-4/decision_sources", edition).items]


@cache
def terrorist_codes() -> frozenset[str]:
    """The CJS codes of the relevant terrorist offences (DOMEX-06)."""
    return frozenset(entry.code for entry in offences.every_code() if entry.schedule_19za)


def must_tell(case: dict[str, Any], on: date, edition: str = LAW) -> tuple[MustTell, ...]:
    """What the person must tell the police by which day; nothing where the facts cannot be read (IDENT-28)."""
    try:
        return notification_duties(case, determine(case, edition=edition, as_of=on), edition=edition)
    except BadCase:
        return ()


def orders_looked_at(case: dict[str, Any], on: date, edition: str = LAW) -> dict[str, tuple[Outcome, str]]:
    """By the id of its event: whether each order is one that the law lets a court make, and what to look at.

    Nothing is refused by it. Empty where the facts cannot be read (ORDERS-03, ORDERS-04, ORDERS-05).
    """
    try:
        reasons = determine(case, edition=edition, as_of=on).reasons
    except BadCase:
        return {}
    return {
        each.about: (each.outcome, explain.with_days(each.because))
        for each in reasons
        if each.limb == "ORDER_AS_LAW_ALLOWS" and each.about
    }


NOTIONAL_37 = "NOTIONAL_37"


def treated_as_hospital_order(answer: dict[str, Any], case: dict[str, Any], on: date, edition: str = LAW) -> str:
    """Who supervises a prisoner treated as if under a hospital order, in words for a day; empty for anybody else.

    Args:
        answer: one given for the case before; only where it speaks of this is the engine asked again (HOSPITAL-03).
    """
    if not any(reason["limb"] == NOTIONAL_37 for reason in answer["reasons"]):
        return ""
    reasons = determine(case, edition=edition, as_of=on).reasons
    return next((explain.with_days(each.because) for each in reasons if each.limb == NOTIONAL_37), "")


def victim_contact(case: dict[str, Any], on: date, edition: str = LAW) -> tuple[Reason, ...]:
    """For each conviction: whether it brings statutory contact with the victim, and why (VICTIM-03).

    Raises:
        BadCase: the facts cannot be read.
    """
    return contact_reasons(case, edition=edition, on=on)


def birthday(born: date, age: int) -> date:
    """The day on which somebody is of that age. Born on 29 February: 1 March in other years."""
    return periods.same_day_later(born, age * periods.MONTHS_IN_YEAR)


__all__ = [
    "LAW",
    "Answer",
    "BadCase",
    "Departure",
    "Duty",
    "DutyKind",
    "Identification",
    "LevelLimb",
    "MustTell",
    "NotSet",
    "Outcome",
    "Overlay",
    "Parameter",
    "PolicyError",
    "Reason",
    "Subject",
    "UnknownParameter",
    "answer_for",
    "birthday",
    "brings_contact",
    "calendar",
    "category_4_sources",
    "determine",
    "disposals",
    "duties_of",
    "editions",
    "explain",
    "find_parameter",
    "identification_duty",
    "level_test",
    "level_test_limbs",
    "level_test_met",
    "levels_for",
    "must_tell",
    "offences",
    "open_to_departure",
    "orders_looked_at",
    "parameter",
    "record_manager",
    "risk_tools",
    "terrorist_codes",
    "treated_as_hospital_order",
    "victim_contact",
    "what_would_change",
    "wrong_with",
]
