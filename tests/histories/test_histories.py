"""What a row said before it was changed: kept by the database, whoever changed it and however."""

import argparse
import json

import pytest
from django.db import ProgrammingError, connection, transaction

from mappa.accounts.acting import acting_as
from mappa.accounts.permissions import Role
from mappa.agencies.models import Agency
from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.models import AuditEvent
from mappa.audit.purposes import READING_THE_LOG
from mappa.config.row_history import UNKEPT, kept_models, tables_with_history
from mappa.config.second_wall import models_of_ours
from mappa.histories import commands
from mappa.histories.models import RowChange
from mappa.histories.services import read_history
from mappa.kernel.decisions import Incomplete
from mappa.kernel.reading import read_as_user, wider
from mappa.meetings.models import MinuteItem
from mappa.people.models import Person, Victim
from tests.factories.accounts import a_clearance, a_user, an_area
from tests.factories.meetings import a_meeting
from tests.factories.people import NOON, a_person
from tests.factories.record import an_attachment
from tests.people.test_views import typed

pytestmark = pytest.mark.django_db


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def run(*told):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["history", *map(str, told)])
    return options.handler(options)


class TestTables:
    def test_that_the_application_may_change_keep_their_former_rows(self):
        may_change = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND (has_table_privilege('mappa_app', oid, 'UPDATE') OR has_table_privilege('mappa_app', oid, 'DELETE'))"
        )
        ours = {model._meta.db_table: model._meta for model in models_of_ours()}
        changeable = {table for (table,) in rows(may_change)} & ours.keys()
        with connection.cursor() as cursor:
            kept = set(tables_with_history(cursor))
        assert kept == {model._meta.db_table for model in kept_models()}
        unkept = {ours[table].label for table in changeable - kept}
        assert unkept == {label for label in UNKEPT if "." in label} - {"histories.RowChange"}

    def test_of_the_history_itself_are_only_read(self):
        person = a_person()
        Person.objects.filter(pk=person.pk).update(family_name="Other")
        for statement in (
            "UPDATE histories_rowchange SET who = 'nobody'",
            "DELETE FROM histories_rowchange",
            "TRUNCATE histories_rowchange",
            "INSERT INTO histories_rowchange SELECT * FROM histories_rowchange",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                rows(statement)
        assert RowChange.objects.count() == 1


class TestFormerRow:
    def test_says_who_changed_what_in_which_request(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        client.force_login(officer)
        answer = client.post(f"/people/{person.reference}/edit/", typed(person, family_name="Changed"))
        assert answer.status_code == 302, answer.content.decode()

        change = RowChange.objects.filter(table="people_person").earliest("pk")

        assert (change.who, change.reader, change.way, change.person) == (officer.username, "user", "update", person)
        assert change.before["family_name"] == person.family_name
        assert "family_name" in change.changed
        assert "date_of_birth" not in change.changed
        event = AuditEvent.objects.filter(subject=person.reference, what="alteration").latest("pk")
        assert change.operation == event.correlation != ""

    def test_is_kept_of_raw_statements_and_of_removed_rows(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = a_person(involving=(officer.agency,))
        Victim.objects.create(person=person)
        read_as_user(officer, at=NOON)
        with wider("figures"):
            rows("UPDATE people_victim SET version = 7")
            rows("DELETE FROM people_victim")
        first, last = RowChange.objects.filter(table="people_victim").order_by("pk")
        assert (first.changed, first.before["version"], first.person) == (["version"], 1, person)
        assert (last.way, last.before["version"]) == ("delete", 7)
        assert {(change.who, change.reader) for change in (first, last)} == {(officer.username, "system:figures")}

    def test_names_whom_a_command_works_for(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        Victim.objects.create(person=a_person(involving=(officer.agency,)))
        assert acting_as(officer.username, undone="nothing was done") == officer
        with wider("command"):
            rows("UPDATE people_victim SET version = 7")
        change = RowChange.objects.get(table="people_victim")
        assert (change.who, change.reader) == (officer.username, "system:command")

    def test_knows_its_person_through_the_rows_above(self):
        meeting = a_meeting()
        item = MinuteItem.objects.create(meeting=meeting, key="added", text="Before")
        item.text = "After"
        item.save()
        change = RowChange.objects.get(table="meetings_minuteitem")
        assert (change.person, change.before["key"], change.changed) == (meeting.case.person, "added", ["text"])

    def test_is_not_kept_where_nothing_changed_or_the_change_was_taken_back(self):
        person = a_person()
        person.save()
        with transaction.atomic():
            Person.objects.update(family_name="Other")
            transaction.set_rollback(True)
        assert not RowChange.objects.exists()

    def test_holds_no_password(self):
        user = a_user(Role.COORDINATOR)
        user.set_password("correct horse battery staple")
        user.save(update_fields=["password"])
        user.last_login = NOON
        user.save(update_fields=["last_login"])
        change = RowChange.objects.get(table="accounts_user")
        assert change.changed == ["password"]
        assert "password" not in change.before

    def test_stands_behind_the_second_wall(self):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        known, other = a_person(involving=(officer.agency,)), a_person()
        Person.objects.filter(pk__in=[known.pk, other.pk]).update(sex="female")
        Agency.objects.filter(pk=officer.agency_id).update(basis="Some Act")
        read_as_user(officer, at=NOON)
        assert [change.person for change in RowChange.objects.all()] == [known]


class TestCommand:
    def test_shows_an_auditor_of_the_area_what_a_row_said_and_is_on_record(self, capsys):
        auditor, person = a_user(Role.AUDITOR), a_person()
        Person.objects.filter(pk=person.pk).update(family_name="Other")

        assert run("people_person", person.pk, "--as", auditor.username, "--purpose", "complaint") == 0

        (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert (told["changed"], told["before"]["family_name"]) == (["family_name"], person.family_name)
        event = AuditEvent.objects.get(operation="histories:row:view")
        assert (event.subject, event.who, event.purpose) == (
            person.reference,
            auditor.username,
            READING_THE_LOG["complaint"],
        )
        assert person.family_name not in json.dumps(event.details)

    def test_keeps_no_word_of_the_auditors_own(self, capsys):
        auditor = a_user(Role.AUDITOR)

        with pytest.raises(SystemExit):
            run("people_person", 1, "--as", auditor.username, "--purpose", "Plantedword")
        with pytest.raises(Incomplete, match="Nothing was read"):
            read_history(table="people_person", row="1", purpose="Plantedword", actor=auditor, at=NOON)
        assert run("people_person", "Plantedword", "--as", auditor.username, "--purpose", "incident") == 0

        rows = [entry_bytes(entry_of(event)) for event in AuditEvent.objects.all()]
        assert rows
        assert b"Plantedword" not in b"".join(rows)

    @pytest.mark.parametrize("cleared", [True, False])
    def test_opens_what_a_victims_row_said_only_for_those_who_may_read_it(self, cleared, capsys, monkeypatch):
        auditor, person = a_user(Role.AUDITOR), a_person()
        victim = Victim.objects.create(person=person, kind="direct", views="Canaryviews")
        victim.save_over(read_version=1, by="x", at=NOON, views="Other")
        assert "Canaryviews" not in json.dumps(RowChange.objects.get(table="people_victim").before)
        monkeypatch.setattr("mappa.histories.services.opens", lambda *_, **__: cleared)

        assert run("people_victim", victim.pk, "--as", auditor.username, "--purpose", "incident") == 0

        said = json.loads(capsys.readouterr().out)["before"]["views"]
        assert said == ("Canaryviews" if cleared else "Sealed: for those who may read victims' details.")

    def test_opens_what_minutes_said_and_leaves_what_has_a_wall_of_its_own(self, capsys, monkeypatch):
        auditor, meeting = a_user(Role.AUDITOR), a_meeting()
        item = MinuteItem.objects.create(meeting=meeting, key="victims", text="Canaryminutes")
        item.save_over(read_version=1, by="x", at=NOON, text="Other")
        entry = an_attachment(meeting.case.person, "intelligence", {"text": "Canarysource"}, compartment="intelligence")
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE NONE; DELETE FROM record_attachment; SET ROLE mappa_app")
        monkeypatch.setattr("mappa.histories.services.opens", lambda _, wall, **__: wall == "victims")
        said = {}
        for table, row in (("meetings_minuteitem", item.pk), ("record_attachment", entry.pk)):
            assert run(table, row, "--as", auditor.username, "--purpose", "incident") == 0
            said |= json.loads(capsys.readouterr().out)["before"]
        assert said["text"] == "Canaryminutes"
        assert said["content"].startswith("Sealed")

    @pytest.mark.parametrize("why", ["another area", "behind a wall", "no auditor"])
    def test_shows_nobody_else_anything(self, why, capsys):
        role = Role.COORDINATOR if why == "no auditor" else Role.AUDITOR
        reader = a_user(role, area=an_area("eastmere") if why == "another area" else None)
        person = a_person(compartment="category_4" if why == "behind a wall" else "")
        Person.objects.filter(pk=person.pk).update(family_name="Other")
        code = run("people_person", person.pk, "--as", reader.username, "--purpose", "incident")
        assert (code, capsys.readouterr().out) == (1 if why == "no auditor" else 0, "")

    def test_shows_clearances_to_auditors_of_the_area_alone(self, capsys):
        row = a_clearance(a_user(Role.COORDINATOR))
        row.withdrawn_why = "Left"
        row.save()
        for area, lines in ((None, 1), (an_area("eastmere"), 0)):
            auditor = a_user(Role.AUDITOR, area=area)
            assert run("accounts_clearance", row.pk, "--as", auditor.username, "--purpose", "incident") == 0
            assert len(capsys.readouterr().out.splitlines()) == lines
        assert run("no_table", 1, "--as", auditor.username, "--purpose", "incident") == 2
        assert run("people_person", 1, "--as", "nobody", "--purpose", "incident") == 2
