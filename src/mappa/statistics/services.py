"""The annual report: counted from histories, checked, and frozen on request."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Area
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel.decisions import NotPossible, require
from mappa.kernel.reading import wider
from mappa.statistics import checks, facts, tables
from mappa.statistics.histories import PersonHistory, histories_of
from mappa.statistics.models import FrozenReport
from mappa.statistics.periods import Year
from mappa.statistics.policy import CountingPolicy, counting_policy


@dataclass
class AnnualReport:
    """The tables of one area and year, with the people behind every figure and what does not agree."""

    area: Area
    year: Year
    edition: str
    figures: dict[str, Any]
    behind: dict[str, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    frozen_at: datetime | None = None


@wider("figures")
def annual_report(area: Area, year: Year) -> AnnualReport:
    """Count the tables of a year, or give them as they were frozen (STATS-01 to 16)."""
    return _frozen(area, year) or _count(area, year)


@wider("figures")
def people_behind(area: Area, year: Year) -> AnnualReport:
    """As `annual_report`, with the people behind the tables alone: no other figure is counted."""
    found = _frozen(area, year)
    if found is None:
        counted = _tables(area, year)
        found = AnnualReport(area, year, counted.edition, {}, behind=_behind(counted.every, {}))
    return found


@wider("figures")
def people_behind_figure(area: Area, year: Year, key: str) -> list[str] | None:
    """The people behind one figure of a year, by reference; None where there is no such figure.

    Only what that figure rests on is counted, so it asks less than the tables do.

    Raises:
        NotPossible: the edition counts in a way that this report cannot.
    """
    name = key.partition(".")[0]
    if name not in {facts.BREACHES, facts.REVOKED, facts.IMPOSED, facts.AFTER_BREACH}:
        return people_behind(area, year).behind.get(key)
    if found := _frozen(area, year):
        return found.behind.get(key)
    counting_policy(edition_on(area, year.last))
    of_orders = name in {facts.IMPOSED, facts.AFTER_BREACH}
    counts = (
        facts.counts_of_orders(area, year)
        if of_orders
        else facts.counts_of_notification(histories_of(area, year), area, year)
    )
    return _behind((), counts).get(key)


def _frozen(area: Area, year: Year) -> AnnualReport | None:
    frozen = FrozenReport.objects.filter(area=area, year=year.name).first()
    if frozen is None:
        return None
    kept = frozen.tables
    return AnnualReport(
        area, year, frozen.edition, kept["figures"], frozen.behind, kept["warnings"], [], kept["notes"],
        frozen.frozen_at,
    )  # fmt: skip


@dataclass(frozen=True)
class _Counted:
    edition: str
    policy: CountingPolicy
    people: dict[int, PersonHistory]
    every: tuple[tables.Table, tables.Table, tables.Table, tables.Table]
    """The snapshot, the year at levels 2 and 3, and returns for breach of licence and of an order."""


def _tables(area: Area, year: Year) -> _Counted:
    edition = edition_on(area, year.last)
    policy = counting_policy(edition)
    people = histories_of(area, year)
    everybody = list(people.values())
    common = {"categories": policy.categories}
    eligible = tables.eligible_on_snapshot(everybody, area, year, no_level_1=policy.no_level_1, **common)
    in_year = tables.levels_2_and_3_in_year(everybody, area, year, rule=policy.level_counting_rule, **common)
    licence = tables.returned_to_custody(
        everybody, area, year, reason="licence_breach", name="breach_of_licence", **common
    )
    order = tables.returned_to_custody(
        everybody, area, year, reason="order_breach", name="breach_of_sopo", only=(1,), **common
    )
    return _Counted(edition, policy, people, (eligible, in_year, licence, order))


def _count(area: Area, year: Year) -> AnnualReport:
    counted = _tables(area, year)
    eligible, in_year, licence, order = every = counted.every
    counts = facts.counts_of_category_1(counted.people, area, year)
    rate = facts.per_100_000(area, year, eligible.figure(None, 1) or 0)
    figures: dict[str, Any] = {
        "area": area.code,
        "year": year.name,
        "snapshot_on": year.last.isoformat(),
        "period": {"from": year.first.isoformat(), "to": year.last.isoformat()},
        "eligible_on_snapshot": dict(eligible.rows()),
        "levels_2_and_3_in_year": dict(in_year.rows()),
        **{name: _lengths(found) for name, found in counts.items()},
        "returned_to_custody": {table.name: dict(table.rows()) for table in (licence, order)},
        "registered_sexual_offenders_per_100_000": rate.figure,
    }
    return AnnualReport(
        area, year, counted.edition, figures,
        behind=_behind(every, counts),
        warnings=[*checks.disagreements(in_year, licence, order), *checks.left_out(*every)],
        mismatches=[problem for table in every for problem in checks.sums(table)],
        notes=[*counted.policy.notes, rate.note],
    )  # fmt: skip


def _lengths(found: list[str] | dict[str, list[str]]) -> int | dict[str, int]:
    return {key: len(each) for key, each in found.items()} if isinstance(found, dict) else len(found)


def _behind(every: tuple[tables.Table, ...], counts: dict[str, Any]) -> dict[str, list[str]]:
    behind = {
        f"{table.name}.level_{level}.category_{category}": references
        for table in every
        for (level, category), references in sorted(table.cells.items())
    }
    for name, found in counts.items():
        parts = found.items() if isinstance(found, dict) else [("", found)]
        behind |= {f"{name}.{part}".rstrip("."): references for part, references in parts}
    return behind


@transaction.atomic
def freeze(*, area: Area, year: Year, actor: User, on: date, at: datetime) -> FrozenReport:
    """Keep a year's figures and the list behind each, so that they never change (STATS-12, 15).

    Raises:
        Refused: the actor's role may not freeze reports.
        NotPossible: the year has not ended, is frozen already, or its sums do not agree.
    """
    require(may(actor, Permission.STATISTICS_FREEZE))
    if on <= year.last:
        raise NotPossible(f"{year.name} has not ended, so its figures can still change. Freeze it after {year.last}.")
    report = annual_report(area, year)
    if report.frozen_at:
        raise NotPossible(f"{year.name} is frozen already: its figures no longer change. There is nothing to do.")
    if report.mismatches:
        raise NotPossible(
            "The sums do not agree, so nothing was frozen: a wrong total must not be published. "
            + " ".join(report.mismatches)
        )
    try:
        with transaction.atomic():
            frozen = FrozenReport.objects.create(
                area=area, year=year.name, edition=report.edition, behind=report.behind, frozen_at=at,
                frozen_by=actor.username,
                tables={"figures": report.figures, "warnings": report.warnings, "notes": report.notes},
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible(f"{year.name} was frozen by somebody else a moment ago. There is nothing to do.") from error
    record(
        what=What.COMBINATION,
        operation=Permission.STATISTICS_FREEZE,
        actor=actor,
        at=at,
        subject_type="report",
        subject=f"{area.code} {year.name}",
    )
    return frozen
