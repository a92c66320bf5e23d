"""What a practitioner reads: whole, in one line, and never "no" for what cannot be told."""

import pytest

from mappa_policy.explain import compact, in_full, of_category, of_notification
from mappa_policy.wording import FLAGS, LIMBS
from tests.policy.cases import BODILY_HARM, RAPE, SEXUAL_ASSAULT, THEFT, ask, convicted, given, happened

UNKNOWN_VICTIM = (convicted(offence=SEXUAL_ASSAULT), given("CO"))


def told(*events, **more):
    answer = ask(*events, **more)
    return in_full(answer, {"events": list(events)})


class TestInFull:
    def test_never_says_not_subject_while_it_cannot_tell(self):
        text = told(*UNKNOWN_VICTIM)

        assert "Notification: cannot tell." in text
        assert "Not subject" not in text
        assert "the age of the victim (the conviction of 2 March 2026 for Sexual assault)" in text

    @pytest.mark.parametrize(
        ("events", "says"),
        [
            ((convicted(offence=THEFT), given("FINE")), "Not subject to notification."),
            ((convicted(), given("IMP_12", term_months=30)), "Notification without end."),
            ((convicted(), given("IMP_U12", term_months=6)), "Notification to 1 March 2033."),
            ((convicted("2010-01-04"), given("CO", "2010-01-04")), "Notification ended 3 January 2015."),
        ],
    )
    def test_says_how_notification_stands(self, events, says):
        assert says in told(*events)

    def test_names_events_by_day_and_offence_and_not_by_id(self):
        text = told(convicted(), given("IMP_12", term_months=30))

        assert "(the conviction of 2 March 2026 for Rape)" in text
        assert "C1" not in text
        assert "2026-" not in text

    @pytest.mark.requirement("LEVEL-08")
    def test_shows_every_limb_with_its_citation(self):
        answer = ask(*UNKNOWN_VICTIM)
        lines = [line for line in in_full(answer).splitlines() if line.startswith("- ")]

        assert len(lines) == len(answer["reasons"])
        assert all(line.endswith("]") for line in lines)

    def test_says_flags_in_words(self):
        text = told(convicted(offence=BODILY_HARM), given("IMP_12", term_weeks=60))

        assert f"Look at: {FLAGS['weeks_versus_months']}" in text

    def test_reads_an_answer_stored_before_there_were_names(self):
        assert "Category 1" in in_full(ask(convicted(), given("IMP_12", term_months=30)))


class TestCompact:
    @pytest.mark.parametrize(
        ("events", "says"),
        [
            (
                (convicted(), given("IMP_12", term_months=36), happened("licence_end", "2029-03-01")),
                "Category 1 (Category 2 is met too); notification without end; Category 2 to 1 March 2029",
            ),
            ((convicted(offence=THEFT), given("FINE")), "Not in MAPPA; not subject to notification"),
            (UNKNOWN_VICTIM, "Cannot tell: a fact is missing for Category 1; notification: cannot tell"),
        ],
    )
    def test_is_one_line(self, events, says):
        assert compact(ask(*events)) == says

    def test_counts_what_to_look_at(self):
        answer = ask(convicted(offence=BODILY_HARM), given("IMP_12", term_weeks=60))

        assert compact(answer).endswith(f"{len(answer['flags'])} point to look at")

    def test_leaves_the_choice_to_a_person_where_precedence_is_unsettled(self):
        answer = {**ask(convicted(offence=RAPE)), "categories": [1, 4], "recorded_category": None}

        assert of_category(answer) == "Category 1 or 4: a person has to choose"


class TestNotificationPhrase:
    def test_reads_null_as_cannot_tell(self):
        assert of_notification({"notification": {"subject_on_as_of": None}}) == "notification: cannot tell"

    def test_says_when_only_the_end_is_unknown(self):
        held = {"subject_on_as_of": True, "indefinite": None, "overall_last_day": None}

        assert of_notification({"notification": held}) == "notification, its end cannot be told"


def test_every_limb_of_an_answer_has_words():
    answer = ask(convicted(), given("IMP_12", term_months=30))

    assert {row["limb"] for row in answer["reasons"]} <= set(LIMBS)
