"""One clock of one case while it is worked out, and the countdowns that some clocks hang on."""

import datetime as dt
from dataclasses import dataclass, field

from mappa_policy.duties.catalogue import Kind
from mappa_policy.duties.events import Event


@dataclass(slots=True, eq=False)
class Instance:
    """One clock of one case, while it is worked out.

    Args:
        owner: None for the lead agency, who is named when the duty is shown.
        closed_lead: the lead agency on the day it was met or ended.
        ended_on: the day it ended early, unmet and in time.
        stands: it is late for good: its condition has ended, only a late act can still meet it.
        expected: the release, discharge or move that the dates count back from.
        remark: what the sentence adds, for example that the clock stands still.
        mark: what a rule has to remember: the band of a visit, the days a referral has left.
    """

    kind: Kind
    event: Event
    start: dt.date
    owner: str | None
    closed_lead: str | None = None
    aim: dt.date | None = None
    due: dt.date | None = None
    rule: str = ""
    met_on: dt.date | None = None
    ended_on: dt.date | None = None
    stands: bool = False
    expected: dt.date | None = None
    countdown: "Countdown | None" = None
    remark: str = ""
    mark: object = None

    @property
    def agency(self) -> str | None:
        """The agency of the event that started it, where it names one."""
        return self.event.text("agency") or None


@dataclass(slots=True, eq=False)
class Countdown:
    """A round before release, or a stay in hospital with discharge in prospect: dates that run backwards.

    Args:
        began: the day of its first expected date.
        since: what was done from this day on counts.
        confined_since: the first day of the custody period or the stay.
        expected: each expected date recorded, with the event that recorded it, oldest first; None where it said none.
        instances: for each duty the latest one that ran in it.
    """

    began: dt.date
    since: dt.date
    confined_since: dt.date
    expected: list[tuple[Event, dt.date | None]] = field(default_factory=list)
    instances: dict[str, Instance] = field(default_factory=dict)

    def known_on(self, day: dt.date) -> tuple[Event, dt.date | None]:
        """The latest expected date recorded by ``day``; the first event, which may say none, if none was."""
        known = [pair for pair in self.expected if pair[0].date <= day and pair[1] is not None]
        return known[-1] if known else self.expected[0]
