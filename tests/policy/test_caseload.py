"""A whole caseload is answered as each case alone would be."""

import datetime as dt

import pytest

from mappa_policy import determine
from mappa_policy.answer import Answer
from mappa_policy.caseload import BATCH, determine_all
from mappa_policy.editions import UnknownEdition
from mappa_policy.model import BadCase


def case(place, **more):
    convicted = dt.date(2015, 1, 1) + dt.timedelta(days=place)
    offence = {"statute": "Sexual Offences Act 2003", "section": "1", "sch3_para": "17", "sch15_para": "102"}
    return {
        "id": f"P{place}",
        "as_of": dt.date(2026, 11, 20),
        "person": {"dob": dt.date(1980, 1, 1)},
        "events": [
            {"id": "C1", "type": "conviction", "date": convicted, "court": "crown", "offence": offence},
            {"type": "disposal", "date": convicted, "for_event": "C1", "disposal": "IMP_12", "term_months": 12 + place},
        ],
        **more,
    }


def limbs(answer: Answer) -> int:
    return len(answer.fields["limbs"])


class TestCaseload:
    @pytest.mark.parametrize("processes", [1, 2])
    def test_answers_as_each_case_alone_and_in_order(self, processes):
        cases = [case(place) for place in range(BATCH + 3)]

        found = list(determine_all(cases, processes=processes))

        assert found == [determine(one) for one in cases]

    def test_one_that_cannot_be_read_takes_nothing_else_with_it(self):
        cases = [case(0), case(1, events="none"), case(2)]

        first, second, third = determine_all(cases)

        assert isinstance(second, BadCase)
        assert "events" in str(second)
        assert (first.id, third.id) == ("P0", "P2")

    def test_reads_cases_only_as_they_are_needed(self):
        read = []

        def source():
            for place in range(10 * BATCH):
                read.append(place)
                yield case(place)

        next(determine_all(source()))

        assert len(read) == BATCH

    def test_keeps_only_what_is_asked_for(self):
        assert list(determine_all([case(0)], keep=limbs)) == [limbs(determine(case(0)))]

    def test_an_unknown_edition_is_refused_before_any_case_is_read(self):
        with pytest.raises(UnknownEdition):
            next(determine_all([], edition="nowhere-1999"))
