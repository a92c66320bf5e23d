"""Sharing policies and whom to ask, in plain values."""

from collections.abc import Iterable
from datetime import date

from mappa.agencies.models import Agency, Contact
from mappa.cooperation.models import DocumentVersion, SharingPolicy
from mappa.cooperation.presenters.documents import address, review, texts
from mappa.cooperation.presenters.register import address as agency_address
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table


def _reached(email: str, telephone: str) -> Value:
    return [each for each in (email, telephone) if each]


def policy_summary(one: SharingPolicy, on: date) -> Options:
    """A policy in force: what it is, where it is read and what it asks."""
    rows = [
        row("Policy", one.title),
        row("Read it at", one.found_at),
        *([row("In short", one.says)] if one.says else []),
        row("In force since", one.since),
        row("Review by", review(one, on)),
        row("Recorded", [one.by, one.at]),
    ]
    return summary_list(rows)


def ask_summary(one: SharingPolicy) -> Options:
    """Whom the policy says to ask."""
    return summary_list(
        [row("Ask", f"{one.ask_name}, {one.ask_post}"), row("Reach them", _reached(one.ask_email, one.ask_telephone))]
    )


def contacts_table(contacts: Iterable[Contact]) -> Options:
    """The contacts of the own agency for MAPPA, who know it locally."""
    return table(
        caption="The agency's contacts for MAPPA",
        columns=["Name", "Kind", "Post", "Reach them"],
        rows=[(one.name, one.get_kind_display(), one.post, _reached(one.email, one.telephone)) for one in contacts],
    )


def protocol_parts(versions: Iterable[DocumentVersion], on: date) -> list[dict[str, object]]:
    """Each protocol in force: its heading, its facts, and its words."""
    return [
        {
            "title": one.document.title,
            "about": summary_list(
                [
                    row("Version", Link(text=f"Version {one.number}", href=address(one.document))),
                    row("Approved for the board", one.decided_at),  # type: ignore[attr-defined]
                    row("Review by", review(one, on)),
                ]
            ),
            "texts": texts(one),
        }
        for one in versions
    ]


def versions_table(policies: Iterable[SharingPolicy], on: date) -> Options:
    """Policies that were, and one whose first day is to come."""
    return table(
        caption="Other versions of the policy",
        columns=["In force from", "Policy", "Whom to ask", "Recorded by"],
        rows=[
            (
                [one.since, Tag(text="To come", colour="blue")] if one.since > on else one.since,
                one.title, f"{one.ask_name}, {one.ask_post}", one.by,
            )
            for one in policies
        ],
    )  # fmt: skip


def area_table(policies: Iterable[SharingPolicy], missing: Iterable[Agency], on: date, *, may_keep: bool) -> Options:
    """The policy of every agency of the area, and the agencies of which none is on record."""

    def named(agency: Agency) -> Value:
        return Link(text=agency.name, href=agency_address(agency))

    def keep(agency: Agency, word: str) -> list[Value]:
        to = Link(text=word, href=f"{agency_address(agency)}sharing-policy/", hidden=f"the policy of {agency.name}")
        return [to] if may_keep else []

    none = Tag(text="None on record", colour="yellow")
    return table(
        caption="Policies of the agencies here",
        columns=["Agency", "Policy", "Whom to ask", "Review by", *(["Change"] if may_keep else [])],
        rows=[
            *((named(one), none, "", "", *keep(one, "Record")) for one in missing),
            *(
                (named(one.agency), one.title, f"{one.ask_name}, {one.ask_post}", review(one, on),
                 *keep(one.agency, "Replace"))
                for one in policies
            ),
        ],
    )  # fmt: skip
