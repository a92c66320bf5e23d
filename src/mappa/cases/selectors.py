"""One door to cases: whoever may know of the person may know of the case, and nobody else."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LeadAgencyRow, LevelRow
from mappa.people.selectors import people_visible_to


def with_standing(cases: QuerySet[Case], on: date) -> QuerySet[Case]:
    """Add to each case what holds on a day: `state`, `category`, `level`, `lead_agency` (an id)."""
    own = OuterRef("pk")

    def latest(rows: QuerySet, value: str) -> Subquery:
        return Subquery(rows.filter(case=own, since__lte=on).order_by("-since", "-id").values(value)[:1])

    return cases.annotate(
        state=Subquery(CaseStep.objects.filter(case=own, on__lte=on).order_by("-on", "-id").values("state")[:1]),
        category=latest(CategoryRow.objects.all(), "category"),
        level=latest(LevelRow.objects.all(), "level"),
        lead_agency=latest(LeadAgencyRow.objects.all(), "agency"),
    )


def cases_visible_to(actor: User, on: date) -> QuerySet[Case]:
    """Every case of everybody whom the actor may know of on a day, with what holds on that day."""
    people = people_visible_to(actor, on)
    return with_standing(Case.objects.filter(person__in=people).select_related("person"), on)


def open_cases_visible_to(actor: User, on: date) -> QuerySet[Case]:
    """The cases in MAPPA on a day."""
    return cases_visible_to(actor, on).filter(state=CaseState.OPEN)


def case_of(actor: User, reference: str, on: date) -> Case:
    """The latest case of the person with this reference.

    Raises:
        Case.DoesNotExist: there is none, or the actor may not know of the person.
    """
    return cases_visible_to(actor, on).filter(person__reference=reference).latest("opened_on", "id")
