"""A limit: so many days, working days, weeks, months or years, with its citation.

Working days in years without recorded bank holidays skip only Saturdays and Sundays. The sentence of the duty says so
(``counted_without_holidays``), because an answer is still owed.
"""

import datetime as dt
from dataclasses import dataclass

from mappa_policy import calendar
from mappa_policy.model import PolicyError
from mappa_policy.parameters import Parameter

WORKING_DAYS = "working days"
CALENDAR = "working-days/calendar"
MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of guidance or statute with its unit, ready to count with.

    Args:
        place: whose bank holidays are skipped where the unit is working days.
    """

    name: str
    count: int
    unit: str
    citation: str
    place: str = calendar.ENGLAND_WALES
    remark: str = ""
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameter: Parameter, place: str) -> "Limit":
        """The limit that a parameter holds, counted with the bank holidays of a place."""
        return cls(
            parameter.name,
            parameter.number,
            parameter.unit,
            parameter.citation,
            place,
            parameter.remark,
            parameter.flags,
        )

    @property
    def words(self) -> str:
        """As said in a sentence: ``6 weeks``, ``1 month``."""
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"

    def after(self, day: dt.date) -> dt.date:
        """The last day on time, ``day`` being day 0."""
        match self.unit:
            case "days":
                return day + dt.timedelta(days=self.count)
            case "working days":
                return self.working_days_after(day, self.count)
            case "weeks":
                return day + dt.timedelta(weeks=self.count)
            case "months" | "years":
                return calendar.add_months(day, self._months)
        raise PolicyError(f"{self.name}: nothing can be counted in {self.unit}.")

    def working_days_after(self, day: dt.date, count: int) -> dt.date:
        """That many working days after ``day``, which is day 0."""
        return calendar.add_working_days(day, count, place=self.place, outside=calendar.WEEKENDS_ONLY)

    def working_days_used(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start``, up to and including ``end``."""
        return calendar.working_days_between(start, end, place=self.place, outside=calendar.WEEKENDS_ONLY)

    def beginning_with(self, day: dt.date) -> dt.date:
        """The last day on time of a statutory limit in days, ``day`` being day 1."""
        return calendar.statutory_last_day(day, self.count)

    def before(self, day: dt.date) -> dt.date:
        """So long before ``day``; working days and weeks are never counted back."""
        if self.unit == "days":
            return day - dt.timedelta(days=self.count)
        if self.unit in ("months", "years"):
            return calendar.months_before(day, self._months)
        raise PolicyError(f"{self.name}: {self.unit} are not counted back.")

    @property
    def _months(self) -> int:
        return self.count * MONTHS_IN_YEAR if self.unit == "years" else self.count

    def counted_without_holidays(self, due: dt.date) -> bool:
        """Whether the count ran into years whose bank holidays are not recorded."""
        return self.unit == WORKING_DAYS and not calendar.table_covers(due, self.place)

    def recalled_holidays(self, start: dt.date, due: dt.date) -> tuple[dt.date, ...]:
        """The holidays skipped on the way that nobody has read in a list."""
        return calendar.recalled_holidays(start, due, self.place) if self.unit == WORKING_DAYS else ()
