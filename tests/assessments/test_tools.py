"""Which tools are taken for whom, which value stands, and what settles a disagreement: through services and pages."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, RiskDiscussion
from mappa.assessments.selectors import latest_assessment
from mappa.assessments.services import record_assessment, record_discussion
from mappa.assessments.tools import disagreement
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.offending import ABH, WORDS, a_conviction, an_assessment
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
FIVE = ("like_group", "track_record", "bands", "raters", "uk_population")


@pytest.fixture
def actor():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def offender():
    person = a_person()
    a_conviction(person)
    return person


def used(tool, person, actor, **more):
    facts = {"on": date(2026, 2, 1), "assessor": "Pat Practitioner", "rosh": "high", "words": WORDS}
    facts["agency"] = an_agency("probation")
    return record_assessment(person=person, tool=tool, actor=actor, at=NOON, **facts | more)


def two_results(person, *, first="very_high", second="medium", **more):
    stands = an_assessment(person, tool="RM2000", rosh="", on=date(2026, 1, 5), reconviction=first)
    other = an_assessment(person, tool="OASys", rosh="high", on=date(2026, 2, 5), reconviction=second, **more)
    return stands, other


class TestTools:
    @pytest.mark.requirement("RISK-09")
    @pytest.mark.parametrize(
        ("more", "says"),
        [
            ({"sex": "female"}, "RM2000 is for male offenders"),
            ({"sex": ""}, "person.sex is not recorded"),
            ({"date_of_birth": date(2008, 2, 2)}, "RM2000 is for people of 18 or over"),
        ],
    )
    def test_refuses_rm2000_for_others_with_reason_and_remedy(self, actor, more, says):
        person = a_person(**more)
        a_conviction(person, on=date(2026, 1, 5), offence_date=date(2026, 1, 1))

        with pytest.raises(Incomplete) as refused:
            used("RM2000", person, actor)

        assert says in refused.value.fields["tool"]
        assert "use " in refused.value.fields["tool"]
        assert not Assessment.objects.exists()

    @pytest.mark.requirement("RISK-09")
    def test_refuses_rm2000_without_sexual_offending_and_takes_it_with(self, actor, offender):
        violent = a_person()
        a_conviction(violent, title="Actual bodily harm", offence=ABH)

        with pytest.raises(Incomplete):
            used("RM2000", violent, actor)

        assert used("rm2000", offender, actor).tool == "RM2000"

    @pytest.mark.requirement("RISK-01", "RISK-16")
    def test_takes_arms_only_where_the_edition_of_the_area_lists_it(self, actor, offender):
        assert used("ARMS", offender, actor).tool == "ARMS"
        old = an_area("westmere")
        old.edition = "hampshire-2008"
        old.save()
        person = a_person(area=old)
        a_conviction(person)
        officer = a_user(Role.COORDINATOR, area=old)

        with pytest.raises(Incomplete) as refused:
            used("ARMS", person, officer)

        assert "not on the list of hampshire-2008" in refused.value.fields["tool"]
        assert "Use a tool of the list" in refused.value.fields["tool"]

    @pytest.mark.requirement("RISK-17")
    @pytest.mark.parametrize("yes", [0, 4, 5])
    def test_takes_another_tool_only_with_five_answers(self, actor, offender, yes):
        answers = dict.fromkeys(FIVE[:yes], True)

        if yes == len(FIVE):
            assert used("NewTool", offender, actor, tool_answers=answers).tool_answers == answers
        else:
            with pytest.raises(Incomplete):
                used("NewTool", offender, actor, tool_answers=answers)

    @pytest.mark.requirement("RISK-15")
    def test_carries_the_youth_assessment_into_the_first_adult_one(self, actor):
        person = a_person(date_of_birth=date(2008, 1, 15))
        youth = used("ASSET", person, actor, on=date(2026, 1, 14))

        assert used("OASys", person, actor).carries == youth
        assert used("OASys", person, actor, on=date(2026, 2, 2)).carries is None

    @pytest.mark.requirement("RISK-15")
    def test_refuses_the_adult_tool_before_the_18th_birthday(self, actor):
        person = a_person(date_of_birth=date(2008, 2, 2))

        with pytest.raises(Incomplete):
            used("OASys", person, actor)


class TestDiscussion:
    def agreed(self, person, actor, **more):
        facts = {
            "on": date(2026, 2, 20), "who": "Police and probation", "agreed_rosh": "very_high", "agreed_level": 2,
            "levels": [1, 2, 3], "reasons": "Recent breaches",
        }  # fmt: skip
        return record_discussion(person=person, actor=actor, at=NOON, **facts | more)

    @pytest.mark.requirement("RISK-11")
    def test_shows_rm2000_as_the_standing_value_and_oasys_as_its_supplement(self, actor, offender):
        stands, other = two_results(offender)

        held = disagreement(offender, TODAY)

        assert (held.stands, held.supplements, held.on_reconviction) == (stands, other, True)

    def test_is_not_asked_for_while_the_tools_agree(self, actor, offender):
        two_results(offender, second="very_high")

        assert not disagreement(offender, TODAY).on_risk
        with pytest.raises(NotPossible):
            self.agreed(offender, actor)

    @pytest.mark.requirement("RISK-12")
    def test_keeps_who_when_agreed_risk_level_and_reasons_and_settles_the_recorded_risk(self, actor, offender):
        two_results(offender)
        assert disagreement(offender, TODAY).waits

        row = self.agreed(offender, actor)

        row.refresh_from_db()
        assert (row.on, row.who, row.agreed_rosh, row.agreed_level, row.reasons) == (
            date(2026, 2, 20), "Police and probation", "very_high", 2, "Recent breaches",
        )  # fmt: skip
        assert not disagreement(offender, TODAY).waits
        assert latest_assessment(offender, TODAY).rosh == "very_high"
        assert AuditEvent.objects.get(operation="assessments:discussion:record").subject == offender.reference

    @pytest.mark.requirement("RISK-12")
    def test_waits_again_after_a_newer_result(self, actor, offender):
        two_results(offender)
        self.agreed(offender, actor)

        an_assessment(offender, tool="OASys", rosh="high", on=date(2026, 2, 25), reconviction="low")

        assert disagreement(offender, TODAY).waits

    @pytest.mark.requirement("RISK-12")
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"on": date(2026, 2, 4)}, "on"),
            ({"on": date(2026, 3, 3)}, "on"),
            ({"who": " "}, "who"),
            ({"agreed_rosh": ""}, "agreed_rosh"),
            ({"agreed_level": 1, "levels": [2, 3]}, "agreed_level"),
            ({"reasons": ""}, "reasons"),
        ],
    )
    def test_refuses_what_is_missing_or_cannot_be(self, actor, offender, wrong, field):
        two_results(offender)

        with pytest.raises(Incomplete) as refused:
            self.agreed(offender, actor, **wrong)

        assert field in refused.value.fields
        assert not RiskDiscussion.objects.exists()

    def test_refuses_other_roles(self, offender):
        two_results(offender)

        with pytest.raises(Refused):
            self.agreed(offender, a_user(Role.CHAIR))


class TestPages:
    def address(self, person):
        return f"/people/{person.reference}/risk/"

    @pytest.mark.requirement("RISK-11", "RISK-12")
    def test_show_what_stands_and_take_the_discussion_once(self, client, actor, offender):
        two_results(offender, narrative="Works nights now")
        client.force_login(actor)
        before = client.get(self.address(offender)).content.decode()
        sent = {
            "on_day": "20", "on_month": "2", "on_year": "2026", "who": "Police and probation",
            "agreed_rosh": "very_high", "agreed_level": "2", "reasons": "Recent breaches",
        }  # fmt: skip

        for _ in range(2):
            assert client.post(f"{self.address(offender)}discussion/", sent).status_code == 302

        after = client.get(self.address(offender)).content.decode()
        assert "Two tools disagree on risk" in before
        assert "Likelihood of reconviction that stands" in before
        assert "Works nights now" in before
        assert "Two tools disagree on risk" not in after
        assert "Recent breaches" in after
        assert RiskDiscussion.objects.count() == 1

    def test_hide_the_form_where_nothing_disagrees_and_from_strangers(self, client, actor, offender):
        client.force_login(actor)
        assert client.get(f"{self.address(offender)}discussion/").status_code == 404

        two_results(offender)
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        assert client.get(f"{self.address(offender)}discussion/").status_code == 404

    @pytest.mark.requirement("RISK-09")
    def test_say_beside_the_field_why_a_tool_is_refused_and_keep_what_was_typed(self, client, actor):
        person = a_person(sex="female")
        client.force_login(actor)
        sent = {
            "tool": "RM2000", "on_day": "1", "on_month": "2", "on_year": "2026", "assessor": "Pat Practitioner",
            "agency": an_agency("probation").pk, "rosh": "high", "narrative": "Kept words",
        }  # fmt: skip

        answer = client.post(f"{self.address(person)}new/", sent)

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "RM2000 is for male offenders" in text
        assert "Kept words" in text
        assert "On the list of your area: OASys" in text
