"""A failure to notify: what follows it, who does that by which day, and what came of it."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.offending.models import BreachAction, NotificationBreach
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
FOLLOWS = {"what": "Interview under caution", "who": "PC Sedge, police", "due_day": "9 1 2026"}
DONE = {"done_on_day": "8 1 2026", "result": "He admits it"}


@pytest.fixture
def om(client):
    user = a_user(Role.POLICE_OFFENDER_MANAGER, name="Pat Sedge")
    client.force_login(user)
    return user


@pytest.fixture
def person(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency).person


def facts(person, rest=""):
    return f"/people/{person.reference}/facts/{rest}"


@pytest.fixture
def failure(client, person):
    client.post(facts(person, "breaches/new/"), {"what": "A new address", "found_on_day": "5 1 2026"})
    return NotificationBreach.objects.get()


class TestAFailureToNotify:
    @pytest.mark.requirement("IDENT-30")
    def test_is_followed_up_by_somebody_to_a_day_with_what_came_of_it(self, client, person, failure, om):
        for _ in range(2):
            assert client.post(facts(person, f"breaches/{failure.pk}/actions/new/"), FOLLOWS).status_code == 302
        action = BreachAction.objects.get()
        page = facts(person, f"breach-actions/{action.pk}/")
        before = client.get(facts(person)).content.decode()
        answers = [client.post(page, DONE | {"done_on_day": f"{day} 1 2026"}).status_code for day in (8, 8, 9)]
        client.post(facts(person, f"breaches/{failure.pk}/"), {"outcome": "cautioned", "outcome_on_day": "20 1 2026"})
        after = client.get(facts(person)).content.decode()
        log = client.get(f"/people/{person.reference}/timeline/").content.decode()

        assert page in before
        assert answers == [302, 302, 409]
        for said in ("Interview under caution", "PC Sedge, police", "9 January 2026", "A new address",
                     f"{om.name}, {om.agency.name}"):  # fmt: skip
            assert said in before, said
        for said in ("Done on 8 January 2026", "He admits it", "Cautioned", "20 January 2026"):
            assert said in after, said
        assert "Done after a failure to notify: Interview under caution" in log
        assert "A new address: cautioned" in log

    @pytest.mark.requirement("NOMINAL-05")
    def test_says_in_the_record_who_recorded_it(self, client, person, failure, om):
        listed = client.get(f"/people/{person.reference}/record/notification-breaches/").content.decode()

        assert f"Recorded by {om.name}, {om.agency.name}" in listed

    @pytest.mark.parametrize(
        ("typed", "says"), [({"what": ""}, "What is to be done"), ({"who": ""}, "Who does it"),
                            ({"due_day": "1 1 2026"}, "before the failure was found")],
    )  # fmt: skip
    def test_is_not_followed_up_by_nobody_or_never(self, client, person, failure, typed, says):
        answer = client.post(facts(person, f"breaches/{failure.pk}/actions/new/"), FOLLOWS | typed)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not BreachAction.objects.exists()

    def test_of_another_person_is_not_found(self, client, person):
        other = NotificationBreach.objects.create(person=a_person(), found_on=date(2025, 1, 1), what="x")
        action = BreachAction.objects.create(breach=other, what="x", who="x", due=date(2026, 1, 1))

        for page in (f"breaches/{other.pk}/actions/new/", f"breach-actions/{action.pk}/"):
            assert client.get(facts(person, page)).status_code == 404


class TestHome:
    @pytest.mark.requirement("IDENT-30")
    def test_lists_what_is_to_be_done_the_first_due_first_and_says_what_is_late(self, client, person, failure):
        ahead = {"what": "Visit again", "due_day": "9 1 2096"}
        for more in (ahead, {}):
            client.post(facts(person, f"breaches/{failure.pk}/actions/new/"), FOLLOWS | more)
        late = BreachAction.objects.earliest("due")

        home = client.get("/").content.decode()

        panel = home[home.index("After failures to notify") :]
        assert panel.index("Interview under caution, by 9 January 2026") < panel.index("Visit again, by 9 January 2096")
        assert panel[: panel.index("Visit again")].count("Late") == 1
        page = facts(person, f"breach-actions/{late.pk}/")
        assert page in panel
        client.post(page, DONE)
        assert page not in client.get("/").content.decode()

    def test_lists_nothing_of_people_whom_the_reader_may_not_know(self, client, person, failure):
        client.post(facts(person, f"breaches/{failure.pk}/actions/new/"), FOLLOWS)
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER, agency=an_agency("probation"), username="other"))

        assert "Interview under caution" not in client.get("/").content.decode()
