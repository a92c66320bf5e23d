"""A database of its own for what is measured on many invented people."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

OWN = "_search_bench"


@contextmanager
def own_database() -> Iterator[None]:
    """An empty database beside the configured one, or a server of our own where none is set. Gone at the end."""
    configured = os.environ.get("DATABASE_URL")
    if not configured:
        with tempfile.TemporaryDirectory(prefix="mappa-bench-") as folder:
            os.environ["MAPPA_DATA_DIR"] = folder
            yield
        return
    parts = urlsplit(configured)
    server = urlunsplit(parts._replace(path="/postgres"))
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=parts.path + OWN))
    try:
        _drop(server, parts.path[1:] + OWN, anew=True)
        yield
    finally:
        _drop(server, parts.path[1:] + OWN)
        os.environ["DATABASE_URL"] = configured


def _drop(server: str, name: str, *, anew: bool = False) -> None:
    import psycopg  # noqa: PLC0415

    database = psycopg.sql.Identifier(name)
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        if anew:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(database))
