"""What holds for every case, whatever is in it."""

import datetime as dt

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from mappa_policy import determine, sources
from mappa_policy.rules.periods import age_on, period_end, same_day_later
from tests.policy.cases import BODILY_HARM, RAPE, SEXUAL_ASSAULT, TERRORISM, THEFT, convicted, given, happened

DAYS = st.dates(dt.date(1998, 1, 1), dt.date(2026, 11, 20))
CODES = ["IMP_12", "IMP_U12", "SSO_12", "HO", "HO_R", "CO", "FINE", "CD", "LIFE", "AD", "DTO_12", "GUARD"]
EXTRAS = st.sampled_from(["release", "recall", "remand", "first_notification", "licence_end", "left_uk", "cto_start"])


@st.composite
def cases(draw):
    """A case of one to three convictions with what may follow."""
    events = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        on = draw(DAYS)
        offence = draw(st.sampled_from([RAPE, SEXUAL_ASSAULT, BODILY_HARM, TERRORISM, THEFT]))
        age = draw(st.integers(3, 60))
        events.append(convicted(on.isoformat(), offence, name=f"C{number}", victim_age=age, offence_date=on))
        months = draw(st.integers(1, 130))
        code = draw(st.sampled_from(CODES))
        events.append(given(code, on.isoformat(), name=f"C{number}", term_months=months, supervision_months=12))
    events += [happened(draw(EXTRAS), draw(DAYS).isoformat()) for _ in range(draw(st.integers(0, 4)))]
    return {
        "id": "H",
        "as_of": draw(DAYS),
        "person": {"dob": draw(st.dates(dt.date(1940, 1, 1), dt.date(1997, 1, 1)))},
        "events": events,
    }


class TestEveryAnswer:
    @settings(max_examples=120, deadline=None)
    @for_all(cases(), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_events(self, case, random):
        mixed = list(case["events"])
        random.shuffle(mixed)

        first, second = determine(case).as_dict(), determine({**case, "events": mixed}).as_dict()

        def known(rows):
            return sorted((row["limb"], row.get("about", ""), row["outcome"]) for row in rows)

        assert known(first.pop("reasons")) == known(second.pop("reasons"))
        assert first == second

    @settings(max_examples=120, deadline=None)
    @for_all(cases())
    def test_is_whole_and_consistent(self, case):
        answer = determine(case).as_dict()

        said = answer["notification"]
        if answer["undetermined"]:
            assert any(row.get("missing") for row in answer["reasons"]) or answer["flags"]
            return
        assert answer["mappa_eligible"] == bool(answer["categories"]) == bool(answer["limbs"])
        assert (answer["lead_agency"] is None) == (not answer["categories"])
        assert set(answer["levels_allowed"]) <= {1, 2, 3}
        if 1 in answer["categories"]:
            assert said["subject_on_as_of"]
        for period in said["periods"]:
            assert period["last_day"] is None or period["first_day"] <= period["last_day"]
        for reason in answer["reasons"]:
            assert reason["outcome"] in {"met", "not_met", "cannot_tell"}
            assert all(sources.resolve(text) for text in reason["citations"])

    @settings(max_examples=60, deadline=None)
    @for_all(cases())
    def test_forgets_what_happened_after_the_day(self, case):
        before = [event for event in case["events"] if event["date"] <= case["as_of"] or event["type"] == "licence_end"]

        assert determine(case).as_dict()["limbs"] == determine({**case, "events": before}).as_dict()["limbs"]

    @settings(max_examples=60, deadline=None)
    @for_all(cases(), DAYS)
    def test_is_none_after_death(self, case, died):
        died = max([died, *(event["date"] for event in case["events"] if event["type"] == "conviction")])
        dead = {
            **case,
            "events": [*case["events"], happened("death", died.isoformat())],
            "as_of": dt.date(2026, 11, 21),
        }
        answer = determine(dead).as_dict()

        assert answer["categories"] == []
        assert not answer["notification"]["subject_on_as_of"]
        known = {name: day for name, day in answer["exit"].items() if f"exit.{name}" not in answer["undetermined"]}
        assert all(day is not None and day <= died.isoformat() for day in known.values())


class TestPeriods:
    @for_all(DAYS, st.integers(1, 400))
    def test_the_day_after_a_period_begins_the_next(self, start, months):
        assert period_end(start, months) + dt.timedelta(days=1) == same_day_later(start, months)

    @for_all(DAYS, st.integers(1, 200), st.integers(1, 200))
    def test_a_longer_period_never_ends_sooner(self, start, months, more):
        assert period_end(start, months) < period_end(start, months + more)

    @for_all(DAYS, st.integers(1, 90))
    def test_age_rises_on_the_day_after_the_years_end(self, born, years):
        birthday = same_day_later(born, years * 12)

        assert age_on(born, birthday) == years
        assert age_on(born, birthday - dt.timedelta(days=1)) == years - 1
