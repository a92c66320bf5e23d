"""The wait for a decision, in working days."""

from datetime import UTC, date, datetime

import pytest

from mappa.determinations.policy import parameter
from mappa.referrals.models import Referral, ReferralStep
from mappa.referrals.policy import decision_limit
from mappa.referrals.selectors import as_events
from mappa.referrals.waiting import clock
from mappa_policy.duties import duties_for

LIMIT = parameter("referral/decision_limit", "cheshire-2022")


def steps(*pairs):
    return [
        ReferralStep(action=action, at=datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC))
        for action, day in pairs
    ]


@pytest.mark.requirement("REFER-07")
class TestClock:
    def test_has_not_begun_before_the_referral_is_sent(self):
        assert clock(steps(("start", "2026-03-02")), LIMIT, date(2026, 3, 3)) is None

    def test_gives_ten_working_days_after_receipt(self):
        wait = clock(steps(("start", "2026-03-02"), ("submit", "2026-03-02")), LIMIT, date(2026, 3, 6))

        assert (wait.due, wait.used, wait.left, wait.late) == (date(2026, 3, 16), 4, 6, False)

    def test_is_not_late_on_its_last_day_and_is_the_day_after(self):
        sent = steps(("submit", "2026-03-02"))

        assert clock(sent, LIMIT, date(2026, 3, 16)).left == 0
        assert clock(sent, LIMIT, date(2026, 3, 17)).left == -1

    def test_skips_bank_holidays(self):
        assert clock(steps(("submit", "2026-03-30")), LIMIT, date(2026, 3, 31)).due == date(2026, 4, 15)

    def test_is_late_on_the_weekend_after_its_last_day(self):
        wait = clock(steps(("submit", "2026-02-27")), LIMIT, date(2026, 3, 14))

        assert (wait.due, wait.late, wait.left) == (date(2026, 3, 13), True, -1)

    def test_stands_still_while_the_referral_is_returned(self):
        returned = steps(("submit", "2026-03-02"), ("return", "2026-03-05"))

        wait = clock(returned, LIMIT, date(2026, 5, 1))

        assert (wait.due, wait.used, wait.left) == (None, 3, 7)

    def test_goes_on_from_the_day_it_is_sent_again(self):
        again = steps(("submit", "2026-03-02"), ("return", "2026-03-05"), ("resubmit", "2026-03-09"))

        wait = clock(again, LIMIT, date(2026, 3, 10))

        assert (wait.due, wait.used, wait.left) == (date(2026, 3, 18), 4, 6)

    def test_ends_on_the_very_day_when_nothing_was_left(self):
        again = steps(("submit", "2026-03-02"), ("return", "2026-03-16"), ("resubmit", "2026-03-20"))

        assert clock(again, LIMIT, date(2026, 3, 20)).due == date(2026, 3, 20)

    def test_is_not_saved_by_a_return_after_the_last_day(self):
        late = steps(("submit", "2026-03-02"), ("return", "2026-03-18"), ("resubmit", "2026-03-20"))

        wait = clock(late, LIMIT, date(2026, 3, 23))

        assert (wait.due, wait.late) == (date(2026, 3, 16), True)

    def test_stops_at_the_first_decision_whatever_follows(self):
        decided = steps(("submit", "2026-03-02"), ("reject", "2026-03-05"), ("dispute", "2026-03-20"))

        wait = clock(decided, LIMIT, date(2026, 5, 1))

        assert (wait.decided_on, wait.used, wait.late) == (date(2026, 3, 5), 3, False)

    def test_is_not_asked_for_in_an_edition_without_a_limit(self):
        assert decision_limit("hampshire-2008") is None


SENT = ("submit", "2026-03-02")
LIVES = [
    [SENT],
    [SENT, ("return", "2026-03-05")],
    [SENT, ("return", "2026-03-05"), ("resubmit", "2026-03-09")],
    [SENT, ("return", "2026-03-16"), ("resubmit", "2026-03-20")],
    [SENT, ("return", "2026-03-18"), ("resubmit", "2026-03-20")],
    [SENT, ("return", "2026-03-07"), ("resubmit", "2026-03-08")],
    [SENT, ("return", "2026-03-04"), ("resubmit", "2026-03-06"), ("return", "2026-03-10"), ("resubmit", "2026-04-02")],
]


class TestAgreement:
    @pytest.mark.requirement("REFER-07")
    @pytest.mark.parametrize("life", LIVES)
    @pytest.mark.parametrize("on", [date(2026, 3, 12), date(2026, 3, 17), date(2026, 5, 1)])
    def test_with_the_engine_that_puts_the_duty_on_worklists(self, life, on):
        taken = [step for step in steps(*life) if step.at.date() <= on]
        for step in taken:
            step.referral = Referral(level_sought=2)
        scenario = {
            "id": "A1", "edition": "cheshire-2022", "on": on, "person": {"dob": date(1980, 5, 1)}, "category": 3,
            "events": as_events(taken),
        }  # fmt: skip

        (duty,) = [duty for duty in duties_for(scenario) if duty.duty == "referral-decision"]
        wait = clock(taken, LIMIT, on)

        assert (wait.due, wait.late) == (duty.due, duty.state == "late")
