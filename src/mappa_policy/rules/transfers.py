"""On what terms a case moves to another jurisdiction. Covers: TRANSFER-11, TRANSFER-12."""

import datetime as dt
from dataclasses import dataclass

from mappa_policy import parameters
from mappa_policy.model import PolicyError

SIMPLE = "simple"
RESTRICTED, UNRESTRICTED = "restricted", "unrestricted"


class UnknownJurisdiction(PolicyError):
    """The edition has no such place; the message names those that it has."""


@dataclass(frozen=True, slots=True)
class TransferTerms:
    """How a case moves.

    Args:
        kind: ``simple`` within England and Wales; else ``restricted`` or ``unrestricted``.
        law: whose law applies after the move: ``sending`` or ``receiving``; empty for a simple move.
        effect: what that means, as a sentence; empty for a simple move.
        mappa: who is in MAPPA there on the day; empty where nobody is; none where the edition does not say.
        citations: where the terms are said.
    """

    kind: str
    law: str
    effect: str
    mappa: str | None
    citations: tuple[str, ...]


def _mappa(to: str, on: dt.date, edition: str) -> str | None:
    known = parameters.find("transfers/mappa_elsewhere", edition)
    if known is None or not isinstance(known.value, dict):
        return None
    there = known.value.get(to)
    return str(there["who"]) if isinstance(there, dict) and on >= there["since"] else ""


def jurisdictions(edition: str) -> tuple[str, ...]:
    """Where a case can move, in the order of the table."""
    return tuple(_table("transfers/jurisdictions", edition))


def _table(name: str, edition: str) -> dict[str, object]:
    value = parameters.value(name, edition).value
    return value if isinstance(value, dict) else {}


def transfer_terms(*, to: str, on: dt.date, edition: str, agreed: str = "") -> TransferTerms:
    """The terms on which a case moves from England and Wales to another jurisdiction, or within it.

    Args:
        to: a place of ``transfers/jurisdictions``.
        on: the day of the move.
        edition: the edition of the sending area.
        agreed: ``restricted`` or ``unrestricted`` where the two sides agreed it; else the default applies.

    Raises:
        UnknownJurisdiction: the edition has no such place.
        PolicyError: terms were agreed that do not exist.
    Covers: TRANSFER-11, TRANSFER-12.
    """
    places = _table("transfers/jurisdictions", edition)
    if to not in places:
        raise UnknownJurisdiction(f"{to!r} is not a place of {edition}. Use one of {', '.join(places)}.")
    cited = parameters.value("transfers/jurisdictions", edition).citation
    mappa = _mappa(to, on, edition)
    if places[to] == SIMPLE:
        return TransferTerms(SIMPLE, "", "", mappa, (cited,))
    default = parameters.value("transfers/default_outside", edition)
    kind = agreed or str(default.value)
    terms = _table("transfers/terms", edition).get(kind)
    if not isinstance(terms, dict):
        raise PolicyError(f"{kind!r} is not a kind of transfer. Use {RESTRICTED} or {UNRESTRICTED}.")
    return TransferTerms(kind, str(terms["law"]), str(terms["effect"]), mappa, (cited, default.citation))
