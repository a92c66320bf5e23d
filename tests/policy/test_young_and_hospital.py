"""Young people on each side of 18, hospital orders and notional ones, and the review of the record at 100."""

import pytest

from tests.policy.cases import RAPE, ask, convicted, day, given, happened, last_day

SERVED = "2026-03-02"
DAY_BEFORE_18, ON_18 = "2008-11-21", "2008-11-20"  # the day of the question is 20 November 2026


def sentenced(code, born, *more, offence=RAPE, **term):
    return ask(convicted(SERVED, offence), given(code, SERVED, **term), *more, dob=day(born))


class TestYoungPeople:
    @pytest.mark.requirement("YOUTH-01")
    @pytest.mark.parametrize(
        ("code", "term"),
        [
            ("YRO", {"term_months": 24}),
            ("REFERRAL", {"term_months": 12}),
            ("DTO_12", {"term_months": 24}),
            ("S250", {"term_months": 48}),
            ("DFL", {}),
        ],
    )
    def test_are_led_by_the_youth_offending_team_until_the_18th_birthday(self, code, term):
        assert sentenced(code, DAY_BEFORE_18, **term)["lead_agency"] == "yot"

    @pytest.mark.requirement("YOUTH-01")
    @pytest.mark.parametrize(
        ("code", "term"), [("YRO", {"term_months": 24}), ("DTO_12", {"term_months": 24}), ("S250", {"term_months": 48})]
    )
    def test_are_led_by_probation_from_the_18th_birthday(self, code, term):
        assert sentenced(code, ON_18, **term)["lead_agency"] == "probation"

    @pytest.mark.requirement("YOUTH-01")
    def test_have_no_lead_while_the_birth_that_decides_it_is_not_recorded(self):
        answer = ask(convicted(SERVED, RAPE), given("S250", SERVED, term_months=48), dob=None)

        assert answer["lead_agency"] is None
        assert "lead_agency" in answer["undetermined"]

    # the consultation of YOUTH-08 is in tests/disclosures, the ages for orders in test_orders
    @pytest.mark.requirement("YOUTH-08")
    @pytest.mark.parametrize(
        ("born", "ends"),
        [("2008-03-02", "2031-03-01"), ("2008-03-03", "2028-09-01")],
        ids=["18 on the day", "under 18"],
    )
    def test_notify_for_half_as_long_if_under_18_on_the_relevant_date(self, born, ends):
        assert last_day(sentenced("FINE", born)) == ends

    @pytest.mark.requirement("YOUTH-08")
    @pytest.mark.parametrize(
        ("born", "years"), [("1998-03-02", 15), ("1998-03-03", 8)], ids=["18 on the day", "under 18"]
    )
    def test_may_ask_for_a_review_after_eight_years(self, born, years):
        events = [
            convicted("2016-03-02"), given("IMP_12", "2016-03-02", term_months=36), happened("release", "2017-09-01"),
            happened("first_notification", "2017-09-02"),
        ]  # fmt: skip

        assert ask(*events, dob=day(born))["notification"]["earliest_review"] == f"{2017 + years}-09-02"


class TestHospital:
    """HOSPITAL-03 as far as it is a rule: who is in Category 2, until when, and who leads."""

    @pytest.mark.parametrize("code", ["HO", "HO_R"])
    def test_orders_are_category_2_at_once_and_health_leads(self, code):
        answer = sentenced(code, "1980-01-01")

        assert "CAT2_HOSPITAL" in answer["limbs"]
        assert answer["lead_agency"] == "mental_health_trust"

    def test_needs_a_listed_offence(self):
        theft = {"statute": "Theft Act 1968", "section": "1", "sch3_para": None, "sch15_para": None}

        assert sentenced("HO", "1980-01-01", offence=theft)["categories"] == []

    @pytest.mark.parametrize(
        ("licence_end", "leads", "flagged"),
        [("2026-11-20", "probation", False), ("2026-11-19", "mental_health_trust", True)],
    )
    def test_notional_orders_stay_in_category_2_with_probation_while_the_licence_lasts_then_health(
        self, licence_end, leads, flagged
    ):
        answer = sentenced("N37", "1980-01-01", happened("licence_end", licence_end), term_months=36)

        assert 2 in answer["categories"]
        assert answer["lead_agency"] == leads
        assert ("notional_37_exit_unsettled" in answer["flags"]) is flagged


class TestRecordAt100:
    @pytest.mark.requirement("NOMINAL-13")
    @pytest.mark.parametrize(("born", "raised"), [("1926-11-20", True), ("1926-11-21", False), ("1900-01-01", True)])
    def test_is_flagged_from_the_anniversary_and_ends_nothing(self, born, raised):
        answer = ask(convicted(), given("IMP_12", term_months=36), dob=day(born))

        assert ("record_review_100th_birthday" in answer["flags"]) is raised
        assert answer["notification"]["indefinite"] is True

    @pytest.mark.requirement("NOMINAL-13")
    def test_is_not_flagged_without_a_date_of_birth(self):
        assert "record_review_100th_birthday" not in ask(convicted(), dob=None)["flags"]
