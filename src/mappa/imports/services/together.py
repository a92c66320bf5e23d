"""Duties of many people of a file derived together; and from the beginning alone, where somebody's cannot be."""

from collections.abc import Callable, Collection
from copy import deepcopy
from datetime import datetime

from django.db import transaction

from mappa.duties.services import derive_for
from mappa.imports.reports import Report
from mappa.kernel.decisions import Incomplete


class NotTogether(Exception):
    """Rows about somebody have to be refused, and cannot be taken out of those that were recorded together."""


def derive_together(people: Collection[int], *, at: datetime) -> None:
    """Derive the duties of people again, told by their ids: what `kernel.announcements` would say of each by itself.

    Raises:
        NotTogether: the dates on record of one of them cannot all be right.
    """
    try:
        derive_for(list(people), at=at)
    except Incomplete as problem:
        raise NotTogether from problem


def together_or_alone(take: Callable[[Report, bool], None], report: Report) -> None:
    """Take in a file.

    Args:
        take: told the report to write, and whether duties are derived together. Where that cannot be, it is undone and
            called once more, so that the rows of whom it concerns are refused alone.
        report: what holds of the file already.
    """
    tried = deepcopy(report)
    try:
        with transaction.atomic():
            take(tried, True)  # noqa: FBT003 - whether together
    except NotTogether:
        take(report, False)  # noqa: FBT003
    else:
        vars(report).update(vars(tried))
