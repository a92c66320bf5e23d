"""Attachments in plain values: the record by groups, a list, one entry with its history."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from mappa.accounts.compartments import Compartment
from mappa.cases.presenters.people import pages
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table
from mappa.kernel import clock
from mappa.record.contents import content_of, unreadable
from mappa.record.declaration import AttachmentType, Field, Group
from mappa.record.models import Attachment, Nothing
from mappa.record.selectors import FileFacts, Held
from mappa.record.values import in_words, shortly
from mappa.uploads.model import WORDS

NOTHING_TAGS = {
    Nothing.NONE: Tag(text="There is none", colour="green"),
    Nothing.NOT_KNOWN: Tag(text="Not known", colour="yellow"),
    Nothing.UNAVAILABLE: Tag(text="Source unavailable", colour="orange"),
    Nothing.WITHDRAWN: Tag(text="Withdrawn", colour="red"),
}

__all__ = ["entry_summary", "groups", "history_table", "list_of_entries", "list_of_rows", "pages", "side"]


def side(shown: Iterable[AttachmentType], base: str) -> Options:
    """The groups that hold something the reader may see, as side navigation of the record."""
    held = dict.fromkeys(each.group for each in sorted(shown, key=_place))
    items = [{"text": group.value, "href": f"{base}record/#{group.slug}"} for group in held]
    return {"label": "Parts of the record", "sections": [{"items": items}]}


def _place(declared: AttachmentType) -> int:
    return list(Group).index(declared.group)


def groups(
    shown: Iterable[AttachmentType], holdings: Mapping[str, Held], base: str, *, may_add: bool
) -> list[dict[str, Any]]:
    """Each group of the record: its types with what they hold, and those of which nobody has written anything."""
    listed = sorted(shown, key=_place)
    found = []
    for group in dict.fromkeys(each.group for each in listed):
        lines = [_line(each, holdings[each.key], base, may_add=may_add) for each in listed if each.group is group]
        known = [line for line in lines if line["count"] or line["nothing"]]
        unknown = [line for line in lines if line not in known]
        found.append({"title": group.value, "slug": group.slug, "types": known, "not_recorded": unknown})
    return found


def _line(declared: AttachmentType, held: Held, base: str, *, may_add: bool) -> dict[str, Any]:
    href = f"{base}record/{declared.key}/"
    nothing = NOTHING_TAGS[Nothing(held.nothing)].options() if held.nothing and not held.count else None
    return {
        "label": declared.label, "href": href, "count": held.count, "nothing": nothing,
        "latest": days.long_date(held.latest) if held.latest else "", "restricted": declared.compartment is not None,
        "add": f"{href}new/" if may_add and declared.table is None else "", "one": declared.one,
    }  # fmt: skip


def stamp_lines(entry: Attachment) -> list[str]:
    """Who recorded an entry, for which agency and when (NOMINAL-05). For rows that are `attributed`."""
    stamp = [entry.recorder]
    return [*stamp, f"on {days.long_date(clock.day_of(entry.recorded_at))}"] if entry.recorded_at else stamp


def file_text(held: FileFacts) -> str:
    """What a file is and how large, as a link says it: "PDF, 240 KB"."""
    size = held.size
    said = f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"
    return f"{WORDS[held.kind]}, {said}"


def title_of(declared: AttachmentType, entry: Attachment, agencies: Mapping[str, str]) -> str:
    """What an entry is, in a few words: its first listed field."""
    if entry.nothing:
        return Nothing(entry.nothing).label
    if unreadable(entry):
        return f"{declared.label}: cannot be read"
    held = in_words(declared.listed[0], content_of(entry).get(declared.listed[0].name), agencies)
    return str(shortly(held) or declared.label)


def list_of_entries(
    declared: AttachmentType, entries: Iterable[Attachment], base: str, agencies: Mapping[str, str]
) -> Options:
    """One page of the entries of a type."""
    return table(
        caption=declared.label,
        columns=[declared.listed[0].label.rstrip("?"), "Says", "When", "Source and author"],
        rows=[_cells(declared, entry, base, agencies) for entry in entries],
    )


def _cells(declared: AttachmentType, entry: Attachment, base: str, agencies: Mapping[str, str]) -> list[Value]:
    href = f"{base}record/{declared.key}/{entry.pk}/"
    name: list[Any] = [Link(text=title_of(declared, entry, agencies), href=href)]
    if entry.nothing:
        asked = "What it said" if entry.nothing == Nothing.WITHDRAWN else "Who looked"
        name = [NOTHING_TAGS[Nothing(entry.nothing)], Link(text=asked, href=href)]
    if entry.file_id:
        name.append(Tag(text="File", colour="turquoise"))
    if entry.corrects_id and entry.nothing != Nothing.WITHDRAWN:
        name.append(Tag(text="Corrected" if entry.mistaken else "Brought up to date", colour="blue"))
    if entry.compartment and declared.compartment is None:
        name.append(Tag(text=Compartment(entry.compartment).label, colour="purple"))
    says = [entry.why] if entry.nothing == Nothing.WITHDRAWN else said_lines(declared.listed[1:], entry, agencies)
    return [name, says or "Nothing more", when(declared, entry), [entry.source.name, *stamp_lines(entry)]]


def said_lines(fields: Iterable[Field], entry: Attachment, agencies: Mapping[str, str]) -> list[str]:
    """What some fields of an entry say, each as "label: value"; what was left empty is left out."""
    if shut := unreadable(entry):
        return [shut]
    content = content_of(entry)
    told = [(field, shortly(in_words(field, content.get(field.name), agencies))) for field in fields]
    return [
        f"{field.label.rstrip('?')}: {days.long_date(value) if isinstance(value, date) else value}"
        for field, value in told if value is not None
    ]  # fmt: skip


def when(declared: AttachmentType, entry: Attachment) -> str:
    """The day of an entry, or its first and last."""
    since = days.long_date(entry.since)
    if not declared.ends:
        return since
    return f"{since} to {days.long_date(entry.until)}" if entry.until else f"From {since}"


def list_of_rows(declared: AttachmentType, rows: Iterable[Any]) -> Options:
    """One page of a type whose facts have a table of their own."""
    assert declared.table is not None  # noqa: S101 - the caller has looked
    cells = [declared.table.cells(each) for each in rows]
    return table(caption=declared.label, columns=list(declared.table.columns), rows=cells)


def entry_summary(declared: AttachmentType, entry: Attachment, agencies: Mapping[str, str]) -> Options:
    """Everything that one entry says, and what it carries."""
    content = content_of(entry)
    said = [row(field.label.rstrip("?"), in_words(field, content.get(field.name), agencies))
            for field in declared.fields]  # fmt: skip
    if entry.nothing:
        said = [row("What was found", NOTHING_TAGS[Nothing(entry.nothing)])]
    elif shut := unreadable(entry):
        said = [row("What it says", [Tag(text="Cannot be read", colour="red"), shut])]
    dates = [row("From" if declared.ends else "Day", entry.since)]
    dates += [row("Until", entry.until or "No end is recorded")] if declared.ends else []
    readers = Compartment(entry.compartment).label if entry.compartment else "Everybody who may read this record"
    return summary_list([
        *said, *dates, row("Whose information it is", entry.source.name),
        row("Recorded by", stamp_lines(entry)), row("Protective marking", entry.marking),
        row("Who may read it", readers),
    ])  # fmt: skip


def history_table(declared: AttachmentType, chain: list[Attachment], agencies: Mapping[str, str]) -> Options:
    """What was replaced, by whom and why, the latest first."""
    rows: list[list[Value]] = []
    for newer, older in pairwise(chain):
        why = Tag(text="Recorded by mistake", colour="red") if newer.mistaken else Tag(text="Was right until then")
        rows.append([
            _whole(declared, older, agencies), stamp_lines(older), [why, newer.why or ""],
            stamp_lines(newer),
        ])  # fmt: skip
    return table(
        caption="What was replaced", columns=["It said", "Recorded by", "Why it was replaced", "Replaced by"], rows=rows
    )


def _whole(declared: AttachmentType, entry: Attachment, agencies: Mapping[str, str]) -> list[str]:
    if entry.nothing:
        return [Nothing(entry.nothing).label]
    return [*said_lines(declared.fields, entry, agencies), when(declared, entry)]


ASK = "Ask your information governance lead, who records clearances."


def kept_by_marking(marking: str) -> str:
    """Why an entry is not shown, and whom to ask."""
    return f"This entry is marked {marking}, and you hold no clearance for a higher marking today. {ASK}"


def kept_words(count: int) -> str:
    """How many entries their marking keeps from the reader; nothing where none."""
    if not count:
        return ""
    entries = "1 entry is" if count == 1 else f"{count:,} entries are"
    return f"{entries} under a marking for which you hold no clearance today. {ASK}"
