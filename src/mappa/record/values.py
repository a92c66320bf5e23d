"""What the fields of a type may hold: checked as it comes in, and in words as it goes out."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mappa.govuk import days
from mappa.govuk.presenters import Value
from mappa.record.declaration import PARTLY_KNOWN, AttachmentType, Field, Kind

YES_NO = {"yes": "Yes", "no": "No", "not_known": "Not known"}
LONGEST = {Kind.TEXT: 200, Kind.INTERNET: 120, Kind.TELEPHONE: 40, Kind.VEHICLE: 16, Kind.EMAIL: 200}
LONGEST_TEXT = 4000
SHORT = 120
"""How much of a long text stands in a list."""


class Wrong(ValueError):
    """A field cannot hold this. The message reads by itself."""


def checked(declared: AttachmentType, typed: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The content of an entry in the form in which it is kept, and what is wrong, by field.

    Args:
        typed: the answers by the names of the fields: text, dates, numbers. What is empty is left out.
    """
    content, wrong = {}, {}
    for field in declared.fields:
        given = typed.get(field.name)
        if given is None or str(given).strip() == "":
            if field.required:
                wrong[field.name] = f"Answer: {field.label}" if field.label.endswith("?") else f"Enter: {field.label}"
            continue
        try:
            content[field.name] = _kept(field, given)
        except ValueError as problem:
            wrong[field.name] = str(problem)
    return content, {**declared.also(content), **wrong}


def _kept(field: Field, given: Any) -> str:
    if isinstance(given, date):
        return given.isoformat()
    said = str(given).strip()
    longest = LONGEST.get(field.kind, LONGEST_TEXT)
    if len(said) > longest:
        raise Wrong(f"{field.label.rstrip('?')} must be {longest} characters or fewer. You have {len(said)}")
    check = CHECKS.get(field.kind)
    if check:
        said = check(said)
    if field.kind is Kind.CHOICE and said not in dict(field.choices):
        raise Wrong("Select one of the listed answers")
    return field.check(said) if field.check else said


def _telephone(said: str) -> str:
    digits = re.sub(r"[\s().-]", "", said)
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        raise Wrong("Enter a telephone number, like 01632 960 001 or +44 808 157 0192")
    return said


def _vehicle(said: str) -> str:
    plate = re.sub(r"\s", "", said.upper())
    if not re.fullmatch(r"(?=.*\d)[A-Z0-9]{2,8}", plate):
        raise Wrong("Enter a registration of 2 to 8 letters and numbers, like AB12 CDE")
    current = re.fullmatch(r"([A-Z]{2}\d{2})([A-Z]{3})", plate)
    return f"{current[1]} {current[2]}" if current else plate


def _internet(said: str) -> str:
    if re.search(r"\s", said):
        raise Wrong("Enter one name as it is written there, without spaces, like quiet_fox82")
    return said


def _yes_no(said: str) -> str:
    if said not in YES_NO:
        raise Wrong("Select yes, no or not known")
    return said


def _money(said: str) -> str:
    if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", said):
        raise Wrong("Enter an amount in pounds, like 1250 or 1250.50")
    return said


def _number(said: str) -> str:
    if not re.fullmatch(r"\d{1,9}", said):
        raise Wrong("Enter a whole number")
    return said


def _email(said: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", said):
        raise Wrong("Enter an email address in the correct format, like name@example.com")
    return said


CHECKS = {
    Kind.TELEPHONE: _telephone, Kind.VEHICLE: _vehicle, Kind.INTERNET: _internet, Kind.YES_NO: _yes_no,
    Kind.MONEY: _money, Kind.NUMBER: _number, Kind.EMAIL: _email,
}  # fmt: skip


def in_words(field: Field, kept: str | None, agencies: Mapping[str, str]) -> Value:
    """One value as people read it; None where nothing was entered.

    Args:
        agencies: names by code. A code that is not there stays as it is.
    """
    if not kept:
        return None
    if field.kind is Kind.DATE:
        return date.fromisoformat(kept)
    if field.kind in PARTLY_KNOWN:
        return days.partial_words(kept)
    if field.kind is Kind.MONEY:
        return f"£{Decimal(kept):,.2f}".removesuffix(".00")
    named = {Kind.CHOICE: dict(field.choices), Kind.YES_NO: YES_NO, Kind.AGENCY: agencies}
    return named.get(field.kind, {}).get(kept, kept)


def shortly(value: Value) -> Value:
    """As it stands in a list: a long text by its beginning."""
    if isinstance(value, str) and len(value) > SHORT:
        return value[:SHORT].rsplit(" ", 1)[0] + " …"
    return value
