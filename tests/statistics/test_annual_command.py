"""``mappa report annual``."""

import argparse
import json

import pytest
from tests.factories.accounts import a_user
from tests.factories.statistics import a_counting_area, counted

from mappa.accounts.permissions import Role
from mappa.statistics import commands
from mappa.statistics.models import FrozenReport

pytestmark = pytest.mark.django_db


def report(*arguments):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["report", "annual", *arguments])
    return options.handler(options)


class TestReport:
    def test_prints_the_tables_alone_on_standard_output(self, capfdbinary):
        a_counting_area()
        counted(1, 1)

        assert report("--area", "northshire", "--year", "2018/19") == 0

        printed = json.loads(capfdbinary.readouterr().out)
        assert printed["eligible_on_snapshot"]["total"]["total"] == 1

    def test_answers_1_when_sums_do_not_agree(self, capfdbinary):
        a_counting_area()
        counted(3, 1)

        assert report("--area", "northshire", "--year", "2018/19") == 1

        assert b"the parts make 0 and the total says 1" in capfdbinary.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--area", "nowhere", "--year", "2018/19"), "Areas on record: northshire"),
            (("--area", "northshire", "--year", "2018"), "Write it like 2018/19"),
            (("--area", "northshire", "--year", "2018/19", "--freeze", "--as", "nobody"), "There is no user"),
        ],
    )
    def test_answers_2_to_what_it_cannot_look_up(self, capsys, arguments, said):
        a_counting_area()

        assert report(*arguments) == 2

        assert said in capsys.readouterr().err

    def test_freezes_once(self, capfdbinary):
        a_counting_area()
        a_user(Role.ANALYST, username="analyst")
        arguments = ("--area", "northshire", "--year", "2018/19", "--freeze")

        assert [report(*arguments), report(*arguments)] == [0, 1]

        assert FrozenReport.objects.count() == 1

    def test_freezes_for_nobody_else(self, capsys):
        a_counting_area()
        a_user(Role.COORDINATOR, username="coordinator")

        assert report("--area", "northshire", "--year", "2018/19", "--freeze", "--as", "coordinator") == 1

        assert not FrozenReport.objects.exists()
