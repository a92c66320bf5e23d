"""Minutes laid out for paper: headings, paragraphs, facts and tables, before anybody chooses a file format.

Covers: the form of section 2 of the document set; EDITION-05, MEET-24 (dissent as given), MEET-33 (marking).
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from mappa.accounts.copies import CopyStamp
from mappa.determinations.labels import category_words, minutes_form
from mappa.govuk import days
from mappa.kernel.clock import LONDON

Content = dict[str, Any]
Row = tuple[str, ...]
NOT_REVIEWED = "Not reviewed at this meeting: carried from {}."
ANSWERS = {True: "Yes", False: "No", None: "Not recorded"}
TOOK_PART = {"attended": "Attended", "deputy": "Deputy", "report": "Report", "absent": "Absent"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One headed part: notes are printed in italics above the paragraphs, then facts, then a table."""

    heading: str
    notes: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    columns: Row = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One recipient's copy of one version.

    Args:
        stamp: whose copy it is, its number, when and for what, printed on every page.
        fingerprint: the hash of the approved content.
    """

    title: str
    stamp: CopyStamp
    reference: str
    fingerprint: str
    approved: str
    parts: tuple[Part, ...] = field(default_factory=tuple)

    def plain(self) -> dict[str, Any]:
        """Strings and lists only."""
        return {**asdict(self), "stamp": {**dict(self.stamp.facts), "line": self.stamp.line}}


def copy_of(
    content: Content, *, number: int, sha256: str, approved_by: str, approved_at: datetime, stamp: CopyStamp
) -> Copy:
    """Lay out an approved version for one recipient. Sections that the reader may not see are already left out."""
    return Copy(
        title=f"Minutes of meeting {content['reference']}",
        stamp=stamp,
        reference=f"{content['reference']} version {number}",
        fingerprint=sha256,
        approved=f"Approved by {approved_by} on {days.moment(approved_at.astimezone(LONDON))}",
        parts=tuple(_parts(content)),
    )


def _day(text: str) -> str:
    return days.long_date(date.fromisoformat(text)) if text else "Not recorded"


def _parts(content: Content) -> list[Part]:
    found = [_meeting(content), _attendance(content), *_actions("Earlier actions", content["earlier_actions"])]
    for step in ("actions", "updates", "risk"):
        found += _sections(content, step)
    found += _ratings(content)
    found += _sections(content, "victims")
    found += _disclosures(content)
    found += _sections(content, "plan")
    found += _actions("Actions set at this meeting", content["actions"])
    found += _sections(content, "other")
    return [*found, *_views(content), *_decision(content)]


def _category(category: int | None, edition: str) -> str:
    """In the words of the edition; minutes of which none is known have the number alone."""
    if category and edition:
        return category_words(category, edition)
    return f"category {category or 'not recorded'}"


def _meeting(content: Content) -> Part:
    person, case = content["person"], content["case"]
    facts = [
        ("Person", f"{person['name']}, {person['reference']}"),
        ("Born", _day(person["born"])),
        ("Case", f"{case['reference']}, {_category(case['category'], content.get('edition', ''))}"),
        ("Level and kind", f"Level {content['level']}, {content['kind'].lower()}, number {content['number']}"),
        ("Held", f"{_day(content['on'])} at {content['starts']}, {content['place']}"),
        ("Chair", ", ".join(part for part in (content["chair"], content["chair_grade"]) if part)),
        ("Minute taker", content["minute_taker"] or "Not recorded"),
    ]
    if content.get("edition") and (letter := minutes_form(content["edition"])):
        facts.insert(0, ("Form", letter))
    if content["emergency_reason"]:
        facts.append(("Emergency because", content["emergency_reason"]))
    return Part(heading="The meeting", facts=tuple(facts), paragraphs=(content["statement"],))


def _attendance(content: Content) -> Part:
    rows = tuple(
        (
            one["agency"],
            one["representative"] or "Not recorded",
            TOOK_PART.get(one["attendance"], "Not recorded") + (", remotely" if one["joined_remotely"] else ""),
            ANSWERS[one["has_authority"]],
            ANSWERS[one["confidentiality"]],
        )
        for one in content["attendance"]
    )
    columns = ("Agency", "Representative", "Took part", "Can commit", "Accepted confidentiality")
    return Part(heading="Attendance", columns=columns, rows=rows)


def _sections(content: Content, step: str) -> list[Part]:
    return [
        Part(
            heading=section["label"],
            notes=(NOT_REVIEWED.format(section["carried_from"]),) if section["carried_from"] else (),
            paragraphs=tuple(section["text"].splitlines()) or ("Nothing was written.",),
        )
        for section in content["sections"]
        if section["step"] == step
    ]


def _ratings(content: Content) -> list[Part]:
    rows = tuple((one["group"], one["level"], one["tool"], _day(one["on"])) for one in content["ratings"])
    columns = ("Who may be harmed", "Risk of serious harm", "Tool", "Day")
    return [Part(heading="Risk of serious harm by group", columns=columns, rows=rows)] if rows else []


def _disclosures(content: Content) -> list[Part]:
    return [
        Part(
            heading="Disclosure",
            facts=tuple(
                (name, text)
                for name, text in (
                    ("Decision", one["decision"]),
                    ("Reason", one["reason"]),
                    ("Consulted", one.get("consulted", "")),
                    ("To whom", one["recipient"]),
                    ("What", one["content"]),
                    ("By whom", one["discloser"]),
                    ("By", _day(one["deadline"]) if one["deadline"] else ""),
                )
                if text
            ),
        )
        for one in content["disclosures"]
    ]


def _actions(heading: str, actions: list[Content]) -> list[Part]:
    rows = tuple((one["what"], one["owner"], one["agency"], _day(one["due"]), one["state"]) for one in actions)
    columns = ("Action", "Owner", "Agency", "By", "State")
    return [Part(heading=heading, columns=columns, rows=rows)] if rows else []


def _views(content: Content) -> list[Part]:
    rows = tuple(
        (one["agency"], f"Level {one['level']}", f"Category {one['category']}" if one["category"] else "Not given")
        for one in content["views"]
    )
    found = [Part(heading="Each agency's own view", columns=("Agency", "Level", "Category"), rows=rows)] if rows else []
    return found + [
        Part(heading=f"Dissent: {one['agency']}", paragraphs=(*one["dissent"].splitlines(), one["dissent_reason"]))
        for one in content["views"]
        if one["dissent"]
    ]


def _decision(content: Content) -> list[Part]:
    decision = content["decision"]
    if not decision:
        return []
    following = [("Next meeting", _day(decision["next_on"]) if decision["next_on"] else "None set")]
    following += [("Late because", decision["late_reason"])] if decision["late_reason"] else []
    following += [("Instead", decision["substitute"])] if decision["substitute"] else []
    following += [
        ("In the core group", f"{one['name']}, {one['agency']}{' (co-ordinates)' if one['coordinates'] else ''}")
        for one in decision.get("core_group", ())
    ]
    review = decision.get("category_3")
    reviewed = [("Category 3", f"{review['how_long']}. {review['answer']}: {review['reason']}")] if review else []
    limbs = tuple((limb["question"], str(limb["answer"]).replace("_", " ")) for limb in decision["limbs"])
    facts = (
        ("Decision", f"Level {decision['level']}, category {decision['category']}"),
        ("Lowest level that gives a defensible plan, and why", decision["reason"]),
        ("Lower level considered", decision["lower_level_considered"]),
        *reviewed,
        *following,
    )
    columns = ("Limb of the test", "Answer") if limbs else ()
    return [Part(heading="Level and category", facts=facts, columns=columns, rows=limbs)]
