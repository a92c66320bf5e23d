"""Notification under Part 2: how long, from when, and what does not count."""

import pytest

from tests.policy.cases import (
    BODILY_HARM,
    RAPE,
    SEXUAL_ASSAULT,
    ask,
    convicted,
    day,
    given,
    happened,
    last_day,
    outcomes,
)

INDEFINITE = None
# disposal, its length, last day for an adult, last day for somebody under 18; convicted on 2 March 2026
LENGTHS = [
    ("IMP_12", {"term_months": 30}, INDEFINITE, INDEFINITE),
    ("IMP_12", {"term_months": 29}, "2036-03-01", "2031-03-01"),
    ("IMP_U12", {"term_months_and_days": [6, 1]}, "2036-03-01", "2031-03-01"),
    ("IMP_U12", {"term_months": 6}, "2033-03-01", "2029-09-01"),
    ("LIFE", {}, INDEFINITE, INDEFINITE),
    ("SSO_12", {"term_months": 30, "operational_period_months": 36}, INDEFINITE, INDEFINITE),
    ("HO_R", {}, INDEFINITE, INDEFINITE),
    ("HO", {}, "2033-03-01", "2029-09-01"),
    ("CO", {"term_months": 24}, "2031-03-01", "2028-09-01"),
    ("FINE", {}, "2031-03-01", "2028-09-01"),
    ("GUARD", {}, "2031-03-01", "2028-09-01"),
    ("CD", {"term_months": 12}, "2027-03-01", "2027-03-01"),
    ("DTO_12", {"term_months": 12}, "2033-03-01", "2029-09-01"),
    ("DTO_12", {"term_months": 13}, "2036-03-01", "2031-03-01"),
]


class TestLength:
    @pytest.mark.requirement("IDENT-25")
    @pytest.mark.parametrize(("code", "length", "adult", "young"), LENGTHS)
    def test_follows_the_disposal_and_is_halved_under_18(self, code, length, adult, young):
        older = ask(convicted(), given(code, **length))
        younger = ask(convicted(), given(code, **length), dob=day("2010-01-01"))

        assert (last_day(older), last_day(younger)) == (adult, young)
        assert older["notification"]["indefinite"] is (adult is None)

    @pytest.mark.requirement("IDENT-25")
    @pytest.mark.parametrize(("dob", "last"), [("1980-01-01", "2028-03-01"), ("2010-01-01", "2027-03-01")])
    def test_of_a_caution_is_two_years_or_one(self, dob, last):
        answer = ask(convicted(kind="caution", court="police"), given("CAUTION"), dob=day(dob))

        assert last_day(answer) == last

    def test_of_a_sentence_changed_on_appeal_keeps_the_first_day(self):
        answer = ask(convicted(), given("IMP_12", term_months=36), happened("appeal", "2026-06-01", new_term_months=24))

        assert answer["notification"]["periods"][0]["first_day"] == "2026-03-02"
        assert last_day(answer) == "2036-03-01"


class TestSeveralTerms:
    def two(self, second, offence=RAPE):
        return ask(
            convicted(),
            convicted(offence=offence, name="C2"),
            given("IMP_12", term_months=18),
            given("IMP_12", name="C2", **second),
        )

    def test_are_added_when_consecutive(self):
        assert self.two({"term_months": 12, "consecutive_to": "C1"})["notification"]["indefinite"]

    def test_are_not_added_when_wholly_concurrent(self):
        assert last_day(self.two({"term_months": 18, "concurrent_with": "C1"})) == "2036-03-01"

    def test_are_added_less_the_overlap_when_partly_concurrent(self):
        overlap = {"term_months": 18, "concurrent_with": "C1"}

        assert self.two({**overlap, "overlap_months": 6})["notification"]["indefinite"]
        assert last_day(self.two({**overlap, "overlap_months": 7})) == "2036-03-01"

    def on_another_day(self, first, second, **more):
        return ask(
            convicted(),
            convicted(name="C2"),
            given("IMP_12", term_months=first),
            given("IMP_12", "2026-06-01", name="C2", term_months=second, concurrent_with="C1", **more),
        )

    @pytest.mark.requirement("IDENT-25")
    def test_concurrent_with_one_passed_on_another_day_cannot_be_told_until_the_overlap_is_recorded(self):
        open_answer = self.on_another_day(18, 18)

        assert "notification.indefinite" in open_answer["undetermined"]
        missing = {fact for row in open_answer["reasons"] for fact in row.get("missing", ())}
        assert missing == {"C2.overlap_months: how long the terms run together"}
        assert self.on_another_day(18, 18, overlap_months=6)["notification"]["indefinite"] is True
        assert self.on_another_day(18, 18, overlap_months=15)["notification"]["indefinite"] is False

    def test_concurrent_with_one_passed_on_another_day_are_certain_where_no_overlap_changes_the_answer(self):
        answer = self.on_another_day(14, 14)

        assert answer["undetermined"] == []
        assert last_day(answer) == "2036-03-01"

    def test_of_other_offences_are_left_out(self):
        answer = self.two({"term_months": 18, "consecutive_to": "C1"}, offence=BODILY_HARM)

        assert last_day(answer) == "2036-03-01"


class TestWhatIsListed:
    def at(self, code, *, victim=30, dob="1980-01-01", para="18", **length):
        held = convicted(
            "2026-03-02", {**SEXUAL_ASSAULT, "sch3_para": para}, victim_age=victim, offence_date=day("2025-06-01")
        )
        return ask(held, given(code, "2026-04-13", **length), dob=day(dob))

    @pytest.mark.requirement("IDENT-05")
    @pytest.mark.parametrize(
        ("code", "length", "listed"),
        [
            ("IMP_U12", {"term_months": 1}, True),
            ("CO", {"term_months": 12}, True),
            ("CO", {"term_months": 11}, False),
            ("FINE", {}, False),
            ("HO", {}, True),
        ],
    )
    def test_an_adult_victim_needs_a_sentence_that_reaches_the_threshold(self, code, length, listed):
        answer = self.at(code, **length)

        assert answer["notification"]["subject_on_as_of"] is listed
        assert ("relevant_date_is_sentence_date" in answer["flags"]) is listed
        if listed:
            assert answer["notification"]["periods"][0]["first_day"] == "2026-04-13"

    def test_a_child_victim_is_enough_and_counts_from_conviction(self):
        answer = self.at("FINE", victim=17)

        assert answer["notification"]["periods"][0]["first_day"] == "2026-03-02"
        assert answer["flags"] == []

    def test_a_victim_is_a_child_to_the_day_before_eighteen_and_an_image_to_sixteen(self):
        def of_image(age):
            held = convicted(offence={**RAPE, "sch3_para": "13"}, youngest_person_in_images_age=age)
            return ask(held, given("FINE"))["notification"]["subject_on_as_of"]

        assert not self.at("FINE", victim=18)["notification"]["subject_on_as_of"]
        assert (of_image(15), of_image(16)) == (True, False)

    def test_an_offender_under_18_at_the_offence_needs_twelve_months(self):
        young = {"victim": 10, "dob": "2008-01-01"}

        assert not self.at("DTO_12", term_months=22, **young)["notification"]["subject_on_as_of"]
        assert self.at("DTO_12", term_months=24, **young)["notification"]["subject_on_as_of"]

    def test_an_offence_added_later_does_not_reach_back(self):
        before = ask(
            convicted("2009-01-25", {**RAPE, "sch3_para": "35A"}), given("IMP_12", "2009-01-25", term_months=36)
        )
        after = ask(
            convicted("2009-01-26", {**RAPE, "sch3_para": "35A"}), given("IMP_12", "2009-01-26", term_months=36)
        )

        assert outcomes(before, "CAT1_NOTIFICATION") == {"C1": "not_met"}
        assert outcomes(after, "CAT1_NOTIFICATION") == {"C1": "met"}

    def test_an_absolute_discharge_brings_nothing(self):
        assert ask(convicted(), given("AD"))["notification"]["periods"] == []

    def test_an_older_caution_never_counts_and_an_older_conviction_only_if_still_open(self):
        caution = convicted("1997-08-31", kind="caution", court="police")
        sentenced_later = (convicted("1997-08-31"), given("LIFE", "1997-09-01"))

        assert ask(caution, given("CAUTION", "1997-08-31"))["notification"]["periods"] == []
        assert ask(*sentenced_later)["notification"]["indefinite"]

    @pytest.mark.parametrize(("months", "counts"), [(42, True), (40, False)])
    def test_a_conviction_before_the_older_act_counts_if_the_sentence_was_still_running(self, months, counts):
        events = (convicted("1994-04-05"), given("IMP_12", "1994-04-05", term_months=months))

        assert bool(ask(*events)["notification"]["periods"]) is counts


class TestOrders:
    @pytest.mark.parametrize(
        ("order", "subject"), [("SHPO", True), ("ISHPO", True), ("SOPO", True), ("SRO", False), ("VOO", False)]
    )
    def test_only_prevention_orders_bring_notification(self, order, subject):
        answer = ask(happened("order_made", "2026-01-05", order=order, until=day("2027-01-04")))

        assert answer["notification"]["subject_on_as_of"] is subject
        assert answer["mappa_eligible"] is subject

    def test_end_when_discharged_and_run_on_when_renewed(self):
        made = happened("order_made", "2020-01-05", order="SHPO", until=day("2025-01-04"))
        renewed = happened("order_made", "2024-06-01", order="SHPO", until=day("2030-05-31"))
        discharged = happened("order_discharged", "2026-02-01", order="SHPO")

        assert last_day(ask(made)) == "2025-01-04"
        assert last_day(ask(made, renewed)) == "2030-05-31"
        assert last_day(ask(made, renewed, discharged)) == "2026-02-01"

    def test_a_breach_counts_only_once_convicted_or_cautioned(self):
        made = happened("order_made", "2026-01-05", order="SRO", until=day("2028-01-04"))
        alleged = happened("order_breach", "2026-02-01", order="SRO")
        breach = {"title": "Breach of sexual risk order", "sch3_para": None, "sch15_para": None}
        cautioned = convicted("2026-03-02", breach, kind="caution", court="police")

        assert not ask(made, alleged)["mappa_eligible"]
        assert last_day(ask(made, alleged, cautioned, given("CAUTION"))) == "2028-01-04"

    def test_a_notification_order_is_not_available_once_the_period_has_ended(self):
        abroad = convicted("2010-03-02", {}, court="foreign")
        served = given("FOREIGN", "2010-03-02", term_months=6)
        in_time = happened("order_made", "2017-03-01", order=False)
        too_late = happened("order_made", "2017-03-02", order="NO")

        assert last_day(ask(abroad, served, in_time)) == "2017-03-01"
        late = ask(abroad, served, too_late)
        assert late["notification"]["periods"] == []
        assert "notification_order_not_available_period_ended" in late["flags"]


class TestFirstNotification:
    def deadline(self, *events):
        return ask(convicted(), given("IMP_12", "2026-04-13", term_months=36), *events)["notification"][
            "initial_deadline"
        ]

    @pytest.mark.requirement("IDENT-26")
    def test_runs_from_conviction_release_or_return(self):
        held = happened("remand", "2026-03-02")

        assert self.deadline() == "2026-03-04"
        assert self.deadline(held) is None
        assert self.deadline(held, happened("release", "2026-09-01")) == "2026-09-03"
        assert self.deadline(happened("left_uk", "2026-03-01")) is None
        away = (happened("left_uk", "2026-03-01"), happened("returned_uk", "2026-05-05"))
        assert self.deadline(*away) == "2026-05-07"

    def test_is_not_asked_again_of_somebody_who_has_notified(self):
        first = (convicted("2022-03-02"), given("FINE", "2022-03-02"))
        second = (convicted("2026-03-02", name="C2"), given("FINE", name="C2"))
        told = happened("first_notification", "2022-03-03")

        assert ask(*first, *second)["notification"]["initial_deadline"] == "2026-03-04"
        assert ask(*first, told, *second)["notification"]["initial_deadline"] is None


class TestReviewOfIndefiniteNotification:
    def review(self, *events, dob="1980-01-01", edition="statute-current"):
        held = (convicted("2014-03-03"), given("IMP_12", "2014-03-31", term_months=36))
        answer = ask(*held, *events, dob=day(dob), edition=edition)
        return answer["notification"]["earliest_review"], answer

    @pytest.mark.requirement("IDENT-31")
    @pytest.mark.parametrize(("dob", "earliest"), [("1980-01-01", "2031-02-28"), ("1998-01-01", "2024-02-28")])
    def test_waits_fifteen_years_or_eight_from_the_notification_after_release(self, dob, earliest):
        events = (
            happened("first_notification", "2014-03-04"),
            happened("release", "2016-02-27"),
            happened("periodic_notification", "2016-02-28"),
        )

        assert self.review(*events, dob=dob)[0] == earliest

    @pytest.mark.requirement("IDENT-31")
    def test_waits_eight_years_more_after_a_refusal(self):
        told = happened("first_notification", "2014-04-01")
        refused = happened("review_decision", "2026-01-10", outcome="continues")

        assert self.review(told, refused)[0] == "2034-01-10"

    @pytest.mark.requirement("IDENT-31")
    def test_ends_notification_only_by_decision(self):
        told = happened("first_notification", "2014-04-01")
        ended = happened("review_decision", "2026-01-10", outcome="ceases")

        assert self.review(told)[1]["notification"]["subject_on_as_of"]
        assert self.review(told, ended)[1]["exit"]["cat1_last_day"] == "2026-01-10"

    def test_is_barred_by_a_prevention_order(self):
        order = happened("order_made", "2020-01-10", order="SHPO", until=day("2030-01-09"))

        assert "review_barred_by_prevention_order" in self.review(order)[1]["flags"]

    def test_did_not_exist_in_2008(self):
        told = happened("first_notification", "2014-04-01")
        earliest, answer = self.review(told, edition="hampshire-2008")

        assert earliest is None
        assert outcomes(answer, "REVIEW_OF_NOTIFICATION") == {"C1": "not_met"}
