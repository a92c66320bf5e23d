"""The search: what one may know, found by whatever one has, and on the record."""

import argparse
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.matching import commands
from mappa.matching.selectors import search
from mappa.people import services
from mappa.people.models import Identifier
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


def found(user, text, **more):
    return [hit.reference for hit in search(user, text, on=TODAY, **more)]


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("Stephen Philips", "Same name"),
            ("philips, STEPHEN", "Same name"),
            ("Philips", "Part of the name"),
            ("steph phil", "The name begins so"),
            ("Steven Phillips", "Sounds the same"),
            ("1999/0000001a", "Same PNC ID"),
            ("sasha otherwise", "Also known as Sasha Otherwise"),
        ],
    )
    def test_finds_by_whatever_one_has_and_says_why(self, text, reason):
        coordinator = a_user(Role.COORDINATOR)
        person = a_person(given_names="Stephen", family_name="Philips")
        a_person(given_names="Robin", family_name="Different")
        services.add_identifier(person=person, kind="pnc", value="1999/0000001A", actor=coordinator, at=NOON)
        services.add_alias(person=person, given_names="Sasha", family_name="Otherwise", actor=coordinator, at=NOON)

        hits = search(coordinator, text, on=TODAY)

        assert (hits[0].reference, hits[0].reason) == (person.reference, reason)
        assert len(hits) == 1

    def test_a_birth_date_raises_those_who_have_it(self):
        coordinator = a_user(Role.COORDINATOR)
        older = a_person(family_name="Same", date_of_birth=date(1950, 1, 1))
        younger = a_person(family_name="Same", date_of_birth=date(1990, 1, 1))

        assert found(coordinator, "Alex Same", born=date(1990, 1, 1))[0] == younger.reference
        assert found(coordinator, "Alex Same", born=date(1950, 1, 1))[0] == older.reference
        assert found(coordinator, "", born=date(1950, 1, 1)) == [older.reference]

    @pytest.mark.requirement("INFO-05")
    @pytest.mark.parametrize("text", ["Plantedtoken", "EM-P-HIDE", "1999/0000009Z"])
    def test_never_shows_whom_the_searcher_may_not_know(self, client, text):
        user = a_user(Role.COORDINATOR)
        hidden = a_person(area=an_area("eastmere"), family_name="Plantedtoken", reference="EM-P-HIDE")
        Identifier.objects.create(person=hidden, kind="pnc", value="1999/0000009Z")
        services.rekey([hidden])
        client.force_login(user)

        page = client.post("/search/", {"text": text}).content.decode()

        assert found(user, text) == []
        assert "Nobody whom you may know fits" in page
        assert "/people/EM-P-HIDE/" not in page
        assert not AuditEvent.objects.filter(subject=hidden.reference).exists()

    def test_common_names_do_not_crowd_out_the_right_one(self, monkeypatch):
        monkeypatch.setattr("mappa.matching.selectors.searching.MOST_COMPARED", 3)
        for number in range(5):
            a_person(given_names="Alex", family_name=f"Common{number}")
        wanted = a_person(given_names="Alex", family_name="Rarely")

        assert found(a_user(Role.COORDINATOR), "alex rarely")[0] == wanted.reference

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("bill thornwick", "Another form of the name: Bill for William"),
            ("William Thornqick", "Spelt much alike: Thornqick for Thornwick"),
            ("willam thornwiqk", "Spelt much alike: Thornwiqk for Thornwick"),
            ("Thorn Wick, Bill", "Another form of the name: Bill for William"),
            ("w thornwick", "The name begins so"),
            ("Thórn\u200bwick \u202eWilliam", "Same name"),
            ("W%l_i*am Thornwick", "Looks alike"),
            ("thornwick 12.11.1985", "Part of the name and same birth date"),
            ("thornwick 11/12/85", "Part of the name and day and month of birth are swapped"),
            ("12 Nov 1985", "Same birth date"),
            ("12 november 1985", "Same birth date"),
            ("wm-p-thorn", "Same reference"),
            ("WM P THORN", "Same reference"),
        ],
    )
    def test_finds_what_was_typed_otherwise(self, text, reason):
        person = a_person(
            given_names="William", family_name="Thornwick", date_of_birth=date(1985, 11, 12), reference="WM-P-THORN"
        )
        a_person(given_names="Robin", family_name="Different")

        hits = search(a_user(Role.COORDINATOR), text, on=TODAY)

        assert [(hit.reference, hit.reason) for hit in hits] == [(person.reference, reason)]

    def test_a_name_that_was_changed_finds_and_so_does_the_former_one(self):
        coordinator, person = a_user(Role.COORDINATOR), a_person(given_names="Alex", family_name="Beforehand")
        facts = services.NominalFacts(family_name="Afterwards", given_names="Alex", date_of_birth=date(1990, 5, 4))

        services.change_nominal(reference=person.reference, facts=facts, read_version=1, actor=coordinator, at=NOON)

        assert found(coordinator, "Afterwards") == found(coordinator, "Beforehand") == [person.reference]
        assert found(coordinator, "", born=date(1990, 5, 4)) == [person.reference]
        assert found(coordinator, "", born=date(1985, 6, 11)) == []

    def test_those_whom_a_list_hides_keep_nobody_from_being_found(self, monkeypatch):
        monkeypatch.setattr("mappa.matching.selectors.searching.MOST_COMPARED", 2)
        coordinator = a_user(Role.COORDINATOR)
        for _ in range(4):
            a_person(given_names="Alex", family_name="Samename", compartment="category_4")
        shown = a_person(given_names="Alex", family_name="Samename")

        assert found(coordinator, "Alex Samename") == [shown.reference]

    def test_whoever_was_on_record_before_keys_were_kept_is_found_once_they_are_written(self):
        person = a_person(family_name="Earlierperson")
        person.search_keys.all().delete()

        assert services.rekey_everybody() == 1
        assert found(a_user(Role.COORDINATOR), "Earlierperson") == [person.reference]


class TestSearchPage:
    @pytest.mark.parametrize("text", ["x", " - ", "%", "__", "*", "\u202e", "\u200b\u200d", "'", "a b"])
    def test_too_little_says_what_to_do(self, client, text):
        a_person(given_names="Xavier", family_name="Abelson")
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post("/search/", {"text": text})

        assert answer.status_code == 422
        assert "Enter two letters of a name or more" in answer.content.decode()

    def test_a_very_long_text_is_refused_and_a_strange_one_finds_nobody(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        assert client.post("/search/", {"text": "a" * 201}).status_code == 422
        assert client.post("/search/", {"text": "'; DROP TABLE people_person; --"}).status_code == 200
        assert client.post("/search/", {"text": "ab\x00cd"}).status_code == 422

    def test_the_search_itself_is_on_record_with_its_purpose_and_whom_it_gave(self, client):
        user, person = a_user(Role.COORDINATOR), a_person(family_name="Shownperson")
        client.force_login(user)

        client.post("/search/", {"text": "shownperson", "purpose": "referral", "born_from": "1980"})
        client.post("/search/", {"text": "nobodyatall"})

        one, none = AuditEvent.objects.filter(operation="matching:search").order_by("pk")
        assert (one.purpose, one.details["found"], one.details["narrowed"]) == (
            "referral", [person.reference], ["born_from"],
        )  # fmt: skip
        assert (none.purpose, none.details["found"]) == ("casework", [])
        assert "shownperson" not in str(one.details).casefold()

    def test_is_narrowed_by_what_holds_of_the_latest_case_and_by_years(self, client):
        officer = a_user(Role.COORDINATOR)
        agency = officer.agency
        case = an_open_case(level=2)
        other = a_person(family_name=case.person.family_name, date_of_birth=date(1950, 1, 1), involving=(agency,))
        client.force_login(officer)

        def shown(**narrowed):
            page = client.post("/search/", {"text": case.person.family_name, **narrowed}).content.decode()
            return {one.reference for one in (case.person, other) if f"/people/{one.reference}/" in page}

        assert shown() == {case.person.reference, other.reference}
        assert shown(level="2") == shown(born_from="1951") == {case.person.reference}
        assert shown(agency=str(agency.pk)) == shown(born_to="1950") == {other.reference}
        assert shown(level="3") == set()
        assert client.post("/search/", {"text": "x y", "born_from": "1990", "born_to": "1980"}).status_code == 422

    def test_everybody_shown_gets_an_entry_in_the_log(self, client):
        user = a_user(Role.COORDINATOR)
        shown = {a_person(family_name="Shownperson").reference for _ in range(3)}
        a_person(family_name="Unrelated", given_names="Robin")
        client.force_login(user)

        client.post("/search/", {"text": "shownperson"})

        events = AuditEvent.objects.filter(operation="matching:person:search")
        assert set(events.values_list("subject", flat=True)) == shown
        assert {event.who for event in events} == {user.username}
        assert "shownperson" not in str([event.details for event in events]).casefold()

    def test_a_name_in_the_address_is_not_read(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        a_person(family_name="Shownperson")

        assert "SHOWNPERSON" not in client.get("/search/?text=shownperson").content.decode()

    def test_nothing_to_search_for_says_what_to_do(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        answer = client.post("/search/", {"text": " "})

        assert answer.status_code == 422
        assert "Enter a name, a number or a birth date" in answer.content.decode()

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_may_search_only(self, client, role):
        client.force_login(a_user(role))

        assert client.get("/search/").status_code == (200 if Permission.PERSON_SEARCH in GRANTS[role] else 403)

    def test_takes_as_many_queries_with_twice_the_rows(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        def queries():
            for _ in range(5):
                a_person(family_name="Manypeople")
            with CaptureQueriesContext(connection) as counted:
                client.post("/search/", {"text": "manypeople"})
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20


class TestSearchCommand:
    def run(self, *words):
        parser = argparse.ArgumentParser()
        commands.add_commands(parser.add_subparsers())
        options = parser.parse_args(["search", *words])
        return options.handler(options)

    def test_prints_what_that_user_would_see(self, capsys):
        user, person = a_user(Role.COORDINATOR), a_person(family_name="Shownperson")
        a_person(area=an_area("eastmere"), family_name="Shownperson")

        status = self.run("shownperson", "--as", user.username, "--limit", "5")

        [hit] = json.loads(capsys.readouterr().out)["results"]
        assert status == 0
        assert (hit["reference"], hit["score"], hit["reason"]) == (person.reference, 0.9, "Part of the name")
        assert AuditEvent.objects.get(operation="matching:person:search").who == user.username

    @pytest.mark.parametrize(
        ("words", "status"),
        [(["x", "--as", "nobody"], 2), ([" ", "--as", "{user}"], 2), (["x", "--as", "{user}", "--limit", "0"], 2)],
    )
    def test_wrong_usage_answers_2_and_says_what_to_do(self, capsys, words, status):
        user = a_user(Role.COORDINATOR)

        assert self.run(*[word.format(user=user.username) for word in words]) == status
        assert capsys.readouterr().out == ""

    def test_a_role_that_may_not_search_answers_1(self, capsys):
        assert self.run("x", "--as", a_user(Role.ANALYST).username) == 1
        assert "Only a " in capsys.readouterr().err
