"""Probation's monthly count of Category 2 level 1, until all of them are on the register."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.notices.counts import last_day, months_of
from mappa.notices.models import CommunityCount
from mappa.notices.services import tell_count
from mappa.statistics.board import board_information
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
PAGE = "/community-counts/"
FEBRUARY, JANUARY = date(2026, 2, 1), date(2026, 1, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False):
        yield


def told(month=FEBRUARY, people=40, *, all_registered=False, actor=None):
    actor = actor or a_user(Role.PROBATION_MANAGER)
    return tell_count(month=month, people=people, all_registered=all_registered, actor=actor, at=NOON)


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


def month(first=FEBRUARY, area=None):
    return next(each for each in months_of(area or an_area(), TODAY) if each.first == first)


class TestTelling:
    @pytest.mark.requirement("IDENT-19")
    def test_is_taken_from_probation_for_a_month_and_area(self, client):
        officer = a_user(Role.PROBATION_PRACTITIONER)
        client.force_login(officer)
        assert "Not told yet" in text_of(client, "/")

        answer = client.post(f"{PAGE}new/", {"month": "2026-02-01", "people": "41"})

        assert answer.status_code == 302
        row = CommunityCount.objects.get()
        assert (row.area, row.month, row.people, row.agency) == (officer.area, FEBRUARY, 41, officer.agency)
        assert "Not told yet" not in text_of(client, "/")
        assert AuditEvent.objects.filter(operation="notices:count:tell", subject="northshire 2026-02").exists()

    @pytest.mark.parametrize("people", ["2147483648", "-1", "many"])
    def test_refuses_a_number_that_cannot_be_beside_its_field(self, client, people):
        client.force_login(a_user(Role.PROBATION_PRACTITIONER))

        answer = client.post(f"{PAGE}new/", {"month": "2026-02-01", "people": people})

        assert answer.status_code == 422
        assert not CommunityCount.objects.exists()

    @pytest.mark.requirement("IDENT-19")
    def test_stands_beside_the_register_and_says_how_many_are_not_on_it(self, client):
        an_agency(AgencyKind.PROBATION)
        for category, level in ((2, 1), (2, 1), (2, 2), (1, 1)):
            an_open_case(category=category, level=level)
        an_open_case(a_person(area=an_area("eastmere")), category=2, level=1)
        told(people=5)

        assert (month().held, month().missing) == (2, 3)
        assert month(JANUARY).missing is None
        client.force_login(a_user(Role.ANALYST))
        shown = text_of(client, PAGE)
        assert "February 2026" in shown
        assert "Cannot tell" in shown
        assert client.get(f"{PAGE}new/").status_code == 403

    def test_the_register_is_read_as_it_stood_on_the_last_day_of_the_month(self):
        an_open_case(category=2, level=1, since=date(2026, 2, 28))
        an_open_case(category=2, level=1, since=date(2026, 3, 1))

        assert (month(JANUARY).held, month().held, month(date(2026, 3, 1)).held) == (0, 1, 2)
        assert last_day(FEBRUARY) == date(2026, 2, 28)

    @pytest.mark.requirement("IDENT-19")
    def test_ends_when_all_such_cases_are_on_the_register(self, client):
        told(JANUARY, all_registered=True)
        client.force_login(a_user(Role.COORDINATOR))

        assert months_of(an_area(), TODAY)[0].first == JANUARY
        assert "Not told yet" not in text_of(client, "/")
        with pytest.raises(NotPossible, match="since January 2026"):
            told(FEBRUARY)
        told(JANUARY, all_registered=False)
        told(FEBRUARY)
        assert CommunityCount.objects.count() == 3

    def test_a_month_told_again_is_corrected_and_both_are_kept(self):
        told(people=40)
        told(people=42)

        assert month().told.people == 42
        assert CommunityCount.objects.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"month": date(2026, 4, 1)}, "month"), ({"people": None}, "people"), ({"people": -1}, "people")],
    )
    def test_refuses_what_cannot_be(self, wrong, field):
        with pytest.raises(Incomplete) as refused:
            told(**wrong)

        assert set(refused.value.fields) == {field}
        assert not CommunityCount.objects.exists()

    def test_is_refused_to_other_roles(self):
        with pytest.raises(Refused, match="probation"):
            told(actor=a_user(Role.POLICE_OFFENDER_MANAGER))
        assert {role for role in Role if Permission.COUNT_TELL in GRANTS[role]} == {
            Role.COORDINATOR, Role.PROBATION_PRACTITIONER, Role.PROBATION_MANAGER,
        }  # fmt: skip

    def test_the_database_keeps_whole_months(self):
        row = told()

        with pytest.raises(IntegrityError, match="community_count_of_a_month"), transaction.atomic():
            CommunityCount.objects.filter(pk=row.pk).update(month=date(2026, 2, 2))

    def test_of_another_area_is_not_shown(self, client):
        told(people=987, actor=a_user(Role.PROBATION_MANAGER, area=an_area("eastmere")))
        client.force_login(a_user(Role.COORDINATOR))

        assert "987" not in text_of(client, PAGE)

    @pytest.mark.requirement("IDENT-19")
    def test_the_board_is_told_the_quarter(self):
        an_open_case(category=2, level=1)
        told(people=5)
        told(date(2025, 11, 1), people=9)

        parts = {part.sheet.title: part.sheet.rows for part in board_information(an_area(), TODAY)}

        assert parts["Category 2 level 1 in the community"] == (
            ("February 2026: counted by probation", 5), ("February 2026: not on the register", 4),
        )  # fmt: skip
