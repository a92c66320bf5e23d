"""Retrieval tests: records drawn at random, named things looked for, and what is done about what is wrong."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as some

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.entries import entry_bytes, entry_of
from mappa.audit.models import AuditEvent
from mappa.governance.models import Retrieval, RetrievalAction, RetrievalTest
from mappa.governance.sampling import drawn
from mappa.people.models import ManagingArea
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOME = "/governance/quality/"
DAY = timedelta(days=1)
WANTED = {"purpose": "Quarterly test", "questions": ["rosh", "level", "minutes"], "seed": "spring"}
RESULT = {"found": "part", "minutes": "4", "failed": ["timely"], "wrong": "Six months old"}


@pytest.fixture
def lead(client):
    user = a_user(Role.GOVERNANCE_LEAD)
    client.force_login(user)
    return user


@pytest.fixture
def people():
    return [an_open_case(level=2).person for _ in range(14)]


def draw(client, **changed):
    answer = client.post(f"{HOME}new/", WANTED | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return RetrievalTest.objects.latest("pk")


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


def references(test):
    return list(test.records.order_by("place").values_list("person__reference", flat=True))


def logged():
    return b"".join(entry_bytes(entry_of(event)) for event in AuditEvent.objects.all())


class TestDraw:
    def test_and_every_look_leave_the_words_of_the_purpose_out_of_the_log(self, client, lead, people):
        test = draw(client, purpose="Plantedword")
        (one, *_), page = references(test), f"{HOME}{test.pk}/"
        assert "Plantedword" in text_of(client, page)
        found = {"found": "no", "minutes": "3", "wrong": "Nothing there"}
        assert client.post(f"{page}{one}/rosh/", found).status_code == 302
        client.post(f"{page}actions/new/", {"what": "x", "owner": "y", "due_day": "1 1 2099"})

        assert {"governance:retrieval:draw", "governance:retrieval:record", "governance:retrieval:view"} <= set(
            AuditEvent.objects.values_list("operation", flat=True)
        )
        assert test.reference.encode() in logged()
        assert b"Plantedword" not in logged()

    @pytest.mark.requirement("INFO-18")
    def test_takes_as_many_as_policy_says_of_those_in_mappa_here(self, client, lead, people):
        elsewhere = an_open_case(a_person(area=an_area("eastmere"))).person
        ended = a_person()
        walled = an_open_case(a_person(compartment="category_4")).person

        test = draw(client)

        taken = references(test)
        assert len(taken) == 10
        assert set(taken) <= {one.reference for one in people}
        assert not {elsewhere.reference, ended.reference, walled.reference} & set(taken)
        assert (test.drawn_from, test.reference) == (14, "NS-Q-2026-0001")

    @pytest.mark.requirement("INFO-18")
    def test_draws_the_same_records_again_by_the_same_seed_and_others_by_another(self, client, lead, people):
        first, again, other = draw(client), draw(client), draw(client, seed="autumn")

        assert references(first) == references(again)
        assert references(first) != references(other)
        assert draw(client, seed="").seed not in {"", draw(client, seed="").seed}

    @settings(deadline=None)
    @given(
        some.sets(some.text("0123456789", min_size=1, max_size=4), min_size=1, max_size=30),
        some.text(max_size=8), some.integers(1, 12), some.randoms(),
    )  # fmt: skip
    def test_depends_on_nothing_but_the_seed_and_the_references(self, known, seed, size, luck):
        shuffled = luck.sample(sorted(known), len(known))
        taken = drawn(shuffled, seed=seed, size=size)

        assert taken == drawn(known, seed=seed, size=size)
        assert len(taken) == min(size, len(known))
        left = drawn(known - {taken[0]}, seed=seed, size=size)
        assert left[: len(taken) - 1] == taken[1:], "a record that goes moves no other's place"

    @pytest.mark.parametrize("missing", ["purpose", "questions"])
    def test_is_refused_without_a_purpose_and_something_to_ask_for(self, client, lead, people, missing):
        answer = client.post(f"{HOME}new/", WANTED | {missing: []})

        assert answer.status_code == 422
        assert missing in answer.context["form"].errors
        assert not RetrievalTest.objects.exists()

    def test_is_refused_where_there_is_nothing_to_draw(self, client, lead):
        answer = client.post(f"{HOME}new/", WANTED)

        assert answer.status_code == 422
        assert "There is no record in MAPPA here" in answer.content.decode()


class TestLook:
    @pytest.mark.requirement("INFO-18")
    def test_shows_one_thing_and_is_audited_with_the_test(self, client, lead, people):
        person = people[0]
        an_assessment(person, rosh="very_high", on=TODAY)
        test = draw(client, seed=next(str(n) for n in range(99) if person.reference in seeded(people, n)))
        page = f"{HOME}{test.pk}/{person.reference}/"

        rosh, level, minutes = (text_of(client, f"{page}{name}/") for name in ("rosh", "level", "minutes"))

        assert "Very high" in rosh
        assert "Level 2 since" in level
        assert "decided by factory" in level
        assert "No reasons are on record" in level
        assert "Very high" not in level
        assert "Nothing of this is on record" in minutes
        assert person.family_name not in rosh + level + minutes
        looks = AuditEvent.objects.filter(operation="governance:retrieval:look", subject=person.reference)
        assert {look.details["test"] for look in looks} == {test.reference}
        assert [one["question"] for one in looks.order_by("pk").values_list("details", flat=True)] == [
            "rosh", "level", "minutes",
        ]  # fmt: skip

    @pytest.mark.requirement("INFO-18")
    def test_keeps_whether_it_was_found_how_long_that_took_and_what_was_wrong(self, client, lead, people):
        test = draw(client)
        page = f"{HOME}{test.pk}/{references(test)[0]}/rosh/"

        assert client.post(page, RESULT).status_code == 302
        assert client.post(page, RESULT | {"found": "yes"}).status_code == 409

        kept = Retrieval.objects.get()
        assert (kept.found, kept.minutes, kept.failed, kept.wrong) == ("part", 4, ["timely"], "Six months old")
        assert "Six months old" in text_of(client, page)
        assert "In part" in text_of(client, f"{HOME}{test.pk}/")

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"found": ""}, "found"), ({"minutes": ""}, "minutes"), ({"wrong": " "}, "wrong"),
            ({"found": "no", "failed": [], "wrong": ""}, "wrong"), ({"minutes": "40000"}, "minutes"),
        ],
    )  # fmt: skip
    def test_is_refused_when_something_is_missing(self, client, lead, people, changed, field):
        test = draw(client)

        answer = client.post(f"{HOME}{test.pk}/{references(test)[0]}/rosh/", RESULT | changed)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Retrieval.objects.exists()

    def test_is_for_records_of_the_sample_and_things_asked_for_alone(self, client, lead, people):
        test = draw(client)
        inside = references(test)[0]
        outside = next(one.reference for one in people if one.reference not in references(test))

        asked = [f"{outside}/rosh", f"{inside}/manager", f"{inside}/nonsense", f"{inside}/level"]

        assert [client.get(f"{HOME}{test.pk}/{one}/").status_code for one in asked] == [404, 404, 404, 200]
        client.force_login(a_user(Role.GOVERNANCE_LEAD, area=an_area("eastmere")))
        assert client.get(f"{HOME}{test.pk}/").status_code == 404
        assert client.get(f"{HOME}{test.pk}/{inside}/level/").status_code == 404

    def test_ends_when_another_area_manages_the_record_but_its_result_still_counts(self, client, lead, people):
        test = draw(client)
        reference = references(test)[0]
        client.post(f"{HOME}{test.pk}/{reference}/rosh/", RESULT)
        person = next(one for one in people if one.reference == reference)
        ManagingArea.objects.create(person=person, area=an_area("eastmere"), since=TODAY, by="x")

        assert client.get(f"{HOME}{test.pk}/{reference}/rosh/").status_code == 404
        shown = text_of(client, f"{HOME}{test.pk}/")
        assert reference not in shown
        assert "1 more were drawn" in shown
        assert "0 of 30; 1 in part" in shown


def seeded(people, number):
    return drawn([one.reference for one in people], seed=str(number), size=10)


class TestResults:
    @pytest.mark.requirement("INFO-18")
    def test_stand_side_by_side_over_time_with_what_is_done_about_them(self, client, lead, people):
        for number, found in ((1, "no"), (2, "yes")):
            test = draw(client)
            page = f"{HOME}{test.pk}/{references(test)[0]}/"
            client.post(f"{page}rosh/", RESULT | {"found": found, "minutes": str(number * 10), "failed": []})
        action = {"what": "Train new staff", "owner": "Kit Elm, manager"} | typed_day("due", TODAY)
        client.post(f"{HOME}{test.pk}/actions/new/", action)

        shown = text_of(client, HOME)

        rows = [line.split("</tr>")[0] for line in shown.split("<tr")[2:4]]
        assert "NS-Q-2026-0002" in rows[0]
        assert "NS-Q-2026-0001" in rows[1]
        assert [">20<" in rows[0].replace(" ", ""), ">10<" in rows[1].replace(" ", "")] == [True, True]
        assert "Train new staff" in shown
        own = RetrievalAction.objects.get()
        with time_machine.travel(NOON + DAY, tick=False):
            client.force_login(lead)
            assert "Late" in text_of(client, HOME)
            page = f"{HOME}actions/{own.pk}/"
            assert client.post(page, {"outcome": " "}).status_code == 422
            assert [client.post(page, {"outcome": "Trained"}).status_code for _ in range(2)] == [302, 409]
            assert "Trained" in text_of(client, f"{HOME}{test.pk}/")
            assert "Train new staff" not in text_of(client, HOME)

    def test_of_an_action_are_refused_with_something_missing_or_a_day_gone(self, client, lead, people):
        page = f"{HOME}{draw(client).pk}/actions/new/"
        good = {"what": "Train", "owner": "Kit"} | typed_day("due", TODAY)

        wrong = (good | {"what": ""}, good | {"owner": " "}, good | typed_day("due", TODAY - DAY))
        assert [client.post(page, one).status_code for one in wrong] == [422] * 3
        assert not RetrievalAction.objects.exists()

    def test_are_for_whoever_answers_for_information(self, client):
        holders = {role for role in Role if Permission.QUALITY_TEST in GRANTS[role]}
        client.force_login(a_user(Role.COORDINATOR))

        assert holders == {Role.GOVERNANCE_LEAD}
        assert client.get(HOME).status_code == 403

    def test_take_no_more_queries_for_more_of_them(self, client, lead, people):
        test = draw(client)
        counts = []
        for number in range(3):
            client.post(f"{HOME}{test.pk}/{references(test)[number]}/rosh/", RESULT)
            with CaptureQueriesContext(
                connection,
            ) as first:
                client.get(HOME)
            with CaptureQueriesContext(connection) as second:
                client.get(f"{HOME}{test.pk}/")
            counts.append((len(first), len(second)))
            draw(client)
        assert len(set(counts)) == 1
        assert max(counts[0]) <= 20
