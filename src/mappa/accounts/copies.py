"""Copies that leave as files: each marked, numbered, and on record. This is the one way to a download.

The number of a copy is that of its entry in the audit log, so it can neither be forged nor reassigned, and whoever
finds a copy can ask whose it is.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from mappa.accounts.models import User
from mappa.audit.models import AuditEvent, What
from mappa.audit.services import record
from mappa.govuk import days
from mappa.kernel.clock import LONDON

NUMBER = re.compile(r"(?:C-)?0*([1-9][0-9]{0,17})")
"""A copy's number as people type it."""
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What a file that people sent may do in a browser, whatever the browser makes of it."""
MARKED = "marking"
"""What the entry of a copy, and no other, says besides."""


@dataclass(frozen=True, kw_only=True)
class CopyStamp:
    """What is printed on a copy.

    Args:
        number: how a copy that was found is looked up, for example ``C-1042``.
        marking: the protective marking.
        taker: who took it, with the agency acted for.
        purpose: what it was taken for.
    """

    number: str
    marking: str
    taker: str
    made_at: datetime
    purpose: str

    @property
    def made(self) -> str:
        """When it was taken, in words and London time."""
        return days.moment(self.made_at.astimezone(LONDON))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Each thing with its name, for a file with lines of its own."""
        return [
            ("Marking", self.marking), ("Copy", self.number), ("For", self.taker), ("Taken", self.made),
            ("Purpose", self.purpose),
        ]  # fmt: skip

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.marking}. Copy {self.number} for {self.taker}, taken {self.made}. Purpose: {self.purpose}."


def take_copy(
    *, operation: str, actor: User, at: datetime, subject: str, subject_type: str, purpose: str, marking: str,
    what: What = What.CONSULTATION, **details: Any,
) -> CopyStamp:  # fmt: skip
    """Put a copy on record before it is made, in the caller's transaction, and say what is to be printed on it.

    Args:
        subject: the public reference of what it is about, never a name.
        details: ids and field names, never the data.

    Raises:
        NotRecorded: the entry cannot be written, so there is no copy.
    """
    entry = record(
        what=what, operation=operation, actor=actor, at=at, subject=subject, subject_type=subject_type,
        purpose=purpose, **{MARKED: marking}, **details,
    )  # fmt: skip
    taker = f"{actor.name}, {actor.agency.name}"
    return CopyStamp(number=f"C-{entry.pk}", marking=marking, taker=taker, made_at=at, purpose=purpose)


def handed_out(content: bytes, *, stamp: CopyStamp, name: str, kind: str) -> HttpResponse:
    """The answer that carries a copy away as a file. Nothing else answers with one.

    Args:
        content: the file, with the stamp printed in it.
        name: of the file: references only, never a person's name.
        kind: the media type.
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Copy": stamp.number}
    return HttpResponse(content, content_type=kind, headers=headers)


def shown_on_page(content: bytes, *, kind: str) -> HttpResponse:
    """The answer that carries a picture to the page it stands on: no copy, so it has no number.

    Args:
        content: the picture, with its marking and to whom it was shown printed in it.
        kind: the media type.
    """
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": NOTHING_RUNS}
    return HttpResponse(content, content_type=kind, headers=headers)


def copy_numbered(typed: str, *, area: int) -> AuditEvent | None:
    """The entry of a copy that somebody of an area took, by its number; None for any other number."""
    found = NUMBER.fullmatch(typed.strip().upper())
    if found is None:
        return None
    entry = AuditEvent.objects.filter(pk=int(found[1]), details__has_key=MARKED).first()
    taker = User.objects.filter(username=entry.who, area=area) if entry else User.objects.none()
    return entry if taker.exists() else None
