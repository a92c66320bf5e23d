"""The database's two roles and who may do what in it.

The owner runs migrations. ``mappa_app`` serves pages: it owns nothing, is no superuser, and may add audit
rows but never change or remove one.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, LiteralString

import psycopg
from psycopg import errors, sql

from mappa.config.connections import APP_ROLE, EMBEDDED_NAME, OWNER_ROLE, connection_facts
from mappa.config.embedded import SUPERUSER, DatabaseProblem
from mappa.config.environment import DatabaseRole, Environment

OLDEST_SERVER = 15
SET_UP_LOCK = 0x6D61707061  # "mappa": one process at a time changes roles, tables or grants

CREATE_APP_ROLE: LiteralString = "CREATE ROLE {role} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT"

GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA public TO {app}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM {app}, PUBLIC",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}",
)
ADDED_TO_ONLY = (  # the audit log, and histories whose rows are added and never changed, as LIKE patterns
    "audit\\_%",
    "cases\\_casestep",
    "cases\\_categoryrow",
    "cases\\_criticalmark",
    "cases\\_exit",
    "cases\\_leadagencyrow",
    "cases\\_levelrow",
    "cases\\_transferstep",
    "determinations\\_categorydecision",
    "determinations\\_determination",
    "determinations\\_identificationprocedure",
    "assessments\\_assessment",
    "assessments\\_oasysrecord",
    "assessments\\_roshrating",
    "record\\_attachment",
    "record\\_storedfile",
)
WHEN_MERGED = {
    "determinations_determination": ("person_id",),
    "assessments_assessment": ("person_id",),
    "assessments_oasysrecord": ("self_assessment", "serious_harm", "other_risks", "specialist", "plan"),
    "assessments_roshrating": ("who", "narrative"),
}
"""Of those, the columns that change when records are merged, and no others: whose a row is, and what is sealed again
under that person's key. The database keeps what they said before."""
READ_ONLY = ("django\\_migrations", "histories\\_rowchange")  # written by the owner's own hand or trigger

Cursor = psycopg.Cursor[tuple[Any, ...]]
Connection = psycopg.Connection[tuple[Any, ...]]


def connect(facts: dict[str, str]) -> Connection:
    """One connection of our own, beside Django's."""
    try:
        return psycopg.connect(**{"connect_timeout": "10", **facts}, autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise DatabaseProblem(_why_not(facts, error)) from error


def _why_not(facts: dict[str, str], error: psycopg.OperationalError) -> str:
    """One paragraph: what happened, that nothing was changed, what to do."""
    said = " ".join(str(error).split())
    name, host = facts.get("dbname", ""), facts.get("host", "this machine")
    if "does not exist" in said and "database" in said:
        remedy = f"Create it (createdb -h {host} {name}) or correct DATABASE_URL."
        return f'There is no database "{name}" on {host}. Nothing was changed. {remedy}'
    if "password" in said or "authentication" in said:
        return (
            f'The database on {host} refused the user "{facts.get("user", "")}". Nothing was changed. '
            "Correct the user and password in DATABASE_URL."
        )
    return (
        f"The database on {host} cannot be reached, so nothing can be shown or saved ({said}). "
        "Nothing was changed. Start PostgreSQL, or correct DATABASE_URL, and try again."
    )


def prepare(environment: Environment, *, create: bool = False) -> None:
    """Make sure that the database answers, is new enough and has its roles. Safe to repeat.

    Args:
        environment: the settings of this process.
        create: also create a missing database (the demonstration does; a live one is made by its keeper).

    Raises:
        DatabaseProblem: unreachable, missing, too old, or the login may not create the role.
    """
    owner = connection_facts(environment, DatabaseRole.OWNER)
    if environment.embedded:
        _prepare_embedded(owner)
    elif create:
        _create_database(owner)
    with closing(connect(owner)) as connection:
        _require_new_enough(connection)
        ensure_roles(connection)


def require_ready(environment: Environment) -> None:
    """Make sure that this process's own role can work.

    Raises:
        DatabaseProblem: unreachable, missing, or never migrated.
    """
    facts = connection_facts(environment, environment.database_role)
    with closing(connect(facts)) as connection:
        _require_new_enough(connection)
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone()
        tables = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    if known is None or tables is None or tables[0] is None:
        raise DatabaseProblem("The database has no tables of ours yet. Run `mappa migrate` first.")


def _prepare_embedded(owner: dict[str, str]) -> None:
    """The two login roles and the database inside our own server."""
    with (
        closing(connect({**owner, "user": SUPERUSER, "dbname": "postgres"})) as connection,
        _alone(connection),
    ):
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER_ROLE):
            # CREATEDB: the test suite makes its databases beside ours
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB").format(sql.Identifier(OWNER_ROLE))
            )
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
            statement = sql.SQL(CREATE_APP_ROLE + " LOGIN").format(role=sql.Identifier(APP_ROLE))
            connection.execute(statement)
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(OWNER_ROLE)))
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", EMBEDDED_NAME):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(EMBEDDED_NAME), sql.Identifier(OWNER_ROLE))
            )


def _create_database(owner: dict[str, str]) -> None:
    """Create the named database when it is missing and the login may."""
    with closing(connect({**owner, "dbname": "postgres"})) as connection, _alone(connection):
        if _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", owner["dbname"]):
            return
        with suppress(errors.InsufficientPrivilege):  # the next connection then says what is missing
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(owner["dbname"])))


def ensure_roles(connection: Connection) -> None:
    """``mappa_app`` exists, is weak, and this login may step down to it.

    Raises:
        DatabaseProblem: the login may not create roles, or the role is stronger than it may be.
    """
    role = sql.Identifier(APP_ROLE)
    try:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
            # another database of the same server may have made it a moment ago
            with suppress(errors.DuplicateObject, errors.UniqueViolation):
                connection.execute(sql.SQL(CREATE_APP_ROLE).format(role=role))
        may = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [APP_ROLE]).fetchone()
        if may is None or not may[0]:
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    except errors.InsufficientPrivilege as error:
        raise DatabaseProblem(
            f"The role {APP_ROLE} is missing and this login may not create it. Nothing was changed. Ask the "
            f"database's keeper to run: CREATE ROLE {APP_ROLE} LOGIN; GRANT {APP_ROLE} TO <owner>;"
        ) from error
    strong = "SELECT 1 FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolbypassrls OR rolcreaterole)"
    if _exists(connection, strong, APP_ROLE):
        raise DatabaseProblem(
            f"The role {APP_ROLE} is a superuser, so need-to-know and the audit log would not bind it. "
            f"Run: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEROLE;"
        )


def grant_rights(cursor: Any) -> None:
    """Give ``mappa_app`` what it needs and no more. Run as owner after every migration; safe to repeat."""
    app = sql.Identifier(APP_ROLE)
    for statement in GRANTS:
        cursor.execute(sql.SQL(statement).format(app=app))
    for table in (name for pattern in ADDED_TO_ONLY for name in _tables_like(cursor, pattern)):
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}, PUBLIC").format(sql.Identifier(table), app)
        )
    for table, columns in WHEN_MERGED.items():
        if _tables_like(cursor, table.replace("_", "\\_")):
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            cursor.execute(sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(names, sql.Identifier(table), app))
    for table in (name for pattern in READ_ONLY for name in _tables_like(cursor, pattern)):
        cursor.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}, PUBLIC").format(sql.Identifier(table), app)
        )


def _tables_like(cursor: Any, pattern: str) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s", [pattern])
    return [row[0] for row in cursor.fetchall()]


@contextmanager
def set_up_alone(environment: Environment) -> Iterator[None]:
    """Only one process at a time migrates or loads this database; a second one waits here."""
    with (
        closing(connect(connection_facts(environment, DatabaseRole.OWNER))) as connection,
        _alone(connection),
    ):
        yield


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    connection.execute("SELECT pg_advisory_lock(%s)", [SET_UP_LOCK])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [SET_UP_LOCK])


def _exists(connection: Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def _require_new_enough(connection: Connection) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_SERVER:
        raise DatabaseProblem(
            f"The server is PostgreSQL {major}; mappa needs {OLDEST_SERVER} or newer. Nothing was changed."
        )
