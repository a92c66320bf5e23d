"""One door to cases: whoever may know of the person may know of the case, and nobody else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value

from mappa.accounts.models import User
from mappa.agencies.models import Agency, Area
from mappa.assessments.selectors import rosh_on
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LeadAgencyRow, LevelRow
from mappa.people.models import Identifier, IdentifierKind, Person
from mappa.people.selectors import area_on, people_visible_to


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


def latest_case(person: Person, on: date) -> Case | None:
    """The latest case of somebody whom the caller has already been allowed to know of, with what holds on a day."""
    return with_standing(person.cases.select_related("person"), on).order_by("opened_on", "id").last()


def standing_of(case: Case, on: date) -> Case:
    """The case with what holds on a day, asked for only where the caller's own query has not."""
    if hasattr(case, "state") and hasattr(case, "lead_agency"):
        return case
    return with_standing(Case.objects.select_related("person"), on).get(pk=case.pk)


@dataclass(frozen=True)
class Identity:
    """What the identity bar shows beside the person's own row. None: not recorded."""

    pnc: str | None
    area: str | None
    rosh: str | None
    lead_agency: str | None


def identity_of(person: Person, lead_agency: int | None, on: date) -> Identity:
    """The PNC ID, managing area, RoSH and lead agency's name, in one query."""
    pnc = Identifier.objects.filter(person=OuterRef("pk"), kind=IdentifierKind.PNC).order_by("id").values("value")
    row = (
        Person.objects.filter(pk=person.pk)
        .annotate(managing=area_on(on))
        .annotate(
            pnc=Subquery(pnc[:1]),
            area=Subquery(Area.objects.filter(pk=OuterRef("managing")).values("name")),
            rosh=rosh_on(on),
            lead=Subquery(Agency.objects.filter(pk=Value(lead_agency or 0)).values("name")),
        )
        .values_list("pnc", "area", "rosh", "lead")
        .get()
    )
    return Identity(*row)
