"""Deriving duties again from what happened, and recording what only the clocks need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.models import Case
from mappa.cases.services.new_day import propose_for_a_new_day
from mappa.determinations.policy import Answer, BadCase, Duty, answer_for
from mappa.duties import events
from mappa.duties.bulk import add_in_bulk
from mappa.duties.kinds import FACTS, checked
from mappa.duties.models import CaseFact, Derivation, DutyRow
from mappa.duties.selectors import departures_for, waits_for_a_new_day
from mappa.kernel import clock
from mappa.kernel.announcements import FactsChanged, announce
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.models import is_one_of
from mappa.kernel.reading import wider

RUNNING = {"open", "late"}
AT_ONCE = 50
"""How many people are derived together: their queries are shared."""
log = structlog.get_logger("mappa.duties")


def derive_again(fact: FactsChanged) -> None:
    """Derive the duties of a person's cases again. Heard whenever a fact about the person changes.

    Raises:
        Incomplete: the dates on record cannot all be right. The fact that showed it is refused with its transaction.
    """
    derive_for([fact.person_id], at=fact.at)


def derive_for(people: Sequence[int], *, at: datetime) -> None:
    """As `derive_again`, for many people told by their ids, whose facts were recorded together.

    Raises:
        Incomplete: of one of them the dates on record cannot all be right.
    """
    place = {person: number for number, person in enumerate(people)}
    found = Case.objects.filter(is_one_of("person", people)).select_related("person")
    cases = sorted(found, key=lambda case: (place[case.person_id], case.pk))
    try:
        for start in range(0, len(cases), AT_ONCE):
            derive(cases[start : start + AT_ONCE], on=clock.day_of(at), at=at)
    except BadCase as problem:
        raise Incomplete(
            f"With this, the dates on record cannot all be right, so it was not saved: {problem} Check the day that you"
            " gave against the facts of the case."
        ) from problem


@transaction.atomic
def derive(cases: Sequence[Case], *, on: date, at: datetime) -> int:
    """Throw the cases' duty rows away and make them again from what happened; how many there are now.

    The engine is given one edition, the one the case was opened under, so a later edition moves no date (EDITION-02).
    The cases are locked first: two derivations at once would each leave its rows beside the other's.
    """
    if not cases:
        return 0
    hold(cases)
    departs = departures_for(cases, on=on)
    answers = {
        case: answer_for(scenario, on=on, overlay=departs.get(case.pk)) for case, scenario in scenarios(cases, on=on)
    }
    rows = [_row(case, duty, at=at) for case, answer in answers.items() for duty in answer.duties]
    DutyRow.objects.filter(case__in=cases).delete()
    add_in_bulk(rows)
    _keep_when(cases, answers, on=on)
    return len(rows)


def _keep_when(cases: Sequence[Case], answers: Mapping[Case, Answer], *, on: date) -> None:
    """Keep for each case until when its answer holds."""
    changes = {case.pk: answer.changes_on for case, answer in answers.items()}
    Derivation.objects.bulk_create(
        [Derivation(case=case, on=on, changes_on=changes.get(case.pk)) for case in cases],
        update_conflicts=True, unique_fields=["case"], update_fields=["on", "changes_on"], batch_size=2000,
    )  # fmt: skip


@dataclass
class NewDay:
    """How a derivation for a new day went: how many people, and whose failed with what."""

    people: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


def derive_for_a_new_day(
    *, on: date, at: datetime, everybody: bool = False, progress: Callable[[int, int], None] | None = None
) -> NewDay:
    """Derive the duties that the calendar changes without a new fact. Safe to repeat, and to run twice at once.

    Args:
        everybody: also the cases for which nothing that lay ahead has come, after a value of policy changed.
        progress: told as it goes on how many people are done, and of how many.

    Some people at a time share a transaction; where one of them fails, each has their own. One that fails keeps the
    duties they had, is named in the answer and the log, and is tried again on the next day or with their next fact.
    """
    with wider("new-day"):
        waiting = Case.objects.all() if everybody else Case.objects.filter(derivation__in=waits_for_a_new_day(on))
        people = list(waiting.order_by("person").values_list("person", "person__reference").distinct())
    done = NewDay()
    for start in range(0, len(people), AT_ONCE):
        batch = people[start : start + AT_ONCE]
        try:
            done.people += _derive_some([person for person, _ in batch], on=on, at=at, even_if_done=everybody)
        except Exception:  # noqa: BLE001 - one of them cannot be derived: each alone says which, and why
            _one_by_one(batch, done, on=on, at=at, even_if_done=everybody)
        if progress:
            progress(start + len(batch), len(people))
    if done.failed:
        log.error("duties not derived for a new day", people=len(done.failed), remedy="mappa derive names them")
    return done


def _one_by_one(people: list[tuple[int, str]], done: NewDay, *, on: date, at: datetime, even_if_done: bool) -> None:
    """Derive each in a transaction of their own. Who cannot be derived is tried again on the next day."""
    for person, reference in people:
        try:
            done.people += _derive_some([person], on=on, at=at, even_if_done=even_if_done)
        except Exception as problem:  # noqa: BLE001 - one person's trouble must not keep everybody from their pages
            done.failed.append((reference, str(problem) if isinstance(problem, BadCase) else type(problem).__name__))
            with wider("new-day"):
                Derivation.objects.filter(case__person=person).update(changes_on=on + timedelta(days=1))


@transaction.atomic
@wider("new-day")
def _derive_some(people: list[int], *, on: date, at: datetime, even_if_done: bool) -> int:
    """Derive the cases of some people, less those whom somebody else did while this waited; how many people.

    Where a day has come, the category is asked about again too.
    """
    cases = list(Case.objects.filter(person__in=people).select_related("person"))
    hold(cases)
    came = set(waits_for_a_new_day(on).filter(case__in=cases).values_list("case__person", flat=True))
    now = [case for case in cases if even_if_done or case.person_id in came]
    derive(now, on=on, at=at)
    for case in now:
        if case.person_id in came:
            propose_for_a_new_day(case=case, on=on, at=at)
    return len({case.person_id for case in now})


def hold(cases: Sequence[Case]) -> None:
    """Keep the cases from being derived by somebody else until the transaction ends."""
    list(
        Case.objects.select_for_update(no_key=True)
        .filter(pk__in=[case.pk for case in cases])
        .order_by("pk")
        .values("pk")
    )


def scenarios(cases: Sequence[Case], *, on: date) -> list[tuple[Case, dict[str, Any]]]:
    """What the duty engine is given for each case that holds or held a category."""
    found = [source(cases) for source in events.SOURCES]
    categories, left = events.categories_of(cases)
    return [
        (
            case,
            {
                "id": case.reference,
                "edition": case.edition,
                "on": on,
                "person": {"dob": case.person.date_of_birth},
                "category": categories[case.pk][0],
                "categories": categories[case.pk],
                "events": [event for source in found for event in source.get(case.pk, [])] + left.get(case.pk, []),
            },
        )
        for case in cases
        if categories.get(case.pk)
    ]


def _row(case: Case, duty: Duty, *, at: datetime) -> DutyRow:
    started = duty.started_by
    return DutyRow(
        case=case, duty=duty.duty, label=duty.label, owner=duty.owner, edition=case.edition, started_by=started.type,
        started_on=started.date, started_by_agency=started.agency or "", aim=duty.aim, due=duty.due,
        outcome=duty.state, running=duty.state in RUNNING and not duty.over, because=duty.because,
        citations=list(duty.citations), requirement=list(duty.requirement), derived_at=at,
    )  # fmt: skip


@transaction.atomic
def record_fact(
    *, case: Case, kind: str, on: date, details: dict[str, Any], note: str, actor: User, at: datetime
) -> CaseFact:
    """Record a visit, a review or a notice: something that happened and that a clock waits for.

    Sent twice, it is recorded once: the second time gives what the first recorded.

    Raises:
        Refused: the actor's role may not record facts.
        Incomplete: the kind is unknown, a detail is missing, or the day has not come yet.
    Covers: PLAN-20, REVIEW-02, REVIEW-03.
    """
    require(may(actor, Permission.FACT_RECORD) or may(actor, Permission.RESULTS_IMPORT))
    details = checked(kind, on, details, today=clock.day_of(at), opened=case.opened_on)
    hold([case])
    said = {"case": case, "kind": kind, "on": on, "details": details, "note": note, "by": actor.username}
    if recorded := CaseFact.objects.filter(**said).first():
        return recorded
    fact = CaseFact.objects.create(at=at, **said)
    record(
        what=What.COLLECTION,
        operation=Permission.FACT_RECORD,
        actor=actor,
        subject=case.person.reference,
        at=at,
        case=case.reference,
        kind=FACTS[kind].kind,
    )
    announce(FactsChanged(person_id=case.person_id, at=at))
    return fact
