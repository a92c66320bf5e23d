"""What a receiving agency may read, section by section."""

from datetime import date

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.cases.shareable import SECTIONS
from mappa.sharing.models import FurtherUse, Share, SharedSection
from mappa.sharing.selectors import sections_open_to, shares_visible_to

ORDER = {name: place for place, name in enumerate(SECTIONS)}


def received(actor: User, on: date) -> QuerySet[Share]:
    """What the actor's agency may read on a day, with its sections; the first to end first."""
    return shares_visible_to(actor, on).prefetch_related("sections__owner")


def sections_to_read(actor: User, share: Share) -> list[SharedSection]:
    """The sections of one share that the actor may read, in the order of the table of sections."""
    opened = sections_open_to(actor, share)
    return sorted(
        (section for section in share.sections.all() if section.name in opened),
        key=lambda section: ORDER.get(section.name, len(ORDER)),
    )


def further_uses_of(share: Share) -> QuerySet[FurtherUse]:
    """Every other use of a share that was asked for, the newest first."""
    return share.further_uses.select_related("owner", "asked_by").order_by("-asked_at", "-pk")
