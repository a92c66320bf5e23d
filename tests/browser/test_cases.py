"""The pages of a case in a real browser: normal, empty and in error, at both widths."""

import os
from datetime import date
from pathlib import Path

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.services import request_transfer
from mappa.determinations.services import propose
from mappa.people.models import Identifier
from tests.browser.checks import assert_good_page, assert_plain
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_movement, a_sentence, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.browser

SECTIONS = ("", "category/", "facts/", "risk/", "timeline/")
FORMS = ("level/", "lead-agency/", "exit/", "transfer/", "risk/new/", "facts/movements/new/", "facts/orders/new/",
         "facts/notifications/new/", "facts/breaches/new/")  # fmt: skip


@pytest.fixture
def reader(live_server):
    return a_user(Role.COORDINATOR, username="coordinator", is_demonstration=True, purpose="Sees every case")


@pytest.fixture
def case(reader):
    person = a_person(involving=(an_agency("probation"),), family_name="Exampleton", given_names="Robin Alexander")
    a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
    a_movement(person, "remand", date(2019, 3, 14))
    a_movement(person, "released", date(2023, 2, 10))
    Identifier.objects.create(person=person, kind="pnc", value="2019/0123456X")
    an_assessment(person, next_due=date(2026, 5, 5))
    case = an_open_case(person, level=2, lead=an_agency("probation"))
    propose(person=person, on=TODAY, actor=reader, at=NOON)
    return case


@pytest.fixture
def signed_in(page, live_server, reader):
    page.goto(f"{live_server.url}/signin")
    page.click("text=Sign in as coordinator")
    page.wait_for_url(f"{live_server.url}/")
    return page


def check(page, name):
    if folder := os.environ.get("PICTURES"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"case-{name.strip('/').replace('/', '-') or 'overview'}-{width}.png",
                            full_page=True)  # fmt: skip
    assert_good_page(page)
    assert_plain(page)


class TestCasePages:
    @pytest.mark.parametrize("section", SECTIONS)
    def test_show_a_case_accessibly(self, signed_in, live_server, case, section):
        signed_in.goto(f"{live_server.url}/people/{case.person.reference}/{section}")

        assert signed_in.is_visible("text=EXAMPLETON, Robin Alexander")
        check(signed_in, section)

    @pytest.mark.parametrize("section", SECTIONS)
    def test_say_what_is_missing_when_nothing_is_recorded(self, signed_in, live_server, reader, section):
        person = a_person()
        signed_in.goto(f"{live_server.url}/people/{person.reference}/{section}")

        check(signed_in, f"empty-{section}")

    @pytest.mark.parametrize("form", FORMS)
    def test_ask_and_say_what_is_wrong(self, signed_in, live_server, case, form):
        signed_in.goto(f"{live_server.url}/people/{case.person.reference}/{form}")
        check(signed_in, form)

        signed_in.locator("main form button[type=submit]").last.click()

        assert signed_in.is_visible("text=There is a problem")
        assert signed_in.title().startswith("Error:")
        check(signed_in, f"error-{form}")


class TestLists:
    def test_show_people_and_nobody(self, signed_in, live_server, case):
        signed_in.goto(f"{live_server.url}/people/")
        check(signed_in, "people")

        signed_in.goto(f"{live_server.url}/people/?level=3")

        assert signed_in.is_visible("text=Nobody on your list fits")
        check(signed_in, "people-empty")

    def test_show_transfers_and_one_of_them(self, signed_in, live_server, case, reader):
        signed_in.goto(f"{live_server.url}/transfers/")
        check(signed_in, "transfers-empty")
        eastmere = an_area("eastmere")
        transfer = request_transfer(
            case=case, to_area=eastmere, reason="Moves house", move_on=None, actor=reader, at=NOON
        )

        signed_in.goto(f"{live_server.url}/transfers/")
        check(signed_in, "transfers")
        signed_in.goto(f"{live_server.url}/transfers/{transfer.reference}/")
        check(signed_in, "transfer-one")
