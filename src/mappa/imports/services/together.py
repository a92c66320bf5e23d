"""Duties of many people of a file derived together; and from the beginning alone, where somebody's cannot be."""

from collections.abc import Collection
from copy import deepcopy
from datetime import datetime
from typing import Protocol

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


class Take(Protocol):
    """What takes in a file: told the report to write, and whether duties are derived together."""

    def __call__(self, report: Report, *, together: bool) -> None:
        """Take it in."""


def together_or_alone(take: Take, report: Report) -> None:
    """Take in a file.

    Args:
        take: where duties cannot be derived together, it is undone and called once more, so that the rows of whom it
            concerns are refused alone.
        report: what holds of the file already.
    """
    tried = deepcopy(report)
    try:
        with transaction.atomic():
            take(tried, together=True)
    except NotTogether:
        take(report, together=False)
    else:
        vars(report).update(vars(tried))
