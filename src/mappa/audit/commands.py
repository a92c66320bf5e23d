"""``mappa audit``: seal, export, sign and verify the log. Whatever reads it is itself an entry."""

import argparse
import base64
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import transaction

from mappa.audit.checkpoints import BadCheckpoint, Checkpoint, Signer, public_key, read_checkpoint, signer_in
from mappa.audit.entries import export_head, export_line
from mappa.audit.merkle import Frontier, consistency_proof, root_of
from mappa.audit.models import AuditMaintenance, What
from mappa.audit.sealing import seal, sealed_entries, sealed_hashes
from mappa.audit.services import record
from mappa.audit.verifying import Fault, verify
from mappa.kernel import clock


@dataclass(frozen=True)
class CommandLine:
    """Whoever works at the machine itself."""

    username: str = "command-line"
    agency_code: str = ""


def add_commands(subparsers: Any) -> None:
    """Add ``audit`` to the command line."""
    audit = subparsers.add_parser("audit", help="the audit log")
    kinds = audit.add_subparsers(dest="audit", required=True)
    export = kinds.add_parser("export", help="write the whole log to a file, oldest first, one JSON object a line")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(handler=run_export)
    sealing = kinds.add_parser("seal", help="give new entries their places in the tamper-evident log")
    sealing.set_defaults(handler=run_seal)
    sign = kinds.add_parser("checkpoint", help="sign how long the log is and its root, for somebody else to keep")
    sign.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a new file (else standard output)")
    sign.set_defaults(handler=run_checkpoint)
    key = kinds.add_parser("key", help="the key that verifies checkpoints, to hand over once")
    key.set_defaults(handler=run_key)
    prove = kinds.add_parser("prove", help="the proof that the log of one checkpoint goes on in another")
    prove.add_argument("old", type=Path, metavar="OLD")
    prove.add_argument("new", type=Path, metavar="NEW")
    prove.set_defaults(handler=run_prove)
    check = kinds.add_parser("verify", help="name the first entry at which the log is not what it was")
    check.add_argument("--from", dest="start", type=int, default=1, metavar="N", help="the first entry to read")
    check.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="FILE", help="may be repeated")
    check.add_argument("--key", default="", help="the key of the checkpoints (else this installation's own)")
    check.set_defaults(handler=run_verify)


def run_export(options: argparse.Namespace) -> int:
    """Write the log. 0: done; 2: the file is there already, or cannot be written."""
    try:
        with options.file.open("x", encoding="utf-8") as target:
            _remember("audit:log:export", file=options.file.name)
            frontier = seal(at=clock.now())
            _write_log(target, frontier, _signer().public.name)
    except FileExistsError:
        return _say(f"{options.file} is there already and was left alone. Name a new file.", 2)
    except OSError as problem:
        return _say(f"{options.file} cannot be written ({problem.strerror}). Name another place.", 2)
    except BadCheckpoint as problem:
        return _say(str(problem), 2)
    return _say(f"{frontier.size:,} entries written to {options.file}.", 0)


def _write_log(target: TextIO, frontier: Frontier, origin: str) -> None:
    target.write(json.dumps(export_head(origin=origin, size=frontier.size, root=frontier.root())) + "\n")
    target.writelines(
        json.dumps(export_line(sequence=leaf.sequence, event=event, hashed=bytes(leaf.hash)), ensure_ascii=False) + "\n"
        for leaf, event in sealed_entries(until=frontier.size)
        if event is not None  # a missing entry shows as a gap
    )


def run_seal(options: argparse.Namespace) -> int:  # noqa: ARG001 - every handler takes the arguments
    """Seal what waits. Always 0."""
    return _say(f"The log has {seal(at=clock.now()).size:,} sealed entries.", 0)


def run_checkpoint(options: argparse.Namespace) -> int:
    """Seal and sign. 0: done; 2: the file is there already or cannot be written, or there is no usable key."""
    try:
        signer = _signer()
        with _new_file(options.file) as target:
            _remember("audit:log:checkpoint")
            frontier = seal(at=clock.now())
            target.write(signer.sign(Checkpoint(signer.public.name, frontier.size, frontier.root())))
    except FileExistsError:
        return _say(f"{options.file} is there already and was left alone. Name a new file.", 2)
    except (OSError, BadCheckpoint) as problem:
        return _say(f"No checkpoint was written: {problem}", 2)
    return _say(f"{frontier.size:,} entries signed. Give this to the organisation that keeps your checkpoints.", 0)


def run_key(options: argparse.Namespace) -> int:  # noqa: ARG001 - every handler takes the arguments
    """Print the public key. 0: done; 2: there is no usable key."""
    try:
        sys.stdout.write(f"{_signer().public}\n")
    except (OSError, BadCheckpoint) as problem:
        return _say(str(problem), 2)
    return 0


def run_prove(options: argparse.Namespace) -> int:
    """Print a consistency proof. 0: done; 1: the log is not the one that was signed; 2: a checkpoint is of no use."""
    try:
        key = _signer().public
        old, new = (read_checkpoint(path.read_text(encoding="utf-8"), key) for path in (options.old, options.new))
    except (OSError, BadCheckpoint) as problem:
        return _say(str(problem), 2)
    hashes = sealed_hashes(until=new.size)
    if old.size > new.size or len(hashes) != new.size or root_of(hashes) != new.root:
        return _say("The log is not the one that was signed. Run mappa audit verify with both checkpoints.", 1)
    for other in consistency_proof(old.size, hashes):
        sys.stdout.write(base64.b64encode(other).decode() + "\n")
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Verify. 0: sound; 1: something is wrong, and standard output says where; 2: a file cannot be read."""
    try:
        key = public_key(options.key) if options.key else _signer().public
        notes = [path.read_text(encoding="utf-8") for path in options.checkpoint]
    except (OSError, BadCheckpoint) as problem:
        return _say(str(problem), 2)
    try:
        checkpoints = [read_checkpoint(note, key) for note in notes]
    except BadCheckpoint as problem:
        return _report(Fault(0, "bad signature", str(problem)))
    _remember("audit:log:verify")
    verdict = verify(start=options.start, checkpoints=checkpoints)
    if verdict.fault:
        return _report(verdict.fault)
    changes = AuditMaintenance.objects.count()
    told = f" {changes} statements of maintenance are on record." if changes else ""
    return _say(f"Sound: {verdict.read:,} entries, {len(checkpoints)} checkpoints.{told}", 0)


def _report(fault: Fault) -> int:
    sys.stdout.write(json.dumps({"sequence": fault.sequence, "kind": fault.kind}) + "\n")
    return _say(fault.says, 1)


def _remember(operation: str, **details: str) -> None:
    """Record what the command does, and commit that before it does it."""
    with transaction.atomic():
        record(
            what=What.CONSULTATION, operation=operation, actor=CommandLine(), subject_type="log", subject="all",
            at=clock.now(), **details,
        )  # fmt: skip


def _signer() -> Signer:
    return signer_in(settings.AUDIT_KEY_FILE)


def _new_file(path: Path | None) -> AbstractContextManager[TextIO]:
    return path.open("x", encoding="utf-8") if path else nullcontext(sys.stdout)


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"{message}\n")
    return status
