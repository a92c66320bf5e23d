"""One period of notification, under Part 2 of the Act of 2003 or Part 4 of the Act of 2008."""

import datetime as dt

from mappa_policy.model import record
from mappa_policy.rules.periods import MONTHS_IN_YEAR

PART_2 = "SOA2003_PART2"


@record
class Period:
    """One period of notification.

    Args:
        first_day: the day from which it is counted.
        last_day: the last day on which the person is subject; none means indefinite.
        subject_from: the first day on which the person is subject because of it.
        relevant: the day from which the days for the first notification run.
        open_ended: section 82 itself sets no end, so that it can be reviewed.
        young: the person was under 18 on the relevant date.
    """

    regime: str
    source: str
    about: str
    band: str
    first_day: dt.date
    last_day: dt.date | None
    subject_from: dt.date
    relevant: dt.date
    open_ended: bool = False
    young: bool = False
    by_order: bool = False
    end_known: bool = True

    def runs_on(self, day: dt.date) -> bool:
        """Whether the person is subject on that day because of this period."""
        return self.subject_from <= day and (self.last_day is None or day <= self.last_day)


def spell(months: int) -> str:
    """A number of months as years and months, as practitioners say it."""
    years, rest = divmod(months, MONTHS_IN_YEAR)
    said = [f"{years} year{'s' if years > 1 else ''}"] if years else []
    said += [f"{rest} months"] if rest else []
    return " ".join(said)
