"""Planted words in what leaves as a file, and in what answers a question: minutes, tables, exports, the log, searches.

The pages themselves are read by the walk of the access matrix.
"""

from functools import partial

import pytest
from django.urls import reverse

from mappa.accounts.permissions import Role
from mappa.statistics.views.annual import TYPES
from tests.journeys.access import RELATIONSHIPS, Places
from tests.journeys.everything import Everything, everything_there_is, parts
from tests.journeys.planting import Readings, plant, words_in

FILES = (
    *(("minutes-file", {"ending": ending}) for ending in ("docx", "pdf")),
    *(("annual-report-download", {"kind": kind}) for kind in TYPES),
    ("accounts-export", {}),
)


def channels(world: Everything, names: list[str]) -> list[tuple[str, str, str, dict[str, str] | None]]:
    """Each way beside pages: its route, method and address, and what is sent.

    Args:
        names: the person's before words were planted; they are still found by them.
    """
    person = world.person
    files = [("GET", route, reverse(route, kwargs=parts(world, route) | more), None) for route, more in FILES]
    asked = [person.reference, " ".join(names), names[-1]]
    log = reverse("audit-log")
    return [
        *files,
        *(("POST", "search", reverse("search"), {"text": words}) for words in asked),
        ("GET", "audit-log", f"{log}?purpose=complaint", None),
        ("GET", "audit-log", f"{log}?purpose=complaint&subject={person.reference}", None),
        ("POST", "emergency-access", reverse("emergency-access"),
         {"reference": person.reference, "reason": "To see who is at risk tonight"}),
    ]  # fmt: skip


@pytest.mark.drill
@pytest.mark.django_db
class TestPlantedWordsInFilesAndAnswers:
    def test_are_read_by_nobody_whom_they_are_not_for(self, noon, caplog, record_property):
        world = everything_there_is()
        names = [world.person.given_names, world.person.family_name]
        readings, places = Readings(plant(world)), Places(world)
        ways, asked = channels(world, names), 0
        with caplog.at_level("DEBUG"):
            for relationship in RELATIONSHIPS:
                with places.standing(relationship) as roles:
                    for method, route, address, sent in ways:
                        for role in Role:
                            note = partial(readings.note, relationship, route, role.value)
                            roles.ask(role.value, method, address, sent=sent, seen=note)
                            asked += 1

        record_property("checks", asked)
        assert {route for *_, route in readings.read} >= {"minutes-file", "search"}, "words were there to be read"
        assert readings.leaks() == []
        assert words_in(caplog.text.encode()) == set()
