"""The records of an area as files: what leaves, for whom, and that it comes back the same."""

import argparse
import csv
import io
from datetime import date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind, Area
from mappa.audit.models import AuditEvent
from mappa.demonstration.load import stories_of, write_histories
from mappa.demonstration.places import build_places
from mappa.imports import commands
from mappa.imports.bundle import FILES
from mappa.imports.extracts import WHO
from mappa.imports.services import IMPORTS, STAMP, export_bundle
from mappa.kernel.decisions import Refused
from mappa.people.models import Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.imports import EXTRACTED, a_file, a_row, an_extract, somebody
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
SEVERAL = 40
"""Every so many of the demonstration's stories makes the caseload that goes out and comes in again."""


def bundle_of(area: Area, at: datetime = NOON) -> dict[str, bytes]:
    actor = a_user(Role.COORDINATOR, area=area)
    return export_bundle(area=area, actor=actor, at=at)[0]


def take_in(files: dict[str, bytes], area: Area, at: datetime = NOON) -> None:
    """Take every file in, whole."""
    actor = a_user(Role.COORDINATOR, area=area)
    for kind in FILES:
        content = files[f"{kind}.csv"]
        if content.count(b"\r\n") == 1:
            continue  # a header alone
        report = IMPORTS[kind](content=content, name="x.csv", area=area, actor=actor, at=at, dry_run=False)
        assert report.accepted, [each.as_dict() for each in report.refused[:5]]
        assert not report.held, (kind, report.held)


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def cells(content: bytes) -> set[tuple[str, ...]]:
    """The different rows of a file, whatever their order and white space."""
    return {tuple(" ".join(cell.split()) for cell in row.values()) for row in rows_in(content)}


class Gone(Exception):
    """Takes everything back that was written."""


def forgotten(make) -> dict[str, bytes]:
    """What `make` gives, with nothing of what it wrote left behind."""
    kept = {}
    with pytest.raises(Gone), transaction.atomic():  # noqa: PT012 - it is raised on purpose
        kept.update(make())
        raise Gone
    return kept


def with_agencies(code: str) -> Area:
    area = an_area(code)
    for kind in (AgencyKind.POLICE, AgencyKind.PROBATION, AgencyKind.COORDINATION_UNIT):
        an_agency(kind, area)
    return area


class TestRoundTrip:
    def test_a_generated_caseload_goes_into_an_empty_area_and_comes_out_the_same(self):
        def demonstrated():
            build_places(TODAY, NOON)
            write_histories(stories_of(TODAY)[::SEVERAL], on=TODAY)
            north = Area.objects.get(code="northshire")
            known = rows_in(bundle_of(north)["probation-extract.csv"])
            rows = [
                EXTRACTED["prison-extract"] | {name: row[name] for name in WHO} | {"person_ref": f"A{number:04}"}
                for number, row in enumerate(known)
            ]
            take_in({f"{kind}.csv": a_file(*(rows if kind == "prison-extract" else ()), columns=FILES[kind])
                     for kind in FILES}, north)  # fmt: skip
            return bundle_of(north)

        files = forgotten(demonstrated)
        assert not Person.objects.exists()
        assert min(len(rows_in(files[f"{kind}.csv"])) for kind in FILES) > 30
        east = with_agencies("eastmere")
        take_in(files, east)

        again = bundle_of(east)

        for name, content in files.items():
            assert rows_in(again[name]) == rows_in(content), name
        assert again == files

    days = some.dates(date(2015, 1, 1), date(2026, 2, 1))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        people=some.lists(
            some.fixed_dictionaries({
                "level": some.sampled_from(["1", "2", "3", "", "MAPPA 2"]),
                "category": some.sampled_from(["1", "2", "3", "", "Cat X"]),
                "since": days, "officer": some.text("abz' é", max_size=12), "release": some.none() | days,
                "marked": some.sampled_from(["yes", "no", ""]),
                "told": some.lists(some.tuples(
                    some.sampled_from(["first_notification", "periodic_notification", "home_visit", "Letter"]), days,
                ), max_size=3),
                "title": some.text("Rob é,\"'", min_size=1, max_size=12).filter(str.strip),
            }),
            min_size=1, max_size=3,
        )
    )  # fmt: skip
    def test_whatever_was_taken_in_goes_out_as_it_came_and_in_again_the_same(self, people):
        def taken():
            north = with_agencies("northshire")
            take_in(files_about(people), north)
            return bundle_of(north)

        files = forgotten(taken)
        for name, content in files_about(people).items():
            assert cells(files[name]) == cells(content), name

        def again():
            east = with_agencies("eastmere")
            take_in(files, east)
            return bundle_of(east)

        assert forgotten(again) == files


def files_about(people):
    """A file of each kind about the same people."""
    rows = {kind: [] for kind in FILES}
    for number, one in enumerate(people, start=1):
        court = somebody(
            number, offence_title=one["title"], managing_agency="probation", disposal="", sentence_date="",
            term_months="", suspended="", licence_end="", conviction_date="2015-01-01", offence_date="",
        )  # fmt: skip
        who = {name: court[name] for name in ("family_name", "given_names", "date_of_birth", "pnc_id")}
        rows["court-results"].append(court)
        rows["probation-extract"].append(EXTRACTED["probation-extract"] | who | {
            "person_ref": f"X{number}", "level": one["level"], "category": one["category"],
            "registered_from": one["since"].isoformat(), "officer": one["officer"],
        })  # fmt: skip
        rows["prison-extract"].append(EXTRACTED["prison-extract"] | who | {
            "person_ref": f"A{number}", "received_on": "2015-01-01", "mappa_marked": one["marked"], "licence_end": "",
            "release_date": one["release"].isoformat() if one["release"] else "", "sentence_expiry": "",
        })  # fmt: skip
        rows["police-extract"] += [
            EXTRACTED["police-extract"] | who | {"person_ref": f"8/{number}", "kind": kind, "on": on.isoformat()}
            for kind, on in one["told"]
        ]  # fmt: skip
    return {f"{kind}.csv": a_file(*rows[kind], columns=FILES[kind]) for kind in FILES}


class TestWhatLeaves:
    def test_category_level_and_lead_agency_are_ours_where_they_are_decided(self):
        area = with_agencies("northshire")
        IMPORTS["court-results"](
            content=a_file(a_row()), name="c.csv", area=area, actor=a_user(Role.COORDINATOR), at=NOON, dry_run=False
        )
        an_open_case(Person.objects.get(), category=2, level=1, lead=an_agency(AgencyKind.POLICE))
        IMPORTS["probation-extract"](
            content=an_extract("probation-extract", {"level": "3", "category": "1"}), name="p.csv", area=area,
            actor=a_user(Role.COORDINATOR), at=NOON, dry_run=False,
        )  # fmt: skip

        (row,) = rows_in(bundle_of(area)["probation-extract.csv"])

        assert (row["category"], row["level"], row["lead_agency"]) == ("2", "1", "police")
        assert (row["team"], row["registered_from"]) == ("North team", "2026-01-12")

    @pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
    def test_what_begins_like_a_formula_is_disarmed_and_stays_so(self, begins):
        area = with_agencies("northshire")
        an_open_case(a_person(family_name=f"{begins}cmd|' /C calc'!A0"))

        content = bundle_of(area)["probation-extract.csv"]

        assert rows_in(content)[0]["family_name"] == f"'{begins}cmd|' /C calc'!A0"
        for line in content.decode().splitlines():
            assert not line.startswith(("=", "+", "-", "@"))
            assert f",{begins}" not in line

    def test_holds_nobody_whom_the_actor_may_not_know_of(self):
        area = with_agencies("northshire")
        for more in ({"compartment": "category_4"}, {"area": an_area("eastmere")}):
            an_open_case(a_person(family_name="Hidden", **more))
        shown = a_person()
        an_open_case(shown)

        files = bundle_of(area)

        assert b"Hidden" not in b"".join(files.values())
        told = AuditEvent.objects.filter(operation="imports:bundle:export", subject_type="person")
        assert [event.subject for event in told] == [shown.reference]

    def test_is_refused_to_another_area_and_to_other_roles(self):
        area = with_agencies("northshire")
        for actor in (a_user(Role.COORDINATOR, area=an_area("eastmere")), a_user(Role.ADMINISTRATOR, area=area)):
            with pytest.raises(Refused):
                export_bundle(area=area, actor=actor, at=NOON)


class TestCommand:
    def run(self, folder, **changed):
        told = {"folder": folder, "area": "northshire", "username": "somebody"} | changed
        return commands.run_bundle(argparse.Namespace(**told))

    def test_writes_the_files_with_the_stamp_of_the_copy_for_nobody_else_to_read(self, tmp_path, capsys):
        area = with_agencies("northshire")
        an_open_case(a_person())
        a_person()
        a_user(Role.COORDINATOR, area=area, username="somebody")

        assert self.run(tmp_path / "out") == 0

        written = sorted(each.name for each in (tmp_path / "out").iterdir())
        assert written == sorted([*(f"{kind}.csv" for kind in FILES), STAMP])
        stamp = AuditEvent.objects.get(operation="imports:bundle:export", subject="northshire")
        assert f"Copy C-{stamp.pk}" in (tmp_path / "out" / STAMP).read_text()
        assert all(each.stat().st_mode & 0o077 == 0 for each in (tmp_path / "out").iterdir())
        assert "1 without a conviction or a case are not in it" in capsys.readouterr().err

    def test_overwrites_nothing_and_says_what_is_wrong(self, tmp_path, capsys):
        with_agencies("northshire")
        a_user(Role.AUDITOR, username="somebody")
        (tmp_path / "mine.txt").write_text("x")

        assert self.run(tmp_path) == 2
        assert self.run(tmp_path / "new", area="nowhere") == 2
        assert self.run(tmp_path / "new", username="nobody") == 2
        assert self.run(tmp_path / "new") == 1
        assert not (tmp_path / "new").exists()
        said = capsys.readouterr().err
        assert "not an empty folder" in said
        assert "no area “nowhere”" in said
        assert "no user “nobody”" in said

    def test_keeps_no_copy_on_the_log_where_the_folder_cannot_be_made(self, tmp_path, capsys):
        area = with_agencies("northshire")
        a_user(Role.COORDINATOR, area=area, username="somebody")

        assert self.run(tmp_path / "not there" / "new") == 2
        assert "cannot be made (No such file or directory), so nothing was written" in capsys.readouterr().err
        assert not AuditEvent.objects.exists()
