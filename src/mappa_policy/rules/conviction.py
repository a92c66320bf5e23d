"""A conviction, caution or finding with everything imposed for it: what the categories are worked out from."""

import datetime as dt
from collections.abc import Mapping

from mappa_policy import disposals, offences
from mappa_policy.case import Event
from mappa_policy.model import record
from mappa_policy.rules.terms import Term

NOT_RECORDED: Mapping[str, object] = {}


@record
class Sentence:
    """One disposal for one conviction, caution or finding, after any appeal.

    Args:
        code: its code in ``sentences.csv``; for a foreign sentence, that of the equivalent.
        term: the whole term, or none where it has none or nobody recorded it.
        law: what the list says of the code.
    """

    event: Event
    code: str
    date: dt.date
    term: Term | None
    law: disposals.Disposal


@record
class Conviction:
    """A conviction, caution or finding with everything imposed for it by the day. ``convicted`` makes one.

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
    awaiting: bool
    moved: tuple[dt.date, ...]
    id: str
    court: str
    offence: Mapping[str, object]
    recorded: offences.Recorded


def convicted(
    event: Event, sentences: tuple[Sentence, ...] = (), *, awaiting: bool = False, moved: tuple[dt.date, ...] = ()
) -> Conviction:
    """What a verdict and its sentences come to, with its offence looked up once, because every category asks for it."""
    # a case is refused where the offence of a verdict is anything but a table
    said = event.fields
    offence: Mapping[str, object] = said.get("offence") or NOT_RECORDED  # type: ignore[assignment]  # as above
    told = offence.get
    recorded = offences.as_recorded(
        str(told("title") or ""),
        str(told("statute") or ""),
        str(told("section") or ""),
        str(told("cjs_code") or said.get("cjs_code") or ""),
    )
    return Conviction(event, sentences, awaiting, moved, event.id, str(said.get("court") or ""), offence, recorded)
