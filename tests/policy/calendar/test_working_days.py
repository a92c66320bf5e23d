"""Working days: the table of bank holidays, where it ends, and counting over it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa_policy.calendar import (
    WEEKENDS_ONLY,
    OutsideTheTable,
    add_working_days,
    bank_holidays,
    is_working_day,
    table_covers,
    working_days_between,
)

PUBLISHED = """
2019 | 1 Jan, 19 Apr, 22 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec
2020 | 1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec
2021 | 1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
2022 | 3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec
2023 | 2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec
2024 | 1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec
2025 | 1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec
2026 | 1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec
2027 | 1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
2028 | 3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec
"""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
inside = st.dates(dt.date(2000, 1, 1), dt.date(2029, 12, 1))


def published():
    for line in PUBLISHED.strip().splitlines():
        year, listed = line.split("|")
        for item in listed.split(","):
            number, month = item.split()
            yield dt.date(int(year), MONTHS.index(month) + 1, int(number))


class TestBankHolidays:
    def test_are_those_published_for_2019_to_2028(self):
        held = {day for day in bank_holidays() if 2019 <= day.year <= 2028}

        assert held == set(published())


class TestIsWorkingDay:
    @pytest.mark.parametrize("text", ["2026-11-21", "2026-11-22", "2026-12-25", "2026-12-28", "2022-09-19"])
    def test_is_not_a_weekend_or_a_bank_holiday(self, text):
        assert not is_working_day(dt.date.fromisoformat(text))

    @pytest.mark.parametrize("text", ["2026-11-20", "2026-12-24", "2020-05-04", "2026-12-29"])
    def test_is_any_other_weekday(self, text):
        assert is_working_day(dt.date.fromisoformat(text))

    @pytest.mark.parametrize("year", [1999, 2031])
    def test_refuses_a_year_that_the_table_does_not_have(self, year):
        assert not table_covers(dt.date(year, 6, 2))
        with pytest.raises(OutsideTheTable, match=rf"from 2000 to 2030.*Add {year} to bank_holidays"):
            is_working_day(dt.date(year, 6, 2))

    def test_knows_only_weekends_outside_the_table_when_told_to(self):
        assert is_working_day(dt.date(2031, 12, 25), outside=WEEKENDS_ONLY)
        assert not is_working_day(dt.date(2031, 12, 27), outside=WEEKENDS_ONLY)


class TestAddWorkingDays:
    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            ("2024-03-15", 3, "2024-03-20"),
            ("2025-08-11", 10, "2025-08-26"),
            ("2026-04-02", 5, "2026-04-13"),
            ("2026-11-21", 1, "2026-11-23"),
            ("2026-11-20", 0, "2026-11-20"),
            ("2026-12-24", 1, "2026-12-29"),
        ],
    )
    def test_counts_from_day_nought(self, start, count, end):
        assert add_working_days(dt.date.fromisoformat(start), count) == dt.date.fromisoformat(end)

    @given(inside, st.integers(1, 40))
    def test_ends_on_a_working_day_with_so_many_between(self, start, count):
        end = add_working_days(start, count)

        assert is_working_day(end)
        assert working_days_between(start, end) == count

    @given(inside, st.integers(0, 20), st.integers(0, 20))
    def test_may_be_counted_in_two_steps(self, start, one, two):
        assert add_working_days(add_working_days(start, one), two) == add_working_days(start, one + two)

    def test_does_not_count_backwards(self):
        with pytest.raises(ValueError, match="below nought"):
            add_working_days(dt.date(2026, 1, 1), -1)

    def test_refuses_to_count_past_the_end_of_the_table(self):
        with pytest.raises(OutsideTheTable):
            add_working_days(dt.date(2030, 12, 27), 10)
        assert add_working_days(dt.date(2030, 12, 27), 10, outside=WEEKENDS_ONLY) == dt.date(2031, 1, 10)
