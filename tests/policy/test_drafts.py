"""Values that were recalled and not read: used only on request, and never without saying so."""

import pytest

from mappa_policy import editions, parameters
from mappa_policy.duties import answer_for
from mappa_policy.duties.catalogue import entries, rulebook
from mappa_policy.parameters.files import RECALLED
from tests.policy.cases import ADULT, ask, convicted, day, given, happened

READ = [edition.id for edition in editions.all() if not edition.is_draft]
DRAFT, NOT_READ = "draft_edition_used", "recalled_not_read"
# guidance recalled: value and unit in the draft; where nothing is recalled the latest text that was read speaks
RECALLED_LIMITS = [
    ("review/level_2_longest_gap", 16, "weeks"),
    ("review/level_3_longest_gap", 8, "weeks"),
    ("minutes/level_2_working_days", 10, "working days"),
    ("minutes/level_3_working_days", 5, "working days"),
    ("release/level_months_before", 6, "months"),
]


def reviewed(edition, level=3):
    """A case reviewed on 19 January 2026, under an edition: its duties by id."""
    events = [
        {"type": "level_set", "date": day("2026-01-05"), "level": level},
        {"type": "meeting_held", "date": day("2026-01-19"), "level": level, "kind": "review"},
    ]
    scenario = {"id": "D", "on": day("2026-03-03"), "person": {"dob": ADULT}, "category": 1, "events": events}
    return answer_for(scenario, edition=edition)


def running(answer, duty):
    return next(one for one in answer.duties if one.duty == duty and one.started_by.type == "meeting_held")


class TestTheDraftEdition:
    @pytest.mark.requirement("EDITION-04")
    @pytest.mark.parametrize(("name", "value", "unit"), RECALLED_LIMITS)
    def test_holds_what_is_recalled_with_its_confidence_and_source(self, name, value, unit):
        found = parameters.value(name, "national-draft")

        assert (found.value, found.unit, found.set_by) == (value, unit, "national-draft")
        assert found.established == RECALLED
        assert found.confidence in {"high", "medium"}
        assert found.citation.startswith("National notes ")

    def test_marks_every_value_of_its_own_as_one_that_nobody_may_rely_on(self):
        own = [
            entry
            for name in parameters.names()
            for entry in parameters.definition(name).rows
            if entry.edition == "national-draft"
        ]
        assert own
        assert all(entry.draft and entry.established != "seen" and entry.confidence for entry in own)

    @pytest.mark.requirement("EDITION-04")
    @pytest.mark.parametrize("edition", READ)
    def test_lends_nothing_to_an_edition_that_was_read(self, edition):
        found = [parameters.find(name, edition) for name in parameters.names()]
        limits = [limit for kind in rulebook(edition).kinds.values() for limit in kind.limits.values()]

        assert [one.name for one in found if one and (one.draft or one.set_by == "national-draft")] == []
        assert [limit.name for limit in limits if limit.flags] == []

    def test_has_a_number_for_every_duty(self):
        kinds = rulebook("national-draft").kinds

        assert set(kinds) <= {entry.id for entry in entries()}
        assert kinds["level-3-review"].rules[""].endswith("at most 8 weeks after the review before")


class TestDuties:
    @pytest.mark.requirement("EDITION-04")
    def test_that_used_a_recalled_value_are_flagged_and_say_so_in_words(self):
        answer = reviewed("national-draft")
        review = running(answer, "level-3-review")

        assert review.due == day("2026-03-16")  # eight weeks; no aim is recalled
        assert review.aim is None
        assert set(review.flags) == {DRAFT, NOT_READ}
        assert "recalled and was not read, with medium confidence" in review.because
        assert answer.flags == (DRAFT, NOT_READ)
        assert answer.as_dict()["flags"] == [DRAFT, NOT_READ]

    def test_whose_value_was_read_are_not_flagged_themselves(self):
        decision = running(reviewed("national-draft"), "meeting-disclosure-decision")

        assert decision.flags == ()
        assert "recalled" not in decision.because

    @pytest.mark.parametrize("edition", READ)
    def test_of_an_edition_that_was_read_carry_no_flag(self, edition):
        answer = reviewed(edition)

        assert answer.flags == ()
        assert "flags" not in answer.as_dict()
        assert running(answer, "level-3-review").due == day("2026-03-02")  # six weeks


class TestDeterminations:
    def test_under_a_draft_edition_say_so(self):
        case = [convicted(), given("IMP_12", term_months=24)]

        assert DRAFT in ask(*case, edition="national-draft")["flags"]
        assert DRAFT not in ask(*case, edition="statute-current")["flags"]

    @pytest.mark.parametrize(("disposal", "recalled"), [("IHO", True), ("HO", False)])
    def test_that_used_a_recalled_row_of_law_are_flagged_in_any_edition_and_say_so(self, disposal, recalled):
        answer = ask(convicted(), given(disposal))
        about = [row for row in answer["reasons"] if row.get("about") == "C1"]

        assert (NOT_READ in answer["flags"]) is recalled
        assert about
        assert all(("recalled and was not read" in row["because"]) is recalled for row in about)

    def test_that_used_a_recalled_order_are_flagged(self):
        answer = ask(convicted(), given("FINE"), happened("order_made", "2026-04-01", order="STPO"))

        assert NOT_READ not in answer["flags"]  # no rule asks for this order

    @pytest.mark.requirement("EDITION-04")
    @pytest.mark.parametrize(
        ("events", "about", "part"),
        [
            ([given("SSO_12", term_months=24)], "C1", "SSO_12 is recalled and was not read: s.289"),
            ([given("FINE"), happened("order_made", "2026-04-01", order="SHPO", id="O1")], "O1",
             "SHPO is recalled and was not read: rest"),
        ],
    )  # fmt: skip
    def test_that_used_a_partly_recalled_row_say_which_part(self, events, about, part):
        answer = ask(convicted(), *events)

        assert "x_law_partly_recalled" in answer["flags"]
        assert NOT_READ not in answer["flags"]
        said = [row["because"] for row in answer["reasons"] if row.get("about") == about]
        assert said
        assert all(part in because for because in said)

    def test_of_values_that_were_read_say_nothing_of_it(self):
        flags = ask(convicted(), given("IMP_12", term_months=24))["flags"]

        assert not {NOT_READ, "x_law_partly_recalled"} & set(flags)
