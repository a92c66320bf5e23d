"""People as plain values for templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import BaseForm

from mappa.govuk import days
from mappa.govuk.presenters import Change, Link, Options, identity, row, summary_list, table
from mappa.kernel import clock
from mappa.people.models import Address, Alias, Entry, Identifier, Person


def name_of(person: Person) -> str:
    """``SMITH, Alex``: the order in which records are filed."""
    return ", ".join(part for part in (person.family_name.upper(), person.given_names) if part)


def page_of(reference: str) -> str:
    """The address of the person's own page."""
    return f"/people/{reference}/"


def person_identity(person: Person) -> Options:
    """Whose record this is, for pages that know nothing of cases."""
    badges = [("Walled record", "red")] if person.compartment else []
    badges += [("Died", "grey")] if person.died_on else []
    return identity(
        name=name_of(person),
        href=page_of(person.reference),
        facts=[("Reference", person.reference), ("Born", person.date_of_birth)],
        badges=badges,
        menu=[Link(text="Why can I see this?", href=f"{page_of(person.reference)}why/")],
    )


def person_frame(person: Person) -> dict[str, Any]:
    """What every page of one person gives its template."""
    return {"identity": person_identity(person), "back_href": page_of(person.reference)}


def conflict(form: BaseForm, now: Mapping[str, Any]) -> Options:
    """Both texts, side by side, wherever they differ: what was typed and what is on record now."""
    typed = form.cleaned_data
    rows = [
        (form.fields[name].label, typed[name], value)
        for name, value in now.items()
        if (typed[name] or None) != (value or None)
    ]
    return table(caption="What differs", columns=["Field", "You typed", "On record now"], rows=rows)


def details(
    person: Person, aliases: list[Alias], identifiers: list[Identifier], addresses: list[Address], *, may_edit: bool
) -> list[Options]:
    """The front of the record as summary cards, with the ways to change or add for those who may."""
    own = page_of(person.reference)

    def to(page: str, text: str = "Change") -> list[Change]:
        return [Change(href=f"{own}{page}/", text=text)] if may_edit else []

    who = [
        row("Family name", person.family_name, *to("edit")),
        row("Given names", person.given_names, *to("edit")),
        row("Date of birth", person.date_of_birth, *to("edit")),
        row("Sex", person.sex.capitalize(), *to("edit")),
        row("Ethnicity", person.ethnicity, *to("edit")),
        row("Died", person.died_on, *to("death")),
    ]
    also = [row(a.kind.capitalize(), [f"{a.given_names} {a.family_name}".strip(), *stamped(a)]) for a in aliases]
    numbers = [row(i.get_kind_display(), [i.value, *stamped(i)]) for i in identifiers]
    places = [row(a.kind.capitalize(), [a.text, _span(a.since, a.until), *stamped(a)]) for a in addresses]
    return [
        summary_list(who, card_title="Name and birth"),
        summary_list(
            [*also, row("Other name", "None more on record", *to("names/new", "Add"))],
            card_title="Other names",
        ),
        summary_list(
            [*numbers, row("Number", "None more on record", *to("identifiers/new", "Add"))],
            card_title="Numbers",
        ),
        summary_list(
            [*places, row("Address", "None more on record", *to("addresses/new", "Add"))],
            card_title="Addresses",
        ),
    ]


def stamped(entry: Entry) -> list[str]:
    """Who made an `attributed` entry, for which agency and when; nothing where no stamp was kept (NOMINAL-05)."""
    if entry.recorded_at is None:
        return []
    return [f"Recorded by {entry.recorder}, on {days.long_date(clock.day_of(entry.recorded_at))}"]


def _span(since: date, until: date | None) -> str:
    return f"from {since:%d %m %Y}" + (f" to {until:%d %m %Y}" if until else " on")
