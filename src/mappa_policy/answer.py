"""The answer for one case, as it is given, stored and shown."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from mappa_policy.model import Reason

NOTIFICATION = (
    "subject_on_as_of",
    "indefinite",
    "overall_last_day",
    "initial_deadline",
    "earliest_review",
)


def _shown(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


class Answer(NamedTuple):
    """The answer for one case. ``as_dict`` gives it in the shape of ``mappa determine``."""

    id: str
    as_of: dt.date
    edition: str
    fields: Mapping[str, object]
    exits: Mapping[str, dt.date | None]
    periods: tuple[Mapping[str, object], ...]
    flags: tuple[str, ...]
    undetermined: tuple[str, ...]
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON: dates as ISO text, lists, null for what cannot be determined."""
        shown = {name: _shown(value) for name, value in self.fields.items()}
        return {
            "id": self.id,
            "as_of": self.as_of.isoformat(),
            "edition": self.edition,
            "mappa_eligible": shown["mappa_eligible"],
            "limbs": shown["limbs"],
            "categories": shown["categories"],
            "recorded_category": shown["recorded_category"],
            "notification": {
                **{name: shown[f"notification.{name}"] for name in NOTIFICATION},
                "periods": [{name: _shown(value) for name, value in period.items()} for period in self.periods],
            },
            "levels_allowed": shown["levels_allowed"],
            "lead_agency": shown["lead_agency"],
            "exit": {name: _shown(day) for name, day in self.exits.items()},
            "flags": list(self.flags),
            "undetermined": list(self.undetermined),
            "pdp_route": shown["pdp_route"],
            "reasons": [reason.as_dict() for reason in self.reasons],
            "unknown": list(self.unknown),
        }
