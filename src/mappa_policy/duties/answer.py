"""Turns the instances of a case into duties: owner, state, and the sentence that says why."""

import datetime as dt
from collections.abc import Iterable, Mapping

from mappa_policy import editions
from mappa_policy.duties.catalogue import Rulebook, rulebook, said
from mappa_policy.duties.engine import ONE_DAY, Run, run
from mappa_policy.duties.instances import Instance
from mappa_policy.duties.model import LATE, MET, MET_LATE, NOT_NEEDED, OPEN, Answer, Duty, StartedBy
from mappa_policy.duties.scenario import Scenario, read_scenario
from mappa_policy.duties.state import Case
from mappa_policy.model import BadCase
from mappa_policy.parameters import DRAFT, NOT_READ, Overlay


def _state(instance: Instance, on: dt.date) -> str:
    due, met_on = instance.due, instance.met_on
    if met_on is not None:
        return MET if due is None or met_on <= due else MET_LATE
    if instance.ended_on is not None:
        return NOT_NEEDED
    return OPEN if due is None or on <= due else LATE


def _over(instance: Instance, on: dt.date) -> bool:
    """Whether it stands late for good. Released on the due day it can still be met on that day."""
    return instance.stands and instance.met_on is None and instance.due is not None and instance.due < on


def _changes_on(result: Run, on: dt.date) -> dt.date | None:
    """The next day with an event, the 18th birthday, or the day after the last on which a standing one can be met."""
    days = [event.date for event in result.case.scenario.events if event.date > on]
    if result.case.adult_on is not None and result.case.adult_on > on:
        days.append(result.case.adult_on)
    days += [one.due + ONE_DAY for one in result.instances if one.stands and one.due is not None and one.due >= on]
    return min(days, default=None)


def _spoken(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _edition_words(edition: str, clocks_of: str) -> str:
    return edition if edition == clocks_of else f"{edition}, with the clocks of {clocks_of}"


def _because(instance: Instance, edition: str, clocks_of: str, *, adult_assumed: bool) -> str:
    """One sentence: the rule, the event it is counted from, the rows and the edition."""
    kind, event = instance.kind, instance.event
    rule = kind.rules[instance.rule if instance.rule in kind.rules else ""]
    counted = f"counted from {said()[event.type]} on {_spoken(event.date)}"
    if instance.agency is not None:
        counted += f" to {instance.agency}"
    if instance.expected is not None:
        counted += f", back from {_spoken(instance.expected)}"
    remarks = [instance.remark] if instance.remark else []
    due = instance.due
    if due is not None and any(limit.counted_without_holidays(due) for limit in kind.limits.values()):
        remarks.append(f"bank holidays of {due.year} are not recorded, so only weekends were skipped")
    remarks += _recalled(instance)
    if adult_assumed:
        remarks.append("no date of birth is recorded, so an adult is assumed")
    remarks += kind.remarks
    rows = ", ".join(kind.entry.rows)
    extra = "".join(f"; {remark}" for remark in remarks)
    return f"{rule}: {counted}{extra} ({rows}; edition {_edition_words(edition, clocks_of)})."


def _recalled(instance: Instance) -> list[str]:
    """Which bank holidays on the way are from memory, where the count skipped any."""
    due, limits = instance.due, instance.kind.limits.values()
    if due is None:
        return []
    days = {day for limit in limits for day in limit.recalled_holidays(instance.event.date, due)}
    return [f"the bank holiday of {_spoken(day)} is recalled and was not read" for day in sorted(days)]


def _flags_of(instance: Instance) -> tuple[str, ...]:
    """What must be shown of its numbers and of the days that were skipped."""
    counted = (NOT_READ,) if _recalled(instance) else ()
    return tuple(dict.fromkeys((*instance.kind.flags, *counted)))


def _by_age(instance: Instance, owner: str) -> bool:
    """Whether another agency would own it if the person were under 18."""
    return owner == "probation" and instance.kind.entry.owner in ("probation or yot", "lead agency")


def _duty(instance: Instance, case: Case, on: dt.date, edition: str) -> Duty:
    entry = instance.kind.entry
    owner = instance.owner or instance.closed_lead or case.lead_agency(on)
    return Duty(
        duty=entry.id,
        owner=owner,
        started_by=StartedBy(instance.event.type, instance.event.date, instance.agency),
        aim=instance.aim,
        due=instance.due,
        state=_state(instance, on),
        requirement=entry.rows,
        because=_because(
            instance, edition, instance.kind.edition, adult_assumed=case.adult_on is None and _by_age(instance, owner)
        ),
        citations=instance.kind.citations,
        label=entry.label,
        post=entry.post,
        met_on=instance.met_on,
        over=_over(instance, on),
        flags=_flags_of(instance),
    )


def _in_order(instance: Instance) -> tuple[dt.date, int, dt.date, str]:
    return instance.due or dt.date.max, instance.kind.entry.place, instance.event.date, instance.agency or ""


def _asked(scenario: Scenario, edition: str | None, on: dt.date | None) -> tuple[str, dt.date]:
    where = f"scenario {scenario.id or 'without an id'}"
    edition, on = edition or scenario.edition, on or scenario.on
    if edition is None:
        raise BadCase(f"{where}: edition", "No edition is named.", "Add edition: hampshire-2008, say.")
    if on is None:
        raise BadCase(f"{where}: on", "There is no day to answer for.", 'Add "on": 2026-03-02, with the quotes.')
    return edition, on


def _flags(edition: str, duties: Iterable[Duty]) -> tuple[str, ...]:
    """What the whole answer must show: that of its duties, and the use of a draft edition."""
    drafted = {DRAFT} if editions.get(edition).is_draft else set()
    return tuple(sorted(drafted.union(*(duty.flags for duty in duties))))


def answer_for(
    scenario: Mapping[str, object],
    *,
    edition: str | None = None,
    on: dt.date | None = None,
    overlay: Overlay | None = None,
) -> Answer:
    """The duties of one scenario, and what in it was not understood.

    Args:
        scenario: shaped like a worked timeline; dates are dates or ISO texts.
        edition: an id of ``editions.yaml``; overrides the scenario's. Only the four dated editions have clocks of their
            own. ``statute-current`` and ``national-draft`` use those of ``cheshire-2022``, an area's own edition those
            of the first dated one it falls back to; the answer says so in ``clocks_of``. ``national-draft`` sets its
            own numbers, and every duty that used one says so.
        on: the day asked about, at its end; overrides the scenario's.
        overlay: the departures of an area from this edition. A clock follows the one that held on the day it started.

    Raises:
        BadCase: the scenario cannot be read or contradicts itself.
        UnknownEdition: there is no such edition.

    Covers: PDP-02 (the list of a PDP is empty).
    """
    read = read_scenario(scenario)
    asked, day = _asked(read, edition, on)
    book: Rulebook = rulebook(editions.get(asked).id, overlay)
    result = run(read, book, day)
    result.instances.sort(key=_in_order)
    duties = tuple(_duty(instance, result.case, day, asked) for instance in result.instances)
    return Answer(
        id=read.id,
        edition=asked,
        clocks_of=book.clocks_of,
        on=day,
        duties=duties,
        unknown=read.unknown,
        doubts=read.doubts,
        changes_on=_changes_on(result, day),
        flags=_flags(asked, duties),
    )


def duties_for(
    scenario: Mapping[str, object],
    *,
    edition: str | None = None,
    on: dt.date | None = None,
    overlay: Overlay | None = None,
) -> tuple[Duty, ...]:
    """Every duty that has started by the end of ``on``, finished ones too, the next due first.

    Arguments and errors as ``answer_for``, which also says what was not understood.
    """
    return answer_for(scenario, edition=edition, on=on, overlay=overlay).duties
