"""Months and statutory days: the conventions of the calendar, one by one and as properties."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa_policy.calendar import add_months, months_before, period_end, statutory_last_day

ONE_DAY = dt.timedelta(days=1)
days = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
months = st.integers(0, 600)


def day(text):
    return dt.date.fromisoformat(text)


class TestAddMonths:
    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2026-10-31", 4, "2027-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2027-02-28", 12, "2028-02-28"),
            ("2026-01-30", 1, "2026-02-28"),
            ("2028-01-30", 1, "2028-02-29"),
            ("2026-12-15", 1, "2027-01-15"),
            ("1928-02-29", 1200, "2028-02-29"),
            ("2000-02-29", 1200, "2100-02-28"),
            ("2026-05-05", 0, "2026-05-05"),
        ],
    )
    def test_keeps_the_number_of_the_day_or_takes_the_last_of_the_month(self, start, count, end):
        assert add_months(day(start), count) == day(end)

    @given(days, months)
    def test_lands_in_the_right_month_and_never_on_a_later_numbered_day(self, start, count):
        end = add_months(start, count)

        assert (end.year - start.year) * 12 + end.month - start.month == count
        assert end.day <= start.day
        assert end.day == start.day or (end + ONE_DAY).day == 1

    @given(days, days, months)
    def test_keeps_the_order_of_two_days(self, one, other, count):
        first, second = sorted((one, other))

        assert add_months(first, count) <= add_months(second, count)


class TestMonthsBefore:
    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2026-08-31", 6, "2026-02-28"),
            ("2028-08-31", 6, "2028-02-29"),
            ("2026-03-31", 4, "2025-11-30"),
            ("2026-01-15", 1, "2025-12-15"),
        ],
    )
    def test_counts_back_from_a_day(self, start, count, end):
        assert months_before(day(start), count) == day(end)

    @given(days, months)
    def test_undoes_adding_except_at_the_end_of_a_month(self, start, count):
        there = add_months(start, count)

        if there.day == start.day:
            assert months_before(there, count) == start


class TestPeriodEnd:
    @pytest.mark.parametrize(
        ("first", "count", "last"),
        [
            ("2019-03-14", 12, "2020-03-13"),
            ("2026-01-01", 6, "2026-06-30"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-28"),
            ("2026-03-31", 1, "2026-04-30"),
        ],
    )
    def test_is_the_day_before_the_same_numbered_day(self, first, count, last):
        assert period_end(day(first), count) == day(last)

    @given(days, st.integers(1, 600))
    def test_makes_the_next_period_begin_the_day_after_or_on_the_first(self, first, count):
        following = period_end(first, count) + ONE_DAY

        assert following.day in {first.day, 1}


class TestStatutoryLastDay:
    def test_counts_the_day_of_the_event_as_day_one(self):
        assert statutory_last_day(day("2026-01-12"), 3) == day("2026-01-14")

    @given(days)
    def test_is_not_moved_by_a_weekend(self, first):
        assert (statutory_last_day(first, 3) - first).days == 2
