"""The annual tables on screen, and the people behind a figure."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import a_user
from tests.factories.statistics import a_counting_area, counted

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.offending.models import NotificationBreach, Order
from mappa.statistics.labels import DEFINITIONS, definitions
from mappa.statistics.models import FrozenReport
from mappa.statistics.periods import year_named

pytestmark = pytest.mark.django_db
PAGE = "/reports/annual/2018/"
KEY = "eligible_on_snapshot.level_1.category_1"


@pytest.fixture
def area():
    return a_counting_area()


def signed_in(client, role, **more):
    user = a_user(role, **more)
    client.force_login(user)
    return user


class TestAnnual:
    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_read_figures(self, client, area, role):
        signed_in(client, role)

        assert client.get(PAGE).status_code == (200 if Permission.STATISTICS_VIEW in GRANTS[role] else 403)

    @pytest.mark.requirement("STATS-14")
    def test_prints_every_definition_beside_the_tables(self, client, area):
        signed_in(client, Role.LAY_ADVISER)

        page = client.get(PAGE).content.decode()

        assert [item.letter for item in DEFINITIONS] == list("abcdefghi")
        assert all(f"({item.letter}) {item.term}" in page for item in definitions("norfolk-2019"))
        assert "norfolk-2019" in page

    def test_names_nobody(self, client, area):
        counted(1, 1, family_name="Plantedtoken")
        signed_in(client, Role.ANALYST)

        page = client.get(PAGE).content.decode()

        assert "Plantedtoken" not in page
        assert "-P-" not in page
        assert "People behind the figures" not in page

    @pytest.mark.parametrize("start", [1999, 99999])
    def test_of_no_such_year_is_not_found(self, client, area, start):
        signed_in(client, Role.ANALYST)

        assert client.get(f"/reports/annual/{start}/").status_code == 404

    def test_counts_in_as_many_queries_for_twice_the_people(self, client, area):
        signed_in(client, Role.COORDINATOR)

        def queries():
            for category in (1, 2, 3):
                counted(category, 2)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(PAGE).status_code == 200
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= 20


class TestFreezing:
    def test_through_the_page_holds_and_a_second_post_changes_nothing(self, client, area):
        signed_in(client, Role.ANALYST)

        first, second = client.post(f"{PAGE}freeze/"), client.post(f"{PAGE}freeze/")

        assert (first.status_code, second.status_code) == (302, 409)
        assert FrozenReport.objects.count() == 1
        assert b"these figures no longer change" in client.get(PAGE).content

    def test_is_offered_to_those_who_may(self, client, area):
        signed_in(client, Role.COORDINATOR)

        assert b"Freeze these figures" not in client.get(PAGE).content
        assert client.post(f"{PAGE}freeze/").status_code == 403
        assert not FrozenReport.objects.exists()


class TestBehind:
    @pytest.mark.requirement("STATS-15")
    def test_shows_whom_the_reader_may_know_and_says_how_many_were_counted(self, client, area):
        known, walled = counted(1, 1), counted(1, 1, compartment="category_4", family_name="Plantedtoken")
        signed_in(client, Role.COORDINATOR)

        page = client.get(f"{PAGE}behind/{KEY}/").content.decode()

        assert known.person.reference in page
        assert walled.person.reference not in page
        assert "Plantedtoken" not in page
        assert "1 shown to you, 2 counted" in page

    def test_is_on_the_record_of_everybody_shown_and_nobody_else(self, client, area):
        known, other = counted(1, 1), counted(2, 1)
        user = signed_in(client, Role.COORDINATOR)

        client.get(f"{PAGE}behind/{KEY}/")

        event = AuditEvent.objects.get(operation="statistics:report:drill")
        assert (event.who, event.subject) == (user.username, known.person.reference)
        assert not AuditEvent.objects.filter(subject=other.person.reference).exists()

    @pytest.mark.parametrize("role", Role)
    def test_opens_to_those_who_hold_it(self, client, area, role):
        counted(1, 1)
        signed_in(client, role)

        allowed = Permission.STATISTICS_DRILL in GRANTS[role]
        assert client.get(f"{PAGE}behind/{KEY}/").status_code == (200 if allowed else 403)

    def test_a_figure_that_is_not_there_is_not_found(self, client, area):
        signed_in(client, Role.COORDINATOR)

        assert client.get(f"{PAGE}behind/nothing.at_all/").status_code == 404

    @pytest.mark.parametrize(
        ("key", "most"),
        [(KEY, 16), ("restrictive_orders_imposed.shpo", 15), ("notification_breaches_cautioned_or_convicted", 18)],
    )
    def test_takes_as_many_queries_for_twice_the_people(self, client, area, key, most):
        signed_in(client, Role.COORDINATOR)

        def queries():
            for _ in range(4):
                person, on = counted(1, 1).person, year_named("2018/19").last
                Order.objects.create(person=person, kind="SHPO", on=on)
                NotificationBreach.objects.create(
                    person=person, found_on=on, what="x", outcome="cautioned", outcome_on=on
                )
            with CaptureQueriesContext(connection) as seen:
                shown = client.get(f"{PAGE}behind/{key}/").content
            assert person.reference.encode() in shown
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= most


class TestDownload:
    @pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "ods", "html"])
    def test_comes_as_a_file_that_names_nobody(self, client, area, kind):
        counted(1, 1, family_name="Plantedtoken")
        signed_in(client, Role.ANALYST)

        answer = client.get(f"{PAGE}download.{kind}")

        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="annual-northshire-2018.{kind}"'
        assert b"Plantedtoken" not in answer.content

    def test_of_another_kind_is_not_found(self, client, area):
        signed_in(client, Role.ANALYST)

        assert client.get(f"{PAGE}download.exe").status_code == 404
