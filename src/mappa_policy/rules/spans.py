"""A stretch of time for which a limb of a category is met."""

import datetime as dt
from collections.abc import Iterable

from mappa_policy.model import record
from mappa_policy.rules.periods import later


@record
class Span:
    """A limb with its first and last day, both inclusive; no last day means open-ended on present facts.

    Args:
        kind: what the person is under because of it, for the lead agency.
    """

    limb: str
    about: str
    first: dt.date
    last: dt.date | None
    kind: str = ""

    def runs_on(self, day: dt.date) -> bool:
        """Whether the limb is met on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def last_of(spans: Iterable[Span]) -> dt.date | None:
    """The last day of the one that ends last; none where one is open-ended. There must be at least one."""
    ends = [span.last for span in spans]
    latest = ends[0]
    for end in ends[1:]:
        latest = later(latest, end)
    return latest
