"""Check an exported audit log, and the checkpoints that were kept of it, with nothing but Python's standard library.

    verify_audit.py log EXPORT [--key KEY --checkpoint FILE ...]
    verify_audit.py consistency OLD NEW PROOF --key KEY

It shares no code with the product. KEY is what ``mappa audit key`` prints: keep it with the checkpoints, never beside
the export. Exit status 0: sound; 1: something is wrong, and the first line says at which entry; 2: wrong usage.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

FIELDS = (
    "id", "when", "what", "kind", "who", "agency", "subjectType", "subjectId", "operationId", "correlationId",
    "service", "purpose", "details",
)  # fmt: skip
FORMAT = "mappa audit log 1"


class Wrong(Exception):
    """What is wrong, of which kind, and at which entry (0: at none)."""

    def __init__(self, kind: str, entry: int, says: str) -> None:
        super().__init__(f"{kind}: {says}")
        self.kind, self.entry = kind, entry


# Ed25519, RFC 8032 section 5.1.7: the curve -x2 + y2 = 1 + d x2 y2 over the field of P, points as (X, Y, Z, T)
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    first, second = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    third, fourth = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = second - first, fourth - third, fourth + third, second + first
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total = NEUTRAL
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def same(a: Point, b: Point) -> bool:
    """Whether two triples are one point."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(packed: bytes) -> Point | None:
    """The point in 32 bytes; None when they are none, or not the shortest way of writing it."""
    number = int.from_bytes(packed, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(packed) != 32 or y >= P:  # noqa: PLR2004 - 32 bytes
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def signed_by(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of an Ed25519 key signed this message."""
    public, commitment = point_of(key), point_of(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or len(signature) != 64 or answer >= ORDER:  # noqa: PLR2004 - 64 bytes
        return False
    if same(times(8, public), NEUTRAL):  # a key of small order fits many messages
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(times(answer, BASE), add(commitment, times(challenge, public)))


def packed_key(written: str) -> tuple[str, bytes, bytes]:
    """Name, id and bytes of a verification key."""
    try:
        name, key_id, encoded = written.strip().split("+", 2)
        packed = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise Wrong("bad key", 0, "a key reads NAME+ID+KEY") from None
    expected = hashlib.sha256(name.encode() + b"\n" + packed).digest()[:4]
    if packed[:1] != b"\x01" or len(packed) != 33 or expected.hex() != key_id:  # noqa: PLR2004 - a byte and 32
        raise Wrong("bad key", 0, "the key does not fit its own id")
    return name, expected, packed[1:]


def checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """Size and root in a note that this key signed."""
    name, key_id, public = packed_key(key)
    text, _, under = note.partition("\n\n")
    try:
        origin, size, root = text.split("\n")
        found = int(size), base64.b64decode(root, validate=True)
    except ValueError:
        raise Wrong("bad signature", 0, "this is no checkpoint") from None
    if origin != name or size != str(found[0]) or found[0] < 0 or len(found[1]) != 32:  # noqa: PLR2004 - 32 bytes
        raise Wrong("bad signature", 0, "this is no checkpoint of the log that the key belongs to")
    for line in under.splitlines():
        dash, _, rest = line.partition(" ")
        who, _, encoded = rest.partition(" ")
        try:
            packed = base64.b64decode(encoded, validate=True)
        except ValueError:
            continue
        if (dash, who, packed[:4]) == ("\u2014", name, key_id) and signed_by(public, f"{text}\n".encode(), packed[4:]):
            return found
    raise Wrong("bad signature", 0, f"the key did not sign this checkpoint of {size}")


# RFC 6962, section 2.1


def pair(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(stack: list[tuple[int, bytes]]) -> bytes:
    """The root over whole subtrees, largest first."""
    if not stack:
        return hashlib.sha256(b"").digest()
    total = stack[-1][1]
    for _, subtree in stack[-2::-1]:
        total = pair(subtree, total)
    return total


def push(stack: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Add a leaf, and join subtrees of one height."""
    stack.append((0, leaf))
    while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
        (height, right), (_, left) = stack.pop(), stack.pop()
        stack.append((height + 1, pair(left, right)))


def leaf_of(entry: dict[str, object]) -> bytes:
    """The leaf hash of an entry: see docs/reference/audit-log.md."""
    packed = bytearray(b"\x00\x01")
    for name in FIELDS:
        value = entry[name]
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))
        packed += len(text.encode()).to_bytes(4, "big") + text.encode()
    return hashlib.sha256(packed).digest()


def consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: list[bytes]) -> bool:
    """Whether the old tree is the beginning of the new one: the proof rebuilds both roots (RFC 9162, 2.1.4.2)."""
    if old[0] > new[0]:
        return False
    if old[0] in {0, new[0]}:
        return not proof and old[1] == (new[1] if old[0] else root([]))
    rest = ([old[1]] if old[0] & (old[0] - 1) == 0 else []) + proof
    used = 0

    def roots(first: int, size: int) -> tuple[bytes, bytes]:
        """Old and new hash of the subtree of `size` leaves from `first` on; `first` lies in the old tree."""
        nonlocal used
        if old[0] - first == size:
            used += 1
            return rest[used - 1], rest[used - 1]
        half = 1 << (size - 1).bit_length() - 1
        if old[0] - first <= half:
            older, left = roots(first, half)
            used += 1
            return older, pair(left, rest[used - 1])
        older, right = roots(first + half, size - half)
        used += 1
        return pair(rest[used - 1], older), pair(rest[used - 1], right)

    try:
        both = roots(0, new[0])
    except IndexError:
        return False
    return used == len(rest) and both == (old[1], new[1])


def read_log(lines: list[str]) -> list[dict[str, object]]:
    """The entries of an export."""
    try:
        rows = [json.loads(line) for line in lines]
        if rows[0]["format"] != FORMAT:
            raise Wrong("bad file", 0, f"the first line does not say {FORMAT}")
    except (ValueError, IndexError, KeyError, TypeError):
        raise Wrong("bad file", 0, "this is no export of an audit log") from None
    return rows


def check_order(rows: list[dict[str, object]]) -> None:
    """Every sequence number is there once, in order, with an entry that fits its hash."""
    seen: dict[object, int] = {}
    times_there = Counter(row.get("sequence") for row in rows)
    for expected, row in enumerate(rows, start=1):
        got = row.get("sequence")
        try:
            fits = leaf_of(row).hex() == row.get("leafHash")
        except KeyError as missing:
            raise Wrong("changed", expected, f"entry {expected} has no {missing}") from None
        if times_there[expected] > 1:
            twice = [other for other in rows if other.get("sequence") == expected]
            kind = "duplicated" if all(other == twice[0] for other in twice) else "inserted"
            raise Wrong(kind, expected, f"entry {expected} is there {len(twice)} times")
        if got != expected:
            kind = "reordered" if expected in times_there else "missing"
            raise Wrong(kind, expected, f"entry {got} stands where entry {expected} belongs")
        if not fits:
            raise Wrong("changed", expected, f"entry {expected} is not what was sealed")
        if row["id"] in seen:
            raise Wrong("duplicated", expected, f"entry {expected} is entry {seen[row['id']]} again")
        seen[row["id"]] = expected


def check_log(lines: list[str], signed: list[tuple[int, bytes]]) -> int:
    """Check an export against itself and against checkpoints; how many entries it has.

    Raises:
        Wrong: with the first entry that it touches.
    """
    head, *rows = read_log(lines)
    check_order(rows)
    known: dict[int, bytes] = {}
    for size, expected in signed:
        if known.setdefault(size, expected) != expected:
            raise Wrong("forked", 0, f"two signed checkpoints of {size} entries have different roots")
    stack: list[tuple[int, bytes]] = []
    sound = 0
    for size in range(len(rows) + 1):
        if size:
            push(stack, bytes.fromhex(str(rows[size - 1]["leafHash"])))
        if size in known:
            if root(stack) != known[size]:
                raise Wrong("changed", sound + 1, f"entries {sound + 1} to {size} have not the root that was signed")
            sound = size
    longest = max([*known, head["size"] if isinstance(head.get("size"), int) else 0])
    if longest > len(rows):
        raise Wrong("truncated", len(rows) + 1, f"the log ends at entry {len(rows)}; it once had {longest}")
    if not known and root(stack).hex() != head.get("root"):
        raise Wrong("changed", 0, "the root is not the one in the first line, and no checkpoint says where")
    return len(rows)


def check_consistency(old: tuple[int, bytes], new: tuple[int, bytes], written: str) -> None:
    """Check a proof as ``mappa audit prove`` prints it, one hash a line.

    Raises:
        Wrong: it does not lead from one root to the other.
    """
    if not consistent(old, new, [base64.b64decode(line, validate=True) for line in written.split()]):
        raise Wrong("forked", 0, f"the log of {new[0]} entries does not go on from the log of {old[0]}")


def main(arguments: list[str] | None = None) -> int:
    """Check what is asked for and say so in one line."""
    parser = argparse.ArgumentParser(description="check an exported audit log")
    kinds = parser.add_subparsers(dest="kind", required=True)
    log = kinds.add_parser("log")
    log.add_argument("export", type=Path)
    log.add_argument("--checkpoint", type=Path, action="append", default=[])
    log.add_argument("--key", default="")
    both = kinds.add_parser("consistency")
    for name in ("old", "new", "proof"):
        both.add_argument(name, type=Path)
    both.add_argument("--key", required=True)
    asked = parser.parse_args(arguments)
    try:
        if asked.kind == "log":
            signed = [checkpoint(path.read_text(encoding="utf-8"), asked.key) for path in asked.checkpoint]
            entries = check_log(asked.export.read_text(encoding="utf-8").splitlines(), signed)
            print(f"sound: {entries} entries, {len(signed)} checkpoints")
            return 0
        old, new = (checkpoint(path.read_text(encoding="utf-8"), asked.key) for path in (asked.old, asked.new))
        check_consistency(old, new, asked.proof.read_text(encoding="utf-8"))
    except Wrong as wrong:
        print(wrong)
        return 1
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"sound: the log of {new[0]} entries goes on from the log of {old[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
