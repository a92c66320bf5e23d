"""The product's commands: each adds itself below ``mappa``, and its handler returns the exit status.

0 is done, 1 is "no" (a check failed, a file was refused), 2 is wrong usage or a machine that is not ready.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import django

from mappa.config import database, embedded, rubbish, server, setting_up
from mappa.config.environment import DatabaseRole, Environment, SettingsError, StaticFiles, read

Subparsers = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this type no public name
Handler = Callable[[argparse.Namespace], int]


class AppCommand(NamedTuple):
    """A command that an app brings in ``mappa/<app>/commands.py: add_commands(subparsers)``."""

    word: str
    app: str
    help: str
    invents: bool = False
    """Whether it fills a database of its own, as the owner, and never in live mode."""


APP_COMMANDS = (
    AppCommand("import", "imports", "read a file from another system: dry run, report, then commit"),
    AppCommand("export", "imports", "the records of an area as the files that are taken in"),
    AppCommand("report", "statistics", "the annual report's tables and the board's quarterly pack"),
    AppCommand("link", "nominals", "records that may be of one person, for people to decide about"),
    AppCommand("search", "matching", "what a user would find, as JSON"),
    AppCommand("derive", "duties", "duties that a new day changes; safe to repeat"),
    AppCommand("access", "accounts", "the access matrix, generated from the grants; a lost second factor"),
    AppCommand("accounts", "administration", "open an account, or let somebody choose a password again"),
    AppCommand("history", "histories", "what a row said before each change, for those who audit"),
    AppCommand("audit", "audit", "verify or export the audit log"),
    AppCommand("keys", "people", "the keys of what is kept sealed: how they stand, and a new master key"),
    AppCommand("generate", "demonstration", "a synthetic caseload for scale work: same seed, same rows", invents=True),
)


def add_commands(subparsers: "Subparsers[argparse.ArgumentParser]") -> None:
    """Add the product's commands to the parser of ``mappa``."""
    migrate = subparsers.add_parser("migrate", help="bring the database's tables up to date")
    migrate.set_defaults(handler=answering(migrate_command))

    serve = subparsers.add_parser("serve", help="the server alone")
    serve.add_argument("--port", type=int, metavar="N", help="port on 127.0.0.1 (else MAPPA_PORT, else 8000)")
    serve.add_argument("--workers", type=int, metavar="N", help="server processes (else MAPPA_WORKERS, else 2)")
    serve.set_defaults(handler=answering(serve_command))

    demo = subparsers.add_parser("demo", help="database, migrations, invented people, server")
    demo.add_argument("--port", type=int, metavar="N", help="port on 127.0.0.1 (else MAPPA_PORT, else 8000)")
    demo.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")
    demo.add_argument("--data-dir", metavar="DIR", help="data folder (else MAPPA_DATA_DIR, else ./var)")
    demo.add_argument("--reset", action="store_true", help="remove the earlier demonstration first")
    demo.set_defaults(handler=answering(demo_command))

    for command in APP_COMMANDS:
        if find_spec(f"mappa.{command.app}") and find_spec(f"mappa.{command.app}.commands"):
            later = subparsers.add_parser(command.word, help=command.help, add_help=False)
            # the app's module needs Django, so it is only read when its command is the one asked for
            later.parse_known_args = partial(_keep_for_later, command)  # type: ignore[method-assign,assignment]


def _keep_for_later(
    command: AppCommand, arguments: Sequence[str], namespace: argparse.Namespace | None = None
) -> tuple[argparse.Namespace, list[str]]:
    kept = namespace or argparse.Namespace()
    kept.handler = answering(partial(app_command, command, list(arguments)))
    return kept, []


@contextmanager
def caseload(area: str) -> Iterator[Any]:
    """The open cases of an area for `mappa editions compare --area`, with Django and the database ready for it.

    Raises:
        LookupError: there is no such area, or the machine is not ready; the message says what to do.
    """
    try:
        environment = act_as(DatabaseRole.APP)
        with embedded.running(environment):
            database.require_ready(environment)
            _start_django()
            clock, room = import_module("mappa.kernel.clock"), import_module("mappa.duties.caseload")
            actor, at = import_module("mappa.audit.commands").CommandLine(), clock.now()
            import_module("mappa.kernel.reading").command_reads_widely()
            with room.caseload_of(area, on=clock.day_of(at), at=at, actor=actor) as held:
                yield held
    except (SettingsError, embedded.DatabaseProblem) as problem:
        raise LookupError(str(problem)) from problem


def answering(handle: Handler) -> Handler:
    """The handler, with a machine that is not ready told in one paragraph instead of a traceback."""

    def answered(arguments: argparse.Namespace) -> int:
        try:
            return handle(arguments)
        except (SettingsError, embedded.DatabaseProblem, server.PortInUse, setting_up.NotHere) as problem:
            sys.stderr.write(f"{problem}\n")
            return 2
        except KeyboardInterrupt:
            return 130

    return answered


def act_as(role: DatabaseRole) -> Environment:
    """Decide as whom this process works in the database, before Django reads its settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mappa.config.settings"
    os.environ["MAPPA_DATABASE_ROLE"] = role.value
    return read()


def _start_django() -> None:
    django.setup()
    rubbish.look_seldom()


def migrate_command(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every handler takes the arguments
    """Bring the tables up to date, as their owner, and grant the application its rights."""
    environment = act_as(DatabaseRole.OWNER)
    with embedded.running(environment):
        database.prepare(environment)
        _start_django()
        setting_up.migrate(environment)
    return 0


def serve_command(arguments: argparse.Namespace) -> int:
    """Serve pages until told to stop."""
    os.environ["MAPPA_STATIC_FILES"] = StaticFiles.BUILT.value
    environment = act_as(DatabaseRole.APP)
    port = arguments.port or environment.port
    server.require_free(port)
    with embedded.running(environment):
        database.require_ready(environment)
        _start_django()
        setting_up.require_current_tables()
        setting_up.require_passing_checks()
        server.collect_static_files()
        server.serve(port=port, workers=arguments.workers or environment.workers)
    return 0


def demo_command(arguments: argparse.Namespace) -> int:
    """From nothing to a running demonstration."""
    if arguments.data_dir:
        os.environ["MAPPA_DATA_DIR"] = arguments.data_dir
    os.environ["MAPPA_STATIC_FILES"] = StaticFiles.BUILT.value
    environment = act_as(DatabaseRole.OWNER)
    os.environ["MAPPA_DATA_DIR"] = str(environment.data_dir)
    setting_up.refuse_live(environment)
    port = arguments.port or environment.port
    if not arguments.no_serve:
        server.require_free(port)
    with embedded.running(environment):
        database.prepare(environment, create=True)
        _start_django()
        setting_up.prepare_demonstration(environment, reset=arguments.reset)
        if not arguments.no_serve:
            server.collect_static_files()
            os.environ["MAPPA_DATABASE_ROLE"] = DatabaseRole.APP.value
            server.serve(port=port, workers=environment.workers)
    return 0


def app_command(command: AppCommand, rest: list[str], arguments: argparse.Namespace) -> int:  # noqa: ARG001
    """Run an app's own command, with Django and the database ready for it."""
    environment = act_as(DatabaseRole.OWNER if command.invents else DatabaseRole.APP)
    if {"-h", "--help"} & set(rest):
        _start_django()
        _parse(command, rest)
    if command.invents:
        setting_up.refuse_live(environment)
    with embedded.running(environment):
        if command.invents:
            database.prepare(environment, create=True)
            _start_django()
            setting_up.migrate(environment)
        else:
            database.require_ready(environment)
            _start_django()
        import_module("mappa.kernel.reading").command_reads_widely()
        parsed = _parse(command, rest)
        return int(parsed.handler(parsed))


def _parse(command: AppCommand, rest: list[str]) -> argparse.Namespace:
    """What was asked of an app's command; prints and leaves when that was its help or wrong usage."""
    parser = argparse.ArgumentParser(prog="mappa")
    import_module(f"mappa.{command.app}.commands").add_commands(parser.add_subparsers(required=True))
    return parser.parse_args([command.word, *rest])


def main() -> int:
    """The product's commands alone, for `python -m mappa.config`."""
    parser = argparse.ArgumentParser(prog="python -m mappa.config")
    add_commands(parser.add_subparsers(required=True, metavar="COMMAND"))
    arguments = parser.parse_args()
    return int(arguments.handler(arguments))
