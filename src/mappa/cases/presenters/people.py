"""The list of people in plain values."""

from typing import Any
from urllib.parse import urlencode

from mappa.assessments.selectors import rosh_label
from mappa.cases.lifecycle import CaseState
from mappa.determinations.labels import category_label, level_label
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, pagination, table
from mappa.people.models import Person
from mappa.people.presenters import name_of

STATE_TAGS = {
    CaseState.OPEN: Tag(text="In MAPPA", colour="blue"),
    CaseState.EXITED: Tag(text="Out of MAPPA"),
    CaseState.ARCHIVED: Tag(text="Archived"),
    None: Tag(text="No case", colour="yellow"),
}


def people_table(people: list[Any], edition: str) -> Options:
    """One row for each person of a page of the list, in the words of an edition (EDITION-05)."""
    return table(
        caption="People",
        columns=["Person", "Category", "Level", "RoSH", "Lead agency", "Case"],
        rows=[
            (
                [Link(text=name_of(person), href=f"/people/{person.reference}/"), person.reference, _born(person)],
                _with_label(person.category, category_label(person.category, edition)) or "None",
                _with_label(person.level, level_label(person.level, edition)) or "Not set",
                rosh_label(person.rosh),
                person.lead or "Not named",
                STATE_TAGS[person.state],
            )
            for person in people
        ],
    )


def _with_label(number: int | None, label: str) -> list[str]:
    """A number and what the edition calls it, on lines of their own; nothing where there is no number."""
    return [text for text in (str(number), label) if text] if number else []


def count_words(count: int) -> str:
    """How many people, in words."""
    return "1 person" if count == 1 else f"{count:,} people"


def pages(number: int, total: int, narrowed: dict[str, str]) -> Options | None:
    """Links to the other pages, with the filters kept."""
    kept = {key: value for key, value in narrowed.items() if value}
    return pagination(page=number, pages=total, address=lambda page: "?" + urlencode({**kept, "page": page}))


def _born(person: Person) -> str:
    return f"Born {days.long_date(person.date_of_birth)}" if person.date_of_birth else "Birth not recorded"
