"""The published matrix cannot differ from the grants."""

import argparse
import csv
import io
import json

import pytest

from mappa.accounts import commands
from mappa.accounts.permissions import GRANTS, SCOPES, Permission, Role


def printed(capsys, kind):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["access", "matrix", "--format", kind])
    assert options.handler(options) == 0
    return capsys.readouterr().out


class TestMatrix:
    def test_json_has_every_role_with_every_permission(self, capsys):
        rows = json.loads(printed(capsys, "json"))["matrix"]

        assert {(row["role"], row["permission"]): row["granted"] for row in rows} == {
            (role.value, permission.value): permission in GRANTS[role] for role in Role for permission in Permission
        }
        assert {row["role"]: row["scope"] for row in rows} == {
            role.value: scope.value for role, scope in SCOPES.items()
        }

    def test_csv_says_the_same(self, capsys):
        rows = list(csv.DictReader(io.StringIO(printed(capsys, "csv"))))

        assert len(rows) == len(Role) * len(Permission)
        assert {(row["role"], row["permission"]) for row in rows if row["granted"] == "yes"} == {
            (role.value, permission.value) for role, held in GRANTS.items() for permission in held
        }

    @pytest.mark.requirement("INFO-05")
    def test_says_over_whom_in_words(self, capsys):
        rows = json.loads(printed(capsys, "json"))["matrix"]

        assert all(row["relationship"] for row in rows)
