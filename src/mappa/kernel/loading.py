"""Writing many rows of a few tables by COPY, while the caller works out the next ones.

COPY into a table behind the second wall is refused (docs/adr/0018), and rightly: it would ask no policy. So lines are
copied into a table of the transaction's own, and from there an INSERT takes them through the wall, the triggers and
the constraints as any other.
"""

import json
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any, LiteralString, Self

from django.db import connection, models
from psycopg import sql

Line = str
NOTHING = "\\N"
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def cell(value: str | int | date | None) -> str:
    """A value as COPY reads it."""
    if value is None:
        return NOTHING
    return value.translate(_SPECIAL) if isinstance(value, str) else str(value)


def json_cell(value: Any) -> str:
    """A JSON value as COPY reads it."""
    return json.dumps(value).replace("\\", "\\\\")


class Shape:
    """How the rows of one model are told to COPY: what each of them says, and what is the same for all of them.

    Args:
        model: whose rows they are.
        says: the attributes that differ, in the order in which `line` is given them.
        unless_there: leave a row out that a unique constraint refuses, because it is there.
        same: the values of others. What is named in neither has the model's default.
    """

    def __init__(
        self, model: type[models.Model], says: Sequence[str], *, unless_there: bool = False, **same: Any
    ) -> None:
        options = model._meta  # noqa: SLF001 - Django documents it as public
        fields = [each for each in options.concrete_fields if not each.primary_key or each.attname in says]
        if unknown := {*says, *same} - {each.attname for each in fields}:
            raise ValueError(f"{options.label} has no {', '.join(sorted(unknown))}")
        self.table = options.db_table
        self.unless_there = unless_there
        self.columns = [each.column for each in fields]
        template = "\t".join(
            f"{{{says.index(each.attname)}}}" if each.attname in says else _constant(each, same) for each in fields
        )
        self.line = f"{template}\n".format
        """The line of one row, from its cells."""


def _constant(field: Any, same: Mapping[str, Any]) -> str:
    value = field.get_prep_value(same[field.attname] if field.attname in same else field.get_default())
    told = json_cell(value) if isinstance(field, models.JSONField) else cell(value)
    return told.replace("{", "{{").replace("}", "}}")


INSERT: LiteralString = "INSERT INTO {table} ({columns}) SELECT {columns} FROM {own}"
INSERT_NEW: LiteralString = INSERT + " ON CONFLICT DO NOTHING"
NUMBERS = """
    SELECT nextval(sequence) FROM generate_series(1, %s),
        (SELECT pg_get_serial_sequence(%s, 'id')::regclass OFFSET 0) AS own(sequence)
"""


class Numbers:
    """Numbers from the sequences of some tables, many at a time. Those that are not used are lost."""

    AT_ONCE = 50

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._held: dict[str, deque[int]] = {shape.table: deque() for shape in shapes}

    def take(self, shape: Shape) -> int:
        """The next number of a table."""
        held = self._held[shape.table]
        if not held:
            self._fetch(shape.table, self.AT_ONCE)
        return held.popleft()

    def ahead(self, count: int) -> None:
        """Hold so many of each; of none, if others may take numbers in between: what comes later has a higher one."""
        for table, held in self._held.items():
            if not count:
                held.clear()
            elif len(held) < count:
                self._fetch(table, count - len(held))

    def _fetch(self, table: str, count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [count, table])
            self._held[table].extend(number for (number,) in cursor.fetchall())


class Loading:
    """Rows on their way into some tables, in the caller's transaction. A context: nothing is on its way after it.

    One batch at a time is written behind the caller, by the same connection. Whoever asks that connection for anything
    meanwhile waits until the batch is written. An error is raised by the next `send` or `finish`.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loading")
        self._under_way: Future[None] | None = None
        self._made = False
        self.at = ""
        """The table that was being written when an error stopped it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *_: object) -> None:
        try:
            if problem is None:
                self.finish()
                self._forget()
        finally:
            self._writer.shutdown(wait=True)

    def send(self, lines: Mapping[str, Sequence[Line]]) -> None:
        """Have these lines written, by table, each table in the order of the shapes, once the batch before is.

        Raises:
            DatabaseError: the batch before could not be written.
        """
        self.finish()
        if not self._made:
            self._make()
        told = [(shape, lines[shape.table]) for shape in self._shapes if lines.get(shape.table)]
        connection.ensure_connection()
        self._under_way = self._writer.submit(self._write, connection.connection, told)

    def finish(self) -> None:
        """Wait until what was sent is written.

        Raises:
            DatabaseError: it could not be. Nothing can follow in this transaction.
        """
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            with connection.wrap_database_errors:
                under_way.result()

    def _make(self) -> None:
        with connection.cursor() as cursor:
            for shape in self._shapes:
                cursor.execute(_told(
                    "CREATE TEMPORARY TABLE {own} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA", shape,
                ))  # fmt: skip
        self._made = True

    def _forget(self) -> None:
        if self._made:
            with connection.cursor() as cursor:
                for shape in self._shapes:
                    cursor.execute(_told("DROP TABLE {own}", shape))

    def _write(self, server: Any, told: Sequence[tuple[Shape, Sequence[Line]]]) -> None:
        with server.cursor() as cursor:
            for shape, lines in told:
                self.at = shape.table
                with cursor.copy(_told("COPY {own} FROM STDIN", shape)) as copy:
                    copy.write("".join(lines))
                cursor.execute(_told(INSERT_NEW if shape.unless_there else INSERT, shape))
                cursor.execute(_told("TRUNCATE {own}", shape))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            self.at = ""


def _told(statement: LiteralString, shape: Shape) -> sql.Composed:
    return sql.SQL(statement).format(
        own=sql.Identifier("pg_temp", f"coming_{shape.table}"), table=sql.Identifier(shape.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, shape.columns)),
    )  # fmt: skip
