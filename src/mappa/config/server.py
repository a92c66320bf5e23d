"""The web server: granian in front of Django, on this machine's own address."""

import hashlib
import json
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from mappa.config.build import build_id

ADDRESS = "127.0.0.1"
THREADS = 4  # requests that one worker answers at the same time; each holds a database connection
LAST_REQUESTS = 5  # seconds that running requests have when the server is told to stop
PATIENCE = 60  # seconds that a start may take
STAMP = "made_from.txt"


class PortInUse(Exception):
    """Somebody else answers on the port. The message says what to do."""


def require_free(port: int) -> None:
    """Refuse a port that is taken. The server itself would share it and answer only some of the requests.

    Raises:
        PortInUse: something listens there already.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise PortInUse(
                f"Port {port} on {ADDRESS} is in use or not allowed ({error.strerror}), so pages would not reach you. "
                f"Nothing was started. Stop the other program, or choose another port: --port {port % 65535 + 1}."
            ) from error


def collect_static_files() -> None:
    """Make the hashed, compressed copies that pages point at, when their sources changed."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    made_from = _fingerprint()
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(made_from)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name, path in _sources():
        facts = path.stat()
        digest.update(f"{name} {path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterable[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def serve(*, port: int, workers: int) -> None:
    """Answer requests until told to stop, and say on standard output when pages answer."""
    from granian import Granian  # noqa: PLC0415 - takes time to load, and only servers need it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    threading.Thread(target=_announce, args=(port,), daemon=True).start()
    Granian(
        "mappa.config.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        workers_kill_timeout=LAST_REQUESTS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _announce(port: int) -> None:
    """Print the ready line once this very build answers."""
    address = f"http://{ADDRESS}:{port}"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                if json.load(answer)["build"] == build_id():
                    sys.stdout.write(f"ready {address}\n")
                    sys.stdout.flush()
                    return
        except (OSError, ValueError):
            time.sleep(0.1)
    sys.stderr.write(f"No page answered on {address} within {PATIENCE} seconds. Look at the messages above.\n")
