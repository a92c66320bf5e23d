"""For migrations: sealing columns that were plain text, and opening them again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations import AlterField, RunSQL

from mappa.kernel.sealing import CannotOpen, DataKey, Place
from mappa.people.keys import keys_in, new_keys

BATCH = 1000
Step = Callable[[Any, Any], None]


def plain(column: str) -> str:
    """The column that holds the text of another while it is being sealed or opened."""
    return f"{column}_plain"


def now_required(model: str, table: str, **columns: Any) -> list[RunSQL]:
    """The operations after which sealed columns may not be NULL. None has a default to be filled with."""
    return [
        RunSQL(
            f"ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL",
            f"ALTER TABLE {table} ALTER COLUMN {name} DROP NOT NULL",
            state_operations=[AlterField(model, name, field)],
        )
        for name, field in columns.items()
    ]


def seal_columns(table: str, **columns: str) -> tuple[Step, Step]:
    """What `RunPython` needs: from the plain columns of a table to the sealed ones, and back.

    Args:
        columns: the type of each column while it was plain: text or jsonb. None and, of text that may be None, nothing
            stay None.

    Raises:
        CannotOpen: on the way back, something cannot be opened. Nothing is changed then.
    """
    names = list(columns)
    read = ", ".join(f"nullif({plain(name)}::text, '')" if kind == "text?" else f"{plain(name)}::text"
                     for name, kind in columns.items())  # fmt: skip
    kept = ", ".join(f"{name} = %s" for name in names)
    opened = ", ".join(
        f"{plain(name)} = coalesce(%s, '')" if kind == "text?" else f"{plain(name)} = %s::{kind}"
        for name, kind in columns.items()
    )

    former = ", ".join(f"before ->> '{name}'" for name in names)
    kept_before = " || ".join(["before", *(f"jsonb_build_object('{name}', %s::text)" for name in names)])

    def forward(apps: Any, editor: Any) -> None:
        with _unwatched(editor, table):
            columns_sealed(apps, editor)
        if _has_history(editor):
            history_sealed(apps, editor)

    def history_sealed(apps: Any, editor: Any) -> None:
        """What the database kept of former rows while they were plain."""
        query = (
            f'SELECT * FROM (SELECT id, person_id, "row"::bigint, {former} FROM histories_rowchange'  # noqa: S608
            f" WHERE \"table\" = '{table}' AND person_id IS NOT NULL) former"
        )
        for rows, keys in _batches(apps, editor, query, make=True):
            told = [
                [*(None if value is None else "\\x" + keys[person].seal(value, Place(table, name, row, person)).hex()
                   for name, value in zip(names, values, strict=True)), number]
                for number, person, row, *values in rows
            ]  # fmt: skip
            _write(editor, f"UPDATE histories_rowchange SET before = {kept_before} WHERE id = %s", told)  # noqa: S608

    def columns_sealed(apps: Any, editor: Any) -> None:
        query = f"SELECT id, person_id, {read} FROM {table}"  # noqa: S608 - names of our own
        for rows, keys in _batches(apps, editor, query, make=True):
            told = [
                [*(None if value is None else keys[person].seal(value, Place(table, name, number, person))
                   for name, value in zip(names, values, strict=True)), number]
                for number, person, *values in rows
            ]  # fmt: skip
            _write(editor, f"UPDATE {table} SET {kept} WHERE id = %s", told)  # noqa: S608 - names of our own

    def backward(apps: Any, editor: Any) -> None:
        with _unwatched(editor, table):
            columns_opened(apps, editor)

    def columns_opened(apps: Any, editor: Any) -> None:
        query = f"SELECT id, person_id, {', '.join(names)} FROM {table}"  # noqa: S608
        for rows, keys in _batches(apps, editor, query, make=False):
            told = [
                [*(None if value is None else keys[person].open(bytes(value), Place(table, name, number, person))
                   for name, value in zip(names, values, strict=True)), number]
                for number, person, *values in rows
            ]  # fmt: skip
            _write(editor, f"UPDATE {table} SET {opened} WHERE id = %s", told)  # noqa: S608

    return forward, backward


@contextmanager
def _unwatched(editor: Any, table: str) -> Iterator[None]:
    """Let the database keep no former rows meanwhile (0019): they would hold the plain text."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _has_history(editor: Any) -> bool:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('histories_rowchange') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _batches(apps: Any, editor: Any, query: str, *, make: bool) -> Any:
    model, last = apps.get_model("people", "PersonKey"), 0
    while True:
        with editor.connection.cursor() as cursor:
            cursor.execute(f"{query} WHERE id > %s ORDER BY id LIMIT {BATCH}", [last])
            rows = cursor.fetchall()
        if not rows:
            return
        last, people = rows[-1][0], {row[1] for row in rows}
        held = keys_in(model.objects.filter(person_id__in=people))
        if make and (new := people - held.keys()):
            made = [model(**facts) for facts in new_keys(new)]
            model.objects.bulk_create(made)
            held |= keys_in(made)
        yield rows, {person: _usable(held, person) for person in people}


def _usable(held: dict[int, DataKey | CannotOpen], person: int) -> DataKey:
    found = held.get(person, CannotOpen("the key of a person's record is not there"))
    if isinstance(found, CannotOpen):
        raise found
    return found


def _write(editor: Any, statement: str, rows: list[list[Any]]) -> None:
    with editor.connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that the tables can be altered in the same transaction
