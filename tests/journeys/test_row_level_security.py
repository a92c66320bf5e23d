"""A drill: on the whole demonstration, the database shows and takes nothing that is not the reader's.

Its checks are the tables under a policy and the statements that were refused.
"""

import json

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

from mappa.accounts.models import User
from mappa.config.connections import connection_facts
from mappa.config.environment import DatabaseRole, read
from mappa.config.second_wall import OF_THE_ASKER, standing, ways_to_people
from mappa.kernel import clock
from mappa.kernel.reading import read_as_user
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to

WITH_A_POLICY = [*ways_to_people(), *map(apps.get_model, OF_THE_ASKER)]
KEYS = {model._meta.db_table: model._meta.pk_fields[0].column for model in WITH_A_POLICY}
READERS = ("", "user:0:2026-11-21T12:00:00+00:00", "curator", "user:")


def said(owner, text, table, *values):
    return owner.execute(sql.SQL(text).format(table=sql.Identifier(table)), values)


@pytest.fixture
def as_nobody(demonstration):
    """Two connections to one copy: the owner's, to know what there is, and the application's, which says nothing."""
    facts = {**connection_facts(read(), DatabaseRole.OWNER), "dbname": demonstration.name}
    with psycopg.connect(**facts) as owner, psycopg.connect(**facts, options="-c role=mappa_app") as nobody:
        yield owner, nobody
        owner.rollback()


def is_refused(nobody, statement):
    """Whether it is refused, or touches no row."""
    try:
        with nobody.transaction(force_rollback=True):
            return nobody.execute(statement).rowcount == 0
    except psycopg.errors.InsufficientPrivilege:  # of the policy, or of the table
        return True


@pytest.mark.drill
class TestRowLevelSecurity:
    def test_every_table_is_under_its_policy_and_refuses_every_statement(self, as_nobody, record_property):
        owner, nobody = as_nobody
        with owner.cursor() as cursor:
            under = standing(cursor)
        assert set(under) == set(KEYS)
        checks = len(under)
        for table, key in KEYS.items():
            name = sql.Identifier(table)
            for reader in READERS:
                with nobody.transaction(force_rollback=True):
                    nobody.execute("SELECT set_config('mappa.reader', %s, true)", [reader])
                    if reader != "user:":
                        assert said(nobody, "SELECT count(*) FROM {table}", table).fetchone() == (0,)
            row = said(owner, "SELECT to_json({table}) FROM {table} LIMIT 1", table).fetchone()
            statements = [
                sql.SQL("UPDATE {} SET {key} = {key}").format(name, key=sql.Identifier(key)),
                sql.SQL("DELETE FROM {}").format(name),
                sql.SQL("TRUNCATE {} CASCADE").format(name),
            ]
            if row:
                again = sql.SQL("INSERT INTO {table} SELECT * FROM json_populate_record(NULL::{table}, {row})")
                statements.append(again.format(table=name, row=sql.Literal(json.dumps(row[0]))))
            for statement in statements:
                assert is_refused(nobody, statement), statement
            checks += len(statements)
        assert checks > 4 * len(KEYS) + len(KEYS) // 2, "most tables of the demonstration should hold rows"
        record_property("checks", checks)

    def test_every_user_reads_whom_they_may_know_of_and_few_others(self, demonstration, record_property):
        at, users = clock.now(), list(User.objects.filter(is_active=True).order_by("pk"))
        everybody = Person.objects.count()
        for user in users:
            known = set(people_visible_to(user, clock.day_of(at), at=at).values_list("pk", flat=True))
            read_as_user(user, at=at)
            read = set(Person.objects.values_list("pk", flat=True))
            assert known <= read, f"{user.username} may know of {len(known - read)} whom the database keeps back"
            assert read == known or len(read) < everybody
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('mappa.reader', 'system:tests', true)")
        record_property("checks", len(users))
