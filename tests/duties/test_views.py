"""The duties of a post, of a case, and recording what met one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.duties.models import CaseFact, DutyRow
from mappa.kernel import clock
from mappa.people.models import Involvement
from tests.factories.accounts import a_user, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return clock.day_of(clock.now())


def a_duty(case, due, *, owner="police", duty="address-verification", label="Verify the address", running=True):
    return DutyRow.objects.create(
        case=case, duty=duty, label=label, owner=owner, edition=case.edition, started_by="address_notified",
        started_on=date(2026, 1, 1), due=due, outcome="open" if running else "met", running=running,
        because="Because.", citations=["a source"], requirement=["IDENT-29"], derived_at=clock.now(),
    )  # fmt: skip


def police(client, **more):
    user = a_user(Role.POLICE_OFFENDER_MANAGER, **more)
    client.force_login(user)
    return user


def a_case(user, **more):
    return an_open_case(a_person(involving=(user.agency,), **more))


def typed(on, **more):
    return {
        "kind": "home_visit", "on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year),
        "home_visit__by": "police", "home_visit__kind": "routine", "home_visit__visitor": "offender_manager",
        "note": "Seen at home.",
    } | more  # fmt: skip


class TestDuties:
    @pytest.mark.requirement("REVIEW-15")
    def test_come_late_first_and_leave_what_is_far_off_for_later(self, client, today):
        user = police(client)
        days = {"far": 61, "soon": 60, "late": -1, "today": 0, "unlimited": None}
        cases = {name: a_case(user) for name in days}
        for name, after in days.items():
            a_duty(cases[name], None if after is None else today + timedelta(days=after))
        a_duty(a_case(user), today, running=False)

        soon, later = client.get("/duties/").content.decode(), client.get("/duties/?when=later").content.decode()

        def order(page):
            main = page.split("<main")[1]
            at = {name: main.find(case.person.reference) for name, case in cases.items()}
            return sorted((name for name in at if at[name] >= 0), key=at.get)

        assert order(soon) == ["late", "today", "soon"]
        assert order(later) == ["far", "unlimited"]
        assert "1 late" in soon
        assert "3 late or due within 60 days" in soon
        assert "when=later" in soon

    def test_are_those_of_the_readers_own_post_or_agency(self, client, today):
        user = police(client)
        case = a_case(user)
        a_duty(case, today, owner="probation", label="Somebody else's")
        a_duty(case, today, label="Ours")

        page = client.get("/duties/").content.decode()

        assert "Ours" in page
        assert "Somebody else" not in page

    def test_of_mine_are_about_people_whom_i_am_named_for(self, client, today):
        user = police(client)
        named, other = a_case(user), a_case(user)
        Involvement.objects.filter(person=named.person).update(officer=user)
        a_duty(named, today)
        a_duty(other, today)

        mine = client.get("/duties/?whose=mine").content.decode()
        everything = client.get("/duties/?whose=all").content.decode()

        assert named.person.reference in mine
        assert other.person.reference not in mine
        assert other.person.reference in everything

    def test_never_show_somebody_whom_the_reader_may_not_know(self, client, today):
        user = police(client)
        shown = a_case(user)
        hidden = an_open_case(a_person(area=an_area("eastmere"), family_name="Plantedtoken"))
        walled = a_case(user, compartment="category_4")
        for case in (shown, hidden, walled):
            a_duty(case, today)

        page = client.get("/duties/").content.decode()

        assert shown.person.reference in page
        assert hidden.person.reference not in page
        assert walled.person.reference not in page
        assert list(AuditEvent.objects.filter(operation=Permission.DUTY_VIEW).values_list("subject", flat=True)) == [
            shown.person.reference
        ]

    @pytest.mark.parametrize("about", ["everybody", "one case"])
    def test_take_as_many_queries_for_twice_the_rows(self, client, today, about):
        user = police(client)
        case = a_case(user)

        def queries():
            for _ in range(5):
                a_duty(case if about == "one case" else a_case(user), today)
            with CaptureQueriesContext(connection) as seen:
                client.get(f"/people/{case.person.reference}/duties/" if about == "one case" else "/duties/")
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= 20

    @pytest.mark.parametrize("role", Role)
    def test_open_to_those_who_hold_it(self, client, role):
        client.force_login(a_user(role))

        assert client.get("/duties/").status_code == (200 if Permission.DUTY_VIEW in GRANTS[role] else 403)


class TestOfCase:
    @pytest.mark.requirement("EDITION-02")
    def test_say_the_day_the_edition_the_fact_and_the_source(self, client, today):
        user = police(client)
        case = a_case(user)
        a_duty(case, today - timedelta(days=2))

        page = client.get(f"/people/{case.person.reference}/duties/").content.decode()

        for said in ("2 days late", "cheshire-2022", "Address notified, 1 January 2026", "Because.", "a source"):
            assert said in page

    @pytest.mark.parametrize("page", ["duties/", "duties/record/"])
    def test_of_somebody_hidden_are_not_found_with_the_same_body_as_of_nobody(self, client, page):
        police(client)
        hidden = an_open_case(a_person(area=an_area("eastmere"), family_name="Plantedtoken"))

        answers = [client.get(f"/people/{ref}/{page}") for ref in (hidden.person.reference, "EM-P-9999")]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert not AuditEvent.objects.filter(subject=hidden.person.reference).exclude(operation="not found").exists()

    @pytest.mark.parametrize("page", ["duties/", "duties/record/"])
    def test_are_on_the_record_when_read(self, client, page):
        user = police(client)
        case = a_case(user)

        assert client.get(f"/people/{case.person.reference}/{page}").status_code == 200

        event = AuditEvent.objects.get(subject=case.person.reference)
        assert (event.who, event.what) == (user.username, "consultation")


class TestRecord:
    @pytest.mark.requirement("PLAN-20")
    def test_keeps_the_visit_and_goes_back(self, client, today):
        user = police(client)
        case = a_case(user)
        page = f"/people/{case.person.reference}/duties/record/"

        answers = [client.post(page, typed(today)) for _ in range(2)]

        assert [(answer.status_code, answer.url) for answer in answers] == [
            (302, f"/people/{case.person.reference}/duties/")
        ] * 2
        fact = CaseFact.objects.get()
        assert (fact.kind, fact.on, fact.by) == ("home_visit", today, user.username)
        assert fact.details == {"by": "police", "kind": "routine", "visitor": "offender_manager"}

    @pytest.mark.parametrize(
        ("days", "more", "said"),
        [
            (0, {"home_visit__by": ""}, "Choose one of: Police"),
            (0, {"kind": ""}, "What happened?"),
            (1, {}, "Enter a day that has come"),
        ],
    )
    def test_keeps_what_was_typed_when_an_answer_is_wrong(self, client, today, days, more, said):
        user = police(client)
        case = a_case(user)

        answer = client.post(
            f"/people/{case.person.reference}/duties/record/", typed(today + timedelta(days=days), **more)
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert "Seen at home." in page
        assert "There is a problem" in page
        assert not CaseFact.objects.exists()

    def test_says_what_is_missing_from_an_empty_form(self, client):
        user = police(client)
        case = a_case(user)

        answer = client.post(f"/people/{case.person.reference}/duties/record/", {})

        assert answer.status_code == 422
        assert b"There is a problem" in answer.content

    def test_about_somebody_hidden_is_not_found_and_keeps_nothing(self, client, today):
        police(client)
        hidden = an_open_case(a_person(area=an_area("eastmere")))

        assert client.post(f"/people/{hidden.person.reference}/duties/record/", typed(today)).status_code == 404
        assert not CaseFact.objects.exists()
