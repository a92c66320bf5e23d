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
from mappa.determinations import wording
from mappa.determinations.models import Determination
from mappa.determinations.services import CATEGORY_3, decide, propose
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible
from mappa.offending.movements import MovementKind
from mappa.offending.services import record_movement
from mappa.people.models import Person
from mappa.people.selectors import area_on


@transaction.atomic
def confirm_category(
    *, determination: Determination, category: int | None, reason: str, actor: User, at: datetime
) -> Case | None:
    """Confirm or override the proposed category, and open or change the case accordingly.

    Args:
        category: None means not in MAPPA.
        reason: needed when the category differs from the proposal.

    Gives the case, or None when there is none. Category 3 is also recorded as a fact, because it rests on this
    decision and nothing else.

    Raises:
        Person.DoesNotExist, Refused, NotPossible, Incomplete: as `determinations.services.decide`;
            NotPossible also when the case is in MAPPA and nothing holds it there: it ends by the exit page.
    Covers: IDENT-01, IDENT-03.
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
    basis = determination
    if category == CATEGORY_3 and CATEGORY_3 not in (determination.answer["categories"] or []):
        record_movement(person=person, kind=MovementKind.CAT3_ACCEPTED, on=on, actor=actor, at=at)
        basis = propose(person=person, on=on, actor=actor, at=at)
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


def _in_mappa(person: Person, case: Case | None, *, on: date, reason: str, actor: User, at: datetime) -> Case:
    if case is None:
        area = Area.objects.get(pk=Person.objects.filter(pk=person.pk).values_list(area_on(on), flat=True).get())
        return open_case(person=person, on=on, edition=area.edition, prefix=area.prefix, actor=actor, at=at)
    if case.state != CaseState.OPEN:
        why = reason or "Qualifies again"
        return reactivate_case(case=case, on=on, reason=why, actor=actor, at=at)
    return case


def _name_lead(case: Case, determination: Determination, *, on: date, actor: User, at: datetime) -> None:
    """The agency of the kind that the engine names; where there is none in the area, a person names it later."""
    kind = determination.answer.get("lead_agency") or ""
    area = Person.objects.filter(pk=case.person_id).values_list(area_on(on), flat=True).get()
    involved = Agency.objects.filter(kind=kind, areas=area, involvements__person=case.person_id)
    agency = involved.order_by("id").first() or Agency.objects.filter(kind=kind, areas=area).order_by("id").first()
    if agency:
        set_lead_agency(case=case, agency=agency, since=on, reason="Named with the category", actor=actor, at=at)
