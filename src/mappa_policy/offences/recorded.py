"""An offence as a court recorded it, with everything that the lists say of it: worked out once for the same words."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy.offences.placing import FILES, Match, OffenceEntry, by_cjs_code, listed_under
from mappa_policy.offences.provisions import COMMON_LAW, Provision, form_of, plain_statute, sections_of

# How the title of an offence begins when it names another offence that was attempted, planned or helped.
BEGINNINGS = {
    "attempt": "attempt",
    "conspir": "conspiracy",
    "incit": "incitement",
    "encourag": "encouraging or assisting",
    "aid": "aiding",
    "abet": "aiding",
    "counsel": "aiding",
    "procur": "aiding",
}
OFFENCES_KEPT = 4096  # not policy: different offences in use at one time; one that was dropped is worked out again


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the words of a record stand for.

    Args:
        title: in small letters, or empty.
        provision: the Act and sections, or none where no Act is recorded.
        entry: what the lists say of the code; none where there is no code or no list has it.
        form: attempt, conspiracy, incitement, aiding, encouraging or assisting; empty for the offence itself.
        hides_its_principal: the Act says only that something was attempted, planned or helped, and not what.
        listed: by schedule, the rows that the provision lies within, or may lie within.
        of_2003: the Act is the Sexual Offences Act 2003.
        breached: the code of the order whose breach the title names, or empty.
    """

    title: str
    provision: Provision | None
    entry: OffenceEntry | None
    form: str
    hides_its_principal: bool
    listed: Mapping[str, tuple[Match, ...]]
    of_2003: bool
    breached: str


ACT_OF_2003 = "sexual offences act 2003"
NOWHERE: Mapping[str, tuple[Match, ...]] = dict.fromkeys(FILES, ())


def _breached(words: str) -> str:
    if "breach" not in words:
        return ""
    return "SRO" if "sexual risk order" in words else "RSHO" if "risk of sexual harm order" in words else ""


@functools.lru_cache(maxsize=OFFENCES_KEPT)
def as_recorded(title: str, statute: str, section: str, code: str) -> Recorded:
    """What the lists say of an offence as recorded; each of the four may be empty."""
    named = " ".join(title.casefold().split())
    entry = by_cjs_code(code) if code else None
    breached = _breached(title.casefold())
    if not statute:
        form = entry.form if entry else ""
        return Recorded(named, None, entry, form, False, NOWHERE, False, breached)  # noqa: FBT003 - no Act, so neither
    provision = Provision(plain_statute(statute), sections_of(section) or ((section,) if section else ()))
    own = form_of((provision,))
    return Recorded(
        title=named,
        provision=provision,
        entry=entry,
        form=own or (entry.form if entry else ""),
        hides_its_principal=bool(own) or (provision.statute == COMMON_LAW and named.startswith(tuple(BEGINNINGS))),
        listed={schedule: listed_under(schedule, provision) for schedule in FILES},
        of_2003=statute.casefold() == ACT_OF_2003,
        breached=breached,
    )
