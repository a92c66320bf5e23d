"""Invented logs, and what somebody with every right in the database could do to them."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from tools.verify_audit import Wrong, check_log, checkpoint

from mappa.audit.checkpoints import Checkpoint, Signer
from mappa.audit.entries import entry_bytes, export_head, export_line
from mappa.audit.merkle import Frontier, leaf_hash
from mappa.audit.models import AuditEvent, What

NAME = "mappa-audit-test"
SIGNER = Signer(NAME, bytes(range(32)))
BEGAN = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY = 50
"""A checkpoint is kept after each so many entries, and one at the end."""


def seeded(word):
    """The same dice at every run."""
    return Random(str(word))  # noqa: S311 - not a secret


@dataclass
class Log:
    """The lines of an export, and the checkpoints that somebody else keeps."""

    rows: list[dict]
    notes: list[str] = field(default_factory=list)

    def lines(self):
        frontier = Frontier()
        for row in self.rows:
            frontier.append(bytes.fromhex(row["leafHash"]))
        head = export_head(origin=NAME, size=len(self.rows), root=frontier.root())
        return [json.dumps(line) for line in (head, *self.rows)]


def a_log(random, size, *, first=1, fill="NS-P"):
    """So many events with random contents and ids with gaps, as the product exports them."""
    number, rows = first, []
    for sequence in range(1, size + 1):
        number += random.choice((1, 1, 1, 2, 5))
        event = AuditEvent(
            pk=number, at=BEGAN + timedelta(microseconds=random.randrange(10**12)), what=random.choice(What.values),
            operation=random.choice(("cases:case:view", "people:person:edit", "refused")),
            who=f"user-{random.randrange(50)}", agency="northshire-police", subject_type="person",
            subject=f"{fill}-{random.randrange(9999):04d}", correlation=f"{random.getrandbits(64):016x}",
            purpose=random.choice(("", "A complaint\nwith “two” lines")), details={"fields": ["name"], "rows": number},
        )  # fmt: skip
        rows.append(export_line(sequence=sequence, event=event, hashed=leaf_hash(entry_bytes_of(event))))
    return Log(rows, [note for _, note in checkpoints_of(rows)])


def entry_bytes_of(event):
    return entry_bytes(export_line(sequence=0, event=event, hashed=b""))


def checkpoints_of(rows, signer=SIGNER):
    frontier = Frontier()
    for size, row in enumerate(rows, start=1):
        frontier.append(bytes.fromhex(row["leafHash"]))
        if size % EVERY == 0 or size == len(rows):
            yield size, signer.sign(Checkpoint(signer.public.name, size, frontier.root()))


def verified(log, key=str(SIGNER.public)):
    """What the stand-alone verifier finds: the kind and the first entry, or None."""
    try:
        check_log(log.lines(), [checkpoint(note, key) for note in log.notes])
    except Wrong as wrong:
        return wrong.kind, wrong.entry
    return None


def rehash(row):
    row["leafHash"] = leaf_hash(entry_bytes(row)).hex()


def change(random, log):
    place = random.randrange(len(log.rows))
    row = log.rows[place]
    name = random.choice(("id", "when", "what", "kind", "who", "agency", "subjectId", "purpose", "details", "service"))
    row[name] = row[name] + 1 if name == "id" else {"fields": []} if name == "details" else row[name] + "x"
    return [("changed", place + 1)]


def remove(random, log):
    place = random.randrange(len(log.rows) - 1)
    del log.rows[place]
    return [("missing", place + 1)]


def insert(random, log):
    place = random.randrange(len(log.rows))
    forged = {**log.rows[place], "id": 10**6, "who": "somebody-else"}
    rehash(forged)
    log.rows.insert(place + random.randrange(2), forged)
    return [("inserted", place + 1)]


def swap(random, log):
    first, second = sorted(random.sample(range(len(log.rows)), 2))
    log.rows[first], log.rows[second] = log.rows[second], log.rows[first]
    return [("reordered", first + 1)]


def duplicate(random, log):
    place = random.randrange(len(log.rows))
    log.rows.insert(random.randrange(place, len(log.rows)) + 1, dict(log.rows[place]))
    return [("duplicated", place + 1)]


def truncate(random, log):
    """Cut the end off, with a fresh checkpoint by the stolen key: the old ones tell."""
    cut = random.randrange(1, len(log.rows))
    del log.rows[cut:]
    log.notes.append(list(checkpoints_of(log.rows))[-1][1])
    return [("truncated", cut + 1)]


def rewrite(random, log):
    """Write a stretch anew with its hashes: nothing in the export shows it, and the kept checkpoints do.

    The first entry it touches is known no closer than to the checkpoint before it.
    """
    place = random.randrange(len(log.rows))
    how = random.choice((rewrite_one, drop_one, swap_two))
    place = how(random, log.rows, place)
    for sequence, row in enumerate(log.rows, start=1):
        row["sequence"] = sequence
    return [("changed", place // EVERY * EVERY + 1), ("truncated", len(log.rows) + 1)]


def rewrite_one(random, rows, place):
    rows[place]["who"] = "somebody-else"
    rehash(rows[place])
    return place


def drop_one(random, rows, place):
    del rows[place]
    return place


def swap_two(random, rows, place):
    place = min(place, len(rows) - 2)
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    return place


ATTACKS = {
    "changed": change, "missing": remove, "inserted": insert, "reordered": swap, "duplicated": duplicate,
    "truncated": truncate, "rewritten": rewrite,
}  # fmt: skip


def forged_notes(random, log):
    """Checkpoints that nobody may believe, each from a good one."""
    good = random.choice(log.notes)
    text, _, signature = good.partition("\n\n")
    origin, size, root = text.split("\n")
    other = Signer(NAME, bytes(random.randrange(256) for _ in range(32)))
    stranger = Signer("mappa-audit-other", bytes(range(32)))
    raw = bytearray(base64.b64decode(signature.split()[2]))
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    swapped = base64.b64encode(bytes(random.randrange(256) for _ in range(32))).decode()
    claim = Checkpoint(NAME, int(size), base64.b64decode(root))
    return {
        "other key": other.sign(claim),
        "other key under our id": other.sign(claim).replace(
            other.sign(claim).split()[-1],
            base64.b64encode(raw[:4] + base64.b64decode(other.sign(claim).split()[-1])[4:]).decode(),
        ),
        "other log": stranger.sign(Checkpoint(stranger.public.name, int(size), base64.b64decode(root))),
        "one bit of the signature": f"{text}\n\n\u2014 {NAME} {base64.b64encode(raw).decode()}\n",
        "swapped root": f"{origin}\n{size}\n{swapped}\n\n{signature}",
        "other size": f"{origin}\n{int(size) + 1}\n{root}\n\n{signature}",
        "leading zero": f"{origin}\n0{size}\n{root}\n\n{signature}",
        "no signature": f"{text}\n\n",
        "a line more": f"{text}\nmore\n\n{signature}",
        "nothing": "",
    }
