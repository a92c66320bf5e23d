"""An audit row as it leaves the system: its field names, and the bytes that are hashed.

The names are those of HMPPS's audit service, so that entries can be passed on as they are.
`docs/reference/audit-log.md` describes the bytes one by one; a change of either is a new edition of both.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mappa.audit.models import AuditEvent

EDITION = b"\x01"
FORMAT = "mappa audit log 1"
SERVICE = "mappa"
FIELDS = (
    "id",
    "when",
    "what",
    "kind",
    "who",
    "agency",
    "subjectType",
    "subjectId",
    "operationId",
    "correlationId",
    "service",
    "purpose",
    "details",
)
"""The order in which the fields are hashed."""


def entry_of(event: AuditEvent) -> dict[str, Any]:
    """One row under the published names. One request is one operation, and nothing wider links rows."""
    return {
        "id": event.pk,
        "when": moment(event.at),
        "what": event.operation,
        "kind": event.what,
        "who": event.who,
        "agency": event.agency,
        "subjectType": event.subject_type,
        "subjectId": event.subject,
        "operationId": event.correlation,
        "correlationId": event.correlation,
        "service": SERVICE,
        "purpose": event.purpose,
        "details": event.details,
    }


def export_head(*, origin: str, size: int, root: bytes) -> dict[str, Any]:
    """The first line of an export: of which log it is, and how long that was."""
    return {"format": FORMAT, "origin": origin, "size": size, "root": root.hex()}


def export_line(*, sequence: int, event: AuditEvent, hashed: bytes) -> dict[str, Any]:
    """One entry of an export, with its place and the leaf hash under which it was sealed."""
    return {"sequence": sequence, **entry_of(event), "leafHash": hashed.hex()}


def moment(at: datetime) -> str:
    """An instant in UTC with six digits of a second, for example ``2026-03-02T12:00:00.000000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(entry: Mapping[str, Any]) -> bytes:
    """The bytes of an entry: its edition, then each field as its length in four bytes and its UTF-8 text."""
    return EDITION + b"".join(_with_length(_text(entry[name]).encode()) for name in FIELDS)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _with_length(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text
