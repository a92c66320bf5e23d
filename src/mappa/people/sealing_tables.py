"""For migrations: sealing columns that were plain text, and opening them again."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import structlog
from django.db import models
from django.db.migrations import AddField, AlterField, RemoveField, RenameField, RunPython, RunSQL

from mappa.kernel.sealed_fields import SealedJSON, SealedText
from mappa.kernel.sealing import KEY_BYTES, CannotOpen, DataKey, Place
from mappa.people.keys import keys_in, new_keys

BATCH = 1000
REMOVED = "Removed: key destroyed"
"""What a column that is opened says where two people destroyed the key; no column that was sealed is shorter."""
log = structlog.get_logger("mappa.sealing")
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


def sealing(model: str, table: str, *, person: str, **fields: SealedText) -> list[Any]:
    """The operations that seal some columns of a table, and back.

    Args:
        person: the number of the person whom a row is about, as SQL.
        fields: the sealed fields as the model declares them. None may be None.
    """
    types = {name: "jsonb" if isinstance(field, SealedJSON) else "text" for name, field in fields.items()}
    was = {"jsonb": lambda: models.JSONField(default=dict), "text": lambda: models.TextField(default="")}
    return [
        *(RenameField(model, name, plain(name)) for name in fields),
        *(AlterField(model, plain(name), was[kind]()) for name, kind in types.items()),
        *(AddField(model, name, _may_be_none(field)) for name, field in fields.items()),
        RunPython(*seal_columns(table, person=person, **types)),
        *now_required(model, table, **fields),
        *(RemoveField(model, plain(name)) for name in fields),
    ]


def _may_be_none(field: SealedText) -> SealedText:
    made: SealedText = field.clone()
    made.null, made.default = True, models.NOT_PROVIDED
    return made


def seal_columns(table: str, *, person: str = "person_id", **columns: str) -> tuple[Step, Step]:
    """What `RunPython` needs: from the plain columns of a table to the sealed ones, and back.

    Where two people destroyed somebody's key, what was sealed stays destroyed: on the way back `REMOVED` stands in its
    place. What is sealed later goes the same way, under a key that nobody keeps, and the log says from which table.

    Args:
        person: the number of the person whom a row is about, as SQL.
        columns: the type of each column while it was plain: text or jsonb. None and, of text that may be None, nothing
            stay None.

    Raises:
        CannotOpen: a key is damaged or its master key is not there, or something sealed is damaged. Nothing is changed
            then.
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
        query = f"SELECT id, {person}, {read} FROM {table}"  # noqa: S608 - names of our own
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
        query = f"SELECT id, {person}, {', '.join(names)} FROM {table}"  # noqa: S608
        for rows, keys in _batches(apps, editor, query, make=False):
            told = [
                [*(_opened(value, columns[name], keys.get(person), Place(table, name, number, person))
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


def _opened(value: Any, kind: str, key: DataKey | None, place: Place) -> str | None:
    """What a column says where there is a key; without one, that it was destroyed."""
    if value is None:
        return None
    if key:
        return key.open(bytes(value), place)
    return json.dumps({"removed": REMOVED}) if kind == "jsonb" else REMOVED


def _wrapped(model: Any, people: set[int]) -> list[Any]:
    """The keys of some people, by the columns that every state of the tables has."""
    kept = model.objects.filter(person_id__in=people).values("person_id", "key", "master", "wrapped")
    return [model(**row) for row in kept]


def _batches(apps: Any, editor: Any, query: str, *, make: bool) -> Any:
    model, last = apps.get_model("people", "PersonKey"), 0
    while True:
        with editor.connection.cursor() as cursor:
            cursor.execute(f"{query} WHERE id > %s ORDER BY id LIMIT {BATCH}", [last])
            rows = cursor.fetchall()
        if not rows:
            return
        last, people = rows[-1][0], {row[1] for row in rows}
        kept = _wrapped(model, people)
        destroyed = {row.person_id for row in kept if not row.wrapped}
        held = keys_in(row for row in kept if row.wrapped)
        if make and (new := people - held.keys() - destroyed):
            made = [model(**facts) for facts in new_keys(new)]
            model.objects.bulk_create(made)
            held |= keys_in(made)
        usable = {person: _usable(held, person) for person in people - destroyed}
        if make and destroyed:
            log.warning(
                "sealed under a key that nobody keeps: the person's was destroyed", query=query, of=len(destroyed)
            )
            usable |= {person: DataKey(uuid4(), person, os.urandom(KEY_BYTES)) for person in destroyed}
        yield rows, usable


def _usable(held: dict[int, DataKey | CannotOpen], person: int) -> DataKey:
    found = held.get(person, CannotOpen("the key of a person's record is not there"))
    if isinstance(found, CannotOpen):
        raise found
    return found


def _write(editor: Any, statement: str, rows: list[list[Any]]) -> None:
    with editor.connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that the tables can be altered in the same transaction
