"""Reporting years: 1 April to 31 March, with the snapshot on the last day (STATS-01)."""

import re
from dataclasses import dataclass
from datetime import date

from mappa.kernel.decisions import Incomplete


@dataclass(frozen=True)
class Year:
    """One reporting year. Both days are included; the snapshot is taken at the end of the last."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day falls in the year."""
        return self.first <= day <= self.last


def year_named(name: str) -> Year:
    """The year called, for example, ``2018/19``.

    Raises:
        Incomplete: the name is not one of a year.
    """
    found = re.fullmatch(r"(20\d\d)/(\d\d)", name.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Incomplete(
            f"“{name}” is not a reporting year, so nothing was counted. Write it like 2018/19, for 1 April 2018 to"
            " 31 March 2019."
        )
    start = int(found[1])
    return Year(name=name.strip(), first=date(start, 4, 1), last=date(start + 1, 3, 31))


def last_full_year(on: date) -> Year:
    """The latest year that has ended by a day."""
    start = on.year - 1 if (on.month, on.day) > (3, 31) else on.year - 2
    return Year(name=f"{start}/{(start + 1) % 100:02d}", first=date(start, 4, 1), last=date(start + 1, 3, 31))


def years_before(on: date, how_many: int) -> list[str]:
    """The names of the latest full years, newest first."""
    newest = last_full_year(on).first.year
    return [f"{start}/{(start + 1) % 100:02d}" for start in range(newest, newest - how_many, -1)]
