"""What is said in words beside the levels, and how the level changed: demanded, kept apart and drawn."""

import re
from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, RoshLevel
from mappa.assessments.services import GroupRating, record_assessment
from mappa.kernel.decisions import Incomplete
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.offending import WORDS, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
BESIDE = ("narrative", "evidence", "protocol")
FACTORS = {
    "static_factors": "First offence at fifteen", "changing_factors": "Lost his tenancy",
    "triggers": "An argument about money", "protective": "Sees his mentor each week",
    "imminence": "Within days of losing contact",
}  # fmt: skip


@pytest.fixture
def actor():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def person():
    return a_person()


def works_under(edition):
    area = an_area()
    area.edition = edition
    area.save()


def recorded(person, actor, *, words=WORDS, **more):
    facts = {"tool": "OASys", "on": date(2026, 2, 1), "assessor": "Pat Practitioner", "rosh": "high", **more}
    agency = an_agency("probation")
    return record_assessment(person=person, actor=actor, at=NOON, agency=agency, words=words, **facts)


class TestJudgement:
    @pytest.mark.requirement("RISK-19")
    @pytest.mark.parametrize("score", ["rosh", "reconviction", "ratings"])
    @pytest.mark.parametrize("missing", BESIDE)
    def test_is_demanded_beside_every_score_with_its_evidence_and_protocol(self, person, actor, score, missing):
        scores = {"rosh": "", "reconviction": ""}
        scores[score] = [GroupRating(group="children", level="low")] if score == "ratings" else "low"

        with pytest.raises(Incomplete) as refused:
            recorded(person, actor, words={**WORDS, missing: " "}, **scores)

        assert set(refused.value.fields) == {missing}
        assert not Assessment.objects.exists()

    def test_is_not_demanded_where_there_is_no_score(self, person, actor):
        assert recorded(person, actor, words={}, rosh="").narrative == ""

    @pytest.mark.requirement("RISK-22")
    @pytest.mark.parametrize(
        ("edition", "wanted"), [("hampshire-2008", set()), ("cheshire-2022", {"professionals", "mitigation"})]
    )
    def test_tells_risks_to_professionals_where_the_edition_asks(self, person, actor, edition, wanted):
        works_under(edition)
        words = {name: WORDS[name] for name in BESIDE}

        if wanted:
            with pytest.raises(Incomplete) as refused:
                recorded(person, actor, words=words)
            assert set(refused.value.fields) == wanted
        else:
            recorded(person, actor, words=words)

    @pytest.mark.requirement("RISK-22")
    def test_wants_what_is_done_about_a_risk_to_professionals(self, person, actor):
        with pytest.raises(Incomplete) as refused:
            recorded(person, actor, words={**WORDS, "mitigation": ""})

        assert set(refused.value.fields) == {"mitigation"}


class TestPage:
    @pytest.mark.requirement("RISK-19", "RISK-21", "RISK-22")
    def test_records_and_shows_each_part_apart(self, client, actor, person):
        client.force_login(actor)
        sent = {
            "tool": "OASys", "on_day": "1", "on_month": "2", "on_year": "2026", "assessor": "Pat Practitioner",
            "agency": an_agency("probation").pk, "rosh": "high", **WORDS, **FACTORS,
        }  # fmt: skip

        assert client.post(f"/people/{person.reference}/risk/new/", sent).status_code == 302

        text = client.get(f"/people/{person.reference}/risk/").content.decode()
        shown = re.findall(r'<dt class="govuk-summary-list__key">\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>', text)
        wanted = {"Professional judgement": "narrative", "Evidence for it": "evidence", "Protocol followed": "protocol",
                  "Factors that do not change": "static_factors", "Factors that can change": "changing_factors",
                  "Triggers and early signs": "triggers", "What protects": "protective", "How soon": "imminence",
                  "Risks to professionals": "professionals", "What is done about them": "mitigation"}  # fmt: skip
        assert {label: {**WORDS, **FACTORS}[name] for label, name in wanted.items()}.items() <= dict(shown).items()

    @pytest.mark.requirement("RISK-21")
    def test_says_where_factors_triggers_or_imminence_are_not_recorded(self, client, actor, person):
        an_assessment(person)
        client.force_login(actor)

        text = client.get(f"/people/{person.reference}/risk/").content.decode()

        after = text.split("Why the level is what it is")[1].split("</dl>")[0]
        assert after.count("Not recorded") == len({*BESIDE, *FACTORS})


class TestChart:
    def page(self, client, actor, person):
        client.force_login(actor)
        return client.get(f"/people/{person.reference}/risk/").content.decode()

    @pytest.mark.requirement("RISK-07")
    def test_draws_each_level_in_its_place_and_says_the_same_in_words_and_in_a_table(self, client, actor, person):
        for months, level in enumerate(("low", "very_high", "medium")):
            an_assessment(person, rosh=level, on=TODAY - timedelta(days=90 - 30 * months))

        text = self.page(client, actor, person)

        drawing = text.split("<svg", maxsplit=1)[1].split("</svg>")[0]
        points = [(int(x), int(y)) for x, y in re.findall(r'cx="(\d+)" cy="(\d+)"', drawing)]
        assert points == sorted(points)
        lines = re.findall(r'y1="(\d+)"', drawing)
        heights = dict(zip(RoshLevel.values, map(int, lines), strict=True))
        assert list(heights.values()) == sorted(heights.values(), reverse=True)
        assert [y for _, y in points] == [heights["low"], heights["very_high"], heights["medium"]]
        assert "low from" in drawing
        assert "style=" not in drawing
        table = text.split("How the overall level changed</caption>")[1].split("</table>")[0]
        assert re.findall("First recorded|Raised|Lowered|Same", table) == [
            "Lowered",
            "Raised",
            "First recorded",
        ]

    def test_is_left_out_where_there_is_no_change_to_draw(self, client, actor, person):
        an_assessment(person)
        an_assessment(person, rosh="", on=date(2026, 1, 6))

        assert "<svg" not in self.page(client, actor, person).split("Overall RoSH")[1]
