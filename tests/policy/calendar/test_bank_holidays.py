"""The tables of bank holidays: against an independent calendar, against the rule, and refused when they are wrong."""

import datetime as dt

import holidays
import pytest

from mappa_policy import parameters
from mappa_policy.calendar import NoCalendar, bank_holidays, places, recalled_holidays
from mappa_policy.calendar.working_days import read_table
from mappa_policy.duties import duties_for
from mappa_policy.parameters import Departure, Overlay
from mappa_policy.reading import BadFile

YEARS = range(2000, 2031)
ONE_DAY = dt.timedelta(days=1)
ABROAD = {"england_wales": "ENG", "scotland": "SCT", "northern_ireland": "NIR"}
# The Act that made St Andrew's Day a bank holiday in Scotland is of 2007; the independent calendar has 2006 too.
NOT_YET = {"scotland": {dt.date(2006, 11, 30)}}
MOVED = {2002: (5, 27), 2012: (5, 28), 2020: (5, 4), 2022: (5, 30)}
PROCLAIMED = {
    dt.date(*day)
    for day in [
        (2002, 6, 3), (2002, 6, 4), (2011, 4, 29), (2012, 6, 4), (2012, 6, 5), (2020, 5, 8), (2022, 6, 2), (2022, 6, 3),
        (2022, 9, 19), (2023, 5, 8),
    ]
}  # fmt: skip
FOR_SCOTLAND = {dt.date(2026, 6, 15)}


def easter(year):
    """Easter Sunday, by the rule of the Gregorian calendar."""
    century, golden = year // 100, year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def first_monday(year, month):
    return next(dt.date(year, month, day) for day in range(1, 8) if dt.date(year, month, day).weekday() == 0)


def last_monday(year, month):
    return next(dt.date(year, month, day) for day in range(31, 24, -1) if dt.date(year, month, day).weekday() == 0)


def on_weekdays(*days):
    """Each day, or the next weekday that none of the others has taken."""
    found = {day for day in days if day.weekday() < 5}
    for day in sorted(set(days) - found):
        following = (day + step * ONE_DAY for step in range(1, 8))
        found.add(next(other for other in following if other.weekday() < 5 and other not in found))
    return found


def by_rule(place, year):
    scottish = place == "scotland"
    new_year = [dt.date(year, 1, 1)] + [dt.date(year, 1, 2)] * scottish
    found = on_weekdays(*new_year) | on_weekdays(dt.date(year, 12, 25), dt.date(year, 12, 26))
    found |= {easter(year) - 2 * ONE_DAY, first_monday(year, 5), last_monday(year, 5)}
    found |= {first_monday(year, 8)} if scottish else {easter(year) + ONE_DAY, last_monday(year, 8)}
    if scottish and year >= 2007:
        found |= on_weekdays(dt.date(year, 11, 30))
    if place == "northern_ireland":
        found |= on_weekdays(dt.date(year, 3, 17)) | on_weekdays(dt.date(year, 7, 12))
    return found - {dt.date(year, *MOVED[year]) for _ in [0] if year in MOVED}


class TestBankHolidays:
    def test_are_held_for_each_part_of_the_united_kingdom(self):
        assert places() == ("england_wales", "northern_ireland", "scotland")

    @pytest.mark.parametrize("place", ABROAD)
    def test_agree_with_an_independent_calendar_from_2000_to_2030(self, place):
        known = holidays.UK(subdiv=ABROAD[place], years=YEARS)
        theirs = {day for day in known if day.weekday() < 5 and day.year in YEARS}

        assert bank_holidays(place) == theirs - NOT_YET.get(place, set())

    @pytest.mark.parametrize("place", ABROAD)
    def test_follow_from_the_rule_and_the_days_proclaimed(self, place):
        ruled = set().union(*(by_rule(place, year) for year in YEARS))

        assert bank_holidays(place) == ruled | PROCLAIMED | (FOR_SCOTLAND if place == "scotland" else set())

    def test_say_which_days_nobody_has_read(self):
        always, later = dt.date(1999, 12, 31), dt.date(2030, 12, 31)

        assert recalled_holidays(always, later) == tuple(sorted(day for day in PROCLAIMED if day.year < 2019))
        assert set(recalled_holidays(always, later, "scotland")) == PROCLAIMED | FOR_SCOTLAND
        assert recalled_holidays(dt.date(2012, 6, 4), dt.date(2012, 6, 5)) == (dt.date(2012, 6, 5),)

    def test_of_another_place_are_refused_by_name(self):
        with pytest.raises(NoCalendar, match=r"'wales'.*england_wales, northern_ireland, scotland"):
            bank_holidays("wales")

    def test_of_the_place_in_the_policy_are_counted(self):
        held = parameters.value("working-days/calendar", "hampshire-2008")

        assert held.value in places()


class TestBrokenTable:
    @pytest.mark.parametrize(
        ("rows", "key"),
        [
            ("{}", "years"),
            ("{2026: {by: rule, days: [2026-01-03]}}", "years.2026.days"),
            ("{2026: {by: rule, days: [2025-01-01]}}", "years.2026.days"),
            ("{2026: {by: rule, days: [2026-01-01, 2026-01-01]}}", "years.2026.days"),
            ("{2026: {by: rule, days: [1 January]}}", "years.2026.days"),
            ("{2026: {by: rule}}", "years.2026.days"),
            ("{2026: {by: hearsay, days: [2026-01-01]}}", "years.2026.by"),
            ("{2026: {by: rule, days: [2026-01-01], recalled: [2026-01-02]}}", "recalled"),
            ("{2024: {by: rule, days: [2024-01-01]}, 2026: {by: rule, days: [2026-01-01]}}", "years"),
            ("{2026: [2026-01-01]}", "years.2026"),
        ],
    )
    def test_is_refused_with_the_key(self, tmp_path, rows, key):
        file = tmp_path / "bank_holidays_nowhere.yaml"
        file.write_text(f"label: Bank holidays\nestablished: {{rule: by the rule}}\nyears: {rows}\n")

        with pytest.raises(BadFile) as refused:
            read_table(file)

        assert refused.value.key == key


class TestDutyOfAnArea:
    def test_is_counted_by_the_calendar_that_the_area_has_set(self):
        own = Departure(
            parameter="working-days/calendar", value="scotland", source="Board, 1 December 2025",
            reason="The courts of the area sit in Scotland", approved_by="The chair of the board",
            approved_on=dt.date(2025, 12, 1), since=dt.date(2026, 1, 1), until=None,
        )  # fmt: skip
        scenario = {
            "id": "A",
            "edition": "durham-2016",
            "on": dt.date(2026, 12, 4),
            "category": 2,
            "person": {"dob": dt.date(1980, 1, 1)},
            "events": [{"type": "sentence", "date": dt.date(2026, 11, 27), "to": "custody"}],
        }

        (ours,) = duties_for(scenario)
        (theirs,) = duties_for(scenario, overlay=Overlay("eastmere", "durham-2016", (own,)))

        assert ours.due == dt.date(2026, 12, 2)
        assert theirs.due == dt.date(2026, 12, 3)


class TestDutyOverARecalledHoliday:
    def test_says_so(self):
        scenario = {
            "id": "J",
            "edition": "durham-2016",
            "on": dt.date(2012, 6, 8),
            "category": 2,
            "person": {"dob": dt.date(1980, 1, 1)},
            "events": [{"type": "sentence", "date": dt.date(2012, 6, 1), "to": "custody"}],
        }

        (flag,) = duties_for(scenario)

        assert flag.due == dt.date(2012, 6, 8)
        assert "the bank holiday of 4 June 2012 is recalled and was not read" in flag.because
