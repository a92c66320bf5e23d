"""Form A and gatekeeping in the browser's words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent, What
from mappa.kernel import clock
from mappa.referrals.models import Consultation, Referral, ReferralStep, Screening
from mappa.referrals.presenters import assessment_age
from mappa.sharing.models import Share
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.factories.referrals import a_complete_draft, a_draft, a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def referrer():
    return a_practitioner()


@pytest.fixture
def person(referrer):
    return an_open_case(lead=referrer.agency).person


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def at(referral, part=""):
    return f"/referrals/{referral.reference}/{part}"


class TestWritingPages:
    def test_begin_one_draft_however_often_the_button_is_pressed(self, as_user, referrer, person):
        page = f"/people/{person.reference}/referrals/new/"
        browser = as_user(referrer)
        assert browser.get(page).status_code == 200

        for _ in range(2):
            answer = browser.post(page)

        assert answer.url == at(Referral.objects.get())
        assert "Form A" in browser.get(answer.url).content.decode()

    @pytest.mark.parametrize(
        "key",
        ["category", "offence", "reason", "risk", "victims", "plan", "urgency", "diversity", "aware", "endorsement"],
    )
    def test_show_and_save_each_section_though_incomplete(self, as_user, referrer, person, key):
        referral = a_draft(referrer, person)
        browser = as_user(referrer)
        assert browser.get(at(referral, f"section/{key}/")).status_code == 200

        answer = browser.post(at(referral, f"section/{key}/"), {"version": referral.version})

        assert (answer.status_code, answer.headers.get("Location")) == (302, at(referral))

    def test_keep_both_texts_when_somebody_else_saved_first(self, as_user, referrer, person):
        referral = a_draft(referrer, person)
        browser = as_user(referrer)
        page = at(referral, "section/victims/")
        browser.post(page, {"version": 1, "victims": "Theirs"})

        answer = browser.post(page, {"version": 1, "victims": "Mine"})

        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Mine" in text
        assert "Theirs" in text
        assert 'name="version" value="2"' in text
        assert browser.post(page, {"version": 2, "victims": "Both"}).status_code == 302
        assert Referral.objects.get().victims == "Both"

    def test_lose_nothing_when_an_answer_is_wrong(self, as_user, referrer, person):
        referral = a_draft(referrer, person)
        typed = {"version": 1, "assessment_on_day": "31", "assessment_on_month": "2", "assessment_on_year": "2026"}

        answer = as_user(referrer).post(at(referral, "section/risk/"), {**typed, "likelihood": "Very likely"})

        assert answer.status_code == 422
        assert "Very likely" in answer.content.decode()
        assert "must be a real date" in answer.content.decode()

    def test_add_an_invitee_without_saving_and_then_save(self, as_user, referrer, person):
        referral = a_draft(referrer, person)
        housing = an_agency(AgencyKind.HOUSING)
        page, browser = at(referral, "section/invitees/"), as_user(referrer)
        sent = {
            "version": 1, "invitees-TOTAL_FORMS": "1", "invitees-INITIAL_FORMS": "0",
            "invitees-0-agency": housing.pk, "invitees-0-reason": "Holds the tenancy",
        }  # fmt: skip
        assert browser.get(page).status_code == 200
        assert "Holds the tenancy" in browser.post(page, {**sent, "add-invitees": "1"}).content.decode()
        assert not referral.invitees.exists()

        assert browser.post(page, sent).status_code == 302
        assert browser.post(page, sent).status_code == 409

        assert [(i.agency, i.reason) for i in referral.invitees.all()] == [(housing, "Holds the tenancy")]

    @pytest.mark.requirement("REFER-04")
    def test_link_what_is_missing_from_the_error_summary_and_send_nothing(self, as_user, referrer, person):
        referral = a_complete_draft(referrer, person, risk={"imminence": ""}, urgency={"emergency": None})

        answer = as_user(referrer).post(at(referral, "check/"), {"version": referral.version})

        text = answer.content.decode()
        assert answer.status_code == 422
        assert f'href="{at(referral, "section/risk/")}#id_imminence"' in text
        assert f'href="{at(referral, "section/urgency/")}#id_emergency"' in text
        assert ReferralStep.objects.count() == 1

    def test_send_once_though_the_button_is_pressed_twice(self, as_user, referrer, person):
        referral = a_complete_draft(referrer, person)
        browser = as_user(referrer)
        assert browser.get(at(referral, "check/")).status_code == 200

        for _ in range(2):
            assert browser.post(at(referral, "check/"), {"version": referral.version}).status_code == 302

        assert ReferralStep.objects.filter(state="submitted").count() == 1

    def test_close_once_sent(self, as_user, referrer, person):
        referral = a_submitted_referral(referrer, person)

        assert as_user(referrer).get(at(referral, "section/risk/")).status_code == 409

    @pytest.mark.requirement("REFER-02")
    def test_record_a_screening(self, as_user, referrer, person):
        page = f"/people/{person.reference}/screening/"
        browser = as_user(referrer)
        assert browser.post(page, {"level": ""}).status_code == 422

        assert browser.post(page, {"level": "1", "reason": "One agency can do it"}).status_code == 302

        assert Screening.objects.get().level == 1
        assert "One agency can do it" in browser.get(f"/people/{person.reference}/referrals/new/").content.decode()


class TestAssessmentAge:
    @pytest.mark.parametrize(("days", "said"), [(0, "made today, on"), (1, "made yesterday, on"), (40, "40 days ago")])
    def test_is_said_as_a_person_would(self, days, said):
        assert said in assessment_age(date(2026, 3, 2) - timedelta(days=days), date(2026, 3, 2))


class TestNeedToKnow:
    @pytest.mark.requirement("INFO-05")
    def test_hides_a_draft_and_another_agencys_referral_as_if_they_were_not_there(self, as_user, referrer):
        police = a_user(Role.POLICE_OFFENDER_MANAGER)
        shared = a_person(involving=(referrer.agency, police.agency))
        sent, draft = a_submitted_referral(referrer, shared), a_draft(referrer)

        nowhere = as_user(police).get("/referrals/NS-R-2026-9999/").content
        assert as_user(police).get(at(sent)).status_code == 404
        assert as_user(police).get(at(sent)).content == nowhere
        assert as_user(a_user(Role.COORDINATOR)).get(at(draft)).status_code == 404

    @pytest.mark.parametrize("part", ["", "check/", "decide/", "consult/", "final/", "section/risk/"])
    def test_keeps_agency_contacts_and_figures_roles_out(self, as_user, referrer, person, part):
        referral = a_submitted_referral(referrer, person)

        for role in (Role.AGENCY_CONTACT, Role.ANALYST, Role.SYSTEM_ADMIN):
            answer = as_user(a_user(role)).get(at(referral, part))
            assert answer.status_code == 403
            assert person.family_name not in answer.content.decode()

    def test_keeps_the_victims_section_from_those_without_that_permission(self, as_user, referrer, person):
        about = "Zyxwvut, a neighbour"
        referral = a_submitted_referral(
            referrer, person, victims={"victims": about}, plan={"plan_victim_safety": about}
        )

        assert "Zyxwvut" not in as_user(a_user(Role.ADMINISTRATOR)).get(at(referral)).content.decode()
        assert "Zyxwvut" in as_user(a_user(Role.COORDINATOR)).get(at(referral)).content.decode()

    def test_leaves_a_row_for_everybody_shown(self, as_user, referrer, person):
        referral = a_submitted_referral(referrer, person)
        coordinator = a_user(Role.COORDINATOR)

        as_user(coordinator).get(at(referral))
        as_user(coordinator).get("/referrals/")

        seen = AuditEvent.objects.filter(what=What.CONSULTATION, who=coordinator.username)
        assert [(event.operation, event.subject) for event in seen.order_by("id")] == [
            ("referrals:referral:view", person.reference),
            ("referrals:referral:list", person.reference),
        ]


@pytest.mark.requirement("REFER-07")
class TestBoard:
    def test_shows_the_late_one_first_with_its_days(self, as_user, referrer):
        for days, name in ((40, "Lateone"), (1, "Newone")):
            someone = a_person(involving=(referrer.agency,), family_name=name)
            a_submitted_referral(referrer, someone, at=NOW - timedelta(days=days))

        text = as_user(a_user(Role.COORDINATOR)).get("/referrals/").content.decode()

        assert text.index("Lateone") < text.index("Newone")
        assert "days late" in text

    @pytest.mark.parametrize("show", ["waiting", "all"])
    def test_asks_the_same_number_of_questions_for_twice_the_rows(self, as_user, referrer, show):
        browser = as_user(a_user(Role.COORDINATOR))
        counts = []
        for _ in range(2):
            for _ in range(3):
                a_submitted_referral(referrer)
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(f"/referrals/?show={show}")
            assert answer.status_code == 200
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 20

    def test_says_what_to_do_when_there_is_none(self, as_user, referrer):
        assert "choose Refer" in as_user(referrer).get("/referrals/").content.decode()

    def test_shows_the_rule_and_edition_of_the_day_it_is_due(self, as_user, referrer, person):
        referral = a_submitted_referral(referrer, person, at=NOW)

        text = as_user(referrer).get(at(referral)).content.decode()

        assert "10 working days from receipt" in text
        assert "cheshire-2022" in text


class TestGatekeeping:
    @pytest.fixture
    def referral(self, referrer, person):
        return a_submitted_referral(referrer, person, at=NOW)

    @pytest.fixture
    def browser(self, as_user):
        return as_user(a_user(Role.COORDINATOR))

    @pytest.mark.requirement("REFER-09", "REFER-17")
    def test_accepts_and_shares_with_those_to_invite_until_a_day(self, browser, referral):
        assert browser.get(at(referral, "decide/")).status_code == 200
        until = (NOW + timedelta(days=60)).date()
        sent = {
            "in_remit": "True", "needs_multi_agency": "True", "outcome": "accept-3",
            "share_until_day": until.day, "share_until_month": until.month, "share_until_year": until.year,
        }  # fmt: skip

        assert browser.post(at(referral, "decide/"), sent).status_code == 302

        share = Share.objects.get()
        assert (share.agency.kind, share.until, share.origin) == (AgencyKind.HOUSING, until, referral.reference)
        assert browser.post(at(referral, "decide/"), sent).status_code == 409
        assert referral.steps.filter(state="accepted", level=3).count() == 1

    def test_loses_nothing_when_the_answers_disagree(self, browser, referral):
        sent = {"in_remit": "True", "needs_multi_agency": "True", "outcome": "reject", "reason": "A long reason"}

        answer = browser.post(at(referral, "decide/"), sent)

        assert answer.status_code == 422
        assert "A long reason" in answer.content.decode()
        assert "no ground to reject" in answer.content.decode()

    @pytest.mark.requirement("IDENT-23")
    def test_sends_the_reason_for_a_rejection_to_the_referrer(self, browser, as_user, referral, referrer):
        sent = {"in_remit": "False", "needs_multi_agency": "False", "outcome": "reject", "reason": "No conviction"}
        assert "potentially dangerous persons" in browser.get(at(referral, "decide/")).content.decode()
        browser.post(at(referral, "decide/"), {**sent, "pdp_route": "True"})

        text = as_user(referrer).get(at(referral)).content.decode()

        assert "No conviction" in text
        assert "Disagree with the rejection" in text

    def test_returns_a_referral_to_its_task_list_with_what_is_missing(self, browser, as_user, referral, referrer):
        browser.post(at(referral, "decide/"), {"outcome": "return", "reason": "Which address?"})

        text = as_user(referrer).get(at(referral)).content.decode()

        assert "Which address?" in text
        assert "Check the answers and send" in text

    @pytest.mark.requirement("REFER-08")
    def test_records_a_consultation(self, browser, referral):
        agency = an_agency(AgencyKind.HOUSING)
        assert browser.get(at(referral, "consult/")).status_code == 200

        browser.post(at(referral, "consult/"), {"who": "Jo Manager", "agency": agency.pk, "said": "Two complaints"})

        assert Consultation.objects.get().said == "Two complaints"
        assert "Two complaints" in browser.get(at(referral)).content.decode()

    @pytest.mark.requirement("REFER-11")
    def test_takes_a_dispute_to_the_senior_manager(self, browser, as_user, referral, referrer):
        browser.post(
            at(referral, "decide/"),
            {"in_remit": "True", "needs_multi_agency": "False", "outcome": "reject", "reason": "One agency"},
        )
        for action in ("dispute", "escalate"):
            as_user(referrer).post(at(referral, f"dispute/{action}/"), {"reason": "We disagree"})
        manager = as_user(a_user(Role.PROBATION_MANAGER))
        assert "Decide the dispute" in manager.get(at(referral)).content.decode()

        manager.post(at(referral, "final/"), {"outcome": "overrule-2", "reason": "It goes to a meeting"})

        assert referral.steps.order_by("id").last().state == "accepted"

    def test_offers_each_role_only_what_it_may_do(self, as_user, browser, referral, referrer):
        assert "Decide on the referral" in browser.get(at(referral)).content.decode()
        assert "Decide on the referral" not in as_user(referrer).get(at(referral)).content.decode()
        assert as_user(referrer).get(at(referral, "decide/")).status_code == 403

    def test_asks_at_most_20_questions(self, browser, referral):
        with CaptureQueriesContext(connection) as queries:
            browser.get(at(referral))

        assert len(queries) <= 20
