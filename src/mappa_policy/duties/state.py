"""The state of a case at the end of a day.

``Standing`` is what a rule may compare between the beginning and the end of a day. ``Case`` is the running state with
the history that some rules look back on.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mappa_policy import calendar
from mappa_policy.duties.catalogue import Rulebook
from mappa_policy.duties.events import Event
from mappa_policy.duties.instances import Countdown, Instance
from mappa_policy.duties.scenario import Scenario

MANAGED_LEVELS = (2, 3)
CATEGORY_1, CATEGORY_2, CATEGORY_3 = 1, 2, 3
MONTHS_IN_YEAR = 12


class Standing(NamedTuple):
    """What is true of a case at the end of a day.

    ``band`` joins high and very high. ``managed`` is "a level 2 or 3 case": the last level set or referral accepted.
    """

    in_mappa: bool
    community: bool
    in_custody: bool
    in_hospital: bool
    category_1: bool
    category_2: bool
    level: int | None
    managed: bool
    band: str | None
    supervisor: str | None
    registered: bool
    flagged: bool
    sexual_risk_order: bool
    after_hospital_disposal: bool

    @property
    def notifies(self) -> bool:
        """Category 1 in the community."""
        return self.category_1 and self.community

    @property
    def probation_supervises(self) -> bool:
        """Supervised by probation in the community."""
        return self.community and self.supervisor == "probation"

    @property
    def probation_keeps_record(self) -> bool:
        """Registered, and supervised by probation in the community."""
        return self.registered and self.probation_supervises

    @property
    def level_1_case(self) -> bool:
        """Category 1 or 2 at level 1 in the community."""
        return self.community and self.level == 1 and (self.category_1 or self.category_2)

    @property
    def police_visit(self) -> bool:
        """Category 1 in the community with risk recorded."""
        return self.notifies and self.band is not None

    @property
    def probation_visits(self) -> bool:
        """Supervised by probation in the community at high or very high risk."""
        return self.probation_supervises and self.band == "high"


@dataclass(slots=True, eq=False)
class Case:
    """One case, as far as its events have been applied."""

    scenario: Scenario
    book: Rulebook
    alive: bool = True
    categories: set[int] = field(default_factory=set)
    custody_since: dt.date | None = None
    hospital_since: dt.date | None = None
    level: int | None = None
    level_event: Event | None = None
    managed: bool = False
    band: str | None = None
    supervisor: str | None = None
    first_probation: dt.date | None = None
    registered: bool = False
    flagged: bool = False
    sexual_risk_order: bool = False
    after_hospital_disposal: bool = False
    awaits_first_meeting: bool = False
    released: Event | None = None
    round: Countdown | None = None
    stay: Countdown | None = None
    led_at_exit: str | None = None
    adult_on: dt.date | None = None
    history: dict[str, list[Event]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)
    full_meetings_from: set[tuple[int, str, dt.date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.categories = set(self.scenario.categories)
        if self.scenario.dob is not None:
            self.adult_on = calendar.add_months(self.scenario.dob, self.book.adult_age * MONTHS_IN_YEAR)

    def standing(self) -> Standing:
        """What is true now."""
        in_mappa = self.alive and bool(self.categories)
        in_custody, in_hospital = self.custody_since is not None, self.hospital_since is not None
        return Standing(
            in_mappa,
            in_mappa and not in_custody and not in_hospital,
            in_custody,
            in_hospital,
            CATEGORY_1 in self.categories,
            CATEGORY_2 in self.categories,
            self.level,
            self.managed,
            self.band,
            self.supervisor,
            self.registered,
            self.flagged,
            self.sexual_risk_order,
            self.after_hospital_disposal,
        )

    def past(self, kind: str) -> list[Event]:
        """Every event of a type so far, oldest first, today's included."""
        return self.history.get(kind, [])

    def under_age(self, on: dt.date) -> bool:
        """Before the 18th birthday; without a date of birth an adult."""
        return self.adult_on is not None and on < self.adult_on

    def lead_agency(self, on: dt.date) -> str:
        """Who leads on that day. After exit: as on the last day in MAPPA."""
        return self.led_at_exit or self.lead_while(self.standing(), on)

    def lead_while(self, standing: Standing, on: dt.date) -> str:
        """Who leads on that day, given what is true."""
        if standing.supervisor is not None:
            return standing.supervisor
        if standing.category_1:
            return "police"
        if standing.after_hospital_disposal:
            return "mental_health_trust"
        return "yot" if self.under_age(on) else "probation"

    def record_manager(self, on: dt.date) -> str:
        """Who manages the record on that day, by the categories the case ever held."""
        held = self.scenario.categories
        if CATEGORY_1 in held:
            return "police"
        if CATEGORY_2 in held:
            return "probation"
        supervised = self.first_probation is not None and self.first_probation < on
        return "probation" if CATEGORY_3 in held and supervised else "police"

    def is_review(self, meeting: Event) -> bool:
        """A level 2 or 3 meeting of a kind that reviews in this edition."""
        return meeting.get("level") in MANAGED_LEVELS and meeting.text("kind") in self.book.meetings_that_review

    def is_full(self, meeting: Event) -> bool:
        """A level 2 or 3 meeting that is a full one."""
        return meeting.get("level") in MANAGED_LEVELS and meeting.text("kind") in self.book.full_meetings


@dataclass(slots=True, eq=False)
class Day:
    """One day with events, once all of them have changed the state."""

    date: dt.date
    case: Case
    events: Mapping[str, list[Event]]
    was: Standing
    now: Standing
    ended: dict[str, list[Instance]] = field(default_factory=dict)

    def last(self, kind: str) -> Event | None:
        """The last event of that type today."""
        found = self.events.get(kind)
        return found[-1] if found else None

    def first_of(self, *kinds: str) -> tuple[Event, ...]:
        """The first event today of the first of these types that happened, or nothing."""
        for kind in kinds:
            if found := self.events.get(kind):
                return (found[0],)
        return ()

    def review(self) -> tuple[Event, ...]:
        """The first review meeting today, or nothing."""
        return tuple(held for held in self.events.get("meeting_held", ()) if self.case.is_review(held))[:1]
