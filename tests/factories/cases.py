"""Invented cases."""

from datetime import date

from mappa.agencies.models import Agency
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, LeadAgencyRow, LevelRow
from mappa.people.models import Person
from tests.factories.accounts import an_agency
from tests.factories.people import NOON, a_person


def an_open_case(
    person: Person | None = None, *, category: int = 1, level: int | None = 1, lead: Agency | None = None,
    since: date = date(2020, 1, 1),
) -> Case:  # fmt: skip
    """A case in MAPPA since a day, with one category, one level (or none yet) and one lead agency."""
    lead = lead or an_agency()
    person = person or a_person(involving=(lead,), since=since)
    case = Case.objects.create(
        reference=person.reference.replace("-P-", "-C-"), person=person, opened_on=since, edition="cheshire-2022"
    )
    common = {"case": case, "at": NOON, "by": "factory"}
    CaseStep.objects.create(action=CaseAction.OPEN, state=CaseState.OPEN, on=since, **common)
    CategoryRow.objects.create(category=category, all_categories=[category], since=since, **common)
    LeadAgencyRow.objects.create(agency=lead, since=since, **common)
    if level:
        LevelRow.objects.create(level=level, since=since, decided_by="factory", **common)
    return case
