"""What each figure counts, on worlds small enough to count by hand."""

from datetime import date, timedelta

import pytest
from tests.factories.accounts import an_area
from tests.factories.offending import a_conviction, a_movement, a_sentence
from tests.factories.people import NOON
from tests.factories.statistics import (
    IN_YEAR,
    LONG_AGO,
    YEAR,
    a_counting_area,
    counted,
    then_category,
    then_left,
    then_level,
)

from mappa.agencies.models import AreaEdition
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import CaseStep
from mappa.kernel.decisions import NotPossible
from mappa.offending.models import NotificationBreach, NotificationReview, Order
from mappa.people.models import ManagingArea
from mappa.statistics.periods import last_full_year, year_named, years_before
from mappa.statistics.services import annual_report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def area():
    return a_counting_area()


def figures(area, year=YEAR):
    return annual_report(area, year).figures


def snapshot(area, level="total", category="total"):
    return figures(area)["eligible_on_snapshot"][level if level == "total" else f"level_{level}"][
        category if category == "total" else f"category_{category}"
    ]


def in_year(area, level="total", category="total"):
    return figures(area)["levels_2_and_3_in_year"][level if level == "total" else f"level_{level}"][
        category if category == "total" else f"category_{category}"
    ]


class TestYear:
    @pytest.mark.requirement("STATS-01")
    def test_runs_from_1_april_and_takes_its_snapshot_on_31_march(self, area):
        found = figures(area)

        assert found["period"] == {"from": "2018-04-01", "to": "2019-03-31"}
        assert found["snapshot_on"] == "2019-03-31"
        assert [date(2018, 3, 31) in YEAR, date(2018, 4, 1) in YEAR, date(2019, 3, 31) in YEAR] == [False, True, True]
        assert date(2019, 4, 1) not in YEAR

    @pytest.mark.parametrize(
        ("on", "name"), [(date(2019, 3, 31), "2017/18"), (date(2019, 4, 1), "2018/19"), (date(2000, 6, 1), "1999/00")]
    )
    def test_that_has_ended_last_is_offered_first(self, on, name):
        assert last_full_year(on).name == name
        assert years_before(on, 2)[0] == name

    def test_across_a_century_is_named(self):
        assert year_named("2099/00").last == date(2100, 3, 31)


class TestEligibleOnSnapshot:
    @pytest.mark.requirement("STATS-02")
    def test_counts_levels_by_categories_with_totals_and_a_dash_for_category_3_at_level_1(self, area):
        for category, level in [(1, 1), (1, 1), (2, 1), (1, 2), (3, 2), (3, 3)]:
            counted(category, level)

        assert figures(area)["eligible_on_snapshot"] == {
            "level_1": {"category_1": 2, "category_2": 1, "category_3": None, "total": 3},
            "level_2": {"category_1": 1, "category_2": 0, "category_3": 1, "total": 2},
            "level_3": {"category_1": 0, "category_2": 0, "category_3": 1, "total": 1},
            "total": {"category_1": 3, "category_2": 1, "category_3": 2, "total": 6},
        }

    @pytest.mark.requirement("STATS-03")
    @pytest.mark.parametrize(
        ("moves", "counts"),
        [
            ([], 1),
            ([("remand", IN_YEAR)], 0),
            ([("remand", IN_YEAR), ("released", IN_YEAR + DAY)], 1),
            ([("returned_to_custody", YEAR.last)], 0),
            ([("returned_to_custody", YEAR.last + DAY)], 1),
            ([("admitted_to_hospital", IN_YEAR)], 0),
            ([("admitted_to_hospital", IN_YEAR), ("discharged_from_hospital", YEAR.last)], 1),
            ([("transfer_s47", IN_YEAR), ("conditional_discharge_mha", IN_YEAR + DAY)], 1),
            ([("recalled", IN_YEAR)], 1),  # a decision: the person is not yet back
        ],
    )
    def test_counts_those_living_in_the_community_that_day(self, area, moves, counts):
        case = counted(1, 1)
        for kind, on in moves:
            a_movement(case.person, kind, on)

        assert snapshot(area) == counts

    @pytest.mark.requirement("STATS-03")
    @pytest.mark.parametrize(("code", "counts"), [("IMP_12", 0), ("HO", 0), ("CO", 1), ("SSO", 1)])
    def test_knows_from_the_sentence_who_is_detained(self, area, code, counts):
        case = counted(1, 1)
        a_sentence(a_conviction(case.person, on=IN_YEAR), code=code, on=IN_YEAR)

        assert snapshot(area) == counts

    def test_counts_one_sentenced_and_set_free_on_one_day(self, area):
        case = counted(1, 1)
        a_sentence(a_conviction(case.person, on=IN_YEAR), on=IN_YEAR)
        a_movement(case.person, "released", IN_YEAR)

        assert snapshot(area) == 1

    def test_takes_category_and_level_as_they_were_that_day(self, area):
        case = counted(2, 1)
        then_level(case, 2, IN_YEAR)
        then_category(case, 1, YEAR.last)
        then_level(case, 3, YEAR.last + DAY)
        then_category(case, 2, YEAR.last + DAY)

        assert snapshot(area, level=2, category=1) == 1
        assert snapshot(area) == 1

    @pytest.mark.parametrize(("last_day", "counts"), [(YEAR.last - DAY, 0), (YEAR.last, 1)])
    def test_counts_the_last_day_in_mappa(self, area, last_day, counts):
        then_left(counted(1, 1), last_day)

        assert snapshot(area) == counts

    def test_counts_one_who_came_back(self, area):
        case = counted(1, 1)
        then_left(case, date(2017, 5, 1))
        CaseStep.objects.create(
            case=case, action=CaseAction.REACTIVATE, state=CaseState.OPEN, on=IN_YEAR, at=NOON, by="x"
        )
        then_category(case, 1, IN_YEAR)

        assert snapshot(area) == 1

    def test_does_not_count_one_who_came_in_the_day_after(self, area):
        counted(1, 1, since=YEAR.last + DAY)

        assert snapshot(area) == 0

    def test_counts_for_the_area_that_managed_that_day(self, area):
        case = counted(1, 1)
        ManagingArea.objects.create(person=case.person, area=an_area("eastmere"), since=YEAR.last, by="x")
        later = counted(1, 1)
        ManagingArea.objects.create(person=later.person, area=an_area("eastmere"), since=YEAR.last + DAY, by="x")

        assert snapshot(area) == 1
        assert snapshot(a_counting_area(code="eastmere")) == 1

    @pytest.mark.requirement("STATS-16")
    def test_has_a_column_for_category_4_where_the_edition_has_four(self):
        area = a_counting_area("cheshire-2022")
        counted(4, 2)

        found = figures(area)["eligible_on_snapshot"]

        assert found["level_2"] == {"category_1": 0, "category_2": 0, "category_3": 0, "category_4": 1, "total": 1}

    def test_says_who_was_left_out_for_want_of_a_column(self, area):
        counted(4, 2)

        report = annual_report(area, YEAR)

        assert report.figures["eligible_on_snapshot"]["total"]["total"] == 0
        assert any("eligible_on_snapshot: 1 at a counted level" in warning for warning in report.warnings)

    def test_takes_the_edition_in_force_at_the_end_of_the_year(self, area):
        AreaEdition.objects.create(area=area, edition="cheshire-2022", since=YEAR.last + DAY)

        assert annual_report(area, YEAR).edition == "norfolk-2019"
        assert annual_report(area, year_named("2019/20")).edition == "cheshire-2022"

    def test_is_not_made_up_where_the_edition_does_not_say_how(self):
        with pytest.raises(NotPossible, match="does not say how people are counted"):
            annual_report(a_counting_area("hampshire-2008"), YEAR)


class TestLevels2And3InYear:
    @pytest.mark.requirement("STATS-04")
    def test_counts_whoever_was_at_the_level_for_a_day_of_the_year(self, area):
        first_day, last_day, before, after = (counted(2, 1) for _ in range(4))
        then_level(first_day, 2, date(2018, 1, 1))
        then_level(first_day, 1, YEAR.first + DAY)
        then_level(last_day, 3, YEAR.last)
        then_level(before, 2, date(2018, 1, 1))
        then_level(before, 1, YEAR.first)
        then_level(after, 2, YEAR.last + DAY)

        assert figures(area)["levels_2_and_3_in_year"] == {
            "level_2": {"category_1": 0, "category_2": 1, "category_3": 0, "total": 1},
            "level_3": {"category_1": 0, "category_2": 1, "category_3": 0, "total": 1},
            "total": {"category_1": 0, "category_2": 2, "category_3": 0, "total": 2},
        }

    def test_counts_people_in_custody_too(self, area):
        a_movement(counted(2, 2).person, "remand", IN_YEAR)

        assert in_year(area) == 1

    @pytest.mark.requirement("STATS-05")
    @pytest.mark.parametrize(("edition", "at_2", "at_3"), [("norfolk-2019", 1, 0), ("cheshire-2022", 1, 1)])
    def test_counts_one_held_at_both_as_the_edition_says_and_prints_how(self, edition, at_2, at_3):
        area = a_counting_area(edition)
        case = counted(1, 3)
        then_level(case, 2, IN_YEAR)

        assert (in_year(area, level=2), in_year(area, level=3)) == (at_2, at_3)
        rule = {"norfolk-2019": "once, at the last level held", "cheshire-2022": "once for each level reached"}
        assert any(rule[edition] in note for note in annual_report(area, YEAR).notes)

    @pytest.mark.parametrize("edition", ["norfolk-2019", "cheshire-2022"])
    def test_counts_one_who_went_up_and_down_once_at_each(self, edition):
        area = a_counting_area(edition)
        case = counted(1, 2)
        then_level(case, 3, IN_YEAR)
        then_level(case, 2, IN_YEAR + 30 * DAY)

        assert (in_year(area, level=2), in_year(area, level=3)) == (1, 0 if edition == "norfolk-2019" else 1)

    def test_takes_the_category_of_the_last_day_at_the_level(self, area):
        case = counted(1, 2)
        then_category(case, 2, IN_YEAR)

        assert (in_year(area, category=1), in_year(area, category=2)) == (0, 1)

    def test_stops_on_the_last_day_in_mappa(self, area):
        then_left(counted(3, 2), YEAR.first)
        then_left(counted(3, 2), YEAR.first - DAY)

        assert in_year(area, category=3) == 1


class TestReturnedToCustody:
    def returned(self, case, on=IN_YEAR, reason="licence_breach"):
        a_movement(case.person, "returned_to_custody", on, reason=reason)

    def table(self, area, name="breach_of_licence"):
        return figures(area)["returned_to_custody"][name]

    @pytest.mark.requirement("STATS-10")
    def test_counts_events_at_the_level_and_category_of_the_day(self, area):
        case = counted(1, 3)
        self.returned(case)
        then_level(case, 2, IN_YEAR + DAY)
        a_movement(case.person, "released", IN_YEAR + 2 * DAY)
        self.returned(case, IN_YEAR + 9 * DAY)
        self.returned(counted(2, 1))  # level 1 is not in this table
        self.returned(counted(2, 2), YEAR.last + DAY)
        self.returned(counted(2, 2), reason="other")

        found = self.table(area)

        assert found["level_2"] == {"category_1": 1, "category_2": 0, "category_3": 0, "total": 1}
        assert found["level_3"] == {"category_1": 1, "category_2": 0, "category_3": 0, "total": 1}

    @pytest.mark.requirement("STATS-10")
    def test_counts_breach_of_an_order_in_category_1_only(self, area):
        self.returned(counted(1, 2), reason="order_breach")
        self.returned(counted(2, 2), reason="order_breach")

        assert self.table(area, "breach_of_sopo") == {
            "level_2": {"category_1": 1, "category_2": None, "category_3": None, "total": 1},
            "level_3": {"category_1": 0, "category_2": None, "category_3": None, "total": 0},
            "total": {"category_1": 1, "category_2": None, "category_3": None, "total": 1},
        }

    @pytest.mark.requirement("STATS-13")
    def test_above_those_counted_in_the_year_asks_for_a_note_and_stops_nothing(self, area):
        case = counted(1, 3)
        self.returned(case)
        then_level(case, 2, IN_YEAR + DAY)

        report = annual_report(area, YEAR)

        assert any("1 returned to custody at level 3 (category 1) against 0" in each for each in report.warnings)
        assert report.mismatches == []


class TestCountsOfCategory1:
    @pytest.mark.requirement("STATS-06")
    @pytest.mark.parametrize(
        ("outcome", "on", "category", "counts"),
        [
            ("cautioned", IN_YEAR, 1, 1),
            ("convicted", YEAR.last, 1, 1),
            ("no_action", IN_YEAR, 1, 0),
            ("", None, 1, 0),
            ("cautioned", YEAR.last + DAY, 1, 0),
            ("cautioned", IN_YEAR, 2, 0),
        ],
    )
    def test_breaches_count_when_cautioned_or_convicted(self, area, outcome, on, category, counts):
        case = counted(category, 1)
        NotificationBreach.objects.create(
            person=case.person, found_on=date(2018, 4, 2), what="x", outcome=outcome, outcome_on=on
        )

        assert figures(area)["notification_breaches_cautioned_or_convicted"] == counts

    @pytest.mark.requirement("STATS-06")
    def test_a_person_counts_once_for_two_breaches(self, area):
        case = counted(1, 1)
        for on in (IN_YEAR, IN_YEAR + DAY):
            NotificationBreach.objects.create(
                person=case.person, found_on=on, what="x", outcome="convicted", outcome_on=on
            )

        assert figures(area)["notification_breaches_cautioned_or_convicted"] == 1

    @pytest.mark.requirement("STATS-07")
    def test_a_review_counts_when_notification_ceases_on_the_last_day_in_mappa_too(self, area):
        for outcome in ("ceases", "continues", ""):
            case = counted(1, 1)
            NotificationReview.objects.create(
                person=case.person, applied_on=LONG_AGO, decided_on=IN_YEAR if outcome else None, outcome=outcome
            )
            then_left(case, IN_YEAR)

        assert figures(area)["lifetime_notification_revoked_on_application"] == 1

    @pytest.mark.requirement("STATS-08")
    def test_orders_count_by_kind_one_by_one(self, area):
        case = counted(1, 1)
        kinds = [("SHPO", False), ("SHPO", False), ("SHPO", True), ("NO", False), ("SRO", False)]
        for kind, travel in kinds:
            Order.objects.create(person=case.person, kind=kind, on=IN_YEAR, foreign_travel=travel)
        Order.objects.create(person=case.person, kind="SHPO", on=YEAR.first - DAY)
        Order.objects.create(person=counted(2, 1).person, kind="SHPO", on=IN_YEAR)

        assert figures(area)["restrictive_orders_imposed"] == {
            "shpo": 2, "shpo_with_foreign_travel_restriction": 1, "notification_order": 1,
        }  # fmt: skip

    @pytest.mark.requirement("STATS-08", "STATS-09")
    @pytest.mark.parametrize("opened", [IN_YEAR + 20 * DAY, YEAR.last + 20 * DAY])
    def test_orders_and_breaches_count_by_their_own_day_however_late_the_case_was_opened(self, area, opened):
        late, breach = counted(1, 1, since=opened), {"statute": "Sexual Offences Act 2003"}
        Order.objects.create(person=late.person, kind="SHPO", on=IN_YEAR)
        a_conviction(late.person, on=IN_YEAR, offence=breach | {"section": "122H"})
        gone = counted(1, 1)
        then_left(gone, IN_YEAR - DAY)
        Order.objects.create(person=gone.person, kind="SHPO", on=IN_YEAR)
        elsewhere = counted(1, 1, since=opened, area=an_area("eastmere"))
        Order.objects.create(person=elsewhere.person, kind="SHPO", on=IN_YEAR)

        report = annual_report(area, YEAR)

        assert report.figures["restrictive_orders_imposed"]["shpo"] == 1
        assert report.figures["subject_to_notification_after_sro_breach"] == 1
        assert report.behind["restrictive_orders_imposed.shpo"] == [late.person.reference]

    @pytest.mark.requirement("STATS-03")
    def test_a_remand_ends_with_a_sentence_in_the_community(self, area):
        case = counted(2, 2)
        a_movement(case.person, "remand", IN_YEAR)
        conviction = a_conviction(case.person, on=IN_YEAR)
        assert snapshot(area) == 0

        a_sentence(conviction, code="CO", on=IN_YEAR + DAY, term_months=12)

        assert snapshot(area) == 1

    @pytest.mark.requirement("STATS-09", "ORDERS-07")
    def test_a_conviction_for_breach_of_a_sexual_risk_order_counts(self, area):
        for section in ("122H", "122H(1)", "122"):
            breach = {"statute": "Sexual Offences Act 2003", "section": section, "sch3_para": None}
            a_conviction(counted(1, 1).person, on=IN_YEAR, offence=breach)
        a_conviction(counted(1, 1).person, on=IN_YEAR)

        assert figures(area)["subject_to_notification_after_sro_breach"] == 2


class TestRate:
    @pytest.mark.requirement("STATS-11")
    def test_is_for_every_100_000_residents_of_mid_year_with_its_source(self):
        area = a_counting_area(residents=150_000)
        counted(1, 1)
        counted(1, 1)
        counted(2, 1)

        report = annual_report(area, YEAR)

        assert report.figures["registered_sexual_offenders_per_100_000"] == 1  # two in 150,000 is 1.33
        assert any(
            "150,000 residents aged ten and over, mid-2018: made up, issued 2019-06-26" in n for n in report.notes
        )

    @pytest.mark.requirement("STATS-11")
    def test_is_not_guessed_without_an_estimate(self, area):
        counted(1, 1)

        report = annual_report(area, YEAR)

        assert report.figures["registered_sexual_offenders_per_100_000"] is None
        assert any("No estimate of residents aged ten and over for mid-2018" in note for note in report.notes)
