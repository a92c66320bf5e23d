"""Bulk linkage: what is written out for it, what is kept of the pairs, who sees one, and how it is decided."""

import argparse
import ast
import json
import stat
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.nominals import commands, linkage
from mappa.nominals.extracts import place_of, rows_of
from mappa.nominals.linkage import COLUMNS, FoundPair, linked
from mappa.nominals.models import PairDecision, PairQuestion, PossibleDuplicate
from mappa.nominals.weights import weights_chart
from mappa.people.models import Address, Identifier, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
LISTED = "/one-person/linked/"
PARTS = [
    {"column": "given_names_family_name", "agreement": "Both names the same", "weight": 8.922},
    {"column": "date_of_birth", "agreement": "Different", "weight": -1.719},
    {"column": "number", "agreement": "Missing in one of the two", "weight": 0.0},
]


def found(one, other, **more):
    """A pair as the linkage tells it."""
    facts = {"probability": 0.98, "weight": 5.203, "start": -2.0, "parts": PARTS}
    return FoundPair(one=one.reference, other=other.reference, **facts | more)


@pytest.fixture
def link(monkeypatch, capsys):
    """Run the command with pairs that the linkage is said to have found. Gives what it answers and was given."""

    def run(*pairs, words=("--area", "northshire")):
        told = {}

        def answer(extracts, *, least):
            told.update({name: [row["id"] for row in rows] for name, rows in extracts.items()}, least=least)
            return list(pairs)

        monkeypatch.setattr(linkage, "require_ready", lambda: None)
        monkeypatch.setattr(linkage, "linked", answer)
        status = command(*words)
        printed = capsys.readouterr()
        return status, json.loads(printed.out or "null"), printed.err, told

    return run


def command(*words):
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    options = parser.parse_args(["link", "people", *words])
    return options.handler(options)


@pytest.fixture
def unit():
    return an_agency(AgencyKind.COORDINATION_UNIT)


def a_pair(**more):
    return a_person(family_name="Testcase", **more), a_person(family_name="Testcasse", **more)


def kept(one, other, **more):
    """A pair that waits."""
    facts = {"probability": 0.98, "weight": 5.203, "start": -2.0, "parts": PARTS, "found_at": NOON, "found_by": "x"}
    return PossibleDuplicate.objects.create(one=one, other=other, **facts | more)


class TestExtract:
    def test_says_names_birth_latest_address_and_pnc_without_marks(self):
        person = a_person(family_name="O'Test-Case", given_names="Zoë", date_of_birth=date(1985, 6, 11))
        for day, text in (
            (date(2020, 1, 1), "1 Old Lane, Eastby"),
            (date(2024, 1, 1), "2 New “Rise”, Northwick, NW1 2AB"),
        ):
            Address.objects.create(person=person, text=text, since=day)
        Identifier.objects.create(person=person, kind="pnc", value="1999/0000001A")
        Identifier.objects.create(person=person, kind="nhs", value="9990000018")

        [row] = rows_of(Person.objects.all())

        assert row == {
            "id": person.reference, "given_names": "zoe", "family_name": "otest case", "date_of_birth": "1985-06-11",
            "street": "2 new rise", "town": "northwick", "postcode": "nw12ab", "number": "19990000001a",
        }  # fmt: skip
        assert set(row) == set(COLUMNS)

    @pytest.mark.parametrize(
        ("address", "place"),
        [
            ("1 Alder Rise, Northwick NW1 2AB", ("1 alder rise", "northwick", "nw12ab")),
            ("Flat 2, 1 Alder Rise, Northwick", ("flat 2", "northwick", "")),
            ("nw12ab", ("", "", "nw12ab")),
            ("No fixed abode", ("no fixed abode", "", "")),
            ("", ("", "", "")),
        ],
    )
    def test_takes_an_address_apart_as_far_as_it_says(self, address, place):
        assert tuple(place_of(address).values()) == place

    def test_has_the_columns_that_the_linkage_reads(self):
        source = (linkage.SOURCE / "mappa_linkage" / "model.py").read_text(encoding="utf-8")
        said = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(source).body
            if isinstance(node, ast.Assign) and node.targets[0].id in {"NEEDED", "FURTHER"}
        }
        assert (*said["NEEDED"], *said["FURTHER"]) == COLUMNS


class TestOwnProcess:
    """The door to the other process, with a small program in the place of the linkage's own Python."""

    @pytest.fixture
    def stand_in(self, tmp_path, monkeypatch):
        def make(script):
            file = tmp_path / "python"
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o700)
            monkeypatch.setattr(linkage, "PYTHON", file)

        return make

    def test_reads_files_that_nobody_else_can_and_that_are_gone_afterwards(self, stand_in, tmp_path, monkeypatch):
        log = tmp_path / "log"
        monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
        stand_in(f'stat -c "%a" . *.csv > {log}; pwd >> {log}; cat *.csv >> {log}; env >> {log}; echo "[]"')

        assert linked({"north": [{"id": "NS-P-1", "family_name": "testcase"}], "east": []}) == []

        said = log.read_text()
        modes, folder = said.split("\n")[:3], Path(said.split("\n")[3])
        assert [stat.S_IMODE(int(mode, 8)) for mode in modes] == [0o700, 0o600, 0o600]
        assert "NS-P-1,,testcase,,,,," in said
        assert "postgresql://" not in said
        assert not folder.exists()

    def test_removes_the_files_when_it_fails_and_quotes_no_row(self, stand_in, tmp_path):
        log = tmp_path / "log"
        stand_in(f'pwd > {log}; echo "ConversionError: cannot read Testcase" >&2; exit 1')

        with pytest.raises(linkage.NotPossible, match=r"The linkage failed \(ConversionError\)") as told:
            linked({"north": []})

        assert "Testcase" not in str(told.value)
        assert not Path(log.read_text().strip()).exists()

    def test_removes_the_files_when_it_is_told_to_stop(self, stand_in, tmp_path, unit):
        log = tmp_path / "log"
        stand_in(f"pwd > {log}; sleep 0.5; kill -TERM $PPID; sleep 9")  # once it is waited for

        with pytest.raises(SystemExit) as left:
            command("--area", "northshire")

        assert left.value.code == 143
        assert not Path(log.read_text().strip()).exists()

    def test_says_what_the_linkage_says_of_a_bad_extract(self, stand_in):
        stand_in('echo "north.csv has 3 rows." >&2; exit 2')

        with pytest.raises(linkage.NotPossible, match="has 3 rows"):
            linked({"north": []})

    def test_where_it_is_not_installed_says_how(self, monkeypatch, capsys, tmp_path, unit):
        monkeypatch.setattr(linkage, "PYTHON", tmp_path / "nowhere")

        assert command("--area", "northshire") == 1

        assert "Run “make linkage”" in capsys.readouterr().err
        assert not AuditEvent.objects.filter(operation="nominals:link:compare").exists()


class TestCommand:
    @pytest.mark.requirement("NOMINAL-01")
    def test_keeps_pairs_for_people_to_decide_and_records_whom_it_found(self, link, unit):
        one, other = a_pair()

        status, said, message, told = link(found(other, one))

        assert (status, said) == (0, {"compared": [2], "pairs": 1, "new": 1, "known": 0, "decided": 0})
        assert "Pairs found: 1. New: 1;" in message
        assert told == {"northshire": sorted([one.reference, other.reference]), "least": None}
        row = PossibleDuplicate.objects.get()
        assert (row.one, row.other, row.weight, row.parts) == (one, other, 5.203, PARTS)
        events = AuditEvent.objects.filter(operation="nominals:duplicate:raise")
        assert {event.subject for event in events} == {one.reference, other.reference}
        assert all({one.reference, other.reference} - {e.subject} != set(e.details.values()) for e in events)
        compared = AuditEvent.objects.get(operation="nominals:link:compare")
        assert (compared.who, compared.agency, compared.subject) == ("link-job", unit.code, "northshire")

    def test_run_again_keeps_one_row_with_the_newest_weight(self, link, unit):
        pair = a_pair()
        link(found(*pair))

        _, said, _, _ = link(found(*pair, weight=7.5))

        assert (said["new"], said["known"]) == (0, 1)
        assert PossibleDuplicate.objects.get().weight == 7.5
        assert AuditEvent.objects.filter(operation="nominals:duplicate:raise").count() == 2

    @pytest.mark.requirement("NOMINAL-01")
    @pytest.mark.parametrize("same", [True, False])
    def test_a_decided_pair_never_comes_back(self, link, client, unit, same):
        one, other = a_pair()
        client.force_login(a_user(Role.COORDINATOR))
        link(found(one, other))
        page = f"{LISTED}{PossibleDuplicate.objects.get().pk}/"
        client.post(page, {"same": "same" if same else "different", "why": "Fingerprints"})

        Person.objects.filter(pk=one.pk).update(family_name="Changed")  # the question of a merge would be open again
        _, said, _, _ = link(found(one, other, weight=9.0))

        assert (said["new"], said["known"], said["decided"]) == (0, 0, 1)
        assert ("Yes. Merge them" in client.get(LISTED).content.decode()) is same
        assert (one.reference in client.get(LISTED).content.decode()) is same

    def test_a_pair_said_to_be_one_person_waits_until_it_is_merged(self, client):
        one, other = a_pair()
        page = f"{LISTED}{kept(one, other).pk}/"
        client.force_login(a_user(Role.COORDINATOR))
        client.post(page, {"same": "same", "why": "Fingerprints"})
        assert "1 pair<" in client.get("/").content.decode()

        Person.objects.filter(pk=other.pk).update(merged_into=one)

        assert one.reference not in client.get(LISTED).content.decode()

    def test_an_answer_given_when_a_record_was_opened_counts(self, link, unit):
        one, other = a_pair()
        PairQuestion.objects.create(
            candidate=one, opened=other, told={}, why="x", score=1, raised_at=NOON, same=False, decided_at=NOON
        )

        assert link(found(one, other))[1]["decided"] == 1

    @pytest.mark.requirement("INFO-05")
    def test_writes_out_only_whom_the_named_user_may_know(self, link):
        police = an_agency(AgencyKind.POLICE)
        mine, _others = a_person(involving=(police,)), a_person()
        walled = a_person(compartment="category_4", involving=(police,))
        officer = a_user(Role.CT_OFFICER, agency=police)

        _, said, _, told = link(words=("--area", "northshire", "--as", officer.username, "--threshold", "0.9"))

        assert told == {"northshire": [mine.reference], "least": 0.9}
        assert walled.reference not in told["northshire"]
        assert said["compared"] == [1]

    def test_between_two_areas_each_area_tells_of_its_own(self, link, unit):
        east = an_area("eastmere")
        an_agency(AgencyKind.COORDINATION_UNIT, east)
        here, there = a_person(), a_person(area=east)

        status, said, _, told = link(found(here, there), words=("--area", "northshire", "--other-area", "eastmere"))

        assert (status, said["new"]) == (0, 1)
        assert told == {"northshire": [here.reference], "eastmere": [there.reference], "least": None}

    def test_passes_over_a_record_that_was_merged_meanwhile(self, link, unit):
        one, other = a_pair()
        Person.objects.filter(pk=other.pk).update(merged_into=one)

        assert link(found(one, other))[1]["pairs"] == 0

    @pytest.mark.parametrize(
        ("words", "status", "said"),
        [
            (("--area", "nowhere"), 2, "Areas on record: northshire."),
            (("--area", "northshire", "--other-area", "northshire"), 2, "Both areas are the same"),
            (("--area", "northshire", "--as", "nobody"), 2, "There is no user “nobody”"),
            (("--area", "northshire"), 2, "no co-ordination unit to act for"),
        ],
    )
    def test_says_what_is_wrong(self, link, words, status, said):
        an_area()

        answered, _, message, told = link(words=words)

        assert (answered, told) == (status, {})
        assert said in message

    @pytest.mark.parametrize("threshold", ["0", "1", "2", "much"])
    def test_a_threshold_is_a_probability(self, threshold):
        with pytest.raises(SystemExit) as left:
            command("--area", "northshire", "--threshold", threshold)
        assert left.value.code == 2

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_decide_matches(self, link, role):
        user = a_user(role)

        status, _, _, _ = link(words=("--area", "northshire", "--as", user.username))

        assert status == (0 if Permission.MATCH_DECIDE in GRANTS[role] else 1)


class TestReview:
    @pytest.mark.requirement("NOMINAL-01")
    def test_shows_both_records_the_weight_and_a_waterfall_with_a_table_of_the_same_numbers(self, client):
        one, other = a_pair()
        row = kept(one, other)
        client.force_login(a_user(Role.COORDINATOR))

        listed = client.get(LISTED).content.decode()
        page = client.get(f"{LISTED}{row.pk}/").content.decode()

        assert "+5.2" in listed
        assert "98.0% likely" in listed
        assert all(word in page for word in (one.reference, other.reference, "Weight +5.2", "Both names the same"))
        drawing, _, after = page.partition("</svg>")
        drawing = drawing.partition("<svg")[2]
        for number in ("\N{MINUS SIGN}2.0", "+8.9", "\N{MINUS SIGN}1.7", "+5.2"):
            assert f">{number}</text>" in drawing
            assert number in after
        assert "style=" not in drawing
        assert 'role="img"' in drawing
        assert drawing.count("<rect") == 5
        seen = AuditEvent.objects.filter(operation="nominals:duplicate:view")
        assert {event.subject for event in seen} == {one.reference, other.reference}
        assert AuditEvent.objects.filter(operation="nominals:duplicate:list").count() == 2

    def test_bars_begin_where_the_one_before_ended(self):
        chart = weights_chart(kept(*a_pair()))

        first, names, born, number, total = chart["bars"]
        assert first["x"] + first["width"] == pytest.approx(chart["zero"], abs=0.2)
        assert names["x"] == first["x"]
        assert born["x"] == pytest.approx(born["end_x"], abs=0.2)
        assert born["x"] + born["width"] == pytest.approx(names["x"] + names["width"], abs=0.2)
        assert number["width"] == 2  # nothing added still shows
        assert total["x"] == chart["zero"]
        assert total["end_x"] == born["end_x"]
        assert [bar["way"] for bar in chart["bars"]] == ["total", "for", "against", "total", "total"]

    @pytest.mark.requirement("INFO-05")
    def test_a_pair_with_one_hidden_record_is_shown_to_nobody_who_may_not_know_both(self, client):
        police = an_agency(AgencyKind.POLICE)
        mine = a_person(involving=(police,))
        east = an_area("eastmere")
        hidden = [
            a_person(compartment="category_4", involving=(police,)),
            a_person(compartment="category_4", area=east),
        ]
        rows = [kept(mine, each) for each in hidden]
        client.force_login(a_user(Role.COORDINATOR))

        listed = client.get(LISTED).content.decode()

        assert "0 in all" in listed
        assert mine.reference not in listed
        assert [client.get(f"{LISTED}{row.pk}/").status_code for row in rows] == [404, 404]
        said = {"same": "same", "why": "x"}
        assert [client.post(f"{LISTED}{row.pk}/", said).status_code for row in rows] == [404, 404]
        assert not PairDecision.objects.exists()
        client.force_login(a_user(Role.CT_OFFICER, agency=police, clearances=("category_4",)))
        assert client.get(f"{LISTED}{rows[0].pk}/").status_code == 200

    def test_decides_once_with_a_reason_and_leads_on_to_the_merge(self, client):
        one, other = a_pair()
        page = f"{LISTED}{kept(one, other).pk}/"
        client.force_login(a_user(Role.COORDINATOR))

        assert client.post(page, {"same": "same", "why": " "}).status_code == 422
        answer = client.post(page, {"same": "same", "why": "Fingerprints"})

        assert answer.url == f"/people/{one.reference}/merge/with/{other.reference}/"
        assert PairDecision.objects.get().why == "Fingerprints"
        assert client.post(page, {"same": "different", "why": "No"}).status_code == 409
        text = client.get(page).content.decode()
        assert "are of one person: Fingerprints" in text
        assert "Record the decision" not in text

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_holders_only(self, client, role):
        client.force_login(a_user(role))

        assert client.get(LISTED).status_code == (200 if Permission.MATCH_DECIDE in GRANTS[role] else 403)

    def test_takes_as_many_queries_with_twice_the_pairs(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        def queries():
            for _ in range(3):
                kept(*a_pair())
            with CaptureQueriesContext(connection) as counted:
                assert client.get(LISTED).status_code == 200
            return len(counted)

        assert queries() == queries()

    def test_stands_on_the_home_of_whoever_may_decide(self, client):
        kept(*a_pair())
        client.force_login(a_user(Role.COORDINATOR))

        assert 'href="/one-person/linked/"' in client.get("/").content.decode()


class TestWithARecordOfAnotherArea:
    @pytest.fixture
    def across(self):
        """A record here, one of Eastmere, and who answers for Eastmere."""
        east = an_area("eastmere")
        unit = an_agency(AgencyKind.COORDINATION_UNIT, east)
        unit.contacts.create(area=east, name="Testcontact", telephone="01632 960001", since=TODAY)
        here = a_person(family_name="Testcase")
        there = a_person(family_name="Testcasse", given_names="Unshown", area=east)
        return here, there, kept(there, here) if there.pk < here.pk else kept(here, there)

    @pytest.mark.requirement("INFO-05")
    def test_says_that_there_is_one_and_whom_to_ask_and_nothing_of_it(self, client, across):
        here, there, row = across
        client.force_login(a_user(Role.COORDINATOR))

        listed, page = (client.get(path).content.decode() for path in (LISTED, f"{LISTED}{row.pk}/"))

        for text in (listed, page):
            assert here.reference in text
            assert "Eastmere" in text
            assert not any(word in text for word in (there.reference, "Testcasse", "Unshown"))
        assert all(word in page for word in ("Testcontact", "01632 960001", "The other record is not shown to you"))
        assert "Both names the same" not in page  # what was compared tells of the other
        told = AuditEvent.objects.filter(operation="nominals:duplicate:point")
        assert [(event.subject, event.what) for event in told] == [(there.reference, "disclosure")] * 2

    def test_is_told_to_each_side_of_the_other(self, client, across):
        here, there, row = across
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere"), username="east"))

        page = client.get(f"{LISTED}{row.pk}/").content.decode()

        assert (there.reference in page, here.reference in page) == (True, False)

    def test_is_decided_by_either_side_and_leaves_both_lists(self, client, across):
        here, there, row = across
        page = f"{LISTED}{row.pk}/"
        east = a_user(Role.COORDINATOR, area=an_area("eastmere"), username="east")
        client.force_login(a_user(Role.COORDINATOR))
        assert client.post(page, {"same": "different", "why": " "}).status_code == 422
        assert client.post(page, {"same": "different", "why": "Eastmere: other fingerprints"}).url == LISTED

        assert here.reference not in client.get(LISTED).content.decode()
        client.force_login(east)
        assert there.reference not in client.get(LISTED).content.decode()
        assert "Eastmere: other fingerprints" in client.get(page).content.decode()
        assert client.post(page, {"same": "same", "why": "No"}).status_code == 409
        decision = PairDecision.objects.get()
        assert decision.same is False
        events = AuditEvent.objects.filter(operation="nominals:pair:decide")
        assert {event.subject for event in events} == {here.reference, there.reference}

    def test_said_to_be_one_person_waits_until_one_area_manages_both(self, client, across):
        here, _, row = across
        client.force_login(a_user(Role.COORDINATOR))
        client.post(f"{LISTED}{row.pk}/", {"same": "same", "why": "Fingerprints"})

        assert "Agree which area manages the person" in client.get(LISTED).content.decode()
        assert here.reference in client.get(LISTED).content.decode()

    def test_is_listed_with_as_many_queries_for_more_pairs(self, client, across):
        here, *_ = across
        client.force_login(a_user(Role.COORDINATOR))

        def queries():
            for _ in range(3):
                kept(here, a_person(area=an_area("eastmere")))
            with CaptureQueriesContext(connection) as counted:
                assert client.get(LISTED).status_code == 200
            return len(counted)

        assert queries() == queries()
