"""Bringing a database to where pages can be served from it: tables, rights, and the demonstration."""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from mappa.config import database
from mappa.config.embedded import DatabaseProblem
from mappa.config.environment import Environment
from mappa.config.lean_migrations import one_class_at_a_time
from mappa.kernel import clock

DEMONSTRATION = "mappa.demonstration"


class NotHere(Exception):
    """This may not be done in this installation. The message says why and what to do."""


def tell(message: str) -> None:
    """Say what is going on, when a person watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{message}\n")


def migrate(environment: Environment) -> None:
    """Bring the tables up to date and grant the application its rights. A second start waits for the first."""
    with database.set_up_alone(environment):
        _migrate()


def _migrate() -> None:
    tell("bringing the tables up to date")
    with one_class_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        database.grant_rights(cursor)
        _second_wall().raise_second_wall(cursor)
        _row_history().keep_former_rows(cursor)


def require_current_tables() -> None:
    """Refuse to serve from tables that are older than the code.

    Raises:
        DatabaseProblem: with the number of migrations that are waiting, or the tables without their policy or without
            the trigger that keeps former rows.
    """
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseProblem(
            f"{len(waiting)} change(s) of the tables are waiting, so pages could fail or save wrongly. "
            "Nothing was started. Run `mappa migrate` first."
        )
    with connection.cursor() as cursor:
        if open_tables := _second_wall().tables_without_wall(cursor):
            raise DatabaseProblem(
                f"{len(open_tables)} table(s) about people have not the policy that this version expects, so the "
                f"database would not keep them: {', '.join(open_tables[:5])}. Nothing was started. Run `mappa migrate`."
            )
        if forgetful := _row_history().tables_without_history(cursor):
            raise DatabaseProblem(
                f"{len(forgetful)} table(s) have not the trigger that this version expects, so what a row said before "
                f"a change would be lost: {', '.join(forgetful[:5])}. Nothing was started. Run `mappa migrate`."
            )


def _second_wall() -> ModuleType:
    """It reads the models, which are there only once Django is set up."""
    return import_module("mappa.config.second_wall")


def _row_history() -> ModuleType:
    return import_module("mappa.config.row_history")


def require_passing_checks() -> None:
    """Refuse to serve what the system checks refuse.

    Raises:
        NotHere: with every error.
    """
    errors = [problem for problem in run_checks(databases=["default"]) if problem.level >= ERROR]
    if errors:
        raise NotHere("mappa does not start:\n" + "\n".join(f"  - {e.msg} {e.hint or ''}" for e in errors))


def refuse_live(environment: Environment) -> None:
    """The demonstration is never loaded beside real records.

    Raises:
        NotHere: this installation is live.
    """
    if environment.live:
        raise NotHere(
            "MAPPA_MODE is live, and the demonstration brings accounts that sign in with one click. "
            "Nothing was changed. Unset MAPPA_MODE to look at the demonstration on a database of its own."
        )


def prepare_demonstration(environment: Environment, *, reset: bool) -> None:
    """Tables, rights and invented people, once; a second start finds them there.

    Raises:
        NotHere: a reset was asked for on a database that holds other accounts than the demonstration's.
    """
    with database.set_up_alone(environment):
        if reset:
            _remove_everything()
        _migrate()
        _load()
        require_passing_checks()
    connections.close_all()


def _remove_everything() -> None:
    with connection.cursor() as cursor:
        if "accounts_user" in connection.introspection.table_names(cursor):
            cursor.execute("SELECT count(*) FROM accounts_user WHERE NOT is_demonstration")
            (others,) = cursor.fetchone()
            if others:
                raise NotHere(
                    f"This database holds {others} account(s) that are not the demonstration's, so --reset could "
                    "destroy real records. Nothing was changed. Point DATABASE_URL at another database."
                )
        tell("removing the earlier demonstration")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _load() -> None:
    if find_spec(DEMONSTRATION) is None or find_spec(f"{DEMONSTRATION}.load") is None:
        sys.stderr.write("This build has no demonstration to load: the database stays empty.\n")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user WHERE is_demonstration)")
        if cursor.fetchone()[0]:
            tell("the demonstration is there already; --reset makes it anew")
            return
    tell("making the invented people")
    with transaction.atomic():
        import_module(f"{DEMONSTRATION}.load").load(on=clock.day_of(clock.now()), stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
