"""One value of policy as a rule gets it: with its unit and source, and with what an answer must say of it."""

import datetime as dt
from dataclasses import dataclass, field

from mappa_policy import editions, sources
from mappa_policy.model import PolicyError, Source
from mappa_policy.parameters.files import RECALLED, SEEN
from mappa_policy.parameters.overlay import Departure

NOT_READ = "recalled_not_read"
DRAFT = "draft_edition_used"
DEPARTS = "x_area_departure"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value with everything needed to defend it.

    Args:
        edition: the edition asked for.
        set_by: the edition that the value comes from; another one where the value is inherited.
        established: how it is known; ``confidence`` says how surely, where it was not seen whole.
        departure: the decision of the area that it comes from, or none.
        listed: the value as texts, none where it is not a list; ``items`` is for a rule that needs one.
        flags: what every answer that used it must show.
        remark: what a reason that used it must say, in words; empty where nothing need be said.
        citation: the source as printed.
    """

    name: str
    label: str
    unit: str
    value: object
    edition: str
    set_by: str
    source: Source
    reading: str
    draft: str
    established: str = SEEN
    confidence: str = ""
    departure: Departure | None = None
    flags: tuple[str, ...] = field(init=False, repr=False, compare=False)
    remark: str = field(init=False, repr=False, compare=False)
    citation: str = field(init=False, repr=False, compare=False)
    listed: tuple[str, ...] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what follows from the value, because rules ask for it far more often than it is read."""
        listed = tuple(map(str, self.value)) if isinstance(self.value, list) else None
        object.__setattr__(self, "flags", self._flags())
        object.__setattr__(self, "remark", self._remark())
        object.__setattr__(self, "citation", sources.cite(self.source))
        object.__setattr__(self, "listed", listed)

    def _flags(self) -> tuple[str, ...]:
        found = [NOT_READ] if self.established == RECALLED else []
        if self.departure is None and editions.get(self.set_by).is_draft:
            found.append(DRAFT)
        return (*found, DEPARTS) if self.departure else tuple(found)

    def _remark(self) -> str:
        if self.departure:
            return f"the area departs from {self.edition} in this, {self.departure.words}"
        if self.established == SEEN:
            return ""
        how = "recalled and was not read" if self.established == RECALLED else self.established
        drafted = f" in the draft {self.set_by}" if DRAFT in self.flags else ""
        return f"the value{drafted} is {how}, with {self.confidence} confidence"

    @property
    def number(self) -> int:
        """The value as a whole number, for use in a rule."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise PolicyError(f"{self.name} is not a number in {self.set_by}.")
        return self.value

    @property
    def items(self) -> tuple[str, ...]:
        """The value as a list of texts, for use in a rule."""
        if self.listed is None:
            raise PolicyError(f"{self.name} is not a list in {self.set_by}.")
        return self.listed

    @property
    def day(self) -> dt.date:
        """The value as a date, for use in a rule."""
        if not isinstance(self.value, dt.date):
            raise PolicyError(f"{self.name} is not a date in {self.set_by}.")
        return self.value
