"""Figures by group: who is counted is fixed, groups are compared, small numbers and people are not shown."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import a_user
from tests.factories.people import NOON
from tests.factories.statistics import a_counting_area, counted

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.determinations.models import CategoryDecision, Determination
from mappa.diversity.models import DiversityFact
from mappa.people.models import Victim
from mappa.statistics.fairness import fairness_of
from mappa.statistics.periods import year_named
from mappa.statistics.services import freeze

pytestmark = pytest.mark.django_db
YEAR = year_named("2018/19")
PAGE = "/reports/fairness/2018/race/"
WHITE, ASIAN = "White", "Asian or Asian British"
IN_YEAR = NOON.replace(year=2018, month=9)


@pytest.fixture
def area():
    return a_counting_area()


def said(case, group="", *, on=date(2018, 5, 1), **more):
    return DiversityFact.objects.create(
        person=case.person, characteristic="race", group=group, on=on, said_by="Themselves", recorded_at=NOON,
        recorded_by="x", **more,
    )  # fmt: skip


def people(area, how_many, group, *, level=1, category=1):
    made = [counted(category, level, area=area) for _ in range(how_many)]
    for case in made:
        said(case, group)
    return made


def decided(case, *, overrides, at=IN_YEAR):
    made = Determination.objects.create(
        person=case.person, as_of=at.date(), edition="x", facts={}, answer={}, made_at=at, made_by="x"
    )
    CategoryDecision.objects.create(determination=made, category=1, overrides=overrides, reason="x", at=at, by="x")


def row_of(counting, group, part="by_level"):
    at = counting.groups.index(group)
    return getattr(counting, part).rows[at]


def rate_of(counting, group, key="level"):
    return counting.rates[key][counting.groups.index(group)]


class TestFigures:
    @pytest.mark.requirement("IDENT-35", "INFO-19")
    def test_count_each_group_by_level_and_say_how_far_it_is_from_everybody_else(self, area):
        people(area, 15, "white_british")
        people(area, 5, "white_british", level=2)
        people(area, 10, "asian_indian")
        people(area, 10, "asian_indian", level=2)

        counting = fairness_of(area, YEAR, "race")

        assert row_of(counting, WHITE) == (5, 15)
        assert row_of(counting, ASIAN) == (10, 10)
        assert row_of(counting, ASIAN, "by_category") == (20, 0, 0)
        rate = rate_of(counting, ASIAN)
        assert (rate.group, rate.others, rate.apart) == (50.0, 25.0, 25.0)

    @pytest.mark.requirement("INFO-19")
    def test_compare_how_often_people_changed_the_category_that_was_proposed(self, area):
        for number, case in enumerate(people(area, 20, "white_british")):
            decided(case, overrides=number < 10)
        for number, case in enumerate(people(area, 20, "arab")):
            decided(case, overrides=number < 5)
            decided(case, overrides=True, at=IN_YEAR.replace(year=2017))

        rate = rate_of(fairness_of(area, YEAR, "race"), "Another group", "decision")

        assert (rate.group, rate.others, rate.apart) == (25.0, 50.0, -25.0)

    @pytest.mark.requirement("INFO-19")
    def test_give_no_rate_on_fewer_people_than_the_base(self, area):
        people(area, 19, "white_british")
        people(area, 21, "asian_indian")

        counting = fairness_of(area, YEAR, "race")

        assert rate_of(counting, WHITE).group is None
        assert rate_of(counting, ASIAN).group == 0.0
        assert counting.base == 20

    @pytest.mark.requirement("IDENT-35")
    def test_keep_the_three_kinds_of_nothing_apart_from_no_answer_at_all(self, area):
        for nothing in ("declined", "not_asked", "not_known"):
            for case in [counted(1, 1, area=area) for _ in range(6)]:
                said(case, nothing=nothing)
        for _ in range(7):
            counted(1, 1, area=area)

        counting = fairness_of(area, YEAR, "race")

        found = {group: row_of(counting, group)[1] for group in counting.groups}
        assert {group: count for group, count in found.items() if count} == {
            "Declined to say": 6, "Not asked": 6, "Asked or looked for, and not known": 6, "Nothing recorded": 7,
        }  # fmt: skip

    def test_rest_on_what_held_on_the_last_day_of_the_year_and_on_no_known_mistake(self, area):
        made = people(area, 6, "asian_indian")
        wrong = said(made[0], "white_roma", on=date(2018, 6, 1))
        said(made[0], "asian_indian", on=date(2019, 9, 1), corrects=wrong, why="Of another record")
        said(made[1], "white_roma", on=date(2019, 4, 1))
        for case in made[2:]:
            said(case, "from_an_old_system", on=date(2018, 7, 1))
        people(area, 4, "asian_indian")
        people(area, 6, "white_roma")
        people(area, 1, "another")

        counting = fairness_of(area, YEAR, "race")

        assert row_of(counting, ASIAN)[1] == 6
        assert row_of(counting, WHITE)[1] == 6
        assert row_of(counting, "Another group")[1] == 5

    def test_work_ages_out_on_the_last_day_and_count_victims_without_their_names(self, area):
        for born in (date(1998, 3, 31), date(1998, 4, 1)):
            made = [counted(1, 1, area=area, date_of_birth=born) for _ in range(6)]
        for _ in range(5):
            victim = Victim.objects.create(person=made[0].person, kind="direct", description="x")
            DiversityFact.objects.create(
                person=made[0].person, victim=victim, characteristic="age", group="under_18", on=date(2018, 5, 1),
                recorded_at=NOON, recorded_by="x",
            )  # fmt: skip

        counting = fairness_of(area, YEAR, "age")

        assert row_of(counting, "18 to 20")[1] == row_of(counting, "21 to 29")[1] == 6
        assert row_of(counting, "Under 18", "victims") == (5,)

    @pytest.mark.requirement("IDENT-35")
    def test_of_a_frozen_year_count_the_people_whom_it_froze(self, area):
        people(area, 6, "asian_indian")
        analyst = a_user(Role.ANALYST)
        freeze(area=area, year=YEAR, actor=analyst, on=date(2026, 3, 2), at=NOON)
        people(area, 6, "asian_indian")

        assert row_of(fairness_of(area, YEAR, "race"), ASIAN) == (0, 6)


class TestPage:
    @pytest.mark.requirement("IDENT-35", "INFO-19")
    def test_shows_no_name_and_no_small_number_and_is_on_the_record(self, client, area):
        people(area, 31, "white_british")
        people(area, 3, "arab")
        counted(1, 1, area=area, family_name="Plantedtoken")
        analyst = a_user(Role.ANALYST)
        client.force_login(analyst)

        page = client.get(PAGE).content.decode()

        assert "Not shown" in page
        assert "Plantedtoken" not in page
        assert "-P-" not in page
        assert "Decisions rest on assessed risk and need, never on a group" in page
        assert "Numbers from 1 to 4 are not shown" in page
        event = AuditEvent.objects.get(operation=Permission.FAIRNESS_VIEW)
        assert (event.who, event.subject) == (analyst.username, "northshire 2018/19")
        assert client.get("/reports/annual/2018/").content.decode().count(PAGE) == 1

    def test_opens_to_its_holders_only_and_for_whole_years_and_known_characteristics_only(self, client, area):
        for role in Role:
            client.force_login(a_user(role))
            allowed = Permission.FAIRNESS_VIEW in GRANTS[role]
            assert client.get(PAGE).status_code == (200 if allowed else 403), role
        client.force_login(a_user(Role.ANALYST))
        assert client.get("/reports/fairness/").status_code == 200
        for address in ("2018/height", "2098/race", "1999/race"):
            assert client.get(f"/reports/fairness/{address}/").status_code == 404

    def test_takes_as_many_queries_for_twice_the_people(self, client, area):
        client.force_login(a_user(Role.ANALYST))

        def queries():
            people(area, 3, "white_british")
            with CaptureQueriesContext(connection) as seen:
                client.get(PAGE)
            return len(seen)

        first, second = queries(), queries()

        assert first == second <= 17
