"""Checks of addresses and word of events, in plain values; what is about victims only where the compartment is open."""

from typing import Any

from django.urls import reverse

from mappa.govuk.presenters import Colour, Link, Options, Tag, Value, row, summary_list, table
from mappa.people.models import Person
from mappa.victims.comparing import Nearness, Place, compared
from mappa.victims.models import AddressCheck, ReleaseNews

NEEDED = Tag(text="A check by victim liaison is needed", colour="yellow")
COLOURS: dict[Nearness, Colour] = {
    Nearness.SAME: "red", Nearness.NEAR: "orange", Nearness.CANNOT_TELL: "yellow", Nearness.ELSEWHERE: "grey",
}  # fmt: skip
CHECKED = Tag(text="Checked", colour="green")


def _at(check: AddressCheck) -> str:
    return ", ".join(part for part in (str(check.address), str(check.postcode)) if part)


def checks_table(person: Person, rows: list[AddressCheck], *, inside: bool, answers: bool) -> Options | None:
    """Every proposed address and whether it was checked; with what was found for those inside the compartment."""
    if not rows:
        return None
    lines = []
    for each in rows:
        state: Value = [CHECKED, each.answered_at] if each.answered_at else NEEDED
        if answers and not each.answered_at:
            href = reverse("address-check", args=[person.reference, each.pk])
            state = [NEEDED, Link(text="Make the check", href=href, hidden=f"of number {each.pk}")]
        found: list[Value] = [[str(each.finding), each.answered_by] if each.answered_at else "Not yet"]
        asked = [each.recorded_at, each.recorder]
        lines.append((_at(each), asked, state, *(found if inside else ())))
    columns = ["Address", "Asked", "State", *(["What was found"] if inside else [])]
    return table(caption="Proposed addresses", columns=columns, rows=lines)


def proposed(check: AddressCheck) -> Options:
    """What was proposed, by whom."""
    return summary_list([row("Proposed address", _at(check)), row("Asked by", check.recorder)])


def places_table(check: AddressCheck, places: list[Place]) -> Options | None:
    """The places of victims beside the address, what is nearest first."""
    if not places:
        return None
    rows = [
        (each.place.whose, ", ".join(part for part in (each.place.address, each.place.postcode) if part),
         Tag(text=each.nearness.label, colour=COLOURS[each.nearness]))
        for each in compared(check.address, check.postcode, places)
    ]  # fmt: skip
    return table(caption="Where victims live or go", columns=["Whose", "Place", "How near"], rows=rows)


def news_cards(rows: list[ReleaseNews], *, inside: bool, agency: int | None) -> list[dict[str, Any]]:
    """Each piece of news as a card.

    Args:
        agency: whose reading can be recorded here; None where the reader records none.
    """
    found = []
    for each in rows:
        readers = list(each.readers.all())
        states: list[Value] = [_reading(reader.agency.name, reader.read_at) for reader in readers]
        lines = [row("Day of the event", each.on), row("More", str(each.said) or "Nothing more"),
                 row("Passed on", each.recorded_at), row("Agencies that are to read it", states)]  # fmt: skip
        if inside:
            lines += [row("Heard from", str(each.source) or None),
                      row("Passed on by", each.recorder)]  # fmt: skip
        waits = any(reader.agency_id == agency and reader.read_at is None for reader in readers)
        found.append({
            "card": summary_list(lines, card_title=each.get_what_display()), "number": each.pk, "waits": waits,
        })  # fmt: skip
    return found


def _reading(name: str, read_at: Any) -> str:
    return f"{name}: read on {read_at:%d %m %Y}" if read_at else f"{name}: not read yet"
