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
    """Who is in Category 2 through a hospital, until when, who leads and who supervises."""

    @pytest.mark.requirement("HOSPITAL-03")
    @pytest.mark.parametrize("code", ["HO", "HO_R"])
    def test_orders_are_category_2_at_once_and_health_leads(self, code):
        answer = sentenced(code, "1980-01-01")

        assert "CAT2_HOSPITAL" in answer["limbs"]
        assert answer["lead_agency"] == "mental_health_trust"

    def test_needs_a_listed_offence(self):
        theft = {"statute": "Theft Act 1968", "section": "1", "sch3_para": None, "sch15_para": None}

        assert sentenced("HO", "1980-01-01", offence=theft)["categories"] == []

    @pytest.mark.requirement("HOSPITAL-03")
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


class TestTreatedAsIfUnderAHospitalOrder:
    """A prisoner moved to hospital and still there after the time in custody."""

    PRISON = (convicted("2022-03-02"), given("IMP_12", "2022-03-02", term_months=72))
    TREATED = happened("notional_s37", "2025-03-02")

    def reason(self, *events, **more):
        answer = ask(*events, **more)
        return next((row for row in answer["reasons"] if row["limb"] == "NOTIONAL_37"), None), answer

    @pytest.mark.requirement("HOSPITAL-03")
    @pytest.mark.parametrize("recorded", [TREATED, given("N37", "2025-03-02")], ids=["as a fact", "as a disposal"])
    def test_is_supervised_by_probation_and_health_while_the_licence_lasts(self, recorded):
        reason, answer = self.reason(*self.PRISON, recorded)

        assert (reason["outcome"], answer["categories"], answer["lead_agency"]) == ("met", [1, 2], "probation")
        assert "by probation, mental health trust and adult social care while the licence lasts" in reason["because"]
        assert "until 2028-03-01" in reason["because"]
        assert "The offender manager stays in sentence planning and in the care programme approach" in reason["because"]

    @pytest.mark.requirement("HOSPITAL-03")
    def test_stays_in_category_2_under_the_trust_alone_from_the_day_after_the_licence(self):
        last, answer = self.reason(*self.PRISON, self.TREATED, as_of=day("2028-03-01"))
        assert "while the licence lasts" in last["because"]
        reason, answer = self.reason(*self.PRISON, self.TREATED, as_of=day("2028-03-02"))

        assert "The licence ended on 2028-03-01. Supervised by mental health trust." in reason["because"]
        assert answer["lead_agency"] == "mental_health_trust"
        assert 2 in answer["categories"]

    def test_ends_when_the_person_leaves_hospital(self):
        reason, _ = self.reason(*self.PRISON, self.TREATED, happened("release", "2026-05-01"))

        assert reason["outcome"] == "not_met"
        assert "until 2026-05-01" in reason["because"]

    def test_lasts_as_long_as_a_licence_for_life(self):
        life = given("LIFE", "2022-03-02")
        reason, _ = self.reason(convicted("2022-03-02"), life, self.TREATED)

        assert "while the licence lasts. The offender manager" in reason["because"]

    def test_cannot_be_told_without_the_prison_sentence_and_is_no_question_for_others(self):
        assert self.reason(convicted("2022-03-02"), given("HO", "2022-03-02"), self.TREATED)[0]["outcome"] == (
            "cannot_tell"
        )
        assert self.reason(*self.PRISON)[0] is None
        assert self.reason(*self.PRISON, happened("transfer_s47", "2024-05-01"))[0] is None


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
