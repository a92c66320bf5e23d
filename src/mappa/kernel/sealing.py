"""Sealing a field: AES-256-GCM under the key of one person, bound to the table, field and row it stands in.

Each person has a data key, kept beside the records and itself sealed ("wrapped") under a master key. Master keys are in
a file outside the database, so a stolen copy of the database shows nothing that was sealed (docs/adr/0020).
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"
HEAD = len(FORMAT) + 16 + NONCE_BYTES
"""How long a sealed field is before its text: the format, the data key's id, the nonce."""


class CannotOpen(Exception):
    """Something sealed cannot be read. The message says why, as a part of a sentence, and nothing of what it holds."""


class KeyDestroyed(CannotOpen):
    """The key was destroyed on purpose. Nobody can read this again."""


@dataclass(frozen=True)
class Place:
    """Where a sealed field stands. It opens nowhere else."""

    table: str
    field: str
    row: int
    person: int

    def bound(self, key: UUID) -> bytes:
        """The place in bytes, to be sealed along. No table or field has a bar in its name."""
        return f"mappa|{self.table}|{self.field}|{self.row}|{self.person}|{key}".encode()


@dataclass(frozen=True)
class DataKey:
    """The key of one person's sealed fields, open."""

    id: UUID
    person: int
    secret: bytes = field(repr=False)

    def seal(self, text: str, place: Place) -> bytes:
        """The text as it is kept."""
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + self.id.bytes + nonce + AESGCM(self.secret).encrypt(nonce, text.encode(), place.bound(self.id))

    def open(self, kept: bytes, place: Place) -> str:
        """The text again.

        Raises:
            CannotOpen: it was changed, was sealed for another place, or under another key.
        """
        if kept[:1] != FORMAT or len(kept) < HEAD:
            raise CannotOpen("it is damaged")
        if kept[1:17] != self.id.bytes:
            raise CannotOpen("it was sealed under another key than the one of this person")
        try:
            opened = AESGCM(self.secret).decrypt(kept[17:HEAD], kept[HEAD:], place.bound(self.id))
        except InvalidTag:
            raise CannotOpen("it is damaged, or was written for another place and moved here") from None
        return opened.decode()


@dataclass(frozen=True)
class MasterKey:
    """A key that wraps data keys. Its id follows from it, so that a key and its name cannot be mixed up."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Sixteen characters that tell this key from others and tell nothing of it."""
        return hashlib.sha256(b"mappa master key " + self.secret).hexdigest()[:16]

    def wrap(self, key: DataKey) -> bytes:
        """A data key in the form in which the database keeps it."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, key.secret, _bound(key.id, key.person))

    def unwrap(self, wrapped: bytes, *, key: UUID, person: int) -> DataKey:
        """A data key again.

        Raises:
            CannotOpen: it is damaged or was moved here from another person.
        """
        try:
            secret = AESGCM(self.secret).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _bound(key, person))
        except (InvalidTag, ValueError):
            raise CannotOpen("the key of this person's record is damaged") from None
        return DataKey(key, person, secret)


def _bound(key: UUID, person: int) -> bytes:
    return f"mappa data key|{person}|{key}".encode()


class BadKeyFile(Exception):
    """The file of master keys is of no use. The message says what to do."""


def new_master_key() -> str:
    """A line for the file of master keys."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def read_master_keys(path: Path) -> tuple[MasterKey, ...]:
    """The master keys of a file, one on each line, the newest first. Lines that begin with # are remarks.

    Raises:
        BadKeyFile: missing, open to others, empty, or with a line that is no key.
    """
    try:
        facts, text = path.stat(), path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadKeyFile(f"{path} cannot be read ({problem}). Put the file of master keys there.") from problem
    if facts.st_mode & 0o077:
        raise BadKeyFile(f"{path} can be read by others on this machine. Run: chmod 600 {path}")
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not (said := line.strip()) or said.startswith("#"):
            continue
        try:
            secret = base64.b64decode(said, validate=True)
        except binascii.Error:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise BadKeyFile(
                f"{path}, line {number}: not 32 bytes in base 64. Make a key with: openssl rand -base64 32"
            )
        found.append(MasterKey(secret))
    if not found:
        raise BadKeyFile(f"{path} holds no key. Make one with: openssl rand -base64 32")
    return tuple(found)


def master_keys() -> tuple[MasterKey, ...]:
    """This installation's master keys, the newest first. Read again when the file has changed, without a restart.

    Raises:
        CannotOpen: the file is of no use at present.
    """
    path = Path(settings.MASTER_KEYS_FILE)
    try:
        facts = path.stat()
        return _read_once(path, facts.st_mtime_ns, facts.st_size, facts.st_ino, facts.st_mode)
    except (OSError, BadKeyFile) as problem:
        raise CannotOpen("the file of this installation's master keys cannot be used") from problem


@lru_cache(maxsize=4)
def _read_once(path: Path, *_changed: int) -> tuple[MasterKey, ...]:
    return read_master_keys(path)


def master_key(named: str) -> MasterKey:
    """One master key by its id.

    Raises:
        CannotOpen: the file does not hold it.
    """
    for each in master_keys():
        if each.id == named:
            return each
    raise CannotOpen(f"master key {named} is not in this installation's file")
