"""What every test stands on: a PostgreSQL where tests work as the product does, and the requirements register."""

import json
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection, transaction

from mappa.config import database, embedded, environment, rubbish
from tests.postgresql import do_not_wait_for_the_disk
from tests.requirements import known_requirements, unknown_requirements

pytest_plugins = ["tests.loaded", "tests.people_at_work", "tests.browser.fixtures"]
LONGEST_FIRST = (
    "tests/journeys/test_spine.py",
    "tests/config/test_commands.py",
    "tests/browser/",
    "tests/journeys/",
    "tests/worklists/",
    "tests/referrals/",
    "tests/meetings/",
    "tests/cases/",
)
"""A parallel run begins with these, so that no process is left with a long class at the end.

While one loads the demonstration for the first, another has what needs none: other journeys would wait for it.
"""
READER, SUITE = "mappa.reader", "system:tests"
"""Factories and services that a test calls itself read and write everything; a request reads as its user."""
EMPTIED = pytest.StashKey[str]()
"""The database whose tables are emptied after the test, with the guards of the audit log off."""
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser):
    parser.addoption("--requirements-to", metavar="FILE", help="write which tests prove which requirement, as JSON")


def place_in_a_parallel_run(item):
    return next((place for place, part in enumerate(LONGEST_FIRST) if item.nodeid.startswith(part)), len(LONGEST_FIRST))


def pytest_collection_finish():
    rubbish.look_seldom()


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=place_in_a_parallel_run)
    proofs: dict[str, list[str]] = {}
    for item in items:
        for marker in item.iter_markers("requirement"):
            for requirement in marker.args:
                proofs.setdefault(requirement, []).append(item.nodeid)
    if target := config.getoption("--requirements-to"):
        Path(target).write_text(json.dumps(proofs, indent=1))
        return
    if unknown := unknown_requirements(proofs, known_requirements()):
        raise pytest.UsageError("These requirements are not in docs/reference/requirements.csv: " + unknown)


@pytest.fixture(scope="session")
def database_server():
    """The server answers and has its roles before the first test database is made."""
    settings = environment.read()
    if settings.embedded:
        embedded.start(settings.data_dir)
        database.prepare(settings)
        return
    facts = database.connection_facts(settings, environment.DatabaseRole.OWNER)
    with closing(database.connect({**facts, "dbname": "postgres"})) as server:
        database.ensure_roles(server)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated_template):
    """The tables are made once, by the product's own command, and each process has a copy."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template.name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database's tables get the rights that a real one has."""
    from mappa.config.row_history import keep_former_rows  # noqa: PLC0415 - models are there only now
    from mappa.config.second_wall import raise_second_wall  # noqa: PLC0415 - models are there only now

    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        database.grant_rights(cursor)
        raise_second_wall(cursor)
        keep_former_rows(cursor)
        do_not_wait_for_the_disk(cursor, connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        connection.close()  # the next connection knows


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Guard the audit log again once Django has emptied the tables, which comes after every fixture's own end."""
    try:
        return (yield)
    finally:
        emptied = item.stash.get(EMPTIED, None)
        if emptied and nextitem:  # after the last test there is no database either
            guard_the_audit_log(emptied)


@pytest.fixture(autouse=True)
def as_the_application(request):
    """Work as ``mappa_app``, so that a missing or excessive right shows in the test that needs it."""
    marker = request.node.get_closest_marker("django_db")
    asked_for = DATABASE_FIXTURES & set(request.fixturenames)
    if marker is None and not asked_for:
        yield
        return
    request.getfixturevalue("_django_db_helper")
    options = connection.settings_dict["OPTIONS"]
    before = options.get("options", "")
    # connections that a test opens later, a live server's for example
    options["options"] = f"{before} -c role=mappa_app -c {READER}={SUITE}".strip()
    set_role("mappa_app")
    read_as(SUITE)
    # a request of a real server begins with no reader; here it shares the test's transaction
    for signal, reader in ((request_started, ""), (request_finished, SUITE)):
        signal.connect(partial(between_requests, reader), dispatch_uid=signal, weak=False)
    yield
    for signal in (request_started, request_finished):
        signal.disconnect(dispatch_uid=signal)
    options["options"] = before
    with suppress(DatabaseError):  # a broken transaction takes the role back with it
        set_role("NONE")
    if asked_for - {"db"} or (marker is not None and marker.kwargs.get("transaction")):
        let_the_audit_log_be_emptied()
        request.node.stash[EMPTIED] = connection.settings_dict["NAME"]


def set_role(role):
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


def read_as(reader, *, local="false"):
    """Set the reader, beside Django's count of the queries: it is the suite's own doing."""
    connection.connection.execute(
        f"SELECT set_config('{READER}', '{reader}', {local}), set_config('mappa.user', '', {local})"
    )


def between_requests(reader, **_):
    """Before and after a request in this thread."""
    if connection.connection is not None and connection.in_atomic_block and not connection.needs_rollback:
        read_as(reader, local="true")


def let_the_audit_log_be_emptied():
    """After a transactional test Django empties every table, which the log's own triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def guard_the_audit_log(name):
    """Put back the triggers of a database, over a connection of its own: whatever rolls back later keeps them."""
    off = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'"
    facts = database.connection_facts(environment.read(), environment.DatabaseRole.OWNER)
    with closing(database.connect({**facts, "dbname": name})) as owner:
        for (table,) in owner.execute(off).fetchall():
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
