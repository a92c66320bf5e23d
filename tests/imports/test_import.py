"""From a file of court results to people, convictions and proposed categories."""

import argparse
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.determinations.models import Determination
from mappa.imports import commands
from mappa.imports.models import ImportedFile
from mappa.imports.refusals import FileRefused
from mappa.imports.services import import_results
from mappa.kernel.decisions import Refused
from mappa.matching.models import DoubtfulMatch
from mappa.offending.models import Conviction, Disposal
from mappa.people.models import Identifier, Involvement, Person
from mappa.people.selectors import people_visible_to
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.imports import a_file, a_row, somebody
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
COMMUNITY = {"disposal": "CO", "term_months": "", "suspended": "", "licence_end": ""}


def taken(*rows, actor=None, **more):
    actor = actor or a_user(Role.COORDINATOR)
    how = {"name": "results.csv", "area": actor.area, "actor": actor, "at": NOON, "dry_run": False}
    return import_results(**{"content": a_file(*rows), **how, **more})


class TestImport:
    @pytest.mark.requirement("IDENT-01", "IDENT-05")
    def test_makes_a_person_a_conviction_a_sentence_and_a_proposed_category(self):
        coordinator, probation = a_user(Role.COORDINATOR), an_agency(AgencyKind.PROBATION)

        report = taken(a_row(managing_agency="probation"), actor=coordinator)

        assert (report.accepted, report.taken, report.new_people) == (True, [2], 1)
        person = people_visible_to(coordinator, TODAY).get()
        assert (person.reference, person.family_name) == ("NS-P-0001", "Testcase")
        conviction = Conviction.objects.get(person=person)
        assert (conviction.court, conviction.cjs_code, conviction.facts) == ("crown", "TH68023", {"victim_age": 34})
        disposal = Disposal.objects.get(conviction=conviction)
        assert (disposal.code, disposal.term_months, disposal.licence_end) == ("IMP_12", 24, date(2028, 2, 8))
        assert Determination.objects.get(person=person).answer["recorded_category"] == 2
        assert set(Involvement.objects.values_list("agency", "kind")) == {
            (probation.pk, "offender_manager"),
            (probation.pk, "record_manager"),
        }

    @pytest.mark.requirement("INFO-05")
    def test_every_write_is_on_the_record_and_no_name_is_in_it(self):
        taken(a_row())

        operations = set(AuditEvent.objects.values_list("operation", flat=True))
        assert {
            "people:person:create",
            "offending:conviction:record",
            "offending:disposal:record",
            "determinations:determination:propose",
            "imports:court-results:take",
        } <= operations
        assert "Testcase" not in str(list(AuditEvent.objects.values()))
        assert "Testcase" not in str(ImportedFile.objects.get().report)

    @pytest.mark.requirement("IDENT-22")
    def test_a_caution_is_an_entry_event(self):
        taken(a_row(**COMMUNITY | {"disposal": "CAUTION", "court": ""}))

        assert Conviction.objects.get().kind == "caution"

    def test_an_unknown_code_keeps_its_text_and_cannot_be_told(self):
        report = taken(a_row(cjs_code="ZZ99999", offence_title="Something the lists do not have"))

        assert report.accepted
        assert report.as_dict()["unknown_codes"][0]["cjs_code"] == "ZZ99999"
        conviction = Conviction.objects.get()
        assert (conviction.cjs_code, conviction.title) == ("ZZ99999", "Something the lists do not have")
        outcomes = {reason["outcome"] for reason in Determination.objects.get().answer["reasons"]}
        assert "cannot_tell" in outcomes

    def test_is_all_or_nothing(self):
        report = taken(a_row(), somebody(2, disposal="GAOL"))

        assert not report.accepted
        assert [(r.row, r.column) for r in report.refused] == [(3, "disposal")]
        assert not Person.objects.exists()
        assert not ImportedFile.objects.exists()
        assert AuditEvent.objects.get().operation == "imports:court-results:refuse"

    def test_takes_the_good_rows_alone_when_told(self):
        report = taken(a_row(), somebody(2, disposal="GAOL"), accept_good_rows=True)

        assert (report.accepted, report.taken, Person.objects.count()) == (True, [2], 1)
        assert ImportedFile.objects.get().rows_refused == 1

    def test_with_no_good_row_is_refused_even_then(self):
        assert not taken(a_row(disposal="GAOL"), accept_good_rows=True).accepted
        assert not ImportedFile.objects.exists()

    def test_a_dry_run_says_the_same_and_keeps_nothing(self):
        dry = taken(a_row(), dry_run=True)

        assert not Person.objects.exists()
        assert not ImportedFile.objects.exists()
        wet = taken(a_row())
        assert dry.as_dict() | {"dry_run": False} == wet.as_dict()

    def test_the_same_file_twice_is_refused_with_when_and_by_whom(self):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(), actor=coordinator)

        with pytest.raises(FileRefused, match=f"taken in already, by {coordinator.username} on 02 March 2026"):
            taken(a_row(), actor=coordinator)

        assert Conviction.objects.count() == 1

    def test_the_same_rows_in_another_file_add_nothing(self):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(), actor=coordinator)

        report = taken(a_row(), somebody(7), actor=coordinator)

        assert (report.new_people, report.known_people) == (1, 1)
        assert (Conviction.objects.count(), Disposal.objects.count()) == (2, 2)

    def test_two_disposals_of_one_offence_are_one_conviction(self):
        taken(a_row(), a_row(**COMMUNITY))

        assert (Conviction.objects.count(), Disposal.objects.count()) == (1, 2)

    def test_somebody_of_another_area_is_refused(self):
        with pytest.raises(Refused, match="Northshire"):
            taken(a_row(), actor=a_user(Role.COORDINATOR, area=an_area("eastmere")), area=an_area())

    def test_a_role_that_may_not_import_is_refused(self):
        with pytest.raises(Refused, match="Only a "):
            taken(a_row(), actor=a_user(Role.POLICE_OFFENDER_MANAGER))

    def test_an_agency_nobody_knows_is_a_refused_row(self):
        report = taken(a_row(managing_agency="Acme"))

        assert [(r.column, r.row) for r in report.refused] == [("managing_agency", 2)]

    def test_a_conviction_after_death_is_a_refused_row(self):
        person = a_person(died_on=date(2020, 1, 1))
        Identifier.objects.create(person=person, kind="pnc", value="1999/0000001A")

        report = taken(
            a_row(family_name=person.family_name, given_names="Alex", person_ref=""), somebody(3), accept_good_rows=True
        )

        assert [r.column for r in report.refused if r.row == 2][:1] == ["conviction_date"]
        assert (report.taken, report.known_people) == ([3], 0)

    def test_takes_as_many_queries_a_person_in_a_longer_file(self):
        coordinator = a_user(Role.COORDINATOR)

        def queries(start, count):
            with CaptureQueriesContext(connection) as counted:
                taken(*[somebody(n) for n in range(start, start + count)], actor=coordinator)
            return len(counted)

        few, many = queries(0, 2), queries(10, 6)

        assert (many - few) / 4 <= 59


class TestSamePerson:
    @pytest.mark.requirement("NOMINAL-01")
    @pytest.mark.parametrize(
        "second",
        [
            {"conviction_date": "2026-01-20", "offence_title": "Other"},
            {"person_ref": "", "pnc_id": "", "offence_title": "Other"},
            {"person_ref": "", "family_name": "Married", "offence_title": "Other"},
            {"pnc_id": "", "given_names": "Bobbie", "offence_title": "Other"},
        ],
    )
    @pytest.mark.parametrize("same_file", [True, False])
    def test_twice_is_one_nominal(self, second, same_file):
        coordinator = a_user(Role.COORDINATOR)
        files = [[a_row(), a_row(**second)]] if same_file else [[a_row()], [a_row(**second)]]

        for rows in files:
            assert taken(*rows, actor=coordinator).accepted

        assert Person.objects.count() == 1
        assert Conviction.objects.count() == 2

    def test_another_name_with_the_same_number_becomes_an_alias(self):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(), actor=coordinator)

        taken(a_row(family_name="Married", offence_title="Other"), actor=coordinator)

        assert Person.objects.get().aliases.get().family_name == "Married"

    def test_the_same_court_reference_of_two_areas_is_two_people(self):
        north, east = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, area=an_area("eastmere"))
        taken(a_row(pnc_id=""), actor=north)

        report = taken(
            a_row(pnc_id="", family_name="Otherwise", given_names="Kim", date_of_birth="1970-02-03"), actor=east
        )

        assert report.new_people == 1
        assert Person.objects.count() == 2

    @pytest.mark.parametrize(
        "incoming",
        [
            {"family_name": "Testcasse"},
            {"given_names": "Robyn"},
            {"date_of_birth": "1985-11-06"},
            {"date_of_birth": "1985-06-12"},
            {"date_of_birth": ""},
        ],
    )
    def test_in_doubt_the_rows_are_held_and_nothing_is_lost(self, incoming):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(person_ref="", pnc_id=""), actor=coordinator)

        report = taken(
            a_row(person_ref="", pnc_id="", offence_title="Other", **incoming),
            a_row(person_ref="", pnc_id="", offence_title="Third", **incoming)
            if "date_of_birth" not in incoming
            else somebody(4),
            actor=coordinator,
        )

        assert report.accepted
        assert report.held[0] == 2
        match = DoubtfulMatch.objects.get()
        assert match.candidate == Person.objects.get(family_name="Testcase")
        assert match.facts["rows"][0]["cells"]["offence_title"] == "Other"
        assert Conviction.objects.filter(person=match.candidate).count() == 1

    def test_a_number_that_belongs_to_two_records_is_held(self):
        coordinator = a_user(Role.COORDINATOR)
        taken(a_row(person_ref="", date_of_birth="1985-06-11"), actor=coordinator)

        report = taken(
            a_row(family_name="Stranger", given_names="Kim", date_of_birth="1960-01-01", person_ref=""),
            actor=coordinator,
        )

        assert report.held == [2]
        assert "name and birth date differ" in DoubtfulMatch.objects.get().why


class TestHiddenPerson:
    def hidden(self, **more):
        person = a_person(family_name="Testcase", given_names="Robin", **more)
        Identifier.objects.create(person=person, kind="pnc", value="1999/0000001A")
        return person

    @pytest.mark.requirement("INFO-05", "DOMEX-09")
    @pytest.mark.parametrize("where", ["another area", "behind a wall"])
    def test_is_not_told_to_the_importer_and_is_not_made_twice(self, where):
        coordinator = a_user(Role.COORDINATOR)
        hidden = (
            self.hidden(area=an_area("eastmere")) if where == "another area" else self.hidden(compartment="category_4")
        )

        report = taken(a_row(), actor=coordinator)

        said = json.dumps(report.as_dict())
        assert report.held == [2]
        assert hidden.reference not in said
        assert not any(word in said for word in ("Testcase", "eastmere", "wall", "category_4"))
        assert Person.objects.get() == hidden
        assert not Conviction.objects.exists()

    def test_gives_the_same_report_as_a_doubt_about_somebody_known(self):
        coordinator = a_user(Role.COORDINATOR)
        self.hidden(area=an_area("eastmere"))
        about_hidden = taken(a_row(), actor=coordinator, dry_run=True).as_dict()
        Person.objects.all().delete()
        known = a_person(family_name="Stranger", date_of_birth=date(1950, 1, 1))
        Identifier.objects.create(person=known, kind="pnc", value="1999/0000001A")

        assert taken(a_row(), actor=coordinator, dry_run=True).as_dict() == about_hidden


class TestCommand:
    def run(self, path, *words):
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["import", "court-results", str(path), *words])
        return options.handler(options)

    @pytest.fixture
    def results(self, tmp_path):
        def write(*rows):
            path = tmp_path / "results.csv"
            path.write_bytes(rows[0] if isinstance(rows[0], bytes) else a_file(*rows))
            return path

        return write

    def test_without_a_user_acts_for_the_areas_co_ordination_unit(self, results, capsys):
        unit = an_agency(AgencyKind.COORDINATION_UNIT)

        status = self.run(results(a_row()), "--area", "northshire")

        printed = capsys.readouterr()
        assert (status, json.loads(printed.out)["rows_taken"]) == (0, 1)
        assert "Taken in." in printed.err
        event = AuditEvent.objects.get(operation="people:person:create")
        assert (event.who, event.agency) == ("import-job", unit.code)

    def test_prints_a_line_for_each_refused_row_and_answers_1(self, results, capsys):
        user = a_user(Role.COORDINATOR)

        status = self.run(
            results(a_row(sex="?"), somebody(2, disposal="GAOL")), "--area", "northshire", "--as", user.username
        )

        printed = capsys.readouterr()
        assert status == 1
        assert [one["row"] for one in json.loads(printed.out)["refused"]] == [2, 3]
        assert "row 2, sex:" in printed.err
        assert "row 3, disposal:" in printed.err
        assert not Person.objects.exists()

    def test_a_dry_run_answers_0_and_keeps_nothing(self, results, capsys):
        an_agency(AgencyKind.COORDINATION_UNIT)

        assert self.run(results(a_row()), "--area", "northshire", "--dry-run") == 0
        assert json.loads(capsys.readouterr().out)["dry_run"] is True
        assert not Person.objects.exists()

    def test_a_file_that_cannot_be_read_answers_1_with_json_and_words(self, results, capsys):
        an_agency(AgencyKind.COORDINATION_UNIT)

        assert self.run(results(b""), "--area", "northshire") == 1

        printed = capsys.readouterr()
        assert json.loads(printed.out)["accepted"] is False
        assert "is empty" in printed.err

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("results.csv", ["--area", "nowhere"]),
            ("results.csv", ["--area", "northshire", "--as", "nobody"]),
            ("missing.csv", ["--area", "northshire"]),
        ],
    )
    def test_wrong_usage_answers_2(self, results, capsys, name, words):
        an_agency(AgencyKind.COORDINATION_UNIT)
        path = results(a_row()).with_name(name)

        assert self.run(path, *words) == 2

        assert capsys.readouterr().out == ""
