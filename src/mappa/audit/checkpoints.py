"""Signed statements of how long the log was and which root it had, for somebody else to keep.

The form is the tlog-checkpoint of C2SP (c2sp.org/tlog-checkpoint): a note of three lines, the origin, the size and the
root, signed with Ed25519. Old checkpoints catch what a superuser with the key could otherwise hide: a shorter log.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
KEY_BYTES = 32
BEGINS = "\u2014 "


class BadCheckpoint(Exception):
    """A checkpoint that says nothing to rely on. The message says why."""


@dataclass(frozen=True)
class Checkpoint:
    """How long the log was, and its root then."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class PublicKey:
    """Whose signature it is: a name without spaces and plus signs, and an Ed25519 public key."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the hash of name and key, which lead every signature."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        """As it is handed over: name, id in hexadecimal, key in base 64."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"


def public_key(written: str) -> PublicKey:
    """Read a key as it was handed over.

    Raises:
        BadCheckpoint: it is no such key.
    """
    try:
        name, key_id, encoded = written.strip().split("+", 2)
        packed = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as problem:
        raise BadCheckpoint("This is not a verification key: NAME+ID+KEY.") from problem
    key = PublicKey(name, packed[1:])
    if packed[:1] != ED25519 or len(key.key) != KEY_BYTES or key.key_id.hex() != key_id:
        raise BadCheckpoint("The verification key does not fit its own id.")
    return key


class Signer:
    """The installation's own key, in a file that only its owner can read."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""
        signature = self.public.key_id + self._key.sign(checkpoint.text().encode())
        return f"{checkpoint.text()}\n{BEGINS}{self.public.name} {base64.b64encode(signature).decode()}\n"


def signer_in(path: Path) -> Signer:
    """The key in this file; a new one is made when there is no file.

    Raises:
        BadCheckpoint: the file holds no key, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read_signer(path)
    name, seed = f"mappa-audit-{secrets.token_hex(4)}", secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{name} {base64.b64encode(seed).decode()}\n")
    return Signer(name, seed)


def _read_signer(path: Path) -> Signer:
    if path.stat().st_mode & 0o077:
        raise BadCheckpoint(f"Others than its owner may read {path}. Run: chmod 600 {path}")
    try:
        name, seed = path.read_text(encoding="utf-8").split()
        return Signer(name, base64.b64decode(seed, validate=True))
    except ValueError as problem:
        raise BadCheckpoint(f"{path} holds no signing key: NAME and 32 bytes in base 64.") from problem


def read_checkpoint(note: str, key: PublicKey) -> Checkpoint:
    """The checkpoint in a note that this key signed.

    Raises:
        BadCheckpoint: not a checkpoint, another log's, signed by another key, or changed since.
    """
    text, separator, signatures = note.partition("\n\n")
    try:
        origin, size, root, *_ = text.split("\n")
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as problem:
        raise BadCheckpoint("This is not a checkpoint: its lines are the origin, the size and the root.") from problem
    if not separator or checkpoint.text() != f"{text}\n":
        raise BadCheckpoint("The checkpoint is not written as one: origin, size and root, then the signature.")
    if origin != key.name:
        raise BadCheckpoint(f"This is a checkpoint of another log: {origin}.")
    for signature in _signatures(signatures, key):
        try:
            Ed25519PublicKey.from_public_bytes(key.key).verify(signature, f"{text}\n".encode())
        except InvalidSignature as problem:
            raise BadCheckpoint("The signature does not fit: the checkpoint was changed or forged.") from problem
        return checkpoint
    raise BadCheckpoint("No signature by this key is under the checkpoint.")


def _signatures(lines: str, key: PublicKey) -> list[bytes]:
    """The signatures under a note that claim to be by this key."""
    found = []
    for line in lines.splitlines():
        name, _, encoded = line.removeprefix(BEGINS).partition(" ")
        try:
            packed = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error):
            continue
        if line.startswith(BEGINS) and name == key.name and packed[:4] == key.key_id:
            found.append(packed[4:])
    return found
