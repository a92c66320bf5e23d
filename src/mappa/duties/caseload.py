"""The open cases of an area as the rules read them, for `mappa editions compare` to ask about again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mappa.agencies.models import Area
from mappa.audit.models import What
from mappa.audit.services import Actor, record
from mappa.cases.models import Case
from mappa.cases.selectors import open_cases_of
from mappa.determinations.facts import case_for
from mappa.determinations.policy import Overlay, Subject
from mappa.determinations.selectors import overlays_of
from mappa.duties.services import scenarios
from mappa.people.selectors import people_managed_by

OPERATION = "duties:caseload:compare"
AT_ONCE = 100
Caseload = tuple[int, Iterator[Subject], dict[str, Overlay]]


class NoSuchArea(LookupError):
    """There is no area of that code. The message lists those there are."""


def open_cases_in(area: Area, on: date) -> QuerySet[Case]:
    """The cases in MAPPA that an area manages on a day. Records behind a wall are left out, so not even counted."""
    return open_cases_of(people_managed_by(area.pk, on).filter(compartment=""), on)


@contextmanager
def caseload_of(code: str, *, on: date, at: datetime, actor: Actor) -> Iterator[Caseload]:
    """How many open cases an area has, the cases one at a time, and the area's departures by edition.

    Nothing but the references and facts without names leaves. One audit row says that the cases were read.

    Raises:
        NoSuchArea: there is no area of that code.
    """
    area = Area.objects.filter(code=code).first()
    if area is None:
        known = ", ".join(Area.objects.order_by("code").values_list("code", flat=True))
        raise NoSuchArea(f"There is no area {code!r}. Use one of: {known}.")
    with transaction.atomic():
        keys = list(open_cases_in(area, on).order_by("reference").values_list("pk", flat=True))
        record(
            what=What.CONSULTATION, operation=OPERATION, actor=actor, subject_type="area", subject=code, at=at,
            cases=len(keys),
        )  # fmt: skip
        yield len(keys), _subjects(keys, on), overlays_of(area)


def _subjects(keys: list[int], on: date) -> Iterator[Subject]:
    """Each case with its facts, read in batches so that memory does not grow with the caseload."""
    for start in range(0, len(keys), AT_ONCE):
        batch: Any = Case.objects.filter(pk__in=keys[start : start + AT_ONCE]).select_related("person")
        cases = list(batch.order_by("reference"))
        owed = {case.pk: scenario for case, scenario in scenarios(cases, on=on)}
        for case in cases:
            yield Subject(case.reference, {**case_for(case.person), "as_of": on}, owed.get(case.pk))
