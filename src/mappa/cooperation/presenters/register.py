"""The register of agencies in plain values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.agencies.models import Agency, AgencyEntry, AgencyKind, AgencyStatus, Area, Classification, Contact
from mappa.cooperation import policy
from mappa.cooperation.selectors import NEAR, Disagreement, Gaps
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Options, Tag, Value, links, row, summary_list, table

PARTS = (
    ("Directory", "/agencies/"),
    ("Memoranda", "/agencies/documents/"),
    ("Before you share", "/agencies/sharing/"),
    ("Duty to co-operate", "/agencies/duty/"),
    ("Forums and units", "/agencies/links/"),
    ("What we must do", "/what-we-must-do/"),
)
NOBODY = Tag(text="Nobody", colour="red")


def parts(current: str) -> list[dict[str, Any]]:
    """The pages about agencies, as a navigation."""
    return links(PARTS, current=current)


def address(agency: Agency) -> str:
    """The page of an agency."""
    return f"/agencies/{agency.code}/"


def treatment(agency: Agency, held: Classification | None, on: date) -> Tag | str:
    """How an outside body is treated on a day (INFO-10)."""
    if not agency.is_outside_body:
        return "Part of the arrangements"
    if held is None or (held.until and held.until < on):
        return Tag(text="Unclassified: send nothing", colour="red")
    if held.as_statutory:
        return Tag(text="As a statutory agency", colour="green")
    return Tag(text="As a member of the public", colour="orange")


def reached(contacts: Iterable[Contact], on: date) -> Value:
    """Who is asked, and whether their last day is near."""
    lines: list[Any] = []
    for one in contacts:
        lines.append(one.name if one.kind == "spoc" else f"{one.name}, local contact")
        if one.until and one.until <= on + NEAR:
            lines.append(Tag(text=f"Ends {long_date(one.until)}", colour="orange"))
    return lines or NOBODY


def register_tables(agencies: Iterable[Agency], on: date) -> list[Options]:
    """The agencies of an area by their standing in law (AGENCY-01)."""
    held = list(agencies)
    captions = {
        AgencyStatus.RESPONSIBLE: "Responsible Authority",
        AgencyStatus.DUTY: "Agencies with a duty to co-operate",
        AgencyStatus.NEITHER: "Other bodies",
    }
    return [
        table(
            caption=caption,
            columns=["Agency", "Kind", "Areas served", "Contact", *(["Treated"] if status == "none" else [])],
            rows=[
                [
                    _named(one, on), AgencyKind(one.kind).label, ", ".join(sorted(a.name for a in one.areas.all())),
                    reached(one.current, on),  # type: ignore[attr-defined]
                    *([treatment(one, next(iter(one.treated), None), on)] if status == "none" else []),  # type: ignore[attr-defined]
                ]
                for one in held
                if one.status == status
            ],
        )
        for status, caption in captions.items()
    ]  # fmt: skip


def _named(one: Agency, on: date) -> Value:
    link = Link(text=one.name, href=address(one))
    if one.until is None:
        return link
    word = "Closed" if one.until < on else "Closes"
    return [link, Tag(text=f"{word} {long_date(one.until)}", colour="grey")]


def gap_lines(gaps: Gaps) -> list[tuple[Link, str]]:
    """What is missing from the directory: where to mend it, and what is wrong."""
    return [
        *((Link(text=one.name, href=address(one)), "Nobody has classified it: nothing can be sent to it.")
          for one in gaps.unclassified),
        *((Link(text=one.name, href=address(one)), "It has no current contact.") for one in gaps.no_contact),
        *((Link(text=one.agency.name, href=address(one.agency)),
           f"{one.name} ends on {long_date(one.until)}, and nobody follows.") for one in gaps.ending if one.until),
    ]  # fmt: skip


def agency_summary(agency: Agency, area: Area, edition: str) -> Options:
    """What the register says of an agency now."""
    devolved = agency.kind in policy.sentences(policy.DEVOLVED, edition)
    rows = [
        row("Kind", AgencyKind(agency.kind).label),
        row("Standing in law", AgencyStatus(agency.status).label),
        *([row("Law that names it", agency.basis)] if agency.basis else []),
        row("Areas served", sorted(one.name for one in agency.areas.all())),
        *([row("Last day", agency.until)] if agency.until else []),
    ]
    if area.in_wales:
        rows.append(row("Devolved in Wales", "Yes: the Welsh Government answers for it" if devolved else "No"))
    return summary_list(rows)


def classification_summary(agency: Agency, held: Classification | None, edition: str, on: date) -> Options:
    """How an outside body is treated, and what that rests on."""
    meaning = policy.words(policy.TREATMENT, edition)
    rows = [row("Treated", treatment(agency, held, on))]
    if held:
        rows += [
            row("Because", meaning.get("statutory" if held.as_statutory else "public")),
            row("Agreement", held.agreement or "None"),
            row("Covers disclosure", held.covers_disclosure),
            row("Covers confidentiality", held.covers_confidentiality),
            *([row("Added safeguards", held.safeguards)] if held.safeguards else []),
            row("From", held.since),
            *([row("Last day", held.until)] if held.until else []),
            row("Recorded by", held.by),
        ]
    return summary_list(rows)


def contact_cards(contacts: Iterable[Contact], *, may_edit: bool, on: date) -> list[Options]:
    """Each current contact of an agency."""
    return [
        summary_list(
            [
                row("Name", one.name),
                row("Post", one.post),
                row("Deputy", one.deputy),
                row("Secure address", one.email),
                row("Telephone", one.telephone),
                row("Topics", one.topics or "Everything"),
                row("Knows MAPPA locally", one.knows_mappa),
                row("Reaches the agency's data", one.reaches_data),
                row("From", one.since),
                row("Last day", reached_until(one, on)),
            ],
            card_title=one.get_kind_display(),
            card_actions=[Link(text="End", href=f"/agencies/contacts/{one.pk}/end/", hidden=one.name)]
            if may_edit
            else [],
        )
        for one in contacts
    ]


def reached_until(one: Contact, on: date) -> Value:
    """The last day of a contact, with a warning when it is near."""
    if one.until is None:
        return "Open"
    return [one.until, Tag(text="Soon", colour="orange")] if on <= one.until <= on + NEAR else one.until


def contacts_table(contacts: Iterable[Contact]) -> Options:
    """Every contact that an agency ever had for the area (AGENCY-05)."""
    return table(
        caption="Contacts through time",
        columns=["Name", "Kind", "Post", "Deputy", "From", "Until"],
        rows=[
            (one.name, one.get_kind_display(), one.post, one.deputy, one.since, one.until or "Open") for one in contacts
        ],
    )


def history_table(entries: Iterable[AgencyEntry]) -> Options:
    """What the register said, and why it changed."""
    return table(
        caption="Changes in the register",
        columns=["When", "Name", "Kind", "Standing", "Areas", "Last day", "Why", "By"],
        rows=[
            (
                one.at, one.name, AgencyKind(one.kind).label, AgencyStatus(one.status).label, ", ".join(one.areas),
                one.until or "None", one.why, one.by,
            )
            for one in entries
        ],
    )  # fmt: skip


def listed_table(name: str, caption: str, edition: str) -> Options:
    """A list of the edition: each body in its own words, and the kind it has in the register."""
    return table(
        caption=caption,
        columns=["Body, as the edition names it", "Kind in the register"],
        rows=[(body, kind.label) for body, kind in policy.bodies(name, edition).items()],
    )


def disagreements_table(found: Iterable[Disagreement]) -> Options:
    """Where the register and the edition say different things (AGENCY-02)."""
    return table(
        caption="Where the register and the edition disagree",
        columns=["Agency", "Kind", "What disagrees"],
        rows=[
            (
                Link(text=one.agency.name, href=address(one.agency)) if one.agency else "None in this area",
                one.kind.label,
                one.says,
            )
            for one in found
        ],
    )
