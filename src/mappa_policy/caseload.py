"""Many cases at once: the same answers as ``determine``, in order, on as many processes as asked for.

A case that cannot be read takes nothing else with it: its place holds the error instead of an answer. Cases are
read and answered in batches, so memory does not grow with the caseload.
"""

import datetime as dt
import functools
import itertools
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mappa_policy import editions
from mappa_policy.answer import Answer
from mappa_policy.contradictions import refuse_contradictions
from mappa_policy.determination import determine
from mappa_policy.model import BadCase
from mappa_policy.parameters import Overlay

BATCH = 250  # cases handed to a process at once: small beside any caseload, large beside the cost of handing over

Case = Mapping[str, object]
Kept = Callable[[Answer], object]


def _one(
    case: Case, edition: str, as_of: dt.date | None, overlay: Overlay | None, keep: Kept | None, *, checked: bool
) -> object:
    try:
        if checked:
            refuse_contradictions(case, edition=edition, as_of=as_of)
        found = determine(case, edition=edition, as_of=as_of, overlay=overlay)
    except BadCase as error:
        return error
    return found if keep is None else keep(found)


def _batch(
    cases: tuple[Case, ...],
    *,
    edition: str,
    as_of: dt.date | None,
    overlay: Overlay | None,
    keep: Kept | None,
    checked: bool,
) -> list[object]:
    return [_one(case, edition, as_of, overlay, keep, checked=checked) for case in cases]


def _batches(cases: Iterable[Case]) -> Iterator[tuple[Case, ...]]:
    source = iter(cases)
    while batch := tuple(itertools.islice(source, BATCH)):
        yield batch


def determine_all(
    cases: Iterable[Case],
    *,
    edition: str = editions.DEFAULT,
    as_of: dt.date | None = None,
    overlay: Overlay | None = None,
    processes: int = 1,
    keep: Kept | None = None,
    checked: bool = False,
) -> Iterator[Any]:
    """The answer for each case, in their order; ``BadCase`` in the place of one that cannot be read.

    Args:
        cases: as for ``determine``; read as they are needed.
        as_of: the day of the question for all; without it, each case's own.
        overlay: the departures of an area, as for ``determine``.
        processes: how many work at once; 1 stays in this process.
        keep: a module-level function: what to keep of each answer. Without it the whole answer.
        checked: refuse a case whose facts cannot all be true, as the command does for a file.

    Raises:
        editions.UnknownEdition: there is no such edition.
    """
    editions.get(edition)
    work = functools.partial(_batch, edition=edition, as_of=as_of, overlay=overlay, keep=keep, checked=checked)
    if processes <= 1:
        for batch in _batches(cases):
            yield from work(batch)
        return
    # a started process reads the policy files for itself: nothing is shared, so nothing can be half-copied
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for answers in pool.imap(work, _batches(cases)):
            yield from answers
