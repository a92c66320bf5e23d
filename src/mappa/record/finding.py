"""Whom what was typed leads to by way of their record: a telephone number, a registration, a name on the internet."""

from datetime import datetime

from mappa.accounts.models import User
from mappa.govuk.days import long_date
from mappa.kernel.models import is_one_of
from mappa.kernel.sealing import CannotOpen
from mappa.record.contents import content_of
from mappa.record.models import BlindKey
from mappa.record.reach import found_by, keys_of, typed_as
from mappa.record.selectors import attachments_open_to, standing

MOST = 200
"""Entries that are opened for one search."""


def reached_by(actor: User, text: str, *, at: datetime) -> dict[int, str]:
    """Ids of people with a standing entry that says just this, and which. Whether they may be known comes after.

    Entries that a compartment or a marking keeps from the actor find nobody. Without the master keys nothing is found.
    """
    asked = typed_as(text)
    if not asked:
        return {}
    try:
        keys = keys_of(text)
    except CannotOpen:
        return {}
    entries = BlindKey.objects.filter(is_one_of("key", keys)).order_by().values_list("entry_id", flat=True)[:MOST]
    rows = standing(attachments_open_to(actor, at=at).filter(is_one_of("pk", list(entries))))
    found: dict[int, str] = {}
    for row in rows.order_by("-since", "-pk"):
        for kind in (kind for kind, plain in found_by(row.kind, content_of(row)) if (kind, plain) in asked):
            ended = f", until {long_date(row.until)}" if row.until else ""
            found.setdefault(row.person_id, f"Same {kind}{ended}")
    return found
