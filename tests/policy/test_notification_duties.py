"""What must be notified and by when: each limit on both sides, from the rows of the reference table."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mappa_policy import determine, sources
from mappa_policy.rules.notification_duties import notification_duties, qualifying_periods
from tests.policy.cases import SEXUAL_ASSAULT, convicted, day, given, happened

FILE = Path(__file__).parent / "worked_examples" / "notification_duties.yaml"
ROWS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
BEGINNINGS = {
    "prison": [convicted("2020-03-02"), given("IMP_12", "2020-03-02", term_months=36)],
    "free": [convicted("2020-03-02"), given("SSO_12", "2020-03-02", term_months=24)],
    "fined": [convicted("2020-03-02"), given("FINE", "2020-03-02")],
    "old": [convicted("2008-03-03"), given("IMP_12", "2008-03-03", term_months=60), happened("release", "2010-09-02")],
}


def told(events, as_of="2026-11-20", **case):
    asked = {"as_of": day(as_of), "person": {"dob": "1980-01-01"}, "events": events, **case}
    return notification_duties(asked, determine(asked))


def ask(row):
    # convicted at liberty unless the row begins otherwise, so that no detention stands in the way
    begin = row.get("begin") or ("prison" if any(e["type"] == "recall" for e in row.get("happened", [])) else "free")
    events = [*BEGINNINGS[begin], *row.get("happened", [])]
    if begin == "prison":
        events.append(happened("release", "2021-09-02"))
    as_of = str(row.get("as_of", "2026-11-20"))
    return [one for one in told(events, as_of) if one.kind == row["kind"]]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["name"], marks=pytest.mark.requirement(row["rows"])) for row in ROWS]
)
def test_the_day_to_notify_by(row):
    found = ask(row)

    assert [one.due for one in found] == row["due"]
    assert {one.outcome.value for one in found} <= {row.get("outcome", "met")}
    assert set(row.get("flags", ())) <= {flag for one in found for flag in one.flags}
    assert all(sources.resolve(citation) for one in found for citation in one.citations)
    assert all(one.missing for one in found if one.outcome.value == "cannot_tell")


class TestRows:
    def test_say_when_it_was_notified(self):
        events = [*BEGINNINGS["free"], happened("address_change", "2024-02-27")]
        late = told([*events, happened("periodic_notification", "2024-03-05")])
        never = told(events)

        assert next(one for one in late if one.kind == "address-change").told_on == dt.date(2024, 3, 5)
        assert next(one for one in never if one.kind == "address-change").told_on is None

    def test_are_plain_values_in_order_of_their_day(self):
        rows = [one.as_dict() for one in told([*BEGINNINGS["free"], happened("left_uk", "2024-06-10")])]

        assert [row["kind"] for row in rows] == ["initial", "travel"]
        assert rows[1]["due"] == "2024-06-03"

    def test_cannot_tell_while_it_is_not_known_whether_the_person_is_subject(self):
        events = [
            convicted("2024-03-04", SEXUAL_ASSAULT),
            given("CO", "2024-03-04"),
            happened("address_change", "2024-05-06"),
        ]
        found = next(one for one in told(events) if one.kind == "address-change")

        assert found.outcome.value == "cannot_tell"
        assert found.missing

    def test_are_none_for_somebody_who_is_not_subject(self):
        assert told([happened("address_change", "2024-05-06"), happened("stay", "2024-05-06", days=30)]) == ()


class TestQualifyingPeriods:
    def test_hold_seven_days_and_each_day_once(self):
        stays = [happened("stay", f"2024-{month:02}-01", days=5, premises="A") for month in range(1, 13)]
        found = qualifying_periods({"events": stays}, edition="statute-current", as_of=day("2026-11-20"))
        days = [one for period in found for one in period.days]

        assert {len(period.days) for period in found} == {7}
        assert len(days) == len(set(days))
        assert len(found) == 60 // 7
        assert all(period.reached == period.days[-1] for period in found)

    def test_do_not_hang_on_the_order_of_events(self):
        stays = [happened("stay", f"2024-{month:02}-01", days=5) for month in range(1, 13)]
        one, other = (
            qualifying_periods({"events": held}, edition="statute-current", as_of=day("2026-11-20"))
            for held in (stays, stays[::-1])
        )

        assert [period.days for period in one] == [period.days for period in other]
