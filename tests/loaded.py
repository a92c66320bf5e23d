"""The tables and the demonstration, made once for a whole run, and a copy for each who needs one.

Loading takes the best part of a minute, so the first process that asks loads it into a template and every other
copies that; the tables of every process come from such a template too. ``demonstration`` puts the tests of this
process on a copy and takes back what each test did; ``demonstration_server`` is the product's own server on a copy
of its own.
A parallel run keeps the tests of a class together (``--dist loadscope``), so a class may tell a story step by step.
"""

import fcntl
import os
import secrets
import socket
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from mappa.config import database, environment
from mappa.config.connections import connection_facts
from mappa.config.embedded import DatabaseProblem
from tests.postgresql import do_not_wait_for_the_disk

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_LOAD = 300
SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 120
MADE = {"migrated": ("migrate",), "demonstration": ("demo", "--no-serve")}
"""The templates of a run, and the command of the product that makes each."""
LEFT_OUT = ("MAPPA_", "DATABASE_", "DJANGO_")


@dataclass(frozen=True)
class Demonstration:
    """A database with the demonstration in it, the commands that work on it, and its server when one runs."""

    name: str
    data_dir: Path
    url: str = ""

    def settings(self, **more):
        """The variables with which the product works on this database."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith(LEFT_OUT)}
        return {
            **ours,
            "PYTHONPATH": str(ROOT / "src"),
            # libpq's own words reach a folder's socket as well as a host
            "DATABASE_URL": f"postgresql:///{self.name}?{as_query({**owner_facts(), 'dbname': ''})}",
            "MAPPA_DATA_DIR": str(self.data_dir),
            "MAPPA_MASTER_KEYS_FILE": str(settings.MASTER_KEYS_FILE),  # copies are read by this process too
            "MAPPA_LOG_LEVEL": "WARNING",
            **more,
        }

    def command(self, *arguments):
        """Run ``mappa ...`` as a person would and give what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "mappa_policy.cli", *arguments],
            env=self.settings(), cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_TO_ANSWER, check=False,
        )  # fmt: skip


def as_query(facts):
    return "&".join(f"{key}={value}" for key, value in facts.items() if value)


def template_name(kind):
    return f"test_{owner_facts()['dbname']}_{kind}"


def owner_facts():
    return connection_facts(environment.read(), environment.DatabaseRole.OWNER)


@contextmanager
def server_of_databases():
    """A connection beside them all, to make and drop them."""
    with closing(database.connect({**owner_facts(), "dbname": "postgres"})) as server:
        yield server


def pytest_sessionfinish(session):
    """At the very end of a run the templates go, unless ``--reuse-db`` keeps them for the next."""
    config = session.config
    if hasattr(config, "workerinput") or config.getoption("--reuse-db"):
        return
    folder = config._tmp_path_factory.getbasetemp()
    made = [kind for kind in MADE if (folder / f"{kind}.made").exists()]
    # an embedded server has gone with its folder
    with suppress(environment.SettingsError, DatabaseProblem):
        for kind in made:
            with server_of_databases() as server:
                drop(server, template_name(kind))


@pytest.fixture(scope="session")
def migrated_template(request, tmp_path_factory, database_server):
    """The tables with nothing in them, for the processes of a run."""
    return template("migrated", request, tmp_path_factory)


@pytest.fixture(scope="session")
def loaded_demonstration(request, tmp_path_factory, migrated_template):
    """The template. Nobody may connect to it: it is there to be copied."""
    return template("demonstration", request, tmp_path_factory, beginning=migrated_template)


def template(kind, request, tmp_path_factory, *, beginning=None):
    """A template of this run: the first process that asks makes it, and the others wait for it."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder
    made, marker = Demonstration(template_name(kind), folder / f"making-{kind}"), shared / f"{kind}.made"
    with locked(shared / f"{kind}.lock"), server_of_databases() as server:
        kept = kind == "demonstration" and request.config.getoption("--reuse-db") and exists(server, made.name)
        if not marker.exists() and not kept:
            drop(server, made.name)
            create(server, made.name, beginning.name if beginning else "template1")
            done = subprocess.run(
                [sys.executable, "-m", "mappa.config", *MADE[kind]],
                env=made.settings(), cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_TO_LOAD, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        marker.touch()
    return made


@contextmanager
def locked(path):
    """One process at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def exists(server, name):
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create(server, name, template):
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    do_not_wait_for_the_disk(server, name)


def drop(server, name):
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def copy_of(template, folder):
    """A database of one's own, dropped at the end."""
    copy = replace(template, name=f"{template.name}_{secrets.token_hex(4)}", data_dir=folder)
    with server_of_databases() as server:
        create(server, copy.name, template.name)
    try:
        yield copy
    finally:
        with server_of_databases() as server:
            drop(server, copy.name)


@pytest.fixture(scope="session")
def demonstration_database(loaded_demonstration, tmp_path_factory):
    """A copy for the tests of this process. Ask for ``demonstration`` to work in it."""
    with copy_of(loaded_demonstration, tmp_path_factory.mktemp("demonstration")) as copy:
        yield copy


@pytest.fixture
def demonstration(demonstration_database, django_db_blocker):
    """This test's queries go to the demonstration, as the application; what it writes is taken back."""
    kept = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = demonstration_database.name
        connection.settings_dict["OPTIONS"] = {
            **kept["OPTIONS"],
            "options": "-c role=mappa_app -c mappa.reader=system:tests",
        }
        try:
            with transaction.atomic():
                yield demonstration_database
                transaction.set_rollback(True)
        finally:
            connection.close()
            connection.settings_dict.update(kept)


@pytest.fixture(scope="session")
def demonstration_server(loaded_demonstration, tmp_path_factory):
    """The product's own server on a copy of the demonstration. Its tests see what earlier ones did."""
    with copy_of(loaded_demonstration, tmp_path_factory.mktemp("server")) as copy, served(copy) as running:
        yield running


@contextmanager
def served(copy):
    """Granian, as ``mappa serve`` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (copy.data_dir / "server.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "mappa.config", "serve", "--workers", "1"],
        env=copy.settings(MAPPA_PORT=str(port)), cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
    )  # fmt: skip
    try:
        said = process.stdout.readline()
        assert said == f"ready http://127.0.0.1:{port}\n", (copy.data_dir / "server.log").read_text()
        yield replace(copy, url=f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=SECONDS_TO_START)
        process.stdout.close()
        log.close()
