"""As whom a transaction reads and writes: what the database's own wall goes by.

The database shows a row about a person to a user whom something opens the person to, and to a named wider reader.
To a transaction that says nothing it shows none (docs/adr/0018).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.pq import ExecStatus, TransactionStatus

SETTING = "mappa.reader"
USER, OPERATION = "mappa.user", "mappa.operation"
"""For the history of a row: who is at work and in which request, also within a wider stretch of code."""

REFERENCE = re.compile(r"[A-Z0-9]{1,8}-P-[A-Z0-9]{1,12}")
"""The reference of a person; anything else in its place in an address is looked for where references are."""
_about: ContextVar[tuple[str, int] | None] = ContextVar("about", default=None)

WIDER = {
    "accounts": "What somebody who leaves has in hand is counted and handed over by those who administer accounts, who "
    "learn references alone.",
    "command": "A command is started by the keeper of the machine, and says itself whom it shows.",
    "court-results": "A file is compared with everybody on record, so that one person does not become two, and opens "
    "records that are nobody's yet.",
    "emergency": "Emergency access begins with a record that nothing opens to the user yet.",
    "figures": "Figures are counted over everybody whom an area managed, for readers who know nobody. Names of people "
    "are read under the reader's own name again.",
    "history": "An auditor reads what rows said before, also rows about nobody; which of them is decided first.",
    "new-day": "What a new day changes is derived for everybody by whoever comes first, who is shown none of it.",
    "notices": "Whoever tells MAPPA of somebody sends it to an area whose notices they do not read, and is told "
    "whether it was dealt with, of their own alone.",
    "numbers": "A number belongs to one person, so it is looked for on every record before it is added to one.",
    "one-person": "Before a record is opened everybody on record is compared, so that one person does not become two. "
    "Whoever opens it learns only of those whom they may know. A new record opens to nobody until an area manages it.",
    "pairs": "That another area may hold a record of the same person, and whom to ask there, is said to those who know "
    "the one record. They are shown nothing of the other.",
    "pointer": "Whether somebody is known here is asked about people whom the asker does not know.",
    "register": "An agency closes only when it leads no case, in whichever area.",
    "search": "The database has picked those who share what was typed from those whom it shows to the reader. Asked "
    "again about each row on them, it would first look for everybody whom the reader knows.",
    "walls": "The log withholds the reference of somebody behind a wall, also of somebody whom the auditor's area does "
    "not manage: not to find them must not pass for no wall.",
}
"""Every reader that is wider than a user, and why it has to be. Who may use it is decided where it is used."""


def read_as_user(user: Any, *, at: datetime, operation: str = "", about: str = "") -> None:
    """For the rest of this transaction, read and write only rows about people whom something opens to the user.

    Args:
        about: the reference of the one person whom the page is about, where it is: see `looks_at`.
        at: the instant of asking, at which emergency access and shares have to hold.
        operation: the request's id, for the history of what it changes.
    """
    if operation and not operation.isalnum():
        raise ValueError(operation)
    _become(f"user:{int(user.pk)}:{at.isoformat()}", {USER: str(user.pk), OPERATION: operation}, about=about)


def looks_at(reference: str) -> int | None:
    """The id of one person, if something opens them to the reader. Rows about them are then read without more asking.

    This is the wall of the database alone, which is coarser than who may know of whom: ask that too.
    """
    if (told := _about.get()) and told[0] == reference:
        return told[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reader_looks_at(%s)", [reference])
        found: int | None = cursor.fetchone()[0]
    return found


@contextmanager
def wider(why: str) -> Iterator[None]:
    """Read and write rows about everybody for a stretch of code, in a transaction. Its name and reason are in `WIDER`.

    Raises:
        KeyError: there is no such reason.
    """
    if why not in WIDER:
        raise KeyError(why)
    if not connection.in_atomic_block:
        with transaction.atomic():
            _become(f"system:{why}")
            yield
        return
    before = _become(f"system:{why}")
    try:
        yield
    except BaseException:
        # a broken transaction takes no statement, and takes the setting back when it is rolled back
        with suppress(DatabaseError):
            _become(before)
        raise
    _become(before)


def command_reads_widely() -> None:
    """Let every transaction of this process's connection read as a command. Before its first query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'system:command', false)", [SETTING])


def command_works_for(user: Any) -> None:
    """Name the user at work in every transaction of this process's connection, for the history of rows.

    Before the work: said within a transaction, it is unsaid when that is rolled back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [USER, str(int(user.pk))])


def _become(reader: str, more: Mapping[str, str] = MappingProxyType({}), *, about: str = "") -> str:
    """Set the reader until the transaction ends, and give the one before.

    Where the transaction begins with it, its BEGIN goes along: a page waits for the database no more often than
    without. It is therefore sent beside Django, which would send BEGIN alone, and is not among the queries it counts.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Somebody reads within a transaction alone: its end is theirs.")
    connection.ensure_connection()
    server = connection.connection.pgconn
    begin = "BEGIN; " if server.transaction_status == TransactionStatus.IDLE else ""
    settings = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in {SETTING: reader, **more}.items())
    looks = f", reader_looks_at('{about}')" if REFERENCE.fullmatch(about) else ""
    told = f"SELECT current_setting('{SETTING}', true), {settings}{looks}"
    answer = server.exec_(f"{begin}{told}".encode())
    if answer.status != ExecStatus.TUPLES_OK:
        raise OperationalError(answer.get_error_message())
    found = answer.get_value(0, answer.nfields - 1) if looks else None
    _about.set((about, int(found)) if found else None)
    return (answer.get_value(0, 0) or b"").decode()
