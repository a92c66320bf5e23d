"""What an agency was given, as its people read it."""

from collections.abc import Iterable

from django.urls import reverse

from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.ledger.presenters.shares import label_of, necessity_words
from mappa.sharing.models import Share


def received_table(shares: Iterable[Share], accepted: frozenset[int]) -> Options:
    """What the agency may read now, by reference: nobody is named in the list."""
    return table(
        caption="Shared with my agency",
        columns=["Share", "What", "What for", "Until"],
        rows=[
            (
                Link(text=share.origin, href=reverse("shared-page", args=[share.pk]), hidden=f"share {share.pk}"),
                [label_of(section.name) for section in share.sections.all()],
                share.purpose,
                [share.until, *([] if share.pk in accepted else [Tag(text="Not opened", colour="blue")])],
            )
            for share in shares
        ],
    )


def why_you_have_it(share: Share) -> Options:
    """Purpose, gateway, who gave it and until when: above everything that was shared (INFO-06)."""
    return summary_list(
        [
            row("You have this for", share.purpose),
            row("Necessary for", necessity_words(share)),
            row("Lawful gateway", share.gateway),
            row("You may read it until", share.until),
            row("Accountable", share.accountable or share.made_by),
        ],
        card_title="Why you have this",
    )
