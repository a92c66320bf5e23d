"""Clearances as plain values."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from mappa.accounts.compartments import Compartment
from mappa.accounts.models import Clearance, FurtherAgency
from mappa.accounts.vetting import holds
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, table
from mappa.kernel import clock


def _state(row: Clearance, at: datetime) -> Tag:
    if row.withdrawn_at:
        return Tag(text="Taken back", colour="red")
    if holds(row, at):
        return Tag(text="Holds", colour="green")
    return Tag(text="Ended" if row.until < clock.day_of(at) else "To come", colour="grey")


def further_agencies_table(rows: Iterable[FurtherAgency], on: date) -> Options:
    """Who may act for which agency besides their own."""
    return table(
        caption="People in joint units",
        columns=["Who", "May act for", "Days", "Set by", "End"],
        rows=[
            (
                [row.user.name, row.user.agency.name],
                [row.agency.name, row.reason],
                f"{days.long_date(row.since)} to {days.long_date(row.until)}"
                if row.until
                else f"From {days.long_date(row.since)}",
                row.set_by,
                Link(text="End", href=reverse("further-agency-end", args=[row.pk]), hidden=f" for {row.user.name}")
                if row.until is None
                else ("Has ended" if row.until < on else "Ends by itself"),
            )
            for row in rows
        ],
    )


def _take_back(row: Clearance, at: datetime) -> Link | str:
    if row.withdrawn_at:
        return f"By {row.withdrawn_by}: {row.withdrawn_why}"
    if row.until < clock.day_of(at):
        return "It has ended"
    return Link(text="Take back", href=reverse("clearance-withdraw", args=[row.pk]), hidden=f" from {row.user.name}")


def clearances_table(rows: Iterable[Clearance], at: datetime) -> Options:
    """Who is or was cleared for what."""
    return table(
        caption="Clearances",
        columns=["Who", "For", "Days", "State", "Take back"],
        rows=[
            (
                [row.user.name, row.user.agency.name],
                [Compartment(row.kind).label, row.reason],
                [f"{days.long_date(row.since)} to {days.long_date(row.until)}", f"Granted by {row.granted_by}"],
                _state(row, at),
                _take_back(row, at),
            )
            for row in rows
        ],
    )
