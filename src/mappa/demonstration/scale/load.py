"""Writing many invented people into an empty database, fast: by COPY, with the keys' indexes made at the end."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, Area
from mappa.demonstration.scale.people import TABLES, Place, lines
from mappa.kernel.decisions import NotPossible
from mappa.kernel.models import ReferenceCounter
from mappa.people.models import Person

EDITION = "cheshire-2022"
HERE = (
    ("police", AgencyKind.POLICE, AgencyStatus.RESPONSIBLE, Role.POLICE_OFFENDER_MANAGER),
    ("probation", AgencyKind.PROBATION, AgencyStatus.RESPONSIBLE, Role.PROBATION_PRACTITIONER),
    ("unit", AgencyKind.COORDINATION_UNIT, AgencyStatus.NEITHER, Role.COORDINATOR),
)
"""Agencies of each made-up area, and the role of the one account that each has."""
BATCH = 200_000
"""Lines that are kept before they are sent."""


def generate(*, people: int, seed: int, areas: int, say: Callable[[str], object]) -> None:
    """Fill a database that holds nobody yet. Run as the tables' owner.

    Raises:
        NotPossible: the database holds people or areas.
    """
    if Person.objects.exists() or Area.objects.exists():
        raise NotPossible(
            "This database holds people or areas already, and a made-up caseload never stands among others. "
            "Nothing was written. Name an empty database in DATABASE_URL, and run mappa migrate there first."
        )
    with transaction.atomic():
        fill(people=people, seed=seed, areas=areas, say=say)
    with connection.cursor() as cursor:
        for table in TABLES:  # what reads by the index alone waits for this
            cursor.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))


def fill(*, people: int, seed: int, areas: int, say: Callable[[str], object]) -> None:
    """Write areas, agencies, accounts and people, in the caller's transaction."""
    places = [_place(number) for number in range(1, areas + 1)]
    with connection.cursor() as cursor, _keys_indexed_afterwards(cursor):
        rows, done = lines(people, seed=seed, places=places), 0
        while batch := list(islice(rows, BATCH)):
            _send(cursor, batch)
            done += sum(table == "people_person" for table, _ in batch)
            say(f"{done:,} of {people:,} people\n")
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            if columns[0] == "id":
                name = sql.Identifier(table)
                last = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {}").format(name)
                cursor.execute(last, [table])
    each = people // areas + 2
    ReferenceCounter.objects.bulk_create(ReferenceCounter(prefix=f"{place.prefix}-P", last=each) for place in places)


def _place(number: int) -> Place:
    area = Area.objects.create(
        code=f"area-{number}", name=f"Made-up area {number}", prefix=f"G{number}", edition=EDITION,
    )  # fmt: skip
    agencies = {}
    for key, kind, status, role in HERE:
        agency = Agency.objects.create(code=f"area-{number}-{key}", name=f"{area.name} {key}", kind=kind, status=status)
        agency.areas.add(area)
        agencies[key] = agency.pk
        user = User(
            username=f"{key}.{number}", name=f"{key.title()} {number}", role=role.value, area=area, agency=agency,
            is_demonstration=True, purpose="Measures with a made-up caseload",
        )  # fmt: skip
        user.set_unusable_password()
        user.save()
    return Place(area.pk, area.prefix, EDITION, agencies["police"], agencies["probation"])


def _send(cursor: Any, batch: list[tuple[str, str]]) -> None:
    text: dict[str, io.StringIO] = defaultdict(io.StringIO)
    for table, line in batch:
        text[table].write(line)
    for table, columns in TABLES.items():
        if table in text:
            command = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with cursor.copy(command) as copy:
                copy.write(text[table].getvalue())


CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'people_searchkey'::regclass AND contype <> 'n'
"""
"""Without NOT NULL, which PostgreSQL 18 counts among them: a primary key cannot do without, and it takes no index."""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'people_searchkey'
    AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'people_searchkey'::regclass)
"""


@contextmanager
def _keys_indexed_afterwards(cursor: Any) -> Iterator[None]:
    """Most rows are search keys: their indexes and checks are made once, when all are there."""
    cursor.execute(CONSTRAINTS)
    constraints = cursor.fetchall()
    cursor.execute(INDEXES)
    indexes = cursor.fetchall()
    for name, _ in constraints:
        cursor.execute(sql.SQL("ALTER TABLE people_searchkey DROP CONSTRAINT {}").format(sql.Identifier(name)))
    for name, _ in indexes:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for name, definition in constraints:
        cursor.execute(sql.SQL("ALTER TABLE people_searchkey ADD CONSTRAINT {} {}").format(
            sql.Identifier(name), sql.SQL(definition)
        ))  # fmt: skip
    for _, definition in indexes:
        cursor.execute(definition)
