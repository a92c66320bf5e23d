"""Reads a provision of law as courts write it, and compares two of them. Nothing here knows a list.

``ss.9(1)(a), (b), (c)(ii) and 13 of the Sexual Offences Act 2003`` names sections 9(1)(a) and 13 of one Act;
``and s.1(1) of the Criminal Attempts Act 1981`` adds a second Act, and with it the form of the offence.
"""

import enum
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

COMMON_LAW = "common law"
# The Acts under which an offence is charged in a form other than its own, with the form.
FORMS = {
    "criminal attempts act 1981": "attempt",
    "criminal law act 1977": "conspiracy",
    "accessories and abettors act 1861": "aiding",
    "magistrates courts act 1980": "aiding",
    "serious crime act 2007": "encouraging or assisting",
}


class Fit(enum.Enum):
    """Whether what is said lies within what is listed. ``PERHAPS``: it is said less exactly than it is listed."""

    NO = 0
    PERHAPS = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Provision:
    """One Act or instrument, by its plain name, with the sections named of it: ``("9(1)(a)", "13")``."""

    statute: str
    sections: tuple[str, ...]


_ACT = re.compile(r"(?:Act|Order) \d{4}")
_SCHEDULE = re.compile(r"(?:\b(?:and|,) )?\bSchedules? \d+[A-Z]*(?: to)?,?")
_NAME = re.compile(r"[A-Z][a-z].*(?:Act|Order) \d{4}", re.DOTALL)
_SECTION = re.compile(r"(?P<base>(?<![\d(\w.])\d+[A-Z]{0,2}|(?<=[.s ])\d+[A-Z]{0,2})(?P<under>(?:\s?\(\w+\))*)")
_DETACHED = re.compile(r"\s\((\d+[A-Z]?)\)")
_RANGE = re.compile(r"(\d+)\s*-\s*(\d+)")
_PARTS = re.compile(r"\d+[A-Z]{0,2}|\(\w+\)")


@functools.cache
def plain_statute(text: str) -> str:
    """The name of an Act without article, chapter or number, in small letters."""
    spaced = re.sub(r",(?=\S)", ", ", text.replace("&", "and").replace("'", "").replace("\u2019", ""))
    without = re.sub(r"\s*\((?:c\.|S\.?I\.?)[^)]*\)", "", spaced, flags=re.IGNORECASE)
    return " ".join(without.casefold().split()).removeprefix("the ").strip(" .")


@functools.cache
def sections_of(text: str) -> tuple[str, ...]:
    """The sections that a text names, each with its subsections; a range gives every section in it."""
    found: list[str] = []
    whole = _RANGE.sub(lambda hit: ", ".join(str(n) for n in range(int(hit[1]), int(hit[2]) + 1)), text)
    for hit in _SECTION.finditer(whole):
        after = whole[hit.end() :]
        following = _SECTION.search(after)
        own = hit["base"] + hit["under"].replace(" ", "")
        found.append(own)
        found += [
            f"{hit['base']}({sub})" for sub in _DETACHED.findall(after[: following.start() if following else None])
        ]
    return tuple(dict.fromkeys(found))


def read_provision(text: str) -> tuple[Provision, ...]:
    """Every Act that the text names with its sections, in the order of the text.

    Args:
        text: as in the list of offence codes; empty gives nothing.
    """
    found: list[Provision] = []
    start = 0
    plain = _SCHEDULE.sub(" ", re.sub(COMMON_LAW, "", text, flags=re.IGNORECASE))
    for act in _ACT.finditer(plain):
        piece = plain[start : act.end()].replace("Contrary to ", "")
        name = _NAME.search(piece)
        if name is not None:
            found.append(Provision(plain_statute(name[0]), sections_of(piece[: name.start()])))
        start = act.end()
    if COMMON_LAW in text.casefold():
        found.insert(0, Provision(COMMON_LAW, ()))
    return tuple(found)


def form_of(provisions: Iterable[Provision]) -> str:
    """Attempt, conspiracy, aiding, encouraging or assisting; empty where no Act named makes it one of these."""
    return next((form for one in provisions if (form := _form(one))), "")


def _form(one: Provision) -> str:
    if one.statute == "criminal law act 1977" and not any(fit("1", said) is Fit.YES for said in one.sections):
        return ""
    return FORMS.get(one.statute, "")


def principal(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    """The Acts that name the offence itself, without those that only give it its form."""
    return tuple(one for one in provisions if not _form(one) and one.statute != COMMON_LAW)


def fit(listed: str, said: str) -> Fit:
    """Whether the section said lies within the section listed: 1(2)(a) within 1(2), 66B perhaps within 66B(3)."""
    ours, theirs = _PARTS.findall(listed), _PARTS.findall(said)
    if not ours or not theirs:
        return Fit.YES if listed.casefold() == said.casefold() else Fit.PERHAPS
    if theirs[: len(ours)] == ours:
        return Fit.YES
    return Fit.PERHAPS if ours[: len(theirs)] == theirs else Fit.NO


def fit_any(listed: str, said: Iterable[str]) -> Fit:
    """The best fit of any section said with any section listed; where no section is said it may be any."""
    ours, theirs = sections_of(listed) or (listed,), tuple(said)
    if not theirs:
        return Fit.PERHAPS if listed else Fit.YES
    if not listed:
        return Fit.NO
    return max((fit(one, other) for one in ours for other in theirs), key=lambda each: each.value)
