"""Blind keys: finding what is sealed by what somebody types, without keeping it (docs/adr/0024).

A telephone number, a registration, an email address or an internet name is tidied and put through HMAC-SHA256 under a
key that follows from a master key. Equal entries have equal keys; without the file of master keys nothing follows
from them.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator

from mappa.kernel.sealing import MasterKey, master_keys
from mappa.record.declaration import Kind
from mappa.record.types import TYPES

SHORTEST_NUMBER = 7
SHORTEST_NAME = 3


def _telephone(text: str) -> str:
    if not re.fullmatch(r"[\d\s().+-]+", text):
        return ""
    digits = re.sub(r"[^\d+]", "", text)
    digits = re.sub(r"^(\+|00)44\(?0?", "0", digits)
    return digits if len(digits) >= SHORTEST_NUMBER and re.fullmatch(r"\+?\d+", digits) else ""


def _vehicle(text: str) -> str:
    plate = re.sub(r"[\s-]", "", text).upper()
    return plate if re.fullmatch(r"(?=.*\d)[A-Z0-9]{2,8}", plate) else ""


def _email(text: str) -> str:
    return text.strip().casefold() if re.fullmatch(r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*", text) else ""


def _internet(text: str) -> str:
    name = text.strip().removeprefix("@").casefold()
    return name if len(name) >= SHORTEST_NAME and not re.search(r"\s", name) else ""


TIDIED: dict[Kind, Callable[[str], str]] = {
    Kind.TELEPHONE: _telephone, Kind.VEHICLE: _vehicle, Kind.EMAIL: _email, Kind.INTERNET: _internet,
}  # fmt: skip
"""The kinds of field that people are found by, and how each is tidied; blank is no such thing."""


def found_by(kind: str, content: dict[str, str]) -> Iterator[tuple[Kind, str]]:
    """What an entry of a type is found by: the kind of the field, and its tidied text."""
    declared = TYPES.get(kind)
    for field in declared.fields if declared else ():
        tidy = TIDIED.get(field.kind)
        if tidy and (plain := tidy(content.get(field.name, ""))):
            yield field.kind, plain


def typed_as(text: str) -> list[tuple[Kind, str]]:
    """What a search text may be, as a whole."""
    return [(kind, plain) for kind, tidy in TIDIED.items() if (plain := tidy(text))]


def blind_key(master: MasterKey, kind: Kind, plain: str) -> int:
    """The key of a tidied text under one master key: eight bytes as PostgreSQL keeps a whole number."""
    own = hmac.digest(master.secret, b"mappa blind keys of the record", hashlib.sha256)
    found = hmac.digest(own, f"{kind.name}|{plain}".encode(), hashlib.sha256)
    return int.from_bytes(found[:8], signed=True)


def keys_of(text: str) -> list[int]:
    """The keys of a search text, under every master key of the file.

    Raises:
        CannotOpen: the file is of no use at present.
    """
    asked = typed_as(text)
    return [blind_key(master, kind, plain) for master in master_keys() for kind, plain in asked] if asked else []
