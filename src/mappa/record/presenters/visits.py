"""Visits that wait, as cards for a small screen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.duties.presenters import state_tag
from mappa.govuk.days import long_date
from mappa.people.presenters import name_of
from mappa.record.models import Attachment
from mappa.record.presenters.entries import title_of
from mappa.record.presenters.summary import warnings
from mappa.record.types import TYPES
from mappa.record.visits import ATTEMPTS, Waiting


def attempts(entries: Iterable[Attachment]) -> list[str]:
    """What happened at the door each time that somebody called and did not get in, the newest first."""
    return [f"{title_of(TYPES[ATTEMPTS], each, {})} on {long_date(each.since)}" for each in entries]


def cards(waiting: Iterable[Waiting], on: date) -> list[dict[str, Any]]:
    """One card for each person: who, where, what to know before, what is due and why, and where it is recorded."""
    return [
        {
            "name": name_of(each.person), "reference": each.person.reference,
            "href": f"/people/{each.person.reference}/",
            "addresses": each.addresses,
            "warnings": warnings(each.warnings, f"/people/{each.person.reference}/"),
            "attempts": attempts(each.attempts),
            "visited": long_date(each.visited) if each.visited else "",
            "duties": [
                {
                    "label": duty.label, "tag": state_tag(duty, on).options(),
                    "due": long_date(duty.due) if duty.due else "", "because": duty.because,
                }
                for duty in each.duties
            ],
        }
        for each in waiting
    ]  # fmt: skip
