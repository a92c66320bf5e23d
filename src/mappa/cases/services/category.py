"""What a person decides about a proposed category, and what follows for the case."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import latest_case
from mappa.cases.services.history import open_case, set_category, set_lead_agency
from mappa.cases.services.leaving import reactivate_case
from mappa.determinations import policy, wording
from mappa.determinations.models import Determination
from mappa.determinations.services import CATEGORY_3, decide, propose
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.offending.movements import MovementKind
from mappa.offending.services import record_movement
from mappa.people.models import Person
from mappa.people.selectors import managing_area_of

CATEGORY_4 = 4
CATEGORY_4_LIMB = "CAT4_DISCRETIONARY"
BY_DECISION = {CATEGORY_3: MovementKind.CAT3_ACCEPTED, CATEGORY_4: MovementKind.CAT4_ACCEPTED}
"""Categories into which a decision alone can take somebody, and the fact that records it."""


@transaction.atomic
@gathering()
def confirm_category(
    *, determination: Determination, category: int | None, reason: str, actor: User, at: datetime, source: str = ""
) -> Case | None:
    """Confirm or override the proposed category, and open or change the case accordingly.

    Args:
        category: None means not in MAPPA.
        reason: needed when the category differs from the proposal.
        source: who put the person forward, when Category 4 is accepted by decision: see `policy.category_4_sources`.

    Gives the case, or None when there is none. Category 3, and 4 where it does not come by law, are also recorded as
    a fact, because they rest on this decision and nothing else.

    Raises:
        Person.DoesNotExist, Refused, NotPossible, Incomplete: as `determinations.services.decide`;
            NotPossible also when the case is in MAPPA and nothing holds it there: it ends by the exit page;
            Incomplete also when Category 4 is accepted by decision and may not be, or nobody who may put the person
            forward did.
    Covers: IDENT-01, IDENT-03, DOMEX-07, DOMEX-08.
    """
    on = clock.day_of(at)
    person = determination.person
    decision = decide(determination=determination, category=category, reason=reason, actor=actor, at=at)
    case = latest_case(person, on)
    if category is None:
        if case and case.state == CaseState.OPEN:
            raise NotPossible(
                "This case is in MAPPA, so it ends with a closing statement. Nothing was saved. Close the case instead."
            )
        return case
    basis = _accepted(determination, category, source=source, actor=actor, at=at)
    case = _in_mappa(person, case, on=on, reason=decision.reason, actor=actor, at=at)
    every = sorted({category, *(basis.answer["categories"] or [])})
    last = case.categories.order_by("since", "id").last()
    if last is None or last.category != category or last.all_categories != every:
        words = (
            decision.reason
            if decision.overrides
            else ", ".join(wording.in_words(limb, wording.LIMBS) for limb in determination.answer["limbs"] or [])
        )
        set_category(
            case=case,
            category=category,
            every=every,
            since=on,
            basis=words[:200],
            determination=basis,
            actor=actor,
            at=at,
        )
    if not case.lead_agencies.exists():
        _name_lead(case, basis, on=on, actor=actor, at=at)
    return case


def _accepted(determination: Determination, category: int, *, source: str, actor: User, at: datetime) -> Determination:
    """The answer that bears the category: a new one when the decision itself takes the person in."""
    if category not in BY_DECISION or category in (determination.answer["categories"] or []):
        return determination
    details = _put_forward(determination, source) if category == CATEGORY_4 else {}
    person, on = determination.person, clock.day_of(at)
    record_movement(person=person, kind=BY_DECISION[category], on=on, actor=actor, at=at, details=details)
    basis = propose(person=person, on=on, actor=actor, at=at)
    reasons = [
        each["because"]
        for each in basis.answer["reasons"]
        if each["limb"] == CATEGORY_4_LIMB and each["outcome"] == policy.Outcome.NOT_MET.value
    ]
    if category == CATEGORY_4 and reasons:
        raise Incomplete(
            "The person cannot be accepted in Category 4. Nothing was saved.",
            {"category": " ".join(["Category 4 is not open to this person.", *reasons])},
        )
    return basis


def _put_forward(determination: Determination, source: str) -> dict[str, str]:
    """Who put the person forward, as it goes into the record; from nobody else may anybody be accepted (DOMEX-08)."""
    if source not in policy.category_4_sources(determination.edition):
        raise Incomplete(
            "Category 4 is accepted by decision only from two sources. Nothing was saved.",
            {"source": "Say who put the person forward: counter-terrorism policing, or probation's regional network"},
        )
    return {"source": source}


def _in_mappa(person: Person, case: Case | None, *, on: date, reason: str, actor: User, at: datetime) -> Case:
    if case is None:
        area = Area.objects.get(pk=managing_area_of(person.pk, on))
        return open_case(person=person, on=on, edition=area.edition, prefix=area.prefix, actor=actor, at=at)
    if case.state != CaseState.OPEN:
        why = reason or "Qualifies again"
        return reactivate_case(case=case, on=on, reason=why, actor=actor, at=at)
    return case


def _name_lead(case: Case, determination: Determination, *, on: date, actor: User, at: datetime) -> None:
    """The agency of the kind that the engine names; where there is none in the area, a person names it later."""
    kind = determination.answer.get("lead_agency") or ""
    area = managing_area_of(case.person_id, on)
    involved = Agency.objects.filter(kind=kind, areas=area, involvements__person=case.person_id)
    agency = involved.order_by("id").first() or Agency.objects.filter(kind=kind, areas=area).order_by("id").first()
    if agency:
        set_lead_agency(case=case, agency=agency, since=on, reason="Named with the category", actor=actor, at=at)
