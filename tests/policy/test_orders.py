"""Orders: what the law lets a court make, how long each lasts, and what a breach brings."""

import datetime as dt

import pytest

from mappa_policy import disposals, parameters
from tests.policy.cases import THEFT, ask, convicted, day, given, happened, outcomes

LIMB = "ORDER_AS_LAW_ALLOWS"
CHILD = dt.date(2010, 3, 2)
BREACH = {"title": "Breach of a sexual risk order", "statute": "Sexual Offences Act 2003", "section": "122H"}


def made(order, on="2026-01-05", until=None, **more):
    more = {key: day(value) if "until" in key else value for key, value in more.items()}
    until = {} if until is None else {"until": day(until)}
    return happened("order_made", on, id="O1", order=order, **until, **more)


def about(*events, dob=dt.date(1980, 1, 1), as_of=dt.date(2026, 11, 20)):
    answer = ask(*events, dob=dob, as_of=as_of)
    return (
        outcomes(answer, LIMB).get("O1"),
        [flag for flag in answer["flags"] if flag.startswith(("x_order", "x_foreign"))],
        answer,
    )


def allowed(*events, **more):
    return about(*events, **more)[:2]


OFFENCE = convicted("2024-03-02")
ABROAD = convicted("2024-03-02", court="foreign")
FINE = ("met", [])
TABLE = [
    # ORDERS-03: five years at least, both days included; ten and over, under 18 only exceptionally
    ("ORDERS-03", "SHPO", "2031-01-04", {}, FINE),
    ("ORDERS-03", "SHPO", "2031-01-03", {}, ("not_met", ["x_order_shorter_than_law_allows"])),
    ("ORDERS-03", "SHPO", None, {}, FINE),
    ("ORDERS-03", "SHPO", None, {"foreign_travel_until": "2031-01-04"}, FINE),
    ("ORDERS-03", "SHPO", None, {"foreign_travel_until": "2031-01-05"},
     ("not_met", ["x_foreign_travel_longer_than_law_allows"])),
    ("ORDERS-03", "SHPO", None, {"on_application": True, "acts_since": True, "applicant": "nca"}, FINE),
    ("ORDERS-03", "SHPO", None, {"on_application": True, "acts_since": False},
     ("not_met", ["x_order_without_its_ground"])),
    ("ORDERS-03", "SHPO", None, {"on_application": True, "applicant": "victim", "acts_since": True},
     ("not_met", ["x_order_by_another_applicant"])),
    # ORDERS-05: two years at least and no most; foreign travel five years; magistrates, police or NCA
    ("ORDERS-05", "SRO", "2028-01-04", {}, FINE),
    ("ORDERS-05", "SRO", "2028-01-03", {}, ("not_met", ["x_order_shorter_than_law_allows"])),
    ("ORDERS-05", "SRO", "2066-01-04", {}, FINE),
    ("ORDERS-05", "SRO", None, {"foreign_travel_until": "2031-01-05"},
     ("not_met", ["x_foreign_travel_longer_than_law_allows"])),
    ("ORDERS-05", "SRO", None, {"court": "magistrates", "applicant": "police"}, FINE),
    ("ORDERS-05", "SRO", None, {"court": "crown"}, ("not_met", ["x_order_by_another_court"])),
    ("ORDERS-05", "SRO", None, {"applicant": "victim"}, ("not_met", ["x_order_by_another_applicant"])),
    ("ORDERS-01", "VOO", "2031-01-04", {}, FINE),
    ("ORDERS-01", "VOO", "2031-01-05", {}, ("not_met", ["x_order_longer_than_law_allows"])),
    ("ORDERS-01", "SOPO", None, {}, ("not_met", ["x_order_not_available_that_day"])),
    ("ORDERS-01", "RSHO", None, {}, ("not_met", ["x_order_not_available_that_day"])),
]  # fmt: skip


@pytest.mark.requirement("ORDERS-01", "ORDERS-03", "ORDERS-05")
class TestOrders:
    @pytest.mark.parametrize(("row", "order", "until", "more", "expected"), TABLE)
    def test_are_tried_against_what_the_law_asks(self, row, order, until, more, expected):
        assert allowed(OFFENCE, made(order, until=until, **more)) == expected, row

    def test_are_known_by_kind_with_the_years_in_which_each_could_be_made(self):
        kinds = parameters.value("orders/limits", "statute-current").value

        assert {"NO", "INO", "SOPO", "SHPO", "ISHPO", "RSHO", "SRO", "FTO", "VOO"} <= set(kinds)
        assert disposals.order_by_code("SOPO").row["replaced_by"] == "SHPO"
        assert disposals.order_by_code("RSHO").row["replaced_by"] == "SRO"

    def test_of_an_older_kind_stay_on_record(self):
        older = made("SOPO", on="2015-03-07", until="2030-03-06")
        outcome, flags, answer = about(convicted("2012-01-05"), older)

        assert (outcome, flags) == FINE
        assert answer["notification"]["periods"][-1]["source"] == "SOPO"

    def test_that_renew_one_still_in_force_may_be_shorter(self):
        first = happened("order_made", "2020-01-05", order="SHPO", until=day("2026-06-01"))

        assert allowed(OFFENCE, first, made("SHPO", until="2028-01-04")) == FINE

    @pytest.mark.requirement("YOUTH-08")
    @pytest.mark.parametrize(
        ("order", "on", "expected"),
        [
            ("SHPO", "2028-03-02", FINE),
            ("SHPO", "2028-03-01", ("met", ["x_order_under_18_exceptional"])),
            ("SHPO", "2020-03-02", ("met", ["x_order_under_18_exceptional"])),
            ("SHPO", "2020-03-01", ("not_met", ["x_order_made_under_age"])),
            ("VOO", "2028-03-02", FINE),
            ("VOO", "2028-03-01", ("not_met", ["x_order_made_under_age"])),
        ],
    )
    def test_ask_for_an_age_on_the_day_they_are_made(self, order, on, expected):
        offence = convicted("2020-02-01")

        assert allowed(offence, made(order, on=on), dob=CHILD, as_of=dt.date(2029, 1, 1)) == expected

    def test_on_a_person_of_unknown_age_cannot_be_told_and_name_the_birth(self):
        outcome, _, answer = about(OFFENCE, made("VOO"), dob=None)
        reason = next(row for row in answer["reasons"] if row["limb"] == LIMB)

        assert outcome == "cannot_tell"
        assert "person.dob" in reason["missing"][0]

    def test_say_which_law(self):
        answer = about(OFFENCE, made("SHPO", until="2027-01-04"))[2]
        reason = next(row for row in answer["reasons"] if row["limb"] == LIMB)

        assert reason["citations"] == ["SOA 2003 ss.103A to 103K"]
        assert "60 months, to 2031-01-04" in reason["because"]


@pytest.mark.requirement("ORDERS-03")
class TestPreventionOrders:
    def test_bring_notification_for_their_whole_length(self):
        events = [convicted("2024-03-02"), given("FINE", "2024-03-02"), made("SHPO", until="2036-01-04")]
        periods = {row["source"]: row for row in ask(*events)["notification"]["periods"]}

        assert (periods["SHPO"]["first_day"], periods["SHPO"]["last_day"]) == ("2026-01-05", "2036-01-04")

    def test_applied_for_alone_name_the_acts_that_nobody_recorded(self):
        outcome, _, answer = about(OFFENCE, made("SHPO", on_application=True))

        assert outcome == "cannot_tell"
        assert "O1.acts_since" in str(answer["reasons"])


@pytest.mark.requirement("ORDERS-04")
class TestNotificationOrders:
    def test_rest_on_a_conviction_abroad(self):
        assert allowed(ABROAD, made("NO", applicant="police")) == FINE

    def test_without_one_cannot_be_told(self):
        outcome, _, answer = about(OFFENCE, made("NO"))

        assert outcome == "cannot_tell"
        assert "offence abroad" in str(answer["reasons"])

    def test_are_applied_for_by_the_police_alone(self):
        assert allowed(ABROAD, made("NO", applicant="nca"))[1] == ["x_order_by_another_applicant"]


class TestRiskOrders:
    @pytest.mark.requirement("ORDERS-05")
    def test_need_no_conviction_and_make_no_category(self):
        outcome, flags, answer = about(made("SRO", until="2028-01-04"))

        assert (outcome, flags) == FINE
        assert answer["categories"] == []

    @pytest.mark.requirement("ORDERS-07")
    @pytest.mark.parametrize("kind", ["conviction", "caution"])
    def test_once_breached_open_category_1_until_they_end(self, kind):
        order = made("SRO", until="2030-01-04")
        answer = ask(order, convicted("2026-05-06", BREACH, kind=kind))
        period = answer["notification"]["periods"][0]

        assert 1 in answer["categories"]
        assert (period["first_day"], period["last_day"]) == ("2026-05-06", "2030-01-04")
        assert ask(order, convicted("2026-05-06", THEFT, kind=kind))["categories"] == []
        assert ask(order, happened("order_breach", "2026-05-06", order="SRO"))["categories"] == []
