"""The four national promises, counted as the records stand."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.plans import a_line, a_plan
from tests.factories.statistics import then_left

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.duties.models import DutyRow
from mappa.sharing.models import Share
from mappa.statistics.promises import CANNOT_TELL, COUNTED, KEPT, NOT_KEPT, promises_of

pytestmark = pytest.mark.django_db
PAGE = "/reports/promises/"
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def answers(case):
    """The answer to each promise about one person."""
    reference = case.person.reference
    return {
        promise.key: next(answer for answer, behind in promise.behind.items() if reference in behind)
        for promise in promises_of(an_area(), TODAY)
    }


def a_duty(case, duty="category-1-record", *, outcome="met", due=TODAY, running=False):
    DutyRow.objects.create(
        case=case, duty=duty, label="x", owner="police", edition="x", started_by="x", started_on=BEFORE, due=due,
        outcome=outcome, running=running, because="x", requirement=[], derived_at=NOON,
    )  # fmt: skip


def a_share(case, agency, until=TODAY):
    Share.objects.create(
        person=case.person, agency=agency, purpose="x", gateway="x", origin="x",
        since=date(2019, 1, 1), until=until, made_at=NOON, made_by="x",
    )  # fmt: skip


def a_written_plan(case):
    writer = a_user(Role.PROBATION_PRACTITIONER, agency=case.person.involvements.first().agency)
    a_line(a_plan(case, writer), writer)


class TestPromises:
    @pytest.mark.requirement("IDENT-36")
    @pytest.mark.parametrize(
        ("promise", "happened", "answer"),
        [
            ("identified", a_duty, KEPT),
            ("identified", lambda case: a_duty(case, "category-2-flag"), KEPT),
            ("identified", lambda case: a_duty(case, outcome="met late"), NOT_KEPT),
            ("identified", lambda case: a_duty(case, outcome="late"), NOT_KEPT),
            ("identified", lambda case: a_duty(case, outcome="open", running=True, due=BEFORE), NOT_KEPT),
            ("identified", lambda case: a_duty(case, outcome="open", running=True, due=TODAY), CANNOT_TELL),
            ("identified", lambda case: a_duty(case, "level-2-minutes"), CANNOT_TELL),
            ("identified", lambda case: None, CANNOT_TELL),
            ("shared", lambda case: a_share(case, an_agency("housing")), KEPT),
            ("shared", lambda case: a_share(case, an_agency("police")), NOT_KEPT),
            ("shared", lambda case: a_share(case, an_agency("housing"), until=date(2019, 12, 31)), NOT_KEPT),
            ("shared", lambda case: None, NOT_KEPT),
            ("assessed", lambda case: an_assessment(case.person), KEPT),
            ("assessed", lambda case: an_assessment(case.person, next_due=TODAY), KEPT),
            ("assessed", lambda case: an_assessment(case.person, next_due=BEFORE), NOT_KEPT),
            ("assessed", lambda case: an_assessment(case.person, rosh=""), NOT_KEPT),
            ("assessed", lambda case: an_assessment(case.person, on=AFTER), NOT_KEPT),
            ("planned", a_written_plan, KEPT),
            ("planned", lambda case: None, NOT_KEPT),
        ],
    )
    def test_are_answered_from_what_is_on_record(self, promise, happened, answer):
        case = an_open_case()

        happened(case)

        assert answers(case)[promise] == answer

    def test_count_another_agency_that_is_involved_as_told(self):
        lead, other = an_agency("police"), an_agency("housing")

        assert answers(an_open_case(a_person(involving=(lead, other)), lead=lead))["shared"] == KEPT
        assert answers(an_open_case(a_person(involving=(lead,)), lead=lead))["shared"] == NOT_KEPT

    def test_count_only_who_is_in_mappa_in_the_area_and_everybody_behind_a_wall(self):
        an_open_case(a_person(compartment="category_4"))
        an_open_case(a_person(area=an_area("eastmere")))
        then_left(an_open_case(), BEFORE)
        a_person()

        counted = [sum(map(len, promise.behind.values())) for promise in promises_of(an_area(), TODAY)]

        assert counted == [1] * len(COUNTED)


class TestPages:
    @pytest.fixture(autouse=True)
    def today(self):
        with time_machine.travel(NOON, tick=False):
            yield

    def signed_in(self, client, role):
        user = a_user(role)
        client.force_login(user)
        return user

    @pytest.mark.requirement("IDENT-36")
    @pytest.mark.parametrize("role", [Role.BOARD_CHAIR, Role.ANALYST])
    def test_lead_from_the_home_to_counts_that_name_nobody(self, client, role):
        case = an_open_case(a_person(family_name="Plantedtoken"))
        self.signed_in(client, role)

        assert f'href="{PAGE}"' in client.get("/").content.decode()
        page = client.get(PAGE).content.decode()

        assert "All offenders have a risk management plan" in page
        assert "Counted on 2 March 2026 for 1 person" in page
        assert "Plantedtoken" not in page
        assert case.person.reference not in page
        assert f"{PAGE}planned/not_kept/" not in page
        assert client.get(f"{PAGE}planned/not_kept/").status_code == 403

    @pytest.mark.requirement("IDENT-36")
    def test_lead_from_a_count_to_those_whom_the_reader_may_know_of(self, client):
        known = an_open_case()
        walled = an_open_case(a_person(compartment="category_4"))
        user = self.signed_in(client, Role.COORDINATOR)

        assert f'href="{PAGE}planned/not_kept/"' in client.get(PAGE).content.decode()
        page = client.get(f"{PAGE}planned/not_kept/").content.decode()

        assert known.person.reference in page
        assert walled.person.reference not in page
        assert "1 shown to you, 2 counted" in page
        seen = AuditEvent.objects.get(operation="statistics:report:drill")
        assert (seen.who, seen.subject) == (user.username, known.person.reference)

    @pytest.mark.parametrize("role", Role)
    def test_open_to_those_who_hold_them(self, client, role):
        self.signed_in(client, role)

        for path, permission in (("", Permission.STATISTICS_VIEW), ("planned/kept/", Permission.STATISTICS_DRILL)):
            assert client.get(PAGE + path).status_code == (200 if permission in GRANTS[role] else 403)

    @pytest.mark.parametrize("path", ["nothing/kept/", "planned/perhaps/"])
    def test_of_no_such_count_are_not_found(self, client, path):
        self.signed_in(client, Role.COORDINATOR)

        assert client.get(PAGE + path).status_code == 404

    @pytest.mark.parametrize("path", ["", "planned/not_kept/"])
    def test_take_as_many_queries_for_twice_the_people(self, client, path):
        self.signed_in(client, Role.COORDINATOR)

        def queries():
            for _ in range(3):
                an_open_case()
            with CaptureQueriesContext(connection) as seen:
                assert client.get(PAGE + path).status_code == 200
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= 20
