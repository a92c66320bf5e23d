"""Which tables stand behind the second wall, and which places may look over it."""

import ast
from pathlib import Path

import pytest
from django.db import connection

from mappa.config.second_wall import OF_THE_ASKER, WITHOUT_PEOPLE, models_of_ours, tables_without_wall, ways_to_people
from mappa.kernel.reading import WIDER

SRC = Path(__file__).parents[2] / "src" / "mappa"


@pytest.mark.django_db
class TestTables:
    def test_about_people_each_have_the_policy_that_the_models_ask_for(self):
        with connection.cursor() as cursor:
            assert tables_without_wall(cursor) == []
        assert len(ways_to_people()) > 70

    def test_without_a_policy_are_these_alone(self):
        named = {
            name
            for model in set(models_of_ours()) - set(ways_to_people())
            for name in (model._meta.app_label, model._meta.label)
            if name in {*WITHOUT_PEOPLE, *OF_THE_ASKER}
        }
        silent = [
            model._meta.label
            for model in set(models_of_ours()) - set(ways_to_people())
            if not {model._meta.app_label, model._meta.label} & named
        ]
        assert silent == [], "say in WITHOUT_PEOPLE why they need no policy, or relate them to a person"
        assert named == {*WITHOUT_PEOPLE, *OF_THE_ASKER}


USED_IN = {
    "accounts": {"administration/leftovers.py", "administration/services.py"},
    "command": set(),
    "court-results": {"imports/services/held.py", "imports/services/files.py"},
    "emergency": {"sharing/services/emergency.py"},
    "figures": {
        "governance/selectors.py",
        "notices/views/counting.py",
        "statistics/board.py",
        "statistics/fairness.py",
        "statistics/promises.py",
        "statistics/services.py",
    },
    "history": {"histories/services.py"},
    "new-day": {"duties/services.py"},
    "notices": {"notices/selectors.py", "notices/services/answering.py", "notices/services/telling.py"},
    "numbers": {"people/services/nominal.py"},
    "one-person": {"nominals/services/opening.py"},
    "pairs": {"nominals/elsewhere.py"},
    "pointer": {"ledger/services/pointer.py"},
    "register": {"cooperation/services/register.py"},
    "search": {"matching/selectors/searching.py"},
    "walls": {"sharing/views/copies.py", "sharing/views/log.py"},
}
"""Every place that reads wider than its user, by the reason it gives. A new one is a decision, made here."""


class TestPlaces:
    def test_that_read_wider_than_a_user_are_these_alone(self):
        found = {why: set() for why in WIDER}
        for file in SRC.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "wider":
                    found[node.args[0].value].add(str(file.relative_to(SRC)))
        assert found == USED_IN

    def test_that_set_the_reader_are_these_alone(self):
        naming = {str(file.relative_to(SRC)) for file in SRC.rglob("*.py") if "mappa.reader" in file.read_text()}
        assert naming == {
            "kernel/reading.py", "config/second_wall.py", "config/second_wall_sql.py", "config/row_history.py",
        }  # fmt: skip
        users = {str(file.relative_to(SRC)) for file in SRC.rglob("*.py") if "read_as_user" in file.read_text()}
        assert users == {"kernel/reading.py", "accounts/pages.py", "config/merged.py"}
        commands = {str(f.relative_to(SRC)) for f in SRC.rglob("*.py") if "command_reads_widely" in f.read_text()}
        assert commands == {"kernel/reading.py", "config/cli.py"}
