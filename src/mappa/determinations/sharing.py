"""The edition's words on sharing: purposes, gateways, what a recipient is told, and the law on data."""

from calendar import monthrange
from datetime import date
from typing import Any, cast

from mappa.determinations.policy import calendar, parameter


def _table(name: str, edition: str) -> dict[str, str]:
    return cast("dict[str, str]", parameter(f"sharing/{name}", edition).value)


def necessities(edition: str) -> dict[str, str]:
    """The purposes that make a share necessary, by key (INFO-03)."""
    return _table("necessities", edition)


def gateways(edition: str) -> dict[str, str]:
    """The lawful gateways, by key (INFO-02)."""
    return _table("gateways", edition)


def article_8_grounds(edition: str) -> dict[str, str]:
    """The grounds on which private life may be interfered with, by key (INFO-02)."""
    return _table("article_8_grounds", edition)


def fair_handling(edition: str) -> dict[str, str]:
    """The tests of fair handling, by key (INFO-14)."""
    return _table("fair_handling", edition)


def told_to_recipient(edition: str) -> tuple[str, ...]:
    """What a recipient is told, sentence by sentence (INFO-06, INFO-17)."""
    return parameter("sharing/told_to_recipient", edition).items


def confidence_yields(edition: str) -> str:
    """When a duty of confidence may yield to the public interest (INFO-13)."""
    return str(parameter("sharing/confidence_yields", edition).value)


def data_protection(edition: str, on: date) -> str:
    """The law on data protection of a day (INFO-12)."""
    return str(parameter("sharing/data_protection", edition, on=on).value)


def pointer_asks_a_day(edition: str) -> int:
    """How often one user may ask in one day whether somebody is known here."""
    return parameter("sharing/pointer_asks_a_day", edition).number


def work_share_days(edition: str) -> int:
    """How long a share lasts that work makes, where the work names no last day."""
    return parameter("sharing/work_share_days", edition).number


def review_due(edition: str, opened_on: date) -> date:
    """The last day on which a review of emergency access is in time (MEET-31)."""
    count = parameter("sharing/emergency_review_days", edition).number
    return calendar.add_working_days(opened_on, count, outside=calendar.WEEKENDS_ONLY)


def subject_access_due(edition: str, received_on: date) -> date:
    """The last day in time to answer somebody who asks for what is held about them (INFO-09)."""
    later = received_on.month + parameter("sharing/subject_access_months", edition).number
    year, month = received_on.year + (later - 1) // 12, (later - 1) % 12 + 1
    return date(year, month, min(received_on.day, monthrange(year, month)[1]))


def citation(name: str, edition: str, **more: Any) -> str:
    """Where a value of `sharing/` comes from, as printed."""
    return parameter(f"sharing/{name}", edition, **more).citation
