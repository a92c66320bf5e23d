"""The commands as a person runs them: in a process of their own, on a machine that may not be ready."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from mappa.config.cli import APP_COMMANDS, main
from mappa.config.own_files import demonstration_master_keys

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120


def run(*arguments, **settings):
    return subprocess.run(
        [sys.executable, "-m", "mappa.config", *arguments],
        env=clean_environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def clean_environment(settings):
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("MAPPA_", "DATABASE_", "DJANGO_"))}
    return {**ours, "PYTHONPATH": str(ROOT / "src"), **settings}


@pytest.fixture(scope="module")
def data_dir():
    """A short path: a socket's name has room for about a hundred characters."""
    folder = Path(tempfile.mkdtemp(prefix="mappa-"))
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def migrated(data_dir):
    """How ``mappa migrate`` went in a folder that was empty."""
    return run("migrate", MAPPA_DATA_DIR=str(data_dir))


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_paragraph(text):
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text


class TestAMachineThatIsNotReady:
    def test_is_told_that_no_server_answers(self, free_port):
        done = run("migrate", DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port}/mappa")
        assert done.returncode == 2
        assert "cannot be reached" in one_paragraph(done.stderr)

    def test_is_told_that_the_data_folder_has_too_long_a_path(self, data_dir):
        done = run("migrate", MAPPA_DATA_DIR=str(data_dir / ("long/" * 30)))
        assert done.returncode == 2
        assert "Set MAPPA_DATA_DIR to a shorter path" in one_paragraph(done.stderr)

    def test_is_told_that_a_port_is_in_use_before_anything_starts(self, taken_port, data_dir):
        done = run("demo", "--port", str(taken_port), MAPPA_DATA_DIR=str(data_dir / "never"))
        assert done.returncode == 2
        assert f"Port {taken_port}" in one_paragraph(done.stderr)
        assert not (data_dir / "never").exists()

    def test_is_told_every_wrong_setting(self):
        done = run("serve", MAPPA_MODE="live")
        assert done.returncode == 2
        assert [line.split(":")[0] for line in done.stderr.splitlines()[1:]] == [
            "  - DATABASE_URL",
            "  - MAPPA_SECRET_KEY",
            "  - MAPPA_ALLOWED_HOSTS",
            "  - MAPPA_MASTER_KEYS_FILE",
        ]

    def test_does_not_load_invented_people_in_live_mode(self, tmp_path):
        live = {
            "MAPPA_MASTER_KEYS_FILE": str(demonstration_master_keys(tmp_path)),
            "MAPPA_MODE": "live",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/mappa",
            "MAPPA_SECRET_KEY": "q7Zr-0LkVw3uXn5sT1yBcD8eFgH2iJ4mPoR6aSvUxWzKtYbN9dE",
            "MAPPA_ALLOWED_HOSTS": "mappa.internal",
        }
        done = run("demo", **live)
        assert done.returncode == 2
        assert "MAPPA_MODE is live" in one_paragraph(done.stderr)


class TestTheEmbeddedDatabase:
    def test_starts_as_this_user_and_keeps_everybody_else_out(self, data_dir, migrated):
        assert (migrated.returncode, migrated.stderr) == (0, "")
        assert stat.S_IMODE((data_dir / "postgres").stat().st_mode) == 0o700
        assert not stat.S_IMODE(data_dir.stat().st_mode) & 0o066
        assert not (data_dir / "postgres" / "postmaster.pid").exists(), "it stops with its last user"

    def test_serves_pages_and_stops_with_the_server(self, data_dir, migrated, free_port):
        assert migrated.returncode == 0
        assert run("migrate", MAPPA_DATA_DIR=str(data_dir)).returncode == 0, "a second time is no mistake"
        server = subprocess.Popen(
            [sys.executable, "-m", "mappa.config", "serve", "--port", str(free_port), "--workers", "1"],
            env=clean_environment({"MAPPA_DATA_DIR": str(data_dir)}),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert server.stdout.readline() == f"ready http://127.0.0.1:{free_port}\n"
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/healthz", timeout=10) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            server.send_signal(signal.SIGINT)
            began = time.monotonic()
            server.wait(timeout=PATIENCE)
            server.stdout.close()
        assert server.returncode == 0
        assert time.monotonic() - began < 15
        assert not (data_dir / "postgres" / "postmaster.pid").exists()

    def test_answers_the_commands_of_apps(self, data_dir, migrated):
        assert migrated.returncode == 0
        done = run("access", "matrix", "--format", "json", MAPPA_DATA_DIR=str(data_dir))
        assert done.returncode == 0
        assert json.loads(done.stdout)


class TestCommandsOfApps:
    @pytest.mark.parametrize("command", APP_COMMANDS, ids=lambda command: command.word)
    def test_are_ready_to_be_asked(self, command, monkeypatch, capsys):
        for name in ("DJANGO_SETTINGS_MODULE", "MAPPA_DATABASE_ROLE"):
            monkeypatch.setenv(name, os.environ.get(name, ""))  # the command sets them, and here they go back
        monkeypatch.setattr(sys, "argv", ["mappa", command.word, "--help"])

        with pytest.raises(SystemExit) as left:
            main()

        assert left.value.code == 0
        assert f"mappa {command.word}" in capsys.readouterr().out

    def test_tell_how_they_are_used_with_no_database_at_all(self, free_port):
        done = run(APP_COMMANDS[0].word, "--help", DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port}/mappa")

        assert (done.returncode, done.stderr) == (0, "")
        assert f"mappa {APP_COMMANDS[0].word}" in done.stdout
