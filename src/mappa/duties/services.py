"""Deriving duties again from what happened, and recording what only the clocks need."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.models import Case
from mappa.determinations.policy import BadCase, Duty, duties_for
from mappa.duties import events
from mappa.duties.kinds import FACTS, checked
from mappa.duties.models import CaseFact, DutyRow
from mappa.kernel import clock
from mappa.kernel.announcements import FactsChanged, announce
from mappa.kernel.decisions import Incomplete, require

RUNNING = {"open", "late"}


def derive_again(fact: FactsChanged) -> None:
    """Derive the duties of a person's cases again. Heard whenever a fact about the person changes.

    Raises:
        Incomplete: the dates on record cannot all be right. The fact that showed it is refused with its transaction.
    """
    cases = list(Case.objects.filter(person=fact.person_id).select_related("person"))
    try:
        derive(cases, on=clock.day_of(fact.at), at=fact.at)
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
    hold(cases)
    rows = [row for case, scenario in scenarios(cases, on=on) for row in _rows(case, scenario, on=on, at=at)]
    DutyRow.objects.filter(case__in=cases).delete()
    DutyRow.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


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


def _rows(case: Case, scenario: dict[str, Any], *, on: date, at: datetime) -> list[DutyRow]:
    return [_row(case, duty, at=at) for duty in duties_for(scenario, on=on)]


def _row(case: Case, duty: Duty, *, at: datetime) -> DutyRow:
    started = duty.started_by
    return DutyRow(
        case=case, duty=duty.duty, label=duty.label, owner=duty.owner, edition=case.edition, started_by=started.type,
        started_on=started.date, started_by_agency=started.agency or "", aim=duty.aim, due=duty.due,
        outcome=duty.state, running=duty.state in RUNNING, because=duty.because, citations=list(duty.citations),
        requirement=list(duty.requirement), derived_at=at,
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
    require(may(actor, Permission.FACT_RECORD))
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
