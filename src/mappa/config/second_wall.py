"""The second wall: row-level security, made anew from the models after every migration (docs/adr/0018).

Every table with a relation to a person, directly or through its case, meeting and so on, has one policy: a row is read
and written by a user whom one of `OPENS` opens its person to, and by a reader that `mappa.kernel.reading` names. It is
coarser than the rule of `people.visibility` and `people.walls`, and there for when somebody forgets that.
A few tables hold what is about people and lead to none: an area's or one user's rows (`OF_THE_ASKER`).
"""

import hashlib
from collections.abc import Iterator
from typing import Any, LiteralString, cast

from django.apps import apps
from django.db.models import ForeignKey, Model
from psycopg import sql

from mappa.config.second_wall_sql import FORGETS, IS_KNOWN, functions
from mappa.people.models import Person

POLICY = "of_readers"
WITHOUT_PEOPLE = {
    "agencies": "which agencies and areas there are, for everybody who signs in",
    "accounts": "who signs in and how; asked before anybody is known",
    "administration": "links to choose a password, and which account handed which thing on, by number",
    "audit": "references and field names; append-only, and the log of each person is opened through the person",
    "kernel": "the last number of each kind of reference",
    "cooperation.AreaDocument": "documents of an area",
    "cooperation.CentralContact": "contacts of an area",
    "cooperation.DocumentVersion": "documents of an area",
    "cooperation.DocumentVersion_parties": "documents of an area",
    "cooperation.Forum": "forums of an area",
    "cooperation.SharingPolicy": "what agencies of an area work by when they share",
    "cooperation.Signature": "documents of an area",
    "cooperation.VersionStep": "documents of an area",
    "notices.CommunityCount": "how many, of an area and a month",
    "determinations.AreaDeparture": "where an area departs from guidance",
    "determinations.IdentificationProcedure": "how an agency finds those who qualify",
}
"""Tables of ours without a policy, by app or by model, and why."""

ASKER = (
    "(SELECT {column} FROM accounts_user WHERE is_active"
    " AND id = substring(current_setting('mappa.reader', true) FROM '^user:([0-9]+):')::bigint)"
)
"""Something of whoever reads, asked once in a query. NULL, and so no row, to a transaction that says nothing."""
OF_THE_ASKER = {
    "governance.RetrievalAction": ("area_id", ASKER.format(column="area_id")),
    "governance.RetrievalTest": ("area_id", ASKER.format(column="area_id")),
    "notices.Notice": ("area_id", ASKER.format(column="area_id")),
    "notices.NoticeStep": ("area_id", ASKER.format(column="area_id")),
    "pdp.PdpNominal": ("agency_id", ASKER.format(column="agency_id")),
    "pdp.PdpReview": ("agency_id", ASKER.format(column="agency_id")),
    "imports.ImportedFile": ("area_id", ASKER.format(column="area_id")),
    "imports.WaitingFile": ("by", ASKER.format(column="username")),
    "statistics.FrozenReport": ("area_id", ASKER.format(column="area_id")),
}
"""Tables that hold words or references about people without a relation to one: whose rows they are, by column."""

OPEN = "(SELECT starts_with(coalesce(current_setting('mappa.reader', true), ''), 'system:'))"
LOOKED_AT = """{id} = (
    SELECT CASE WHEN current_setting('mappa.looks_at_as', true) = current_setting('mappa.reader', true)
    THEN nullif(current_setting('mappa.looks_at', true), '')::bigint END)"""
"""Whether it is the one person whom the page is about. It stands first, so that nobody else is asked for in vain."""
MINE = f"{LOOKED_AT} OR {IS_KNOWN.format(people='(SELECT people_of_reader())', id='{id}')}"


def models_of_ours() -> Iterator[type[Model]]:
    """Every model with a table, those of many-to-many relations too."""
    for app in apps.get_app_configs():
        if app.name.startswith("mappa."):
            yield from app.get_models(include_auto_created=True)


def ways_to_people() -> dict[type[Model], ForeignKey[Any, Any] | None]:
    """Every model whose rows are about a person, and its relation on the shortest way there; None for people."""
    ways: dict[type[Model], ForeignKey[Any, Any] | None] = {Person: None}
    reached: list[type[Model]] = [Person]
    while reached:
        found = {}
        for model in models_of_ours():
            if model not in ways:
                steps = [field for field in _relations(model) if field.related_model in reached]
                if steps:
                    found[model] = min(steps, key=lambda field: field.null)
        ways |= found
        reached = list(found)
    return ways


def _relations(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]  # noqa: SLF001 - Django documents it as public


def policies() -> dict[str, str]:
    """The condition of every table's policy, by table."""
    about = {model._meta.db_table: f"{OPEN} OR {_known(model, way)}" for model, way in ways_to_people().items()}  # noqa: SLF001
    theirs = {
        apps.get_model(label)._meta.db_table: f"{OPEN} OR {column} = {asker}"  # noqa: SLF001
        for label, (column, asker) in OF_THE_ASKER.items()
    }
    return about | theirs


def _known(model: type[Model], way: ForeignKey[Any, Any] | None) -> str:
    if way is None:
        return MINE.format(id="id")
    if way.related_model is Person:
        return MINE.format(id=way.column)
    above = cast("type[Model]", way.related_model)._meta.db_table  # noqa: SLF001
    return f"EXISTS (SELECT FROM {above} above WHERE above.id = {model._meta.db_table}.{way.column})"  # noqa: SLF001


def raise_second_wall(cursor: Any) -> None:
    """Give every table about people its policy. Run as owner after every migration, in a transaction; safe to repeat.

    A policy that stands as it should is not touched, so no table is locked for nothing.
    """
    for statement in functions():
        cursor.execute(statement)
    for table in FORGETS:
        cursor.execute(_told(
            "CREATE OR REPLACE TRIGGER reader_people_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forget_reader_people()", table,
        ))  # fmt: skip
    wanted = policies()
    for table in standing(cursor).keys() - wanted.keys():  # it is about people no more
        cursor.execute(_told(f"DROP POLICY {POLICY} ON {{table}}", table))
        cursor.execute(_told("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", table))
    for table in tables_without_wall(cursor):
        cursor.execute(_told("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", table))
        cursor.execute(_told(f"DROP POLICY IF EXISTS {POLICY} ON {{table}}", table))
        cursor.execute(_told(f"CREATE POLICY {POLICY} ON {{table}} USING ({wanted[table]})", table))
        cursor.execute(_told(f"COMMENT ON POLICY {POLICY} ON {{table}} IS '{_mark(wanted[table])}'", table))


def _mark(condition: str) -> str:
    """What tells one condition from another; PostgreSQL gives it back in words of its own."""
    return hashlib.sha256(condition.encode()).hexdigest()


def _told(statement: str, table: str) -> sql.Composed:
    return sql.SQL(cast("LiteralString", statement)).format(table=sql.Identifier(table))


STANDING = """
    SELECT relname, coalesce(obj_description(policy.oid, 'pg_policy'), '')
    FROM pg_policy policy JOIN pg_class ON pg_class.oid = polrelid
    WHERE relnamespace = 'public'::regnamespace AND polname = %s AND relrowsecurity
    AND NOT EXISTS (SELECT FROM pg_policy other WHERE other.polrelid = policy.polrelid AND other.oid <> policy.oid)
"""


def standing(cursor: Any) -> dict[str, str]:
    """The tables that have their policy in force and no other beside it, each with the mark of what it says."""
    cursor.execute(STANDING, [POLICY])
    return dict(cursor.fetchall())


def tables_without_wall(cursor: Any) -> list[str]:
    """The tables about people whose policy is missing or another than the code's. Empty: the wall stands."""
    there = standing(cursor)
    return sorted(table for table, condition in policies().items() if there.get(table) != _mark(condition))
