"""No number from law or guidance stands in the rules: they come from parameters, with edition and source."""

import ast
import datetime as dt
from pathlib import Path

import pytest

import mappa_policy.rules

RULES = sorted(Path(mappa_policy.rules.__file__).parent.glob("*.py"))
# Each with its reason; 0 and 1 need none: they count, index and step.
ALLOWED = {
    ("exits.py", 2): "the number of a category, as the answer prints it",
    ("exits.py", 3): "the number of a category",
    ("exits.py", 4): "the number of a category",
    ("answer.py", 4): "the number of a category",
    ("schedule_15.py", 3): "Part 3 of Schedule 15",
    ("levels.py", 2): "the number of a level",
    ("levels.py", 3): "the number of a level",
    ("terms.py", 7): "days in a week",
    ("terms.py", 15): "half a month in days; it decides no threshold, because it never reaches a month",
    ("world.py", 512): "a brake on the search, not policy",
}
FREE = {0, 1}


def numbers(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value not in FREE:
            yield node.value


class TestRules:
    @pytest.mark.requirement("EDITION-01")
    @pytest.mark.parametrize("file", RULES, ids=[file.name for file in RULES])
    def test_hold_no_number_of_their_own(self, file):
        assert [value for value in numbers(file) if (file.name, value) not in ALLOWED] == []

    def test_use_every_exception(self):
        used = {(file.name, value) for file in RULES for value in numbers(file)}

        assert set(ALLOWED) - used == set()

    @pytest.mark.parametrize("file", RULES, ids=[file.name for file in RULES])
    def test_do_not_read_the_clock_or_hold_a_date(self, file):
        text = file.read_text(encoding="utf-8")

        assert "today(" not in text
        assert ".now(" not in text
        assert f"{dt.date.__name__}(" not in text.replace("_date(", "").replace(".date(", "")
