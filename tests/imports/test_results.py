"""A row as typed facts, or every reason against it."""

from datetime import date

import pytest

from mappa.imports.grouping import people_in
from mappa.imports.reading import Row
from mappa.imports.results import CourtResult, read_row
from tests.factories.imports import a_row
from tests.factories.people import TODAY


def read(**cells):
    return read_row(Row(number=2, cells=a_row(**cells)), today=TODAY)


class TestReadRow:
    @pytest.mark.requirement("IDENT-05")
    def test_gives_typed_facts(self):
        row = read()

        assert isinstance(row, CourtResult)
        assert (row.conviction_date, row.term_months, row.suspended) == (date(2026, 1, 12), 24, False)
        assert (row.kind, row.court_kind) == ("conviction", "crown")

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("family_name", ""),
            ("offence_title", ""),
            ("conviction_date", ""),
            ("conviction_date", "12/01/2026"),
            ("conviction_date", "20260112"),
            ("conviction_date", "2026-W03-1"),
            ("conviction_date", "2026-02-30"),
            ("conviction_date", "2026-03-03"),  # tomorrow
            ("date_of_birth", "2026-03-03"),
            ("conviction_date", "1985-06-10"),  # before birth
            ("offence_date", "1985-06-10"),
            ("offence_date", "2026-01-13"),  # after the conviction
            ("sentence_date", "2026-01-11"),
            ("sentence_date", "2026-03-03"),
            ("sentence_date", ""),
            ("licence_end", "2026-02-08"),
            ("disposal", "GAOL"),
            ("disposal", ""),
            ("disposal", "COMMUNITY_RES"),
            ("disposal", "BINDOVER"),
            ("term_months", "0"),
            ("term_months", "two years"),
            ("term_months", "24.5"),
            ("term_months", "99999"),
            ("victim_age", "131"),
            ("victim_age", "²"),
            ("sex", "unknown"),
            ("suspended", "maybe"),
            ("family_name", "x" * 121),
            ("home_address", "x" * 301),
        ],
    )
    def test_refuses_what_cannot_be_and_names_the_column(self, column, cell):
        refused = read(**{column: cell})

        assert isinstance(refused, list)
        assert column in {refusal.column for refusal in refused}
        assert all(refusal.row == 2 and refusal.reason and refusal.remedy for refusal in refused)

    def test_gives_every_reason_at_once(self):
        refused = read(sex="?", victim_age="x", disposal="GAOL")

        assert {refusal.column for refusal in refused} == {"sex", "victim_age", "disposal"}

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"disposal": "SSO_12", "suspended": "no"}, "suspended"),
            ({"disposal": "IMP_12", "suspended": "yes"}, "disposal"),
        ],
    )
    def test_refuses_two_cells_that_contradict_each_other(self, cells, column):
        assert [refusal.column for refusal in read(**cells)] == [column]

    @pytest.mark.requirement("IDENT-22")
    @pytest.mark.parametrize(
        ("disposal", "kind"),
        [("CO", "conviction"), ("CAUTION", "caution"), ("REPRIMAND", "caution"), ("YOUTH_CAUTION", "caution")],
    )
    def test_accepts_outcomes_without_custody(self, disposal, kind):
        row = read(disposal=disposal, term_months="", suspended="", licence_end="")

        assert (row.kind, row.disposal) == (kind, disposal)

    @pytest.mark.parametrize(("disposal", "finding"), [("NGRI_HO", "insanity"), ("UNFIT_SUP", "disability")])
    def test_knows_findings(self, disposal, finding):
        row = read(disposal=disposal, term_months="", licence_end="")

        assert (row.kind, row.finding) == ("finding", finding)

    @pytest.mark.parametrize(
        ("court", "kind"),
        [
            ("crown", "crown"),
            ("Northshire Magistrates' Court", "magistrates"),
            ("youth", "youth"),
            ("Eastmere Youth Court", "youth"),
            ("northern ireland", "northern_ireland"),
            ("Somewhere", ""),
            ("", ""),
        ],
    )
    def test_knows_the_kind_of_court_or_leaves_it_open(self, court, kind):
        assert read(court=court).court_kind == kind

    def test_accepts_a_conviction_that_waits_for_sentence(self):
        row = read(sentence_date="", disposal="", term_months="", suspended="", licence_end="")

        assert (row.disposal, row.sentence_date) == ("", None)

    def test_accepts_the_day_itself(self):
        assert isinstance(read(conviction_date=str(TODAY), sentence_date=str(TODAY)), CourtResult)
        assert isinstance(read(licence_end="2026-02-09"), CourtResult)


def rows(*cells):
    return [read_row(Row(number=n, cells=a_row(**c)), today=TODAY) for n, c in enumerate(cells, start=2)]


class TestPeopleIn:
    @pytest.mark.parametrize(
        ("second", "people"),
        [
            ({}, 1),
            ({"person_ref": "", "pnc_id": ""}, 1),  # the same name and birth
            ({"person_ref": "", "family_name": "Married"}, 1),  # the same PNC
            ({"pnc_id": "", "family_name": "Married"}, 1),  # the same reference
            ({"person_ref": "C-2", "pnc_id": "1999/0000002B"}, 2),  # two different numbers
            ({"person_ref": "", "pnc_id": "", "family_name": "Other"}, 2),
            ({"person_ref": "", "pnc_id": "", "date_of_birth": ""}, 2),
        ],
    )
    def test_says_whose_rows_are_whose(self, second, people):
        found, refused = people_in(rows({}, second))

        assert (len(found), refused) == (people, [])

    @pytest.mark.parametrize(("column", "other"), [("person_ref", "pnc_id"), ("pnc_id", "person_ref")])
    def test_refuses_a_number_that_stands_for_two(self, column, other):
        second = {other: "", "family_name": "Stranger", "date_of_birth": "1960-01-01"}

        found, [refusal] = people_in(rows({}, second))

        assert (len(found), refusal.row, refusal.column) == (1, 3, column)
