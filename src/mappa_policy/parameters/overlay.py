"""Departures of one area from the national guidance: values that stand before those of an edition. Covers: EDITION-03.

An overlay is data that the caller passes in; nothing here knows where it is kept. The order of who speaks: the area's
departure, then the edition, then the editions it falls back to.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Departure:
    """One value of an area in place of the edition's.

    Args:
        value: in the unit of the parameter.
        source: the paper of the area that records it, for example the minute of a meeting.
        approved_by: who approved it, by name and post.
        since: the first day on which a clock that starts follows it.
        until: the last such day, inclusive; None while it has no end.
    """

    parameter: str
    value: object
    source: str
    reason: str
    approved_by: str
    approved_on: dt.date
    since: dt.date
    until: dt.date | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether it holds on that day; without a day, whether it holds with no end."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def words(self) -> str:
        """Who approved it, when, and why."""
        approved = f"{self.approved_on.day} {self.approved_on:%B %Y}"
        return f"approved by {self.approved_by} on {approved}: {self.reason.rstrip('.')}"


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Every departure of one area from one edition. Two overlays are the same only if they are the same object.

    Args:
        area: the code of the area.
        edition: the id of the edition departed from. Over any other edition the overlay says nothing.
    """

    area: str
    edition: str
    departures: tuple[Departure, ...]

    def find(self, name: str, day: dt.date | None) -> Departure | None:
        """The departure for a parameter on a day, or none."""
        held = (one for one in self.departures if one.parameter == name and one.holds_on(day))
        return next(held, None)
