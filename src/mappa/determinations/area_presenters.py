"""The policy of an area in plain values."""

from collections.abc import Iterable
from datetime import date

from mappa.agencies.models import Agency
from mappa.determinations import labels, policy
from mappa.determinations.models import AreaDeparture, IdentificationProcedure
from mappa.determinations.presenters import edition_words
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Options, Tag, row, summary_list, table

STATUTES = "categories/statutes"
AREAS = "categories/areas"
FALLS_BACK = "The edition sets this value itself"


def edition_summary(edition: str) -> Options:
    """Which edition the area works to, who issued it, and whom it asks where it says nothing."""
    held = policy.editions.get(edition)
    others = [policy.editions.get(name).label for name in held.chain[1:]]
    areas = policy.find_parameter(AREAS, edition)
    rows = [
        row("Edition", edition_words(edition)),
        row("Issued by", held.issuer),
        row("For", held.scope),
        row("From", held.valid_from),
        row("Status", held.status.capitalize()),
        row("Note", held.note),
        row("Where it says nothing", others),
    ]
    if areas:
        rows.append(row("Areas", f"{areas.value}, each with one Responsible Authority"))
    return summary_list(rows)


def labels_summary(edition: str) -> Options:
    """What the edition calls a category, a level and an order (EDITION-05)."""
    rows = [
        row("Category 1", labels.category_label(1, edition)),
        row("Level 1", labels.level_label(1, edition)),
        row("Order that prevents sexual harm", labels.prevention_order(edition)),
        row("Form of the minutes", labels.minutes_form(edition) or None),
    ]
    return summary_list(rows)


def statutes(edition: str) -> list[str]:
    """The Acts that MAPPA rests on, as the edition lists them (EDITION-06)."""
    return list(policy.parameter(STATUTES, edition).items)


def limits_table(edition: str, overlay: policy.Overlay | None, on: date) -> Options:
    """Every limit from which an area may depart, with what the area follows on a day."""
    rows = []
    for held in policy.open_to_departure(edition):
        followed = policy.parameter(held.name, edition, on=on, overlay=overlay)
        departs = followed.departure is not None
        own = held.set_by == edition
        rows.append(
            (
                held.label,
                f"{followed.value} {followed.unit}",
                Tag(text="Departure", colour="orange") if departs else Tag(text="As the edition", colour="grey"),
                followed.citation,
                FALLS_BACK if own else f"From {held.set_by}",
            )
        )
    return table(
        caption="Limits that clocks are counted with",
        columns=["Limit", "The area follows", "How", "Source", "Edition"],
        rows=rows,
    )


def departures_table(departures: Iterable[AreaDeparture]) -> Options:
    """Every departure ever recorded, newest first, with who approved it and why."""
    return table(
        caption="Departures recorded",
        columns=["From", "Value", "The area follows", "Edition", "Approved", "Reason", "Recorded in"],
        rows=[
            (
                one.since,
                _label(one),
                _value(one),
                one.edition,
                f"{one.approved_by}, {long_date(one.approved_on)}",
                one.reason,
                one.source,
            )
            for one in departures
        ],
    )


def _label(one: AreaDeparture) -> str:
    held = policy.find_parameter(one.parameter, one.edition)
    return held.label if held else one.parameter


def _value(one: AreaDeparture) -> str:
    held = policy.find_parameter(one.parameter, one.edition)
    return "What the edition says" if one.value is None else f"{one.value} {held.unit if held else ''}".strip()


def procedures_table(procedures: Iterable[tuple[str, Agency | None, IdentificationProcedure | None]]) -> Options:
    """Every agency that must identify people: how it does, what shows it, and who recorded that."""
    missing = Tag(text="No procedure", colour="red")
    return table(
        caption="Agencies that must show how they identify people",
        columns=["Agency", "Kind", "How it identifies people", "Shown by", "Looked at", "Recorded by"],
        rows=[
            (agency.name if agency else "None in this area", kind, one.procedure, one.shown_by, one.checked_on, one.by)
            if one
            else (agency.name if agency else "None in this area", kind, missing, None, None, None)
            for kind, agency, one in procedures
        ],
    )
