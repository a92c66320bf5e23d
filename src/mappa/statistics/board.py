"""Management information for the board: counted from the records as they stand, and over the year behind (NOMINAL-19).

Every number counts people, cases or steps that the area's pages list; nothing is typed in for it, and nobody is named.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from mappa.agencies.models import Area
from mappa.cases.lifecycle import TransferState
from mappa.cases.models import TransferStep
from mappa.cases.selectors import open_cases_of
from mappa.duties.models import DutyRow
from mappa.duties.presenters import owner_words
from mappa.kernel.clock import day_of
from mappa.kernel.reading import wider
from mappa.notices.counts import months_of
from mappa.people.models import Involvement, InvolvementKind
from mappa.people.selectors import involved_on, people_managed_by
from mappa.referrals.lifecycle import ReferralState
from mappa.referrals.models import Referral
from mappa.referrals.selectors import with_state
from mappa.statistics.periods import Year, last_full_year
from mappa.statistics.promises import ANSWERS, promises_of
from mappa.statistics.services import annual_report
from mappa.statistics.sheets import Sheet, sheets_of

BEHIND = timedelta(days=365)
"""Over how long steps are counted: our own measure. The first day is that many days before the day itself."""
QUARTER = 3
"""Months that are told together: this one and the two before."""
WAITING = (ReferralState.SUBMITTED, ReferralState.DISPUTED)


@dataclass(frozen=True)
class Part:
    """One table of the page, and what is counted in it."""

    counted: str
    sheet: Sheet


def _part(title: str, counted: str, *rows: tuple[str, int]) -> Part:
    return Part(counted, Sheet("", title, ("What", "Number"), rows))


@wider("figures")
def board_information(area: Area, on: date) -> list[Part]:
    """What the board of an area is told on a day. A constant number of queries."""
    year = last_full_year(on)
    return [
        *_now(area, on), _counted_by_probation(area, on), *_year_behind(area, on), _promises(area, on),
        *_annual(area, year),
    ]  # fmt: skip


def _now(area: Area, on: date) -> list[Part]:
    cases = open_cases_of(people_managed_by(area.pk, on), on)
    managed = Involvement.objects.filter(
        involved_on(on), person=OuterRef("person"), kind=InvolvementKind.RECORD_MANAGER
    )
    late = DutyRow.objects.filter(case=OuterRef("pk"), running=True, due__lt=on)
    told = list(
        cases.annotate(managed=Exists(managed), late=ArraySubquery(late.values("owner"))).values_list(
            "category", "level", "managed", "late"
        )
    )
    stood = Counter((category, level) for category, level, *_ in told)
    owners = Counter(owner for *_, late_of in told for owner in late_of)
    return [
        _part(
            "People in MAPPA now", "Everybody whose case is open and whom the area manages today.",
            ("All", len(told)), *((_standing(*key), stood[key]) for key in sorted(stood, key=_order)),
        ),
        _part(
            "Records that nobody manages", "Of the people above, without one today.",
            ("All", sum(not managed for _, _, managed, _ in told)),
        ),
        _part(
            "Duties that are late", "Running duties about the people above whose last day has passed, by owner.",
            ("All", owners.total()), *sorted((owner_words(owner), n) for owner, n in owners.items()),
        ),
    ]  # fmt: skip


def _order(key: tuple[int | None, int | None]) -> tuple[int, int]:
    return key[0] or 99, key[1] or 99


def _standing(category: int | None, level: int | None) -> str:
    return f"Category {category or 'not decided'}, level {level or 'not set'}"


def _year_behind(area: Area, on: date) -> list[Part]:
    since = on - BEHIND
    about = Referral.objects.filter(person__in=people_managed_by(area.pk, on))
    referrals = list(with_state(about).values_list("state", "state_at"))
    waiting = sum(state in WAITING for state, _ in referrals)
    decided = Counter(state for state, at in referrals if at and since <= day_of(at) <= on)
    moves = TransferStep.objects.filter(state=TransferState.ACCEPTED, at__date__gte=since)
    moved = moves.values_list("transfer__from_area", "transfer__to_area", "at")
    within = [(left, took) for left, took, at in moved if since <= day_of(at) <= on]
    return [
        _part(
            "Referrals", "About people whom the area manages today: waiting now, and last decided within 365 days.",
            ("Waiting for a decision", waiting), ("Accepted", decided[ReferralState.ACCEPTED]),
            ("Rejected", decided[ReferralState.REJECTED]), ("Returned", decided[ReferralState.RETURNED]),
        ),
        _part(
            "Transfers", "Accepted in the 365 days to today.",
            ("Came from another area", sum(took == area.pk for _, took in within)),
            ("Went to another area", sum(left == area.pk for left, _ in within)),
        ),
    ]  # fmt: skip


def _counted_by_probation(area: Area, on: date) -> Part:
    """The counts of the last quarter's months that were told (IDENT-19, STATS-18)."""
    rows = [
        row
        for month in months_of(area, on, back=QUARTER)
        if month.told
        for row in (
            (f"{month.first:%B %Y}: counted by probation", month.told.people),
            (f"{month.first:%B %Y}: not on the register", month.missing or 0),
        )
    ]
    return _part(
        "Category 2 level 1 in the community", "As probation told it for this month and the two before.", *rows
    )


def _promises(area: Area, on: date) -> Part:
    return _part(
        "The four national promises", "As on the page of the promises, today.",
        *(
            (f"{promise.text}: {words.lower()}", len(promise.behind[answer]))
            for promise in promises_of(area, on)
            for answer, words in ANSWERS.items()
        ),
    )  # fmt: skip


def _annual(area: Area, year: Year) -> list[Part]:
    report = annual_report(area, year)
    counted = f"As in the annual report {year.name}, {'frozen' if report.frozen_at else 'counted today'}."
    return [Part(counted, sheet) for sheet in sheets_of(report)]
