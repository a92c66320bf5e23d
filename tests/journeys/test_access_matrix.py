"""Every cell of the published access matrix, asked over HTTP.

``docs/reference/access-cells.csv`` says who is answered how; nothing here works it out from the code under test. Each
line is a route, a method and a way to stand to the person; each column a role. ``docs/reference/access-cells.md`` says
what the letters mean and which rules the lines follow, and `TestAccessRules` holds the file to them.
``MAPPA_CELLS`` asks that many cells, spread over the file, instead of all. ``MAPPA_CELLS_TO`` writes what was answered
into another file, for somebody to compare when a page has been added.
"""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from mappa.accounts.permissions import Role
from tests.config.test_headers import GUARDS
from tests.journeys.access import (
    FORBIDDEN,
    MISSING,
    NOBODY,
    NOT_OFFERED,
    RELATIONSHIPS,
    SHOWN,
    SIGN_IN,
    TOLD,
    Places,
    address_of,
    outcome,
)
from tests.journeys.everything import everything_there_is, routes
from tests.journeys.planting import KINDS, Readings, classified, plant, text_columns, words_in

CELLS = Path(__file__).parents[2] / "docs/reference/access-cells.csv"
COLUMNS = [NOBODY, *(role.value for role in Role)]
METHODS = ("GET", "POST")
EVERYBODY = ("on record", "stranger")
"""The relationships of a page that is about nobody: people of the area, and of another."""
SENT_AS = {*EVERYBODY, "walled", "excluded"}
"""The relationships in which forms are sent too."""
LISTED = {"restricted": "on record", "excluded": "on record", "emergency and excluded": "emergency"}
"""Where a list keeps somebody out, and how they would stand without it."""
PUBLIC = {
    "healthz", "welcome", "signin", "signout", "signin-code", "signin-set-up", "signin-set-up-picture",
    "signin-set-up-key", "signin-openid", "signin-openid-back", "signin-openid-left",
}  # fmt: skip
"""The pages that need nobody to be signed in."""


def published():
    """The lines of the matrix: (route, method, relationship) to a letter for each column."""
    with CELLS.open(newline="") as file:
        lines = csv.DictReader(file)
        return {(one["route"], one["method"], one["relationship"]): {c: one[c] for c in COLUMNS} for one in lines}


def wanted():
    """Every line that the matrix must have: each route and method, and each relationship where it is about somebody."""
    for route, kinds in routes().items():
        for method in METHODS:
            for relationship in RELATIONSHIPS if about_somebody(route, kinds) else EVERYBODY:
                if method == "GET" or relationship in SENT_AS:
                    yield route, method, relationship


def about_somebody(route, kinds):
    """Whether an address leads to a record of a person."""
    others = (
        "account",
        "agency",
        "area-document",
        "version",
        "clearance",
        "further-agency",
        "contact",
        "court-results",
        "governance",
        "board-information",
        "pdp",
        "notify",
        "community-count",
        "extract",
        "retrieval-test",
        "retrieval-action",
    )
    return bool(kinds) and not route.startswith((*others, "annual", "promise", "fairness", "welcome"))


def cells_of(line, matrix):
    """The cells of a line. Whom a page refuses on record it refuses always, and is not asked again: rule 1."""
    route, method, relationship = line
    if relationship == "on record":
        return [(*line, column) for column in COLUMNS]
    known = matrix[route, method, "on record"]
    return [(*line, role) for role in COLUMNS[1:] if known[role] != FORBIDDEN]


class TestAccessRules:
    """The rules of ``access-cells.md``, each held against every line of the file."""

    def test_has_a_line_for_every_route_method_and_relationship(self):
        assert set(published()) == set(wanted())

    def test_asks_for_the_permission_before_it_looks(self):
        """Forbidden by role is forbidden however one stands to the person."""
        refused = defaultdict(set)
        for (route, method, _), cells in published().items():
            for role, letter in cells.items():
                if letter:
                    refused[route, method, role].add(letter == FORBIDDEN)
        assert [cell for cell, seen in refused.items() if len(seen) > 1] == []

    def test_leaves_out_only_what_a_roles_permissions_refuse(self):
        matrix = published()
        for line, cells in matrix.items():
            assert {role for role, letter in cells.items() if letter} == {cell[3] for cell in cells_of(line, matrix)}, (
                line
            )

    def test_lets_nobody_in_who_has_not_signed_in(self):
        for (route, _, relationship), cells in published().items():
            if relationship == "on record":
                assert (cells[NOBODY] == SIGN_IN) == (route not in PUBLIC), route

    def test_tells_a_lists_message_only_to_those_who_would_see_the_record(self):
        matrix = published()
        for (route, method, relationship), cells in matrix.items():
            told = {role for role, letter in cells.items() if letter == TOLD}
            assert not told or relationship in LISTED, (route, relationship)
            like = matrix[route, method if relationship in SENT_AS else "GET", LISTED.get(relationship, "on record")]
            assert {role for role in told if like[role] not in {SHOWN, MISSING}} == set(), (route, relationship)

    def test_holds_no_cell_that_breaks(self):
        letters = {letter for cells in published().values() for letter in cells.values()}
        assert letters <= {SHOWN, FORBIDDEN, TOLD, MISSING, NOT_OFFERED, SIGN_IN, ""}


class TestTextFields:
    """``text-fields.csv`` says of every text column what it holds."""

    def test_are_all_classified(self):
        held = classified()

        assert set(held) == set(text_columns()), "say in docs/reference/text-fields.csv what a new column holds"
        assert set(held.values()) <= KINDS


def differing(places, method, most, seen):
    """Ask the cells of a method; how many were asked, and those answered otherwise than published.

    Args:
        seen: told of every answer, with how the one who asked stands to the person, the route and the role.
    """
    said = published() if CELLS.exists() else defaultdict(dict)
    lines = [line for line in wanted() if line[1] == method]
    step = max(sum(len(cells_of(line, said)) for line in lines) // most, 1) if CELLS.exists() else 1
    answered, offered = defaultdict(dict), 0
    for relationship in RELATIONSHIPS:
        with places.standing(relationship) as roles:
            for line in (line for line in lines if line[2] == relationship):
                for *_, role in cells_of(line, said if CELLS.exists() else answered):
                    offered += 1
                    if offered % step == 0:
                        told = seen(relationship, line[0], role)
                        answer = roles.ask(role, method, address_of(places.world, line[0]), seen=told)
                        answered[line][role] = outcome(answer)
    keep(answered, method)
    cells = [(line, role, letter) for line, letters in answered.items() for role, letter in letters.items()]
    return len(cells), [cell for cell in cells if said[cell[0]].get(cell[1]) != cell[2]]


def keep(answered, method):
    """Write what was answered, where somebody wants to compare it."""
    if not (folder := os.environ.get("MAPPA_CELLS_TO")):
        return
    with Path(folder, f"{method}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", "relationship", *COLUMNS])
        writer.writerows([*line, *(answered[line].get(column, "") for column in COLUMNS)] for line in sorted(answered))


class Look:
    """What is looked at in every answer besides how it counts: its headers, and the words that were planted."""

    def __init__(self, planted=()):
        self.readings, self.bare, self.answers = Readings(list(planted)), [], 0

    def __call__(self, relationship, route, role):
        def seen(answer):
            self.answers += 1
            policy = answer.get("Content-Security-Policy", "")
            safe = "default-src 'none'" in policy and "unsafe" not in policy
            if not safe or {name: answer.get(name) for name in GUARDS} != GUARDS:
                self.bare.append((route, role, answer.status_code))
            self.readings.note(relationship, route, role, answer)

        return seen

    def figures(self, record_property):
        """What is printed beside the matrix."""
        record_property("figure HeadersOnEveryAnswer", f"{self.answers - len(self.bare)}/{self.answers}")
        if words := len(self.readings.planted):
            found = self.readings.leaks()
            record_property("figure PlantedWords", f"{words - len({leak[0] for leak in found})}/{words}")


MOST = int(os.environ.get("MAPPA_CELLS", "99999"))


@pytest.mark.drill
@pytest.mark.django_db
class TestAccessMatrixReading:
    def test_answers_every_cell_as_published_and_tells_nobody_a_word_that_is_not_theirs(
        self, noon, caplog, record_property
    ):
        world = everything_there_is()
        look = Look(plant(world))
        with caplog.at_level("DEBUG"):
            count, wrong = differing(Places(world), "GET", MOST, look)

        record_property("checks", count)
        look.figures(record_property)
        assert wrong == []
        assert look.bare == []
        assert len(look.readings.read) > count / 50, "the words are there to be read"
        assert look.readings.leaks() == []
        assert words_in(caplog.text.encode()) == set()


@pytest.mark.drill
@pytest.mark.django_db
class TestAccessMatrixSending:
    def test_answers_every_cell_as_published_and_tells_nobody_a_word_that_is_not_theirs(self, noon, record_property):
        world = everything_there_is()
        look = Look(plant(world))
        count, wrong = differing(Places(world), "POST", MOST, look)

        record_property("checks", count)
        look.figures(record_property)
        assert wrong == []
        assert look.bare == []
        assert look.readings.leaks() == []
