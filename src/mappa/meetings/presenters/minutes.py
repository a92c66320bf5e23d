"""The minutes as written so far, their versions, and the two texts of a conflict."""

from collections.abc import Iterable
from typing import Any

from mappa.govuk.presenters import Link, Tag, table
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
