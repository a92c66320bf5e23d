"""Drills: a stolen copy of the database shows nothing sealed, nothing sealed opens elsewhere, and keys rotate at work.

``MAPPA_ROTATED`` says how many people's keys are wrapped again while others read and write.
"""

import base64
import os
import shutil
import subprocess
import threading
import time
from itertools import permutations

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from mappa.config import database
from mappa.config.connections import connection_facts
from mappa.config.environment import DatabaseRole, read
from mappa.config.second_wall import raise_second_wall
from mappa.kernel.sealed_fields import SealedText, Unreadable
from mappa.kernel.sealing import new_master_key
from mappa.people.commands import run_rotate
from mappa.people.models import PersonKey, Victim
from mappa.record.models import Attachment
from tests.factories.people import a_person
from tests.factories.record import an_attachment

ROTATED = int(os.environ.get("MAPPA_ROTATED", "1500"))
TAKE_THE_WRAPPED_KEY = """
    UPDATE people_personkey SET wrapped = (SELECT wrapped FROM people_personkey WHERE person_id = %s)
    WHERE person_id = %s
"""
FIELDS = ("description", "contact", "messenger", "views", "safety")
WORKERS = 3


def sealed_fields(model):
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]


def plant(people):
    """Rows with a canary in every sealed field; gives every canary."""
    canaries = []

    def canary():
        canaries.append(f"Canary{len(canaries):04d}zqx")
        return canaries[-1]

    for person in people:
        for _ in range(2):
            Victim.objects.create(person=person, kind="direct", **{name: canary() for name in FIELDS})
            first = an_attachment(person, "intelligence", {"text": canary()}, compartment="intelligence")
            an_attachment(person, "victim-places", {"area": canary()}, compartment="victims", corrects=first,
                          origin=first, why=canary())  # fmt: skip
    return canaries


def read_again():
    """Every sealed value, as the product reads it."""
    return [
        str(getattr(row, name))
        for model in (Victim, Attachment) for row in model.objects.all() for name in sealed_fields(model)
    ]  # fmt: skip


def dumped():
    """The whole database as ``pg_dump`` writes it; where that is missing or of another version, every row as text."""
    facts = {**connection_facts(read(), DatabaseRole.OWNER), "dbname": connection.settings_dict["NAME"]}
    if tool := shutil.which("pg_dump"):
        address = " ".join(f"{key}='{value}'" for key, value in facts.items())
        done = subprocess.run([tool, "--dbname", address], capture_output=True, check=False)
        if done.returncode == 0:
            return "pg_dump", done.stdout
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - a table of ours
            found += [row[0] for row in cursor.fetchall()]
        cursor.execute("SET ROLE mappa_app")
    return "every row by SQL", "\n".join(found).encode()


def ways_to_write(canary):
    """A text as it would stand in a dump: as it is, in hexadecimal, in base 64 at each of its three places."""
    raw = canary.encode()
    shifted = (base64.b64encode(b"\0" * by + raw)[4 if by else 0 : -4] for by in range(3))
    return [raw, raw.hex().encode(), *shifted]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
class TestSealedFields:
    def test_leave_nothing_in_a_dump(self, record_property):
        people = [a_person() for _ in range(5)]
        canaries = plant(people)
        held = str(read_again())
        assert [canary for canary in canaries if canary not in held] == []

        by, dump = dumped()

        assert people[0].family_name.encode() in dump, "the dump holds what is not sealed"
        assert [canary for canary in canaries if any(way in dump for way in ways_to_write(canary))] == []
        record_property("checks", len(canaries))
        record_property("note", f"{len(dump):,} bytes, read by {by}")

    def test_are_opened_and_sealed_by_the_migrations_both_ways(self, record_property):
        canaries = plant([a_person() for _ in range(2)])
        before = sorted(read_again())
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
        MigrationExecutor(connection).migrate([("people", "0006_alter_identifier_kind")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT v::text FROM people_victim v UNION ALL SELECT a::text FROM record_attachment a")
            plain = str(cursor.fetchall())
        assert [canary for canary in canaries if canary not in plain] == []

        with connection.cursor() as cursor:  # a former row that the database kept while it was plain
            cursor.execute("UPDATE people_victim SET version = 2 WHERE id = (SELECT min(id) FROM people_victim)")
            cursor.execute("SELECT before::text FROM histories_rowchange")
            assert canaries[0] in str(cursor.fetchall())
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

        with transaction.atomic(), connection.cursor() as cursor:
            database.grant_rights(cursor)
            raise_second_wall(cursor)
            cursor.execute("SET ROLE mappa_app")
            cursor.execute("SELECT before::text FROM histories_rowchange")
            former = str(cursor.fetchall())
        assert "version" in former
        assert [canary for canary in canaries if canary in former] == []
        assert sorted(read_again()) == before
        record_property("checks", 2 * len(canaries))


def cells():
    """Every sealed cell: its table, number and column."""
    return [
        (model, number, name)
        for model in (Victim, Attachment)
        for number in model.objects.values_list("pk", flat=True)
        for name in sealed_fields(model)
        if not model.objects.filter(pk=number, **{f"{name}__isnull": True}).exists()
    ]


def opens(model, number, name):
    return not isinstance(getattr(model.objects.get(pk=number), name), Unreadable)


@pytest.mark.drill
@pytest.mark.django_db
class TestSwappedCiphertext:
    def test_opens_nowhere_but_where_it_was_sealed(self, record_property):
        plant([a_person() for _ in range(2)])
        places = cells()
        assert all(opens(*cell) for cell in places)
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            kept = {}
            for model, number, name in places:
                cursor.execute(f"SELECT {name} FROM {model._meta.db_table} WHERE id = %s", [number])  # noqa: S608
                (kept[model, number, name],) = cursor.fetchone()
            for source, target in permutations(places, 2):
                model, number, name = target
                change = f"UPDATE {model._meta.db_table} SET {name} = %s WHERE id = %s"  # noqa: S608
                cursor.execute(change, [kept[source], number])
                assert not opens(*target), (source, target)
                cursor.execute(change, [kept[target], number])
        assert all(opens(*cell) for cell in places)
        record_property("checks", len(places) * (len(places) - 1))

    def test_does_not_open_in_a_row_that_took_the_number_the_person_or_the_key_of_another(self, record_property):
        first, second = a_person(), a_person()
        plant([first, second])
        mine = Victim.objects.filter(person=first).first()
        moves = [
            [("UPDATE people_victim SET id = 0 WHERE id = %s", [mine.pk])],
            [("UPDATE people_victim SET person_id = %s WHERE id = %s", [second.pk, mine.pk])],
            [(TAKE_THE_WRAPPED_KEY, [second.pk, first.pk])],
            [
                ("DELETE FROM people_personkey WHERE person_id = %s", [first.pk]),
                ("UPDATE people_personkey SET person_id = %s WHERE person_id = %s", [first.pk, second.pk]),
            ],
            [("UPDATE people_personkey SET master = '0123456789abcdef' WHERE person_id = %s", [first.pk])],
            [("DELETE FROM people_personkey WHERE person_id = %s", [first.pk])],
        ]
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
            for statements in moves:
                point = transaction.savepoint()
                for statement, values in statements:
                    cursor.execute(statement, values)
                assert Victim.objects.get(pk__in=[0, mine.pk]).unreadable(), statements
                transaction.savepoint_rollback(point)
        assert Victim.objects.get(pk=mine.pk).unreadable() is None
        record_property("checks", len(moves))


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
class TestKeyRotation:
    def test_under_readers_and_writers_fails_nobody(self, tmp_path, settings, record_property):
        old, new = new_master_key(), new_master_key()
        settings.MASTER_KEYS_FILE = tmp_path / "keys"

        def holds(*keys):
            ready = tmp_path / "ready"
            ready.write_text("\n".join(keys))
            ready.chmod(0o600)
            ready.rename(settings.MASTER_KEYS_FILE)

        holds(old)
        template = a_person()
        people = [template.pk]
        for number in range(ROTATED - 1):
            template.pk, template.reference, template._state.adding = None, f"X-{number}", True
            template.save()
            people.append(template.pk)
        Victim.objects.bulk_create(
            [Victim(person_id=each, kind="direct", description=f"About {each}") for each in people]
        )
        done, failures, finished = [0] * WORKERS, [], threading.Event()

        def work(which):
            try:
                while not finished.is_set():
                    for victim in Victim.objects.filter(person_id__in=people[which::97][:20]):
                        assert victim.description == f"About {victim.person_id}"
                        victim.save_over(read_version=victim.version, by="x", at=None, views="Changed")
                        done[which] += 1
            except Exception as problem:  # noqa: BLE001 - whatever it is, the drill has failed
                failures.append(repr(problem))
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=(which,)) for which in range(WORKERS)]
        for each in workers:
            each.start()
        holds(new, old)
        began = time.monotonic()
        status = run_rotate(None)
        took = time.monotonic() - began
        finished.set()
        for each in workers:
            each.join()
        holds(new)

        assert (status, failures) == (0, [])
        assert PersonKey.objects.values("master").distinct().count() == 1
        assert all(one.description == f"About {one.person_id}" for one in Victim.objects.all())
        assert sum(done) > 0
        record_property("checks", sum(done) + ROTATED)
        record_property("note", f"{ROTATED:,} keys in {took:.1f} s beside {sum(done):,} reads and writes, 0 failures")
