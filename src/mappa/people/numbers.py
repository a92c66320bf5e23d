"""Whether a number that an agency gave can be one: its shape, and its check letter or digit where it has one.

A number that passes may still be somebody else's. Nothing here looks anything up.
"""

import re
from collections.abc import Callable

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The check letters of PNC and CRO numbers, by remainder modulo 23. There is no I, O or S."""
NHS_MODULUS = 11
PNC = re.compile(r"(?:\d{2})?(?P<year>\d{2})/?(?P<serial>\d{1,7})(?P<letter>[A-Z])")
PNC_WIDTH = 7
"""The digits of the serial, leading noughts included, by which the letter is worked out."""
CRO = re.compile(r"(?P<serial>\d{1,6})/(?P<year>\d{2})(?P<letter>[A-Z])")
CRO_FILE = re.compile(r"SF\d{2}/\d{1,6}[A-Z]")
"""A file number. How its letter is worked out is not published, so only its shape is looked at."""
NATIONAL_INSURANCE = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")


class NotANumber(ValueError):
    """It cannot be such a number. The message says what to do."""


def checked(kind: str, value: str) -> str:
    """The number as it is kept: in capitals, without spaces around it.

    Args:
        kind: a value of `IdentifierKind`. A kind that has no shape of its own passes as it is.

    Raises:
        NotANumber: it cannot be one of its kind.
    """
    tidy = " ".join(value.upper().split())
    check = CHECKS.get(kind)
    return check(tidy) if check else tidy


def _by_letter(text: str, pattern: re.Pattern[str], *, width: int, example: str) -> str:
    found = pattern.fullmatch(text)
    if found is None:
        raise NotANumber(f"The number must look like {example}")
    if _letter(found["year"], found["serial"], width) != found["letter"]:
        raise NotANumber("The letter at the end does not fit the number. Check both against the source")
    return text


def _letter(year: str, serial: str, width: int) -> str:
    return LETTERS[int(year + serial.zfill(width)) % len(LETTERS)]


def pnc_of(year: int, serial: int) -> str:
    """A PNC number with its check letter, for invented people. `year` has four digits."""
    return f"{year}/{serial:0{PNC_WIDTH}}{_letter(f'{year % 100:02}', str(serial), PNC_WIDTH)}"


def _pnc(text: str) -> str:
    return _by_letter(text, PNC, width=PNC_WIDTH, example="2019/0123456X")


def _cro(text: str) -> str:
    if CRO_FILE.fullmatch(text):
        return text
    return _by_letter(text, CRO, width=6, example="123456/19X, or SF19/123456X for a file number")


def _nhs(text: str) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits):
        raise NotANumber("An NHS number has 10 digits, for example 943 476 5919")
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    if (NHS_MODULUS - total % NHS_MODULUS) % NHS_MODULUS != int(digits[-1]):
        raise NotANumber("The last digit does not fit the number. Check it against the source")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _shaped(pattern: str, example: str) -> Callable[[str], str]:
    shape = re.compile(pattern)

    def check(text: str) -> str:
        if not shape.fullmatch(text):
            raise NotANumber(f"The number must look like {example}")
        return text

    return check


def national_insurance(text: str) -> str:
    """A National Insurance number: two letters of those in use, six digits, A to D."""
    tidy = re.sub(r"[\s-]", "", text.upper())
    if not NATIONAL_INSURANCE.fullmatch(tidy):
        raise NotANumber("A National Insurance number must look like QQ 12 34 56 C, with letters that are in use")
    return " ".join((tidy[:2], tidy[2:4], tidy[4:6], tidy[6:8], tidy[8]))


CHECKS: dict[str, Callable[[str], str]] = {
    "pnc": _pnc,
    "cro": _cro,
    "crn": _shaped(r"[A-Z]\d{6}", "X123456: a letter and 6 digits"),
    "prison": _shaped(r"[A-Z]\d{4}[A-Z]{2}", "A1234BC"),
    "nhs": _nhs,
    "ni": national_insurance,
    "passport": _shaped(r"[A-Z0-9]{6,9}", "123456789: 6 to 9 letters and digits"),
    "driving": _shaped(
        r"[A-Z9]{5}\d[0156]\d([0][1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{3}", "MORGA657054SM9IJ: 16 letters and digits"
    ),
}
"""The kinds that have a shape. Whose number it is decides; the shapes are those that the issuers publish."""
