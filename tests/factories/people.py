"""Invented people."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from mappa.agencies.models import Agency, Area
from mappa.people import names
from mappa.people.models import Involvement, InvolvementKind, ManagingArea, Person
from mappa.people.services import rekey
from tests.factories.accounts import an_area

_numbers = count(1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def a_person(
    *, area: Area | None = None, involving: tuple[Agency, ...] = (), since: date = date(2020, 1, 1), **more: Any
) -> Person:
    """Somebody managed by the area, with each of the agencies involved from `since` on."""
    area = area or an_area()
    number = next(_numbers)
    facts = {
        "reference": f"{area.prefix}-P-T{number:04d}",
        "family_name": f"Testperson{number}",
        "given_names": "Alex",
        "date_of_birth": date(1985, 6, 11),
        "sex": "male",
        "recorded_at": NOON,
        "recorded_by": "factory",
    }
    facts |= more
    facts.setdefault("name_keys", names.keys_of_all([(facts["given_names"], facts["family_name"])]))
    person = Person.objects.create(**facts)
    rekey([person])
    ManagingArea.objects.create(person=person, area=area, since=since, by="factory")
    for agency in involving:
        Involvement.objects.create(
            person=person, agency=agency, kind=InvolvementKind.OFFENDER_MANAGER, since=since, reason="factory"
        )
    return person
