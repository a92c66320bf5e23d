"""A conviction, caution or finding with everything imposed for it: what the categories are worked out from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from mappa_policy import offences
from mappa_policy.case import Event
from mappa_policy.rules.terms import Term


class Sentence(NamedTuple):
    """One disposal for one conviction, caution or finding, after any appeal.

    Args:
        code: its code in ``sentences.csv``; for a foreign sentence, that of the equivalent.
        term: the whole term, or none where it has none or nobody recorded it.
    """

    event: Event
    code: str
    date: dt.date
    term: Term | None


@dataclass(frozen=True, slots=True)
class Conviction:
    """A conviction, caution or finding with everything imposed for it by the day.

    Args:
        awaiting: the first disposal came only after the day, so that nobody had been dealt with yet.
        moved: the days of a transfer to hospital that is recorded as a disposal beside the prison sentence.
        id: that of its event.
        court: the kind of court, or empty.
        offence: the offence as it was told; empty where nobody recorded one.
        recorded: what the lists say of that offence.
    """

    event: Event
    sentences: tuple[Sentence, ...]
    awaiting: bool = False
    moved: tuple[dt.date, ...] = ()
    id: str = field(init=False)
    court: str = field(init=False)
    offence: Mapping[str, object] = field(init=False)
    recorded: offences.Recorded = field(init=False)

    def __post_init__(self) -> None:
        """Look the offence up once, because every category asks for it."""
        # a case is refused where the offence of a conviction is anything but a table
        offence = cast("Mapping[str, object]", self.event.fields.get("offence") or {})
        recorded = offences.as_recorded(
            title=str(offence.get("title") or ""),
            statute=str(offence.get("statute") or ""),
            section=str(offence.get("section") or ""),
            code=str(offence.get("cjs_code") or self.event.text("cjs_code")),
        )
        object.__setattr__(self, "id", self.event.id)
        object.__setattr__(self, "court", self.event.text("court"))
        object.__setattr__(self, "offence", offence)
        object.__setattr__(self, "recorded", recorded)
