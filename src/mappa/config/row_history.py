"""Triggers that keep what a row said before, made anew from the models after every migration (docs/adr/0019)."""

from typing import Any, LiteralString, cast

from django.db.models import Model
from psycopg import sql

from mappa.config.second_wall import models_of_ours, ways_to_people

UNKEPT = {
    "accounts.Session": "sign-in state, with what a browser holds",
    "accounts.FailedSignIn": "counted for an hour and then removed",
    "accounts.KnownDevice": "when a device was last used",
    "audit": "added to and never changed; proved by its own tree",
    "duties.DutyRow": "thrown away and derived again from facts",
    "duties.Derivation": "when duties were derived",
    "histories.RowChange": "the history itself",
    "imports.WaitingFile": "a file kept until its sender takes it in",
    "kernel.ReferenceCounter": "counts",
    "record.BlindKey": "derived from the entries, and would outlive the rotation of its master key",
    "people.SearchKey": "derived from names, birth and numbers, whose former rows are kept",
    "people.PersonKey": "a former wrapped key would outlive its rotation and its destruction",
}
"""Tables of ours whose former rows are not kept, by app or by model, and why."""
SECRET = {"accounts_user": ("password",), "administration_passwordlink": ("key",)}
"""Columns that a history names when they change, and never holds."""
PASSING = {"accounts_user": ("last_login",)}
"""Columns whose change alone is no change."""

KEEP_ROW = """
CREATE OR REPLACE FUNCTION keep_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    secret text[] := TG_ARGV[0];
    passing text[] := TG_ARGV[1];
    before jsonb := to_jsonb(OLD);
    changed text[];
    about bigint;
    hop int := 4;
    asks bigint := nullif(current_setting('mappa.user', true), '');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        changed := ARRAY(
            SELECT was.key FROM jsonb_each(before) was JOIN jsonb_each(to_jsonb(NEW)) becomes ON becomes.key = was.key
            WHERE was.value IS DISTINCT FROM becomes.value AND was.key <> ALL(passing) ORDER BY was.key);
        IF changed = '{}' THEN
            RETURN NULL;
        END IF;
    ELSE
        changed := ARRAY(SELECT jsonb_object_keys(before) ORDER BY 1);
    END IF;
    IF TG_NARGS > 3 THEN
        about := before ->> TG_ARGV[3];
        WHILE hop < TG_NARGS AND about IS NOT NULL LOOP
            EXECUTE format('SELECT %I FROM %I WHERE id = $1', TG_ARGV[hop + 1], TG_ARGV[hop]) INTO about USING about;
            hop := hop + 2;
        END LOOP;
    END IF;
    INSERT INTO histories_rowchange
        (at, way, "table", "row", person_id, before, changed, who, reader, operation, transaction)
    VALUES (
        clock_timestamp(), lower(TG_OP), TG_TABLE_NAME, before ->> TG_ARGV[2], about, before - secret, changed,
        coalesce((SELECT username FROM accounts_user WHERE id = asks), ''),
        left(regexp_replace(coalesce(current_setting('mappa.reader', true), ''), '^user:.*', 'user'), 80),
        left(coalesce(current_setting('mappa.operation', true), ''), 40), pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$
"""
"""Arguments: secret columns, passing columns, the key, then the way to the person: a column, and by turns a table and
its column."""


def kept_models() -> list[type[Model]]:
    """Every model whose former rows are kept."""
    return [
        model
        for model in models_of_ours()
        if not {model._meta.app_label, model._meta.label} & UNKEPT.keys()  # noqa: SLF001 - Django documents it as public
    ]


def _way(model: type[Model]) -> list[str]:
    """From a row to its person: the row's column, then by turns a table and its column."""
    ways = ways_to_people()
    if model not in ways:
        return []
    steps, at = [], model
    while (field := ways[at]) is not None:
        steps.append(field.column)
        at = cast("type[Model]", field.related_model)
        if ways[at] is not None:
            steps.append(at._meta.db_table)  # noqa: SLF001
    return steps or [model._meta.pk.column]  # noqa: SLF001


def keep_former_rows(cursor: Any) -> None:
    """Give every table that is kept its trigger, and take it from others. As owner, after every migration."""
    cursor.execute(KEEP_ROW)
    wanted = _told()
    for table in set(tables_with_history(cursor)) - wanted.keys():
        cursor.execute(sql.SQL("DROP TRIGGER keep_row ON {}").format(sql.Identifier(table)))
    for table, told in wanted.items():
        cursor.execute(
            sql.SQL(
                "CREATE OR REPLACE TRIGGER keep_row AFTER UPDATE OR DELETE ON {} "
                "FOR EACH ROW EXECUTE FUNCTION keep_row({})"
            ).format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Literal, told)))
        )
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER keep_row").format(sql.Identifier(table)))


def _told() -> dict[str, list[str]]:
    """By table, what its trigger is told: secret columns, passing columns, the key, the way to the person."""
    return {
        table: [_array(SECRET.get(table, ())), _array(PASSING.get(table, ())), model._meta.pk.column, *_way(model)]  # noqa: SLF001
        for model in kept_models()
        for table in [model._meta.db_table]  # noqa: SLF001
    }


def _array(columns: tuple[str, ...]) -> str:
    return "{" + ",".join(columns) + "}"


WITH_HISTORY: LiteralString = """
    SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname = 'keep_row' AND relnamespace = 'public'::regnamespace
"""


def tables_with_history(cursor: Any) -> list[str]:
    """The tables whose former rows are kept."""
    cursor.execute(WITH_HISTORY)
    return [table for (table,) in cursor.fetchall()]


STANDING: LiteralString = """
    SELECT relname, tgargs FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgname = 'keep_row' AND relnamespace = 'public'::regnamespace AND tgenabled IN ('O', 'A') AND tgtype = 25
    AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0
    AND pronamespace = 'public'::regnamespace AND proname = 'keep_row' AND prosrc = %s AND prosecdef
"""
"""Triggers in force after each changed or removed row (25), on every column, that call the function of this version."""


def tables_without_history(cursor: Any) -> list[str]:
    """The tables whose trigger is missing, off, or another than the code's. Empty: what rows said before is kept."""
    cursor.execute(STANDING, [KEEP_ROW.split("$$")[1]])
    there = {table: bytes(told).decode().split("\0")[:-1] for table, told in cursor.fetchall()}
    return sorted(table for table, told in _told().items() if there.get(table) != told)
