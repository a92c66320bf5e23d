"""Departures of an area, read from a file or given by the product, and refused where one is incomplete. EDITION-03.

The file: ``area``, ``edition``, and ``departures``, a list of tables with the keys in ``KEYS``.
"""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from mappa_policy import editions, parameters, sources
from mappa_policy.duties.catalogue import entries
from mappa_policy.parameters import Departure, Overlay, UnknownParameter
from mappa_policy.reading import BadFile, a_date, mapping, read_yaml, text

KEYS = ("parameter", "value", "source", "reason", "approved_by", "approved_on", "since", "until")


def wrong_with(departure: Departure, edition: str) -> dict[str, str]:
    """What keeps a departure from being used: a sentence for each key; empty where nothing does.

    National guidance is statutory, so a departure needs a value, a reason, an approver, a date and a paper. Law leaves
    no room for one.
    """
    wrong = {
        key: f"Say {what}"
        for key, what in (
            ("source", "where the decision is recorded"),
            ("reason", "why the area departs from the guidance"),
            ("approved_by", "who approved it, by name and post"),
        )
        if not str(getattr(departure, key)).strip()
    }
    if departure.until is not None and departure.until < departure.since:
        wrong["until"] = "Enter a last day that is not before the first"
    try:
        held = parameters.definition(departure.parameter)
    except UnknownParameter:
        return wrong | {"parameter": "Choose a value of the policy"}
    if departure.value is None or not parameters.fits(held.unit, departure.value):
        wrong["value"] = f"Enter a value in {held.unit}"
    found = parameters.find(departure.parameter, edition, on=departure.since)
    if found is None:
        wrong["parameter"] = f"{held.label}: {edition} sets no value, so there is nothing to depart from"
    elif _is_law(found):
        wrong["parameter"] = f"{held.label} is law ({found.citation}), and an area cannot depart from it"
    elif found.value == departure.value:
        wrong["value"] = f"{edition} says the same, so this is no departure"
    return wrong


def open_to_departure(edition: str) -> tuple[parameters.Parameter, ...]:
    """The numbers of an edition that clocks are counted with and that are not law, by their label."""
    names = {name for entry in entries() for name in entry.limits.values()}
    held = (parameters.find(name, edition) for name in names)
    free = [one for one in held if one is not None and not _is_law(one)]
    return tuple(sorted(free, key=lambda one: one.label))


def _is_law(found: parameters.Parameter) -> bool:
    document = sources.document(found.source.document)
    return document is not None and document.binds


def _departure(file: Path, key: str, row: Mapping[str, object], edition: str) -> Departure:
    if unknown := set(row) - set(KEYS):
        raise BadFile(file, key, f"Unknown keys: {sorted(unknown)}.", f"Use {list(KEYS)}.")
    days: dict[str, dt.date] = {}
    for name in ("approved_on", "since"):
        found = a_date(file, row, name)
        if found is None:
            raise BadFile(file, f"{key}.{name}", "There is no date.", f"Add {name}: 2026-03-31.")
        days[name] = found
    departure = Departure(
        parameter=text(file, row, "parameter"),
        value=row.get("value"),
        source=text(file, row, "source"),
        reason=text(file, row, "reason"),
        approved_by=text(file, row, "approved_by"),
        approved_on=days["approved_on"],
        since=days["since"],
        until=a_date(file, row, "until"),
    )
    for name, sentence in wrong_with(departure, edition).items():
        raise BadFile(file, f"{key}.{name}", f"{sentence}.", "Correct it, or take the departure out.")
    return departure


def _check_days(file: Path, departures: list[Departure]) -> None:
    ordered = sorted(departures, key=lambda one: (one.parameter, one.since))
    for one, other in pairwise(ordered):
        if one.parameter == other.parameter and (one.until is None or other.since <= one.until):
            raise BadFile(
                file,
                f"departures[{one.parameter}]",
                f"Two departures hold from {other.since}: their days overlap.",
                "End the first with until: on the day before the second begins.",
            )


def read(file: Path) -> Overlay:
    """Read and check the departures of one area.

    Raises:
        BadFile: something in it is wrong; the message names the key and the remedy.
    """
    table = mapping(file, "file", read_yaml(file))
    if unknown := set(table) - {"area", "edition", "departures"}:
        raise BadFile(file, "file", f"Unknown keys: {sorted(unknown)}.", "Use area, edition and departures.")
    edition = text(file, table, "edition")
    if edition not in {one.id for one in editions.all()}:
        raise BadFile(file, "edition", f"There is no edition {edition!r}.", "Use an id of editions.yaml.")
    rows = table.get("departures")
    if not isinstance(rows, list):
        raise BadFile(file, "departures", "This must be a list.", "Write one table for each departure.")
    found = [
        _departure(file, f"departures[{place}]", mapping(file, f"departures[{place}]", row), edition)
        for place, row in enumerate(rows)
    ]
    _check_days(file, found)
    return Overlay(text(file, table, "area"), edition, tuple(found))
