"""Categories 2, 3 and 4, potentially dangerous persons, leading and leaving."""

import pytest

from tests.policy.cases import (
    BODILY_HARM,
    RAPE,
    TERRORISM,
    THEFT,
    ask,
    convicted,
    day,
    given,
    happened,
    outcomes,
)

WORRIED = {"ra_considers_serious_harm": True}


def for_violence(code, *, court="crown", kind="conviction", edition="statute-current", **length):
    held = convicted("2026-03-02", BODILY_HARM, court=court, kind=kind)
    return ask(held, given(code, **length), edition=edition)


class TestCategory2:
    @pytest.mark.requirement("IDENT-06")
    @pytest.mark.parametrize(
        ("code", "length", "limbs"),
        [
            ("IMP_12", {"term_months": 12}, ["CAT2_CUSTODY"]),
            ("IMP_U12", {"term_months": 11}, []),
            ("YOI_12", {"term_months": 12}, ["CAT2_CUSTODY"]),
            ("S250", {"term_months": 12}, ["CAT2_CUSTODY"]),
            ("DTO_12", {"term_months": 12}, ["CAT2_CUSTODY"]),
            ("LIFE", {}, ["CAT2_CUSTODY"]),
            ("EDS_YOUTH", {"term_months": 11}, ["CAT2_CUSTODY"]),
            ("CO", {"term_months": 36}, []),
            ("FINE", {}, []),
        ],
    )
    def test_needs_twelve_months_or_a_sentence_without_a_minimum(self, code, length, limbs):
        assert for_violence(code, **length)["limbs"] == limbs

    @pytest.mark.requirement("IDENT-07")
    @pytest.mark.parametrize(
        ("code", "kind", "limbs"),
        [
            ("HO", "conviction", ["CAT2_HOSPITAL"]),
            ("HO_R", "conviction", ["CAT2_HOSPITAL"]),
            ("GUARD", "conviction", ["CAT2_GUARDIANSHIP"]),
            ("NGRI_HO", "finding", ["CAT2_FINDING"]),
            ("UNFIT_HO", "finding", ["CAT2_FINDING"]),
            ("NGRI_SUP", "finding", []),
        ],
    )
    def test_takes_any_hospital_or_guardianship_order(self, code, kind, limbs):
        assert for_violence(code, kind=kind)["limbs"] == limbs

    @pytest.mark.requirement("IDENT-08")
    @pytest.mark.parametrize(
        ("months", "edition", "categories"),
        [
            (12, "hampshire-2008", [2]),
            (13, "hampshire-2008", []),
            (11, "cheshire-2022", []),
            (13, "cheshire-2022", [2]),
            (24, "statute-current", [2]),
        ],
    )
    def test_counts_a_suspended_term_by_the_edition(self, months, edition, categories):
        answer = for_violence("SSO_12", edition=edition, term_months=months, operational_period_months=24)

        assert answer["categories"] == categories

    @pytest.mark.parametrize(
        ("court", "flag"),
        [
            ("service", "service_court_not_category_2"),
            ("scotland", "conviction_outside_england_and_wales_not_category_2"),
            ("foreign", "conviction_outside_england_and_wales_not_category_2"),
        ],
    )
    def test_needs_a_court_in_england_or_wales(self, court, flag):
        answer = for_violence("IMP_12", court=court, term_months=24)

        assert answer["limbs"] == []
        assert {flag, "consider_cat3"} <= set(answer["flags"])

    def test_never_adds_consecutive_terms_but_says_so(self):
        answer = ask(
            convicted("2026-03-02", BODILY_HARM),
            convicted("2026-03-02", BODILY_HARM, name="C2"),
            given("IMP_U12", term_months=8),
            given("IMP_U12", name="C2", term_months=8, consecutive_to="C1"),
        )

        assert (answer["limbs"], answer["flags"]) == ([], ["no_aggregation_rule_for_category_2"])

    def test_flags_weeks_that_fall_short_of_the_months(self):
        answer = for_violence("IMP_12", term_weeks=52)

        assert (answer["limbs"], answer["flags"]) == ([], ["weeks_versus_months"])

    @pytest.mark.requirement("IDENT-06")
    @pytest.mark.parametrize(
        ("code", "term", "promised"),
        [
            ("IMP_12", 12, ""),
            ("IMP_12", 11, "IMP_12 is for 12 months or more"),
            ("IMP_U12", 12, "IMP_U12 is for less than 12 months"),
            ("SSO_U12", 11, ""),
            ("DTO_12", 6, "DTO_12 is for 12 months or more"),
        ],
    )
    def test_doubts_a_term_that_is_not_what_the_code_says_and_rests_on_the_term(self, code, term, promised):
        answer = for_violence(code, term_months=term)

        assert ("x_disposal_and_term_disagree" in answer["flags"]) is bool(promised)
        said = [row["because"] for row in answer["reasons"] if row.get("about") == "C1"]
        assert said
        assert all(
            f"{promised}, which the recorded term is not: one of the two is wrong" in because
            for because in said
            if promised
        )
        assert (answer["limbs"] == ["CAT2_CUSTODY"]) is (term >= 12)

    def test_reads_the_schedule_as_it_stands_on_the_day(self):
        offence = {"statute": "Serious Crime Act 2015", "section": "76", "sch3_para": None, "sch15_para": None}
        events = (convicted("2024-03-04", offence), given("IMP_12", "2024-03-04", term_months=36))

        assert ask(*events, as_of=day("2025-02-02"))["limbs"] == []
        assert ask(*events, as_of=day("2025-02-03"))["limbs"] == ["CAT2_CUSTODY"]

    @pytest.mark.requirement("IDENT-09")
    def test_leaves_out_a_sentence_that_had_ended_by_april_2001(self):
        def exit_of(months):
            events = (convicted("1999-04-01", BODILY_HARM), given("IMP_12", "1999-04-01", term_months=months))
            return ask(*events)["exit"]

        assert exit_of(24) == {}
        assert exit_of(25) == {"cat2_last_day": "2001-04-30"}


class TestLeavingCategory2:
    def exit_of(self, code, *events, **length):
        answer = ask(convicted("2020-03-02", BODILY_HARM), given(code, "2020-03-02", **length), *events)
        return answer["exit"]["cat2_last_day"], answer["lead_agency"]

    @pytest.mark.requirement("IDENT-32")
    def test_is_at_the_end_of_licence_or_of_the_term(self):
        assert self.exit_of("IMP_12", term_months=24)[0] == "2022-03-01"
        assert self.exit_of("IMP_12", term_months=24, remand_days=10)[0] == "2022-02-19"
        assert self.exit_of("IMP_12", happened("licence_end", "2022-02-10"), term_months=24)[0] == "2022-02-10"
        recalled = happened("recall", "2021-06-01")
        assert self.exit_of("IMP_12", recalled, term_months=24)[0] == "2022-03-01"

    @pytest.mark.requirement("IDENT-32")
    def test_is_never_while_a_life_licence_or_a_hospital_order_lasts(self):
        assert self.exit_of("LIFE", happened("release", "2024-01-01")) == (None, "probation")
        assert self.exit_of("HO") == (None, "mental_health_trust")
        assert self.exit_of("HO", happened("release", "2024-01-01"), happened("cto_start", "2024-01-01"))[0] is None
        assert self.exit_of("HO", happened("release", "2024-01-01"))[0] == "2024-01-01"
        freed = happened("conditional_discharge_mha", "2024-01-01")
        assert self.exit_of("HO_R", freed)[0] is None
        assert self.exit_of("HO_R", freed, happened("order_discharged", "2025-01-01", order="S37"))[0] == "2025-01-01"

    def test_is_at_the_later_period_of_a_suspended_sentence(self):
        ends = (happened("supervision_end", "2021-03-01"), happened("operational_period_end", "2022-03-01"))

        assert self.exit_of("SSO_12", *ends, term_months=18)[0] == "2022-03-01"

    def test_after_transfer_to_hospital_waits_for_both(self):
        moved = happened("transfer_s47", "2021-06-01")

        assert self.exit_of("IMP_12", moved, term_months=24) == (None, "mental_health_trust")
        assert self.exit_of("IMP_12", moved, happened("release", "2023-01-05"), term_months=24)[0] == "2023-01-05"

    @pytest.mark.requirement("IDENT-03")
    def test_falls_to_category_2_when_category_1_ends_first(self):
        events = (convicted("2018-03-02", {**RAPE}, kind="caution", court="police"), given("CAUTION", "2018-03-02"))
        later = (convicted("2019-03-04", BODILY_HARM, name="C2"), given("LIFE", "2019-03-04", name="C2"))

        assert ask(*events, *later, as_of=day("2020-03-01"))["recorded_category"] == 1
        assert ask(*events, *later, as_of=day("2020-03-02"))["recorded_category"] == 2


class TestCategory3:
    accepted = happened("cat3_accepted", "2026-05-01", level=2)

    @pytest.mark.requirement("IDENT-10", "IDENT-11")
    @pytest.mark.parametrize("kind", ["conviction", "caution", "finding"])
    @pytest.mark.parametrize("court", ["magistrates", "foreign"])
    def test_takes_any_offence_anywhere_with_the_judgement(self, kind, court):
        held = convicted("2026-03-02", THEFT, kind=kind, court=court)

        assert ask(held, given("FINE"), self.accepted, **WORRIED)["limbs"] == ["CAT3_RA"]
        assert ask(held, given("FINE"), self.accepted, ra_considers_serious_harm=False)["limbs"] == []

    @pytest.mark.requirement("IDENT-10")
    def test_is_not_open_on_an_allegation_alone(self):
        events = (happened("intelligence", "2026-01-01"), happened("community_resolution", "2026-02-01"))
        answer = ask(*events, self.accepted, **WORRIED)

        assert answer["limbs"] == []
        assert "consider_pdp" in answer["flags"]

    @pytest.mark.requirement("IDENT-12")
    def test_is_refused_while_category_1_or_2_is_held(self):
        for code, length, limbs in (
            ("IMP_12", {"term_months": 24}, ["CAT2_CUSTODY"]),
            ("IMP_U12", {"term_months": 6}, ["CAT3_RA"]),
        ):
            held = (convicted("2026-03-02", BODILY_HARM), given(code, **length))
            assert ask(*held, self.accepted, **WORRIED)["limbs"] == limbs
        assert ask(convicted(), given("FINE"), self.accepted, **WORRIED)["limbs"] == ["CAT1_NOTIFICATION"]

    @pytest.mark.requirement("IDENT-12", "LEVEL-05")
    def test_is_for_levels_2_and_3_only(self):
        held = (convicted("2026-03-02", THEFT), given("FINE"))
        low = happened("cat3_accepted", "2026-05-01", level=1)

        assert ask(*held, self.accepted, **WORRIED)["levels_allowed"] == [2, 3]
        assert "invalid_level_for_category_3" in ask(*held, low, **WORRIED)["flags"]

    @pytest.mark.requirement("IDENT-32")
    def test_ends_by_decision(self):
        held = (convicted("2026-03-02", THEFT), given("FINE"), self.accepted)
        answer = ask(*held, happened("cat3_removed", "2026-09-01"), **WORRIED)

        assert (answer["limbs"], answer["exit"]) == ([], {"cat3_last_day": "2026-09-01"})

    @pytest.mark.requirement("IDENT-13")
    @pytest.mark.parametrize(("worry", "months", "prompted"), [(True, 14, True), (True, 24, False), (False, 14, False)])
    def test_is_prompted_when_category_2_is_about_to_lapse(self, worry, months, prompted):
        held = (convicted("2026-03-02", BODILY_HARM), given("IMP_12", term_months=months))
        answer = ask(*held, ra_considers_serious_harm=worry)

        assert ("consider_cat3" in answer["flags"]) is prompted
        assert answer["limbs"] == ["CAT2_CUSTODY"]

    @pytest.mark.requirement("IDENT-13")
    def test_follows_by_itself_once_the_licence_that_stood_before_it_ends(self):
        held = (convicted("2024-06-02", BODILY_HARM), given("IMP_12", "2024-06-02", term_months=24))
        answer = ask(*held, self.accepted, **WORRIED)

        assert (answer["limbs"], answer["exit"]["cat2_last_day"]) == (["CAT3_RA"], "2026-06-01")


class TestCategory4:
    @pytest.mark.parametrize(
        ("dob", "code", "months", "last"),
        [
            ("1980-01-01", "IMP_12", 59, "2031-03-01"),
            ("1980-01-01", "IMP_12", 60, "2036-03-01"),
            ("1980-01-01", "IMP_12", 120, "2051-03-01"),
            ("2003-06-01", "S250", 120, "2031-03-01"),
        ],
    )
    def test_notification_counts_from_release_by_age_and_term(self, dob, code, months, last):
        events = (
            convicted("2020-03-02", TERRORISM),
            given(code, "2020-03-02", term_months=months),
            happened("release", "2021-03-02"),
            happened("licence_end", "2022-03-01"),
        )
        answer = ask(*events, dob=day(dob))

        assert answer["limbs"] == ["CAT4_AUTO"]
        assert answer["notification"]["overall_last_day"] == last

    def test_the_period_waits_for_a_release_nobody_recorded(self):
        answer = ask(convicted("2025-03-03", TERRORISM), given("IMP_12", "2025-03-03", term_months=60))

        assert "cta_period_end_depends_on_release" in answer["flags"]
        assert "exit.cat4_last_day" in answer["undetermined"]
        assert answer["notification"]["indefinite"] is False

    def test_notification_stands_still_again_after_recall(self):
        events = (
            convicted("2018-03-02", TERRORISM),
            given("IMP_12", "2018-03-30", term_months=48),
            happened("release", "2020-03-30"),
            happened("recall", "2021-01-10"),
            happened("release", "2021-04-10"),
        )

        assert ask(*events)["exit"]["cat4_last_day"] == "2030-06-27"

    def test_is_led_by_the_hospital_only_while_the_order_lasts(self):
        held = (convicted(offence=TERRORISM), given("HO"))

        assert ask(*held)["lead_agency"] == "mental_health_trust"
        assert ask(*held, happened("release", "2026-09-01"))["lead_agency"] == "probation"

    @pytest.mark.requirement("IDENT-04")
    def test_does_not_exist_in_an_edition_of_three_categories(self):
        events = (convicted("2022-07-04", TERRORISM), given("IMP_12", "2022-07-04", term_months=60))

        assert ask(*events)["categories"] == [4]
        assert ask(*events, edition="hampshire-2008")["categories"] == []

    def test_with_category_1_leaves_the_recorded_one_to_people(self):
        events = (convicted(offence=RAPE, terrorist_connection=True), given("EDS", term_months=120))
        answer = ask(*events)

        assert (answer["categories"], answer["recorded_category"]) == ([1, 2, 4], None)
        assert "recorded_category_precedence_unsettled" in answer["flags"]

    def test_a_short_sentence_leaves_only_the_discretionary_limb(self):
        events = (convicted(offence=TERRORISM), given("IMP_U12", term_months=11))
        accepted = happened("cat4_discretionary_accepted", "2026-06-01", level=2)

        assert "consider_cat4_discretionary" in ask(*events)["flags"]
        assert ask(*events, accepted, ra_considers_terrorism_risk=True)["levels_allowed"] == [2, 3]


class TestPotentiallyDangerousPersons:
    @pytest.mark.requirement("PDP-05")
    def test_are_those_under_a_sexual_risk_order_until_it_is_breached(self):
        order = happened("order_made", "2026-01-05", order="SRO", until=day("2028-01-04"))
        breach = {"title": "Breach of sexual risk order", "sch3_para": None, "sch15_para": None}

        assert ask(order)["pdp_route"] is True
        assert ask(order, convicted(offence=breach), given("FINE"))["pdp_route"] is False
        assert ask(order, as_of=day("2028-01-05"))["pdp_route"] is False

    @pytest.mark.requirement("PDP-01")
    def test_are_not_those_who_are_eligible_for_mappa(self):
        assert ask(happened("intelligence", "2026-01-05"), police_pdp_grounds=True)["pdp_route"] is True
        assert ask(convicted(), given("FINE"), police_pdp_grounds=True)["pdp_route"] is False
        assert ask(happened("intelligence", "2026-01-05"))["pdp_route"] is False


class TestWarnings:
    @pytest.mark.requirement("IDENT-32")
    def test_death_ends_everything_and_keeps_the_record(self):
        events = (convicted(), given("LIFE"), happened("death", "2026-08-30"))
        answer = ask(*events)

        assert (answer["mappa_eligible"], answer["flags"]) == (False, ["death_close_and_retain_record"])
        assert answer["exit"] == {"cat1_last_day": "2026-08-30", "cat2_last_day": "2026-08-30"}

    @pytest.mark.parametrize(
        ("received", "decided", "late"),
        [
            ("2026-11-06", None, False),
            ("2026-11-05", None, True),
            ("2026-03-20", "2026-04-08", True),
            ("2026-03-20", "2026-04-07", False),
        ],
    )
    def test_a_referral_is_late_after_ten_working_days(self, received, decided, late):
        events = [convicted("2025-03-03", THEFT), given("FINE", "2025-03-03"), happened("referral_received", received)]
        if decided:
            events.append(happened("cat3_accepted", decided, level=2))

        assert ("referral_decision_overdue" in ask(*events, **WORRIED)["flags"]) is late
        assert "referral_decision_overdue" not in ask(*events, edition="hampshire-2008")["flags"]

    def test_a_draft_edition_says_that_it_was_used(self):
        assert ask(edition="national-draft")["flags"] == ["draft_edition_used"]

    def test_a_meeting_after_the_exit_and_a_hundredth_birthday_are_shown(self):
        events = (convicted("2010-03-02"), given("FINE", "2010-03-02"), happened("meeting", "2026-01-12", level=2))
        answer = ask(*events, dob=day("1926-11-20"))

        assert {"meeting_after_exit", "record_review_100th_birthday"} <= set(answer["flags"])
        assert outcomes(answer, "CAT1_NOTIFICATION") == {"C1": "not_met"}
