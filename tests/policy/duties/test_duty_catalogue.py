"""The catalogue: 35 duties, each with an owner, rows, a sentence and citations that resolve."""

import pytest

from mappa_policy import parameters, sources
from mappa_policy.duties.catalogue import clocks_of, entries, rulebook, said
from mappa_policy.duties.engine import CLOCKS
from mappa_policy.duties.events import event_types
from tests.requirements import known_requirements

DATED = ("hampshire-2008", "durham-2016", "norfolk-2019", "cheshire-2022")
ONLY_2008 = {
    "category-2-record",
    "ecl-confirmation",
    "level-1-review",
    "level-1-disclosure-review",
    "level-2-full-meeting",
    "level-3-full-meeting",
    "police-visit",
    "probation-visit",
}


class TestCatalogue:
    def test_has_35_duties_and_a_clock_for_each(self):
        names = [entry.id for entry in entries()]

        assert len(names) == len(set(names)) == 35
        assert set(names) == set(CLOCKS)

    @pytest.mark.parametrize("edition", DATED)
    def test_gives_each_edition_the_duties_it_has(self, edition):
        missing = {entry.id for entry in entries()} - set(rulebook(edition).kinds)

        expected = set() if edition == "hampshire-2008" else set(ONLY_2008)
        if edition in {"hampshire-2008", "durham-2016"}:
            expected.add("sro-notification")
        if edition != "cheshire-2022":
            expected.add("referral-decision")
        assert missing == expected

    @pytest.mark.parametrize("edition", DATED)
    def test_cites_a_known_document_for_every_duty(self, edition):
        for kind in rulebook(edition).kinds.values():
            assert kind.citations
            assert all(sources.resolve(citation) for citation in kind.citations)

    def test_names_rows_of_the_register(self):
        assert {row for entry in entries() for row in entry.rows} <= set(known_requirements())

    def test_names_parameters_that_exist(self):
        assert {name for entry in entries() for name in entry.limits.values()} <= set(parameters.names())

    def test_can_say_every_event_that_starts_a_clock(self):
        assert set(said()) <= set(event_types())
        assert {kind for clock in CLOCKS.values() for kind in clock.on} <= set(said()) | {"released"}

    def test_lets_other_editions_run_on_the_clocks_of_a_dated_one(self):
        assert clocks_of("statute-current") == "cheshire-2022"
        assert clocks_of("national-draft") == "cheshire-2022"
