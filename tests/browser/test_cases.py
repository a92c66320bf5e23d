"""The pages of a case in a real browser: normal, empty and in error, at both widths."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.cases.services import request_transfer
from mappa.determinations.services import propose
from mappa.people.models import Identifier
from tests.browser.checks import follow, hold
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
    an_assessment(person, rosh="medium", on=date(2025, 6, 2))
    an_assessment(person, next_due=date(2026, 5, 5), narrative="Harm follows when he drinks", triggers="Drinking")
    case = an_open_case(person, level=2, lead=an_agency("probation"))
    propose(person=person, on=TODAY, actor=reader, at=NOON)
    return case


@pytest.fixture
def look(open_as, reader):
    """Open an address as the co-ordinator, and hold the page to the standard."""

    def at(address, name):
        page = open_as(reader, address)
        hold(page, f"case-{name}")
        return page

    return at


class TestCasePages:
    def test_show_a_case_accessibly(self, look, case):
        for section in SECTIONS:
            page = look(f"/people/{case.person.reference}/{section}", section or "overview")

            assert page.is_visible("text=EXAMPLETON, Robin Alexander")

    def test_say_what_is_missing_when_nothing_is_recorded(self, look, reader):
        person = a_person()
        for section in SECTIONS:
            look(f"/people/{person.reference}/{section}", f"empty-{section}")

    def test_ask_and_say_what_is_wrong(self, look, case):
        for form in FORMS:
            page = look(f"/people/{case.person.reference}/{form}", form)

            follow(page.locator("main form button[type=submit]").last)

            assert page.is_visible("text=There is a problem")
            assert page.title().startswith("Error:")
            hold(page, f"case-error-{form}")


class TestLists:
    def test_show_people_and_nobody(self, look, case):
        look("/people/", "people")

        page = look("/people/?level=3", "people-empty")

        assert page.is_visible("text=Nobody on your list fits")

    def test_show_transfers_and_one_of_them(self, look, case, reader):
        look("/transfers/", "transfers-empty")
        eastmere = an_area("eastmere")
        transfer = request_transfer(
            case=case, to_area=eastmere, reason="Moves house", move_on=None, actor=reader, at=NOON
        )

        look("/transfers/", "transfers")
        look(f"/transfers/{transfer.reference}/", "transfer-one")
