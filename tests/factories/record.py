"""Invented attachments."""

from datetime import date
from typing import Any

from mappa.people.models import Person
from mappa.record.contents import sealed
from mappa.record.models import Attachment
from tests.factories.accounts import an_agency
from tests.factories.people import NOON


def an_attachment(person: Person, kind: str, content: dict[str, str] | None = None, **more: Any) -> Attachment:
    """One entry as it stands in the record, from the police unless told."""
    facts = {
        "since": date(2026, 2, 1), "marking": "OFFICIAL-SENSITIVE", "recorded_by": "factory",
        "recorded_agency": "northshire-police", "recorded_at": NOON,
    }  # fmt: skip
    facts |= more
    facts.setdefault("source", an_agency())
    return Attachment.objects.create(person=person, kind=kind, **sealed(content or {}), **facts)
