"""The sealed log in the database: places, checkpoints, and what somebody did to the tables themselves."""

import argparse
import json
import threading
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from tools import verify_audit

from mappa.accounts.permissions import Role
from mappa.audit import commands
from mappa.audit.checkpoints import signer_in
from mappa.audit.models import AuditEvent, AuditLeaf, AuditMaintenance, AuditSeal
from mappa.audit.sealing import seal
from mappa.audit.services import record_shown
from mappa.audit.verifying import verify
from tests.factories.accounts import a_user
from tests.factories.people import NOON


@pytest.fixture(autouse=True)
def key_file(tmp_path, settings):
    settings.AUDIT_KEY_FILE = tmp_path / "key"
    return settings.AUDIT_KEY_FILE


def run(*words):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["audit", *map(str, words)])
    return options.handler(options)


def reads(count, **more):
    actor = more.pop("actor", None) or a_user(Role.COORDINATOR)
    record_shown(operation="x", actor=actor, subjects=[f"NS-P-{n:04d}" for n in range(count)], at=NOON, **more)


@contextmanager
def as_the_owner(reason="a test"):
    """With every right, and with a reason that lets statements past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SELECT set_config('mappa.audit_maintenance', %s, false)", [reason])
        yield cursor
        cursor.execute("SELECT set_config('mappa.audit_maintenance', '', false)")
        cursor.execute("SET ROLE mappa_app")


@pytest.mark.django_db
class TestSealing:
    def test_gives_each_event_the_next_place_once(self):
        reads(3)
        first = seal(at=NOON)
        reads(2)
        second, third = seal(at=NOON), seal(at=NOON)

        assert (first.size, second.size, third.size) == (3, 5, 5)
        assert list(AuditLeaf.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
        assert list(AuditSeal.objects.order_by("size").values_list("size", flat=True)) == [3, 5]
        assert set(AuditLeaf.objects.values_list("event", flat=True)) == set(
            AuditEvent.objects.values_list("pk", flat=True)
        )


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    def test_an_event_that_was_committed_late_gets_the_next_place_and_held_nobody_up(self):
        actor, begun, sealed = a_user(Role.COORDINATOR), threading.Event(), threading.Event()

        def slow():
            with transaction.atomic():
                reads(1, actor=actor)
                begun.set()
                assert sealed.wait(20)
            connection.close()

        writer = threading.Thread(target=slow)
        writer.start()
        assert begun.wait(20)
        reads(2, actor=actor)  # a writer beside one that has not ended
        assert seal(at=NOON).size == 2
        sealed.set()
        writer.join()

        assert seal(at=NOON).size == 3
        late = AuditLeaf.objects.get(sequence=3)
        assert late.event < AuditLeaf.objects.get(sequence=1).event
        assert verify().fault is None


@pytest.mark.django_db
class TestTables:
    @pytest.mark.parametrize("table", ["auditevent", "auditleaf", "auditseal", "auditmaintenance"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
    def test_refuse_even_their_owner_without_a_reason(self, table, statement):
        column = "sequence" if table == "auditleaf" else "id"
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            as_the_owner(reason=" ") as cursor,
        ):
            cursor.execute(statement.replace("id", column).format(f"audit_{table}"))

    def test_keep_the_reason_of_a_maintenance(self, capsys):
        reads(1)
        with as_the_owner("Retention: decided on 3 May") as cursor:
            cursor.execute("DELETE FROM audit_auditevent")

        kept = AuditMaintenance.objects.get()
        assert (kept.statement, kept.table) == ("DELETE", "audit_auditevent")
        assert kept.reason == "Retention: decided on 3 May"

    def test_do_not_take_a_reason_from_the_application(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL mappa.audit_maintenance = 'because'")
            with pytest.raises(DatabaseError, match="permission denied"):
                cursor.execute("DELETE FROM audit_auditevent")


CHANGE = "UPDATE audit_auditevent SET who = 'x' WHERE id = (SELECT event FROM audit_auditleaf WHERE sequence = 4)"
REMOVE = "DELETE FROM audit_auditevent WHERE id = (SELECT event FROM audit_auditleaf WHERE sequence = 4)"
SWAP = """UPDATE audit_auditleaf l SET event = -o.event, hash = o.hash FROM audit_auditleaf o
  WHERE (l.sequence, o.sequence) IN ((4, 5), (5, 4))"""
CUT = "DELETE FROM audit_auditevent WHERE id IN (SELECT event FROM audit_auditleaf WHERE sequence > 3)"
POSITIVE = "UPDATE audit_auditleaf SET event = -event WHERE event < 0"


@pytest.mark.django_db
class TestVerification:
    @pytest.mark.parametrize(
        ("statements", "sequence", "kind"),
        [
            ([CHANGE], 4, "changed"),
            ([REMOVE], 4, "missing"),
            (["DELETE FROM audit_auditleaf WHERE sequence = 4"], 4, "missing"),
            ([SWAP, POSITIVE], 5, "reordered"),
            (["DELETE FROM audit_auditleaf WHERE sequence > 7"], 8, "truncated"),
            (["UPDATE audit_auditseal SET frontier = sha256('x') || frontier WHERE size = 8"], 1, "changed"),
        ],
    )
    def test_names_the_first_entry_that_is_wrong(self, statements, sequence, kind):
        reads(8)
        seal(at=NOON)
        reads(4)
        seal(at=NOON)
        assert verify().fault is None
        with as_the_owner() as cursor:
            for statement in statements:
                cursor.execute(statement)

        fault = verify().fault

        assert (fault.sequence, fault.kind) == (sequence, kind)

    def test_starts_where_it_is_told(self):
        reads(8)
        seal(at=NOON)
        reads(4)
        seal(at=NOON)
        with as_the_owner() as cursor:
            cursor.execute(CHANGE)

        assert verify(start=9).fault is None
        assert verify(start=8).fault.sequence == 4


@pytest.mark.django_db
class TestCommands:
    def checkpoint(self, path):
        assert run("checkpoint", path) == 0
        return path

    def test_sign_and_verify_what_there_is(self, tmp_path, capsys):
        reads(5)
        note = self.checkpoint(tmp_path / "note")

        assert run("verify", "--checkpoint", note) == 0
        assert "Sound: 6 entries, 1 checkpoints" in capsys.readouterr().err
        assert run("checkpoint", note) == 2, "an old checkpoint is never written over"

    def test_catch_a_shorter_log_that_was_signed_again(self, tmp_path, capsys):
        reads(3)
        seal(at=NOON)
        reads(2)
        old = self.checkpoint(tmp_path / "old")
        with as_the_owner() as cursor:
            cursor.execute(CUT)
            cursor.execute("DELETE FROM audit_auditleaf WHERE sequence > 3")
            cursor.execute("DELETE FROM audit_auditseal WHERE size > 3")
        new = self.checkpoint(tmp_path / "new")
        capsys.readouterr()

        assert run("verify", "--checkpoint", new) == 0
        assert run("verify", "--checkpoint", old) == 1
        assert json.loads(capsys.readouterr().out) == {"sequence": 5, "kind": "truncated"}

    def test_refuse_a_checkpoint_that_was_changed_or_signed_by_others(self, tmp_path, capsys):
        note = self.checkpoint(tmp_path / "note")
        changed = tmp_path / "changed"
        changed.write_text(note.read_text().replace("\n1\n", "\n2\n"))
        other = signer_in(tmp_path / "other-key").public

        assert run("verify", "--checkpoint", changed) == 1
        assert json.loads(capsys.readouterr().out) == {"sequence": 0, "kind": "bad signature"}
        assert run("verify", "--checkpoint", note, "--key", other) == 1
        assert run("verify", "--checkpoint", note, "--key", "nonsense") == 2
        assert run("verify", "--checkpoint", tmp_path / "none") == 2

    def test_do_not_use_a_key_that_others_can_read(self, key_file, capsys):
        assert run("key") == 0
        key_file.chmod(0o644)

        assert run("key") == 2
        assert "chmod 600" in capsys.readouterr().err

    def test_prove_to_somebody_without_the_log_that_it_goes_on(self, tmp_path, capsys):
        reads(5)
        old = self.checkpoint(tmp_path / "old")
        reads(3)
        new = self.checkpoint(tmp_path / "new")
        capsys.readouterr()
        assert run("key") == 0
        key = capsys.readouterr().out.strip()

        assert run("prove", old, new) == 0

        proof = tmp_path / "proof"
        proof.write_text(capsys.readouterr().out)
        assert verify_audit.main(["consistency", str(old), str(new), str(proof), "--key", key]) == 0
        proof.write_text(proof.read_text()[:-45])
        assert verify_audit.main(["consistency", str(old), str(new), str(proof), "--key", key]) == 1

    def test_export_what_the_stand_alone_verifier_reads(self, tmp_path, capsys):
        reads(5, purpose="A “complaint”\nof two lines", field_names=["name"], rows=3)
        note = self.checkpoint(tmp_path / "note")
        assert run("export", tmp_path / "log") == 0
        capsys.readouterr()
        assert run("key") == 0
        key = capsys.readouterr().out.strip()

        done = verify_audit.main(["log", str(tmp_path / "log"), "--checkpoint", str(note), "--key", key])

        assert (done, capsys.readouterr().out) == (0, "sound: 7 entries, 1 checkpoints\n")
