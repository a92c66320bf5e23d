"""What holds for every count: it can be undone and keeps the order of days; periods neither overlap nor leave a gap."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa_policy.calendar import (
    WEEKENDS_ONLY,
    add_months,
    add_working_days,
    is_working_day,
    months_before,
    period_end,
    places,
    statutory_last_day,
    working_days_between,
)

ONE_DAY = dt.timedelta(days=1)
days = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
inside = st.dates(dt.date(2000, 1, 1), dt.date(2029, 6, 30))
months = st.integers(1, 600)
counts = st.integers(0, 60)
any_place = st.sampled_from(places())


def length_of(month_of):
    return (add_months(month_of.replace(day=1), 1) - month_of.replace(day=1)).days


class TestAddingAndSubtracting:
    @given(days, months)
    def test_months_gives_the_day_back_or_the_last_the_shorter_month_had(self, day, count):
        there = add_months(day, count)

        assert months_before(there, count) == day.replace(day=min(day.day, length_of(there)))

    @given(days, months)
    def test_months_backwards_and_forwards_is_the_same_the_other_way_round(self, day, count):
        there = months_before(day, count)

        assert add_months(there, count) == day.replace(day=min(day.day, length_of(there)))

    @given(inside, counts, any_place)
    def test_working_days_counts_as_many_back(self, day, count, place):
        assert working_days_between(day, add_working_days(day, count, place=place), place=place) == count

    @given(days, st.integers(1, 60))
    def test_days_of_a_statute_are_as_many_as_it_says(self, day, count):
        last = statutory_last_day(day, count)

        assert len({day + step * ONE_DAY for step in range((last - day).days + 1)}) == count


class TestOrder:
    @given(days, days, months)
    def test_of_two_days_is_kept_by_months_forwards_and_backwards(self, one, other, count):
        first, second = sorted((one, other))

        assert add_months(first, count) <= add_months(second, count)
        assert months_before(first, count) <= months_before(second, count)
        assert period_end(first, count) <= period_end(second, count)

    @given(days, months)
    def test_of_two_lengths_is_kept(self, first, count):
        assert first <= period_end(first, count) < period_end(first, count + 1)
        assert add_months(first, count) < add_months(first, count + 1)

    @given(inside, inside, counts, any_place)
    def test_of_two_days_is_kept_by_working_days(self, one, other, count, place):
        first, second = sorted((one, other))

        assert add_working_days(first, count, place=place) <= add_working_days(second, count, place=place)

    @given(inside, counts, any_place)
    def test_a_further_working_day_is_the_next_one(self, day, count, place):
        last = add_working_days(day, count, place=place)
        following = add_working_days(day, count + 1, place=place)

        assert last < following
        between = (last + step * ONE_DAY for step in range(1, (following - last).days))
        assert not any(is_working_day(one, place=place) for one in between)

    @given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), counts, any_place)
    def test_holidays_never_bring_a_day_forward(self, day, count, place):
        counted = add_working_days(day, count, place=place, outside=WEEKENDS_ONLY)

        assert counted >= day + count * ONE_DAY


class TestConsecutivePeriods:
    @given(days, st.lists(st.integers(1, 60), min_size=2, max_size=12))
    @settings(max_examples=50)
    def test_hold_every_day_once(self, first, lengths):
        held, begins = [], first
        for length in lengths:
            held.append((begins, period_end(begins, length)))
            begins = held[-1][1] + ONE_DAY

        for (_, last), (following, _) in pairwise(held):
            assert following - last == ONE_DAY
        assert sum((last - start).days + 1 for start, last in held) == (held[-1][1] - first).days + 1

    @given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 1)).filter(lambda day: day.day <= 28), months, months)
    def test_end_where_one_period_of_the_whole_length_ends(self, first, one, other):
        following = period_end(first, one) + ONE_DAY

        assert period_end(following, other) == period_end(first, one + other)

    @pytest.mark.parametrize("first", ["2026-01-29", "2026-01-30", "2026-01-31", "2024-01-31", "2026-08-31"])
    def test_of_twelve_months_after_the_28th_are_a_year(self, first):
        begins = dt.date.fromisoformat(first)

        assert period_end(begins, 12) + ONE_DAY == add_months(begins, 12)
