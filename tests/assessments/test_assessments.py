"""Risk assessments: kept as received, rated by group, shown with their history."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, RiskGroup, RoshLevel, RoshRating
from mappa.assessments.selectors import latest_assessment
from mappa.assessments.services import GroupRating, record_assessment
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, Refused
from tests.factories.accounts import a_user, an_agency
from tests.factories.offending import WORDS, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def person():
    return a_person()


def received(person, actor, **more):
    facts = {
        "tool": "OASys", "tool_version": "6", "on": date(2026, 2, 1), "assessor": "Pat Practitioner", "rosh": "high",
        "agency": an_agency("probation"), "words": WORDS, "next_due": date(2026, 6, 1),
    }  # fmt: skip
    return record_assessment(person=person, actor=actor, at=NOON, **facts | more)


class TestRecordAssessment:
    @pytest.mark.requirement("RISK-02")
    def test_keeps_tool_version_day_assessor_agency_words_and_next_day(self, person, actor):
        row = received(person, actor)

        row.refresh_from_db()
        assert (row.tool, row.tool_version, row.on, row.assessor) == (
            "OASys",
            "6",
            date(2026, 2, 1),
            "Pat Practitioner",
        )
        assert (row.agency.kind, row.narrative, row.next_due) == ("probation", WORDS["narrative"], date(2026, 6, 1))
        assert AuditEvent.objects.get().operation == "assessments:assessment:record"

    @pytest.mark.requirement("RISK-02")
    def test_keeps_a_correction_as_a_new_entry_beside_the_first(self, person, actor):
        first = received(person, actor)
        received(person, actor, rosh="very_high")

        first.refresh_from_db()
        assert first.rosh == "high"
        assert person.assessments.count() == 2

    def test_sent_twice_is_there_once(self, person, actor):
        ratings = [GroupRating(group="staff", level="high")]

        assert received(person, actor, ratings=ratings) == received(person, actor, ratings=ratings)

    @pytest.mark.requirement("RISK-05")
    def test_rates_each_group_and_names_the_known_adult(self, person, actor):
        known = GroupRating(group="known_adult", level="very_high", who="A former partner")

        row = received(person, actor, ratings=[GroupRating(group="children", level="low"), known])

        assert {(each.group, each.level, each.who) for each in row.ratings.all()} == {
            ("children", "low", ""), ("known_adult", "very_high", "A former partner"),
        }  # fmt: skip

    @pytest.mark.requirement("RISK-05")
    def test_asks_who_the_known_adult_is(self, person, actor):
        with pytest.raises(Incomplete) as refused:
            received(person, actor, ratings=[GroupRating(group="known_adult", level="high")])

        assert "known_adult_who" in refused.value.fields
        assert not Assessment.objects.exists()

    @pytest.mark.requirement("RISK-04")
    @pytest.mark.parametrize("level", ["critical", "", *RoshLevel.values])
    def test_knows_four_levels_and_no_other(self, person, actor, level):
        rating = [GroupRating(group="public", level=level)]

        if level in RoshLevel.values:
            assert received(person, actor, rosh=level, ratings=rating).rosh == level
        else:
            with pytest.raises(Incomplete):
                received(person, actor, ratings=rating)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"on": TODAY + timedelta(days=1)}, "on"),
            ({"on": date(1985, 6, 10)}, "on"),
            ({"next_due": date(2026, 1, 31)}, "next_due"),
            ({"tool": " "}, "tool"),
            ({"assessor": ""}, "assessor"),
        ],
    )
    def test_refuses_what_cannot_be(self, person, actor, wrong, field):
        with pytest.raises(Incomplete) as refused:
            received(person, actor, **wrong)

        assert field in refused.value.fields
        assert not Assessment.objects.exists()

    @pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR])
    def test_refuses_other_roles(self, person, role):
        with pytest.raises(Refused):
            received(person, a_user(role))


class TestLatest:
    def test_is_the_newest_with_an_overall_level_by_the_day(self, person):
        an_assessment(person, rosh="low", on=date(2026, 1, 1))
        wanted = an_assessment(person, rosh="high", on=date(2026, 2, 1))
        an_assessment(person, rosh="", on=date(2026, 2, 2))
        an_assessment(person, rosh="very_high", on=date(2026, 3, 3))

        assert latest_assessment(person, TODAY) == wanted


class TestPage:
    def sent(self, **more):
        return {
            "tool": "OASys", "on_day": "1", "on_month": "2", "on_year": "2026", "assessor": "Pat Practitioner",
            "agency": an_agency("probation").pk, "rosh": "high", "rosh_children": "medium",
            "children_who": "His nieces", **WORDS,
        } | more  # fmt: skip

    @pytest.mark.requirement("RISK-06")
    def test_shows_what_serious_harm_means_beside_every_level(self, client, actor, person):
        client.force_login(actor)

        for page in ("risk/", "risk/new/"):
            text = client.get(f"/people/{person.reference}/{page}").content.decode()
            assert "threatens life or is traumatic" in text

    @pytest.mark.requirement("RISK-07")
    def test_shows_the_history_the_last_day_and_the_next(self, client, actor, person):
        an_assessment(person, rosh="medium", on=date(2025, 1, 6))
        an_assessment(person, rosh="high", on=date(2026, 1, 5), next_due=date(2026, 5, 5))
        client.force_login(actor)

        text = client.get(f"/people/{person.reference}/risk/").content.decode()

        for words in ("Last reviewed", "5 January 2026", "Next due", "5 May 2026", "6 January 2025", "Medium"):
            assert words in text

    @pytest.mark.requirement("RISK-05")
    def test_shows_every_group_rated_or_not(self, client, actor, person):
        row = an_assessment(person)
        RoshRating.objects.create(assessment=row, group="known_adult", level="high", who="A former partner")
        client.force_login(actor)

        text = client.get(f"/people/{person.reference}/risk/").content.decode()

        assert all(group.label in text for group in RiskGroup)
        assert "A former partner" in text
        assert text.count("Not rated") >= len(RiskGroup) - 1

    def test_records_through_the_form_and_once_for_two_posts(self, client, actor, person):
        client.force_login(actor)

        for _ in range(2):
            assert client.post(f"/people/{person.reference}/risk/new/", self.sent()).status_code == 302

        assert list(Assessment.objects.get().ratings.values_list("group", "level")) == [("children", "medium")]

    def test_keeps_what_was_typed_when_something_is_missing(self, client, actor, person):
        client.force_login(actor)
        sent = self.sent(rosh_known_adult="high", narrative="Kept words")

        answer = client.post(f"/people/{person.reference}/risk/new/", sent)

        assert answer.status_code == 422
        assert "Say who the known adult is" in answer.content.decode()
        assert "Kept words" in answer.content.decode()
