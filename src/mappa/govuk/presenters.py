"""Plain values into the options of components. Presenters of other apps call these."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from mappa.govuk import days
from mappa.govuk.components import component

Options = dict[str, Any]
Colour = Literal["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link in a cell, a value or a list. ``hidden`` is read out after the text: each link differs."""

    text: str
    href: str
    hidden: str = ""

    def html(self) -> SafeString:
        """The link as HTML."""
        return render_to_string("govuk/parts/link.html", {"link": self})


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A state in words, with a colour that only helps."""

    text: str
    colour: Colour = "grey"

    def options(self) -> Options:
        """The options of the tag component."""
        return {"text": self.text, "classes": f"govuk-tag--{self.colour}"}

    def html(self) -> str:
        """The tag as HTML, with no space around it, so that a comma may follow."""
        return component("tag", self.options()).strip()


LATE = Tag(text="Late", colour="red")


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number in a cell, aligned right with commas; None shows as not recorded."""

    value: int | float | None


Value = str | int | date | datetime | Link | Tag | Number | SafeString | None | Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column heading. ``sort_href`` makes it a link; ``sorted`` says how the list is ordered by it now."""

    text: str
    numeric: bool = False
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    def options(self) -> Options:
        """The options of one heading cell."""
        options: Options = {"text": self.text, "classes": "mappa-num" if self.numeric else ""}
        if self.sort_href:
            options["html"] = Link(text=self.text, href=self.sort_href).html()
            options |= {"sorted": self.sorted or "none", "attributes": {"aria-sort": self.sorted or "none"}}
        return options


@dataclass(frozen=True, kw_only=True)
class Change:
    """The link that changes an answer in a summary list."""

    href: str
    text: str = "Change"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of a task list. Without ``href`` the task cannot be started yet."""

    title: str
    status: str | Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of a timeline."""

    title: str
    at: date | datetime
    by: str = ""
    text: str = ""
    href: str = ""


def content(value: Value) -> Options:  # noqa: PLR0911 - one line for each kind of value
    """A value as ``text`` or ``html``: dates in words, lists one under another, nothing as "Not recorded"."""
    match value:
        case None | "" | () | []:
            return {"text": NOT_RECORDED}
        case SafeString():
            return {"html": value}
        case Link() | Tag():
            return {"html": value.html()}
        case Number():
            return {"text": NOT_RECORDED} if value.value is None else {"text": f"{value.value:,}"}
        case datetime():
            return {"text": days.moment(timezone.localtime(value) if timezone.is_aware(value) else value)}
        case date():
            return {"text": days.long_date(value)}
        case bool():
            return {"text": "Yes" if value else "No"}
        case list() | tuple():
            parts = [content(part) for part in value]
            return {"html": render_to_string("govuk/parts/stacked.html", {"parts": parts})}
    return {"text": str(value)}


def row(key: str, value: Value, *changes: Change) -> Options:
    """One row of a summary list; each link says what it changes to people who do not see the page."""
    items = [{"href": c.href, "text": c.text, "visuallyHiddenText": key.lower()} for c in changes]
    return {"key": {"text": key}, "value": content(value), "actions": {"items": items}}


def due_by(day: date, on: date) -> Value:
    """A last day in time, and whether it has passed."""
    return [day, LATE] if day < on else day


def summary_list(rows: Iterable[Options], *, card_title: str = "", card_actions: Sequence[Link] = ()) -> Options:
    """Questions and answers, in a card when it has a title. For ``{% govuk "summary-list" ... %}``."""
    options: Options = {"rows": list(rows)}
    if card_title:
        actions = [{"href": a.href, "text": a.text, "visuallyHiddenText": a.hidden} for a in card_actions]
        options["card"] = {"title": {"text": card_title, "headingLevel": 2}, "actions": {"items": actions}}
    return options


def table(
    *,
    caption: str,
    columns: Sequence[str | Column],
    rows: Iterable[Sequence[Value]],
    first_cell_is_header: bool = True,
    caption_size: Literal["s", "m", "l"] = "m",
) -> Options:
    """A table with a caption. For ``govuk/parts/table.html`` or ``govuk/list_page.html``."""
    heads = [Column(text=column) if isinstance(column, str) else column for column in columns]
    return {
        "caption": caption,
        "captionClasses": f"govuk-table__caption--{caption_size}",
        "firstCellIsHeader": first_cell_is_header,
        "head": [head.options() for head in heads],
        "rows": [[_cell(value, head) for value, head in zip(cells, heads, strict=True)] for cells in rows],
    }


def _cell(value: Value, head: Column) -> Options:
    numeric = head.numeric or isinstance(value, Number)
    return {**content(value), "head": head.text, "classes": "mappa-num" if numeric else ""}


def pagination(*, page: int, pages: int, address: Callable[[int], str]) -> Options | None:
    """Links to the pages of a list, counted from 1; None when there is only one.

    Args:
        page: the page shown now.
        pages: how many there are.
        address: gives the address of a page.
    """
    if pages <= 1:
        return None
    shown = [n for n in range(1, pages + 1) if n in {1, pages} or abs(n - page) <= 1]
    items: list[Options] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": address(number), "current": number == page})
    options: Options = {"items": items, "landmarkLabel": "Pages of this list"}
    if page > 1:
        options["previous"] = {"href": address(page - 1)}
    if page < pages:
        options["next"] = {"href": address(page + 1)}
    return options


def task_list(tasks: Iterable[Task], *, id_prefix: str = "task") -> Options:
    """What is to be done and how far it is. For ``{% govuk "task-list" ... %}``."""
    return {"idPrefix": id_prefix, "items": [_task(task) for task in tasks]}


def _task(task: Task) -> Options:
    shown = task.status
    item: Options = {
        "title": {"text": task.title},
        "status": {"tag": shown.options()} if isinstance(shown, Tag) else {"text": shown},
    }
    if not task.href and not isinstance(shown, Tag):
        item["status"]["classes"] = "govuk-task-list__status--cannot-start-yet"
    if task.href:
        item["href"] = task.href
    if task.hint:
        item["hint"] = {"text": task.hint}
    return item


def timeline(events: Iterable[Event], *, heading_level: int = 2, empty_text: str = "") -> Options:
    """What happened, in the order given. For ``{% moj "timeline" ... %}``."""
    return {
        "items": [_event(event) for event in events],
        "headingLevel": heading_level,
        "empty_text": empty_text,
    }


def _event(event: Event) -> Options:
    return {
        "title": event.title,
        "by": event.by,
        "text": event.text,
        "href": event.href,
        "date": content(event.at)["text"],
        "machine": event.at.isoformat(),
    }


def identity(
    *,
    name: str,
    href: str = "",
    facts: Sequence[tuple[str, Value]] = (),
    badges: Sequence[tuple[str, str]] = (),
    menu: Sequence[Link] = (),
) -> Options:
    """The bar that says whose record this is. For ``govuk/case_page.html``.

    Args:
        name: the person, as written in the record.
        href: the record's own page.
        facts: pairs such as ("Born", date) and ("Level", "2"). Plain values only.
        badges: pairs of words and a colour: ("Restricted", "red").
        menu: what can be done with the record.
    """
    return {
        "label": f"Record of {name}",
        "name": name,
        "href": href,
        "facts": [{"key": key, "value": content(value)["text"]} for key, value in facts],
        "badges": [{"text": text, "colour": colour} for text, colour in badges],
        "menu": {"items": [{"text": link.text, "href": link.href} for link in menu]} if menu else None,
    }


def folded(items: Sequence[Options], most: int) -> tuple[list[Options], list[Options]]:
    """Links for one line of navigation, and those that wait under "More". The page shown is never among these."""
    if len(items) <= most:
        return list(items), []
    first = [number for number, item in enumerate(items) if number < most or item["active"]]
    return [items[number] for number in first], [item for number, item in enumerate(items) if number not in first]


def links(pairs: Iterable[tuple[str, str]], *, current: str = "") -> list[Options]:
    """Navigation from (text, address) pairs; ``current`` is the address of the page shown."""
    return [{"text": text, "href": href, "active": href == current} for text, href in pairs]
