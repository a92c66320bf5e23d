"""What an agency was given, as its people read it."""

from collections.abc import Iterable

from django.urls import reverse

from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.ledger.presenters.shares import label_of, necessity_words
from mappa.sharing.models import FurtherUse, PointerAsk, Share


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


def answered(ask: FurtherUse) -> Tag:
    """Where one question stands, in words."""
    if ask.answered_at is None:
        return Tag(text="Waiting: forbidden until agreed", colour="yellow")
    return Tag(text="Agreed", colour="green") if ask.agreed else Tag(text="Refused", colour="red")


def asks_table(asks: Iterable[FurtherUse]) -> Options:
    """What the agency was asked, by the reference of the share: nobody is named."""
    return table(
        caption="Other uses asked for",
        columns=["Share", "Asked by", "What", "Use", "Answer"],
        rows=[
            (
                Link(text=ask.share.origin, href=reverse("further-use", args=[ask.pk]), hidden=f"question {ask.pk}"),
                [ask.share.agency.name, ask.asked_at],
                [label_of(name) for name in ask.sections],
                ask.use,
                answered(ask),
            )
            for ask in asks
        ],
    )


def uses_table(asks: Iterable[FurtherUse]) -> Options:
    """The questions about one share with their answers, for those who asked and for the ledger (INFO-08)."""
    return table(
        caption="Other uses asked for",
        columns=["Asked", "What for", "Of", "Answer"],
        rows=[
            (
                [ask.asked_at, ask.asked_by.name],
                [ask.use, *([f"Also seen by: {ask.recipients}"] if ask.recipients else [])],
                [ask.owner.name, *(label_of(name) for name in ask.sections)],
                [answered(ask), *([ask.reasons] if ask.reasons else [])],
            )
            for ask in asks
        ],
    )


def ask_summary(ask: FurtherUse) -> Options:
    """One question with everything needed to answer it."""
    rows = [
        row("Share", ask.share.origin),
        row("Asked by", [ask.share.agency.name, ask.asked_by.name, ask.asked_at]),
        row("Your agency's information", [label_of(name) for name in ask.sections]),
        row("It was given for", ask.share.purpose),
        row("It would be used for", ask.use),
        row("Also seen by", ask.recipients or "Nobody else"),
        row("Answer", answered(ask)),
    ]
    if ask.answered_at and ask.answered_by:
        rows += [row("Answered", [ask.answered_at, ask.answered_by.name]), row("Reasons", ask.reasons)]
    return summary_list(rows)


def asked_table(asks: Iterable[PointerAsk]) -> Options:
    """Who asked whether somebody is known here, and what they were told."""
    return table(
        caption="Who asked whether this person is known here",
        columns=["When", "Who", "What for", "Told"],
        rows=[
            (
                ask.at,
                [ask.user.name, ask.user.agency.name],
                ask.purpose,
                "Known, and whom to ask" if ask.told else Tag(text="Not known", colour="orange"),
            )
            for ask in asks
        ],
    )
