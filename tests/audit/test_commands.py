"""Exporting the log."""

import argparse
import json

import pytest

from mappa.accounts.permissions import Role
from mappa.audit import commands
from mappa.audit.models import AuditEvent
from mappa.audit.services import record_shown
from tests.factories.accounts import a_user
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
NAMES_OF_HMPPS = {
    "what", "when", "who", "operationId", "subjectId", "subjectType", "correlationId", "service", "details",
}  # fmt: skip


@pytest.fixture(autouse=True)
def key_file(tmp_path, settings):
    settings.AUDIT_KEY_FILE = tmp_path / "key"


def export(path):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["audit", "export", str(path)])
    return options.handler(options)


class TestExport:
    def test_writes_every_entry_and_its_own(self, tmp_path):
        actor = a_user(Role.COORDINATOR)
        record_shown(operation="cases:case:view", actor=actor, subjects=["NS-P-0001", "NS-P-0002"], at=NOON)

        assert export(tmp_path / "log.jsonl") == 0

        head, *rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
        assert [row["subjectId"] for row in rows] == ["NS-P-0001", "NS-P-0002", "all"]
        assert rows[-1]["what"] == "audit:log:export"
        assert head["size"] == 3
        assert set(rows[0]) > NAMES_OF_HMPPS
        assert (rows[0]["what"], rows[0]["kind"]) == ("cases:case:view", "consultation")
        assert (rows[0]["agency"], rows[0]["service"]) == (actor.agency_code, "mappa")
        assert rows[0]["when"] == "2026-03-02T12:00:00.000000Z"

    def test_leaves_a_file_that_is_there_alone(self, tmp_path, capsys):
        (tmp_path / "log.jsonl").write_text("kept")

        assert export(tmp_path / "log.jsonl") == 2

        assert (tmp_path / "log.jsonl").read_text() == "kept"
        assert "left alone" in capsys.readouterr().err
        assert not AuditEvent.objects.exists()
