"""A drill: in two thousand random worlds, who is listed is who is decided, and who a plain reading says.

``MAPPA_WORLDS`` says how many worlds instead.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.factories.worlds import Places, worlds
from tests.people.test_deciding import disagreements

WORLDS = int(os.environ.get("MAPPA_WORLDS", "2000"))


@pytest.mark.drill
@pytest.mark.django_db
class TestListFilterEqualsDecision:
    def test_in_every_random_world(self, record_property):
        places, seen = Places.build(), []

        @settings(
            max_examples=WORLDS, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(worlds)
        def holds(world):
            seen.append(world)
            assert disagreements(world, places) == []

        holds()
        assert len(seen) >= WORLDS
        record_property("checks", len(seen))
