"""Drills: a stolen copy of the database shows nothing sealed, nothing sealed opens elsewhere, and keys rotate at work.

``MAPPA_ROTATED`` says how many people's keys are wrapped again while others read and write.
"""

import argparse
import base64
import json
import os
import pickle
import re
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count, permutations
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from mappa.accounts.permissions import Role
from mappa.assessments.models import OasysRecord, RoshRating
from mappa.audit.models import AuditEvent
from mappa.cases.retention import review_due, review_waits
from mappa.config import database
from mappa.config.connections import connection_facts
from mappa.config.environment import DatabaseRole, read
from mappa.config.row_history import keep_former_rows, tables_without_history
from mappa.config.second_wall import raise_second_wall, tables_without_wall
from mappa.disclosures.models import DisclosureDecision
from mappa.diversity.models import DiversityFact
from mappa.histories.models import RowChange
from mappa.kernel import clock
from mappa.kernel.decisions import NotPossible
from mappa.kernel.sealed_fields import SealedRow, SealedText, Unreadable
from mappa.kernel.sealing import CannotOpen, Place, new_master_key
from mappa.matching.services import search_people
from mappa.meetings.models import InformationReply, MinuteItem, MinutesVersion
from mappa.people import commands
from mappa.people.commands import run_rotate
from mappa.people.keys import unwrapped
from mappa.people.models import PersonKey, Victim
from mappa.people.sealing_tables import REMOVED
from mappa.people.services import review_record
from mappa.plans.models import Contingency, Plan, PlanEdition, PlanLine, PlanRisk
from mappa.record.blinding import write_blind_keys
from mappa.record.models import BlindKey, StoredFile
from mappa.referrals.models import Referral
from mappa.victims.models import VictimEntry
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_meeting
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.record import an_attachment

ROTATED = int(os.environ.get("MAPPA_ROTATED", "1500"))
TAKE_THE_WRAPPED_KEY = """
    UPDATE people_personkey SET wrapped = (SELECT wrapped FROM people_personkey WHERE person_id = %s)
    WHERE person_id = %s
"""
FIELDS = ("description", "contact", "messenger", "views", "safety")
WORKERS = 3
COUNT = count(secrets.randbelow(10**8))
"""Words of one run are those of no other: the files of a database keep what was removed."""
WORDS = re.compile("Canary[0-9]{9}zqx")
SEALED = [model for model in apps.get_models() if issubclass(model, SealedRow)]
TABLES = [model._meta.db_table for model in SEALED]


def sealed_fields(model):
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]


def plant(people, *, each=2, entries=True):
    """Rows with a canary in every sealed field; gives every canary.

    Args:
        each: how many victims and attachments a person has.
        entries: with what came sealed, whose tables are not there before.
    """
    canaries = []

    def canary():
        canaries.append(f"Canary{next(COUNT):09d}zqx")
        return canaries[-1]

    for person in people:
        for _ in range(each):
            victim = Victim.objects.create(person=person, kind="direct", **{name: canary() for name in FIELDS})
            first = an_attachment(person, "intelligence", {"text": canary()}, compartment="intelligence")
            an_attachment(person, "victim-places", {"area": canary()}, compartment="victims", corrects=first,
                          origin=first, why=canary())  # fmt: skip
        if entries:
            VictimEntry.objects.create(person=person, victim=victim, kind="views", on=TODAY, content={"x": canary()})
            StoredFile.objects.create(person=person, name="x", kind="pdf", size=1, content=canary().encode())
        meetings_and_forms(person, canary)
    return canaries


def meetings_and_forms(person, canary):
    """A row in each table that hangs on a meeting, form A, and what is kept for fairness."""
    meeting = a_meeting(an_open_case(person, level=2))
    facts = {"referrer": meeting.chair, "agency": meeting.chair.agency, "created_at": NOON}
    Referral.objects.create(
        reference=f"F-{person.pk}", person=person, **facts, **{name: canary() for name in sealed_fields(Referral)}
    )
    InformationReply.objects.create(
        request=meeting.requests.first(), at=NOON, by="x",
        **{name: canary() for name in sealed_fields(InformationReply)},
    )  # fmt: skip
    MinuteItem.objects.create(meeting=meeting, key="victims", text=canary())
    content = {"sections": [{"key": "victims", "text": canary()}]}
    MinutesVersion.objects.create(
        meeting=meeting, number=1, content=content, sha256="x", approved_at=NOON, approved_by="x"
    )
    fact = {"person": person, "characteristic": "race", "group": "white", "on": TODAY, "recorded_at": NOON}
    first = DiversityFact.objects.create(**fact, words=canary(), said_by=canary())
    DiversityFact.objects.create(**fact, words=canary(), said_by=canary(), corrects=first, why=canary())
    risks_and_plans(meeting.case, canary)


def risks_and_plans(case, canary):
    """An assessment with its sections and whom it names, a decision on disclosure, and a plan with one version."""
    assessment = an_assessment(case.person)
    stamp = {"recorded_at": NOON, "recorded_by": "x"}
    sections = {name: canary() for name in sealed_fields(OasysRecord)}
    OasysRecord.objects.create(assessment=assessment, **stamp, **sections)
    RoshRating.objects.create(
        assessment=assessment, group="known_adult", level="high", who=canary(), narrative=canary()
    )
    words = {name: canary() for name in sealed_fields(DisclosureDecision) if name != "checklist"}
    DisclosureDecision.objects.create(
        case=case, on=TODAY, decision="yes", at=NOON, by="x", checklist={"need": canary()}, **words
    )
    plan = Plan.objects.create(case=case, review_on=TODAY, created_at=NOON, created_by="x")
    PlanRisk.objects.create(plan=plan, group="children", text=canary())
    PlanLine.objects.create(plan=plan, pillar="victim_safety", text=canary())
    agreed = {name: canary() for name in sealed_fields(Contingency)}
    Contingency.objects.create(plan=plan, agency=assessment.agency, **agreed)
    PlanEdition.objects.create(plan=plan, number=1, content={"measures": [canary()]}, sha256="x", at=NOON)


def read_again():
    """Every sealed value, as the product reads it."""
    return [str(getattr(row, name)) for model in SEALED for row in model.objects.all() for name in sealed_fields(model)]


def sealed_rows():
    """Every table with sealed fields as text: what is in it."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        found = there.intersection(TABLES)  # an app that came sealed has no table before
        said = " UNION ALL ".join(f"SELECT {table}::text FROM {table}" for table in found)  # noqa: S608 - of ours
        cursor.execute(said)
        return str(cursor.fetchall())


def dumped():
    """The whole database as ``pg_dump`` writes it; where that is missing or of another version, every row as text."""
    facts = {**connection_facts(read(), DatabaseRole.OWNER), "dbname": connection.settings_dict["NAME"]}
    if tool := shutil.which("pg_dump"):
        address = " ".join(f"{key}='{value}'" for key, value in facts.items())
        done = subprocess.run([tool, "--dbname", address], capture_output=True, check=False)
        if done.returncode == 0:
            return "pg_dump", done.stdout
    return dumped_here()


def dumped_here():
    """Every row of every table by SQL, in this transaction."""
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
        canaries = plant([a_person() for _ in range(2)], entries=False)
        before = sorted(read_again())
        with tables_of_before():
            plain = sealed_rows()
            assert [canary for canary in canaries if canary not in plain] == []

            with connection.cursor() as cursor:  # a former row that the database kept while it was plain
                cursor.execute("UPDATE people_victim SET version = 2 WHERE id = (SELECT min(id) FROM people_victim)")
                cursor.execute("UPDATE meetings_minuteitem SET version = 2")
                cursor.execute("UPDATE meetings_informationreply SET by = 'y'")
                cursor.execute("UPDATE disclosures_disclosuredecision SET by = 'y'")
                cursor.execute("SELECT before::text FROM histories_rowchange")
                former = str(cursor.fetchall())
                assert len([canary for canary in canaries if canary in former]) == 5 + 2 * 6 + 2 * 6

        with connection.cursor() as cursor:
            cursor.execute("SELECT before::text FROM histories_rowchange")
            former = str(cursor.fetchall())
        assert "version" in former
        assert [canary for canary in canaries if canary in former] == []
        assert sorted(read_again()) == before
        assert [canary for canary in canaries if canary in sealed_rows()] == []
        record_property("checks", 2 * len(canaries))

    def test_whose_key_was_destroyed_stay_destroyed_when_columns_are_opened_and_sealed_again(self, record_property):
        gone, stays = a_person(), a_person()
        lost, kept = plant([gone], entries=False), plant([stays], entries=False)
        PersonKey.objects.filter(person=gone).update(wrapped=b"", master="", destroyed_at=clock.now())
        with tables_of_before():
            plain = sealed_rows()
            assert [canary for canary in kept if canary not in plain] == []
            assert [canary for canary in lost if canary in plain] == []
            with connection.cursor() as cursor:
                cursor.execute("SELECT text FROM plans_planline ORDER BY id")
                assert cursor.fetchall() == [(REMOVED,), (kept[-6],)]
                cursor.execute("SELECT content FROM plans_planedition ORDER BY id LIMIT 1")
                assert cursor.fetchone() == (json.dumps({"removed": REMOVED}),)

        held = str(read_again())
        assert [canary for canary in kept if canary not in held] == []
        assert REMOVED in held
        assert [canary for canary in lost if canary in held] == []
        record_property("checks", 2 * (len(lost) + len(kept)))

    def test_of_somebody_whose_key_was_destroyed_before_they_were_sealed_go_the_same_way(self, record_property):
        gone, stays = a_person(), a_person()
        lost, kept = plant([gone], entries=False), plant([stays], entries=False)
        with tables_of_before("plans", "0003_plan_copies"):
            assert [lost[-6] in sealed_rows(), kept[-6] in sealed_rows()] == [True, True]
            PersonKey.objects.filter(person=gone).update(wrapped=b"", master="", destroyed_at=clock.now())

        assert [PlanLine.objects.get(plan__case__person=one).text for one in (gone, stays)] == [
            PlanRisk.objects.get(plan__case__person=gone).text, kept[-6],
        ]  # fmt: skip
        assert "destroyed on" in PlanLine.objects.get(plan__case__person=gone).text
        assert lost[-6] not in sealed_rows()
        record_property("checks", 2)

    def test_leave_the_tables_as_they_were_when_something_fails_on_the_way(self):
        with pytest.raises(ZeroDivisionError), tables_of_before("plans", "0003_plan_copies"):
            raise ZeroDivisionError

        executor = MigrationExecutor(connection)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        with connection.cursor() as cursor:
            assert tables_without_wall(cursor) == tables_without_history(cursor) == []


@contextmanager
def tables_of_before(app="people", migration="0006_alter_identifier_kind"):
    """The tables as they were after a migration; afterwards those of today, whatever happens meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    try:
        MigrationExecutor(connection).migrate([(app, migration)])
        yield
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        with transaction.atomic(), connection.cursor() as cursor:
            database.grant_rights(cursor)
            raise_second_wall(cursor)
            keep_former_rows(cursor)
            cursor.execute("SET ROLE mappa_app")


def cells():
    """Every sealed cell: its table, number and column."""
    return [
        (model, number, name)
        for model in SEALED
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
        plant([a_person() for _ in range(2)], each=1)
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
        said, theirs = (MinuteItem.objects.get(meeting__case__person=each, key="victims") for each in (first, second))
        assert said.unreadable() is None
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
            point = transaction.savepoint()
            cursor.execute("DELETE FROM meetings_minuteitem WHERE id = %s", [theirs.pk])
            cursor.execute("UPDATE meetings_minuteitem SET meeting_id = %s WHERE id = %s", [theirs.meeting_id, said.pk])
            assert MinuteItem.objects.get(pk=said.pk).unreadable(), "it stands in the minutes of somebody else"
            transaction.savepoint_rollback(point)
            for statements in moves:
                point = transaction.savepoint()
                for statement, values in statements:
                    cursor.execute(statement, values)
                assert Victim.objects.get(pk__in=[0, mine.pk]).unreadable(), statements
                transaction.savepoint_rollback(point)
        assert Victim.objects.get(pk=mine.pk).unreadable() is None
        record_property("checks", len(moves) + 1)


def run(*told):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["keys", *told])
    return options.handler(options)


def value(cell):
    """What a sealed cell says, as text; of a JSON value its words."""
    model, number, name = cell
    said = getattr(model.objects.get(pk=number), name)
    return next(iter(WORDS.findall(str(said))), str(said))


def destroyed_by_two(person, first, second, capsys):
    """The certificate, after every step was tried too early or by one person alone."""
    asks = ["--as", first.username, "--why", "Decided", "--backups", "Tape 7, until 2027-01-01"]
    does = ["--as", second.username, "--do"]
    assert run("destroy", person.reference, *asks) == 1, "no review decided it"
    facts = {"kind": "retention", "decision": "remove", "on": clock.day_of(clock.now()), "reason": "A century"}
    review_record(person=person, **facts, actor=first, at=clock.now())
    assert run("destroy", person.reference, *does) == 1, "nobody asked"
    assert run("destroy", person.reference, *asks) == 0
    assert run("destroy", person.reference, "--as", first.username, "--do") == 1, "it takes two"
    assert PersonKey.objects.get(person=person).destroyed_at is None
    capsys.readouterr()
    assert run("destroy", person.reference, *does) == 0
    assert RowChange.objects.filter(table="people_keydestruction").latest("pk").who == second.username
    return json.loads(capsys.readouterr().out)


@pytest.mark.drill
@pytest.mark.django_db
class TestDestroyedKey:
    @pytest.mark.requirement("NOMINAL-13")
    def test_leaves_nothing_that_anybody_can_read(self, tmp_path, settings, capsys, record_property):
        old, new = new_master_key(), new_master_key()
        settings.MASTER_KEYS_FILE = tmp_path / "keys"

        def holds(*keys):
            settings.MASTER_KEYS_FILE.write_text("\n".join(keys))
            settings.MASTER_KEYS_FILE.chmod(0o600)

        holds(old)
        first, second = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.PROBATION_PRACTITIONER)
        gone, stays = (a_person(involving=(first.agency, second.agency)) for _ in range(2))
        plant([stays])
        canaries = plant([gone])
        cells_of_gone = [cell for cell in cells() if opens(*cell) and value(cell) in canaries]
        others = [cell for cell in cells() if cell not in cells_of_gone]
        assert len(cells_of_gone) == len(canaries)
        keys = [unwrapped(row) for row in PersonKey.objects.exclude(person=gone)]
        (backup,) = PersonKey.objects.filter(person=gone).values("key", "master", "wrapped")
        made = destroyed_by_two(gone, first, second, capsys)

        assert (made["askedBy"], made["destroyedBy"], made["decidedBy"]) == (
            first.username, second.username, first.username,
        )  # fmt: skip
        assert (made["stillHoldTheWrappedKey"], made["why"]) == ("Tape 7, until 2027-01-01", "Decided")
        assert sum(made["sealedValues"].values()) >= len(canaries)
        assert AuditEvent.objects.filter(what="erasure", subject=gone.reference, who=second.username).count() == 1
        for cell in cells_of_gone:
            assert value(cell).startswith("Removed: the key to this was destroyed on"), cell
        assert all(opens(*cell) for cell in others)
        with pytest.raises(NotPossible, match="Nothing was saved"), transaction.atomic():
            Victim.objects.create(person=gone, kind="direct", description="Another")

        _, dump = dumped_here()
        assert [canary for canary in canaries if any(way in dump for way in ways_to_write(canary))] == []
        assert bytes(backup["wrapped"]).hex().encode() not in dump, "nor is the wrapped key in a former row"
        tried = 0
        for model, number, name in cells_of_gone:
            kept = model.objects.get(pk=number).__dict__[name].kept
            for key in keys:
                tried += 1
                with pytest.raises(CannotOpen):
                    replace(key, id=backup["key"]).open(kept, Place(model._meta.db_table, name, number, gone.pk))

        put_back = {"wrapped": backup["wrapped"], "master": backup["master"], "destroyed_at": None}
        PersonKey.objects.filter(person=gone).update(**put_back)
        assert all(opens(*cell) for cell in cells_of_gone), (
            "a backup from before does hold the key: see the certificate"
        )
        PersonKey.objects.filter(person=gone).update(wrapped=b"", master="", destroyed_at=clock.now())
        holds(new, old)
        assert run("rotate") == 0
        holds(new)
        PersonKey.objects.filter(person=gone).update(**put_back)
        assert not any(opens(*cell) for cell in cells_of_gone), "once its master key is gone, the backup opens nothing"
        assert all(opens(*cell) for cell in others)
        record_property("checks", 3 * len(cells_of_gone) + tried)
        record_property("note", f"{len(cells_of_gone)} values, {tried} attempts with other keys")


NUMBER = "07700 900461"


def places_of_words(canaries, caplog):
    """Where any of some words can be read: tables, the files of the database and of the product, caches, the log."""
    places = {"tables": dumped_here()[1], "log": caplog.text.encode()}
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; CHECKPOINT")
        cursor.execute("""
            SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
            WHERE relkind IN ('r', 'i', 't', 'S') AND pg_relation_filepath(oid) LIKE 'base/%'
        """)
        kept = {f"pages of {name}": bytes(pages) for name, pages in cursor.fetchall()}
        cursor.execute("SET ROLE mappa_app")
    files = [each for each in Path(tempfile.gettempdir()).glob("mappa-*/**/*") if each.is_file()]
    cached = {f"cache {each}": pickle.dumps(getattr(each, "_cache", {})) for each in caches.all()}
    places |= kept | {str(each): each.read_bytes() for each in files} | cached
    ways = [(canary, ways_to_write(canary)) for canary in canaries]
    return {
        (where, canary) for where, held in places.items() for canary, written in ways
        if any(way in held for way in written)
    }, len(places)  # fmt: skip


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
class TestResidue:
    @pytest.mark.requirement("NOMINAL-13")
    def test_is_nowhere_once_the_day_of_review_has_come_and_two_destroyed_the_key(
        self, client, caplog, capsys, record_property
    ):
        first, second = a_user(Role.POLICE_OFFENDER_MANAGER), a_user(Role.PROBATION_PRACTITIONER)
        gone, stays = (a_person(involving=(first.agency, second.agency)) for _ in range(2))
        canaries, others = plant([gone]), plant([stays])
        entries = [an_attachment(each, "telephones", {"number": NUMBER}) for each in (gone, stays)]
        write_blind_keys(entries)
        client.force_login(first)
        base = f"/people/{gone.reference}/"
        read = b"".join(client.get(f"{base}{page}").content for page in ("", "victims/", "plan/", "disclosures/"))
        assert sum(canary.encode() in read for canary in canaries) > 5, "pages were read, so caches could hold words"

        with caplog.at_level("DEBUG"), time_machine.travel(datetime.combine(review_due(gone), NOON.timetz())):
            assert review_waits(gone, clock.day_of(clock.now()))
            destroyed_by_two(gone, first, second, capsys)
            assert not review_waits(gone, clock.day_of(clock.now()))

            found, looked = places_of_words(canaries, caplog)
            hits = search_people(text=NUMBER, actor=first, at=clock.now())

        assert found == set()
        assert [hit.reference for hit in hits] == [stays.reference]
        assert not BlindKey.objects.filter(entry__person=gone).exists()
        held = str(read_again())
        assert [canary for canary in canaries if canary in held] == []
        assert [canary for canary in others if canary not in held] == []
        record_property("checks", len(canaries) * looked)
        record_property("note", f"residue 0 of {len(canaries)} words in {looked:,} places; names and dates stay")

    def test_would_be_found_where_it_is(self, caplog):
        person = a_person(family_name="Canary0000plain")

        found, _ = places_of_words([person.family_name], caplog)

        where = {place for place, _ in found}
        assert {"tables", "pages of people_person"} <= where


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
        meetings = [a_meeting(an_open_case(a_person(), level=2)) for _ in range(WORKERS)]
        items = [
            MinuteItem.objects.create(meeting=meeting, key="x", text=f"Said {number}").pk
            for number, meeting in enumerate(meetings)
        ]
        done, failures, finished = [0] * WORKERS, [], threading.Event()

        def work(which):
            try:
                while not finished.is_set():
                    for victim in Victim.objects.filter(person_id__in=people[which::97][:20]):
                        assert victim.description == f"About {victim.person_id}"
                        victim.save_over(read_version=victim.version, by="x", at=None, views="Changed")
                        done[which] += 1
                    said = MinuteItem.objects.get(pk=items[which])
                    assert said.text == f"Said {which}"
                    said.save_over(read_version=said.version, by="x", at=None, text=f"Said {which}")
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
