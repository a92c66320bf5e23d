"""The ledger and one share in plain values."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from mappa.cases.shareable import SECTIONS
from mappa.determinations import sharing as words
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table
from mappa.sharing.models import Share


def label_of(name: str) -> str:
    """A section in words; an old one by its name."""
    return SECTIONS[name].label if name in SECTIONS else name.replace("_", " ").capitalize()


def state_of(share: Share, on: date) -> Tag:
    """Whether a share holds, in a word."""
    if share.revoked_at:
        return Tag(text="Taken back", colour="red")
    if share.until < on:
        return Tag(text="Lapsed")
    return Tag(text="Holds", colour="green") if share.since <= on else Tag(text="Begins later", colour="blue")


def _page(share: Share) -> str:
    return reverse("share", args=[share.person.reference, share.pk])


def ledger_table(shares: Iterable[Share], on: date, *, with_person: bool) -> Options:
    """Who has what, why and until when; with the person's reference, never a name, where there are many people."""
    head = ["Person"] if with_person else []
    return table(
        caption="Shares",
        columns=["Receiving agency", *head, "What", "Why", "Until"],
        rows=[
            (
                Link(text=share.agency.name, href=_page(share), hidden=f"share {share.pk}"),
                *([share.person.reference] if with_person else []),
                [label_of(section.name) for section in share.sections.all()],
                [share.purpose, f"{share.get_made_through_display()}, {share.origin}"],
                [share.until, state_of(share, on)],
            )
            for share in shares
        ],
    )


def necessity_words(share: Share) -> str | None:
    """The purpose that made a share necessary, in the words of its edition."""
    known = words.necessities(share.edition) if share.edition else {}
    return known.get(share.necessity) or share.necessity or None


def share_summary(share: Share, on: date) -> list[Options]:
    """Everything on record about one share, as cards."""
    owners: list[Value] = [
        f"{label_of(section.name)}: {section.owner.name if section.owner else 'cannot tell'}"
        for section in share.sections.all()
    ]
    what: list[Options] = [
        row("State", state_of(share, on)),
        row("Given to", [share.agency.name, *([f"Through {share.contact.name}"] if share.contact else [])]),
        row("What, and whose it stays", owners),
        row("From", share.since),
        row("Until", share.until),
        row("Made through", [share.get_made_through_display(), share.origin, *([share.case] if share.case else [])]),
        row("Made", [share.made_at, share.made_by]),
    ]
    if share.revoked_at:
        what.append(row("Taken back", [share.revoked_at, share.revoked_by, share.revoked_because]))
    why = [
        row("Purpose", share.purpose),
        row("Necessary for", necessity_words(share)),
        row("Why necessary", share.why_necessary),
        row("Why proportionate", share.why_proportionate),
        row("Lawful gateway", share.gateway),
        row("Article 8", share.article_8),
        row("Law on data", share.data_protection),
    ]
    if share.asked_for:
        why.append(row("Asked for", [label_of(name) for name in share.asked_for]))
    if share.beyond_what_was_asked:
        why.append(row("Why more than asked for", share.beyond_what_was_asked))
    if share.public_interest:
        why.append(row("Confidence yields because", share.public_interest))
    care = [row("Secured", share.how_secured), row("Accountable", share.accountable)]
    if share.fair_handling:
        care.append(row("Fair handling confirmed", sorted(share.fair_handling.values())))
    return [
        summary_list(what, card_title="What was shared"),
        summary_list(why, card_title="Why"),
        summary_list(care, card_title="Care"),
    ]


def openings_table(share: Share) -> Options:
    """Who of the receiving agency was told what the share binds them to."""
    return table(
        caption="Who opened it and accepted the conditions",
        columns=["Who", "When"],
        rows=[(opened.user.name, opened.at) for opened in share.openings.select_related("user").order_by("at")],
    )
