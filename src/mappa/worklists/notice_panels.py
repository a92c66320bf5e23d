"""What MAPPA was told of somebody and nobody has answered, where to tell it, and which month is not counted yet."""

from datetime import date

from mappa.accounts.permissions import Permission, may
from mappa.govuk.presenters import Link, Tag
from mappa.worklists.panel import Panel, Today


def telling(today: Today) -> Panel | None:
    """Where to notify MAPPA of somebody, for those who answer no notices."""
    if may(today.actor, Permission.NOTICE_ANSWER):
        return None
    return Panel(
        title="Notify MAPPA of a person", count=0, empty="",
        lines=[(Link(text="Tell the co-ordinator of somebody", href="/notify/"), "Or pass on a concern", None)],
    )  # fmt: skip


def answering(count: int) -> Panel:
    """Notices and concerns that wait for the actor's answer."""
    return Panel(
        title="Notices and concerns", count=count,
        lines=[(Link(text="Answer", href="/notices/"), f"{count} waiting", None)] if count else [],
        empty="No notice and no concern waits for an answer.", more="/notify/",
    )  # fmt: skip


def counting(last: date, *, told: bool) -> Panel:
    """The month that ended last, until somebody tells its count or all are on the register (IDENT-19)."""
    return Panel(
        title="Category 2 level 1 in the community", count=int(not told),
        lines=[(
            Link(text=f"{last:%B %Y}", href="/community-counts/"), "Nothing to tell" if told else "Not told yet",
            None if told else Tag(text="To tell", colour="yellow"),
        )],
        empty="", more="/community-counts/",
    )  # fmt: skip
