"""The minutes as written so far, their versions, and the two texts of a conflict."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.govuk.days import long_date
from mappa.govuk.presenters import Link, Tag, row, summary_list, table
from mappa.meetings import agenda
from mappa.meetings.models import Meeting, MinuteItem, MinutesIssue, MinutesVersion

Options = dict[str, Any]


def sections(meeting: Meeting, *, can_write: bool) -> list[Options]:
    """Every section in order: its text, whether it was reviewed, and where to change it."""
    written = {item.key: item for item in meeting.items.all()}
    found = []
    for item in agenda.items(meeting.case.edition):
        row = written.get(item.key)
        if row is None or (item.levels and meeting.level not in item.levels):
            continue
        not_reviewed = row.carried_from if row.carried_from and not row.confirmed_at else ""
        found.append(
            {
                "label": item.label,
                "key": item.key,
                "text": row.text,
                "not_reviewed": not_reviewed,
                "href": f"/meetings/{meeting.reference}/minutes/{item.key}/" if can_write else "",
            }
        )
    return found


def recorded(content: Options) -> list[Options]:
    """What the meeting decided and who dissented: it is locked and printed with the sections, so the chair reads it."""
    cards = [
        summary_list(
            [
                row("Decision", one["decision"]),
                row("Reason", one["reason"]),
                *([row("Consulted", one["consulted"])] if one.get("consulted") else []),
                row("To whom", one["recipient"] or None),
            ],
            card_title="Disclosure",
        )
        for one in content["disclosures"]
    ]
    cards += [
        summary_list(
            [row("In its own words", one["dissent"]), row("Reason", one["dissent_reason"])],
            card_title=f"Dissent: {one['agency']}",
        )
        for one in content["views"]
        if one["dissent"]
    ]
    if content["actions"]:
        rows = [
            row(one["what"], f"{one['owner']}, {one['agency']}, by {long_date(date.fromisoformat(one['due']))}")
            for one in content["actions"]
        ]
        cards.append(summary_list(rows, card_title="Actions set at this meeting"))
    if decided := content["decision"]:
        rows = [
            row("Level", str(decided["level"])),
            row("Category", str(decided["category"])),
            row("Why", decided["reason"]),
            row("Lower level considered", decided["lower_level_considered"]),
        ]
        if review := decided.get("category_3"):
            rows.append(row("Category 3", [review["how_long"], review["answer"], review["reason"]]))
        cards.append(summary_list(rows, card_title="Level and category"))
    return cards


def versions_table(versions: Iterable[MinutesVersion], *, meeting: Meeting) -> Options:
    """Approved versions, each with its two files."""
    base = f"/meetings/{meeting.reference}/minutes"
    return table(
        caption="Approved versions",
        columns=["Version", "Approved", "By", "Fingerprint", "Files"],
        rows=[
            (
                str(one.number),
                one.approved_at,
                one.approved_by,
                one.sha256[:16],
                [
                    Link(text="Word", href=f"{base}/{one.number}.docx", hidden=f"file of version {one.number}"),
                    Link(text="PDF", href=f"{base}/{one.number}.pdf", hidden=f"file of version {one.number}"),
                ],
            )
            for one in versions
        ],
    )


def issues_table(issues: Iterable[MinutesIssue]) -> Options:
    """Who was sent which version, and whether it was received."""
    return table(
        caption="Copies issued",
        columns=["Agency", "Contact", "Version", "Issued", "Received"],
        rows=[
            (
                one.agency.name,
                one.contact.name if one.contact else "No contact recorded",
                str(one.minutes.number),
                one.issued_at,
                one.received_at or Tag(text="Not yet", colour="yellow"),
            )
            for one in issues
        ],
    )


def conflict(items: Iterable[agenda.Item], rows: dict[str, MinuteItem], keys: list[str]) -> list[Options]:
    """For each section that somebody saved meanwhile: what is stored now. What was typed stays in the form."""
    labels = {item.key: item.label for item in items}
    return [
        {
            "label": labels[key],
            "by": rows[key].changed_by,
            "at": rows[key].changed_at,
            "text": rows[key].text,
            "href": f"#id_{key}",
        }
        for key in keys
    ]
