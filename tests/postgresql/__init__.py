"""The database as tests use it."""

from psycopg import sql


def do_not_wait_for_the_disk(server, name):
    """Nobody keeps a test's rows, so a commit need not wait until they would outlast a power cut."""
    server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
