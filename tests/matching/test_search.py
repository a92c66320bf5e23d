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
        Identifier.objects.create(person=person, kind="pnc", value="1999/0000001A")
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
        client.force_login(user)

        page = client.post("/search/", {"text": text}).content.decode()

        assert found(user, text) == []
        assert "Nobody whom you may know fits" in page
        assert "/people/EM-P-HIDE/" not in page
        assert not AuditEvent.objects.filter(subject=hidden.reference).exists()

    def test_common_names_do_not_crowd_out_the_right_one(self, monkeypatch):
        monkeypatch.setattr("mappa.matching.selectors.MOST_CANDIDATES", 3)
        for number in range(5):
            a_person(given_names="Alex", family_name=f"Common{number}")
        wanted = a_person(given_names="Alex", family_name="Rarely")

        assert found(a_user(Role.COORDINATOR), "alex rarely")[0] == wanted.reference


class TestSearchPage:
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
