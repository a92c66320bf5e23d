"""The plan page, and the actions page of every agency."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent, What
from mappa.kernel import clock
from mappa.plans.models import Action, Plan
from mappa.plans.services import add_risk, change_line
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import NOON
from tests.factories.plans import a_line, a_plan, an_action

pytestmark = pytest.mark.django_db
TODAY = clock.day_of(clock.now())


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def case(om):
    return an_open_case(lead=om.agency)


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def base(case):
    return f"/people/{case.person.reference}/plan/"


class TestPlanPage:
    @pytest.mark.requirement("PLAN-06")
    def test_begins_only_with_a_review_day(self, as_user, om, base):
        browser = as_user(om)
        assert "There is no plan yet" in browser.get(base).content.decode()
        assert browser.get(f"{base}start/").status_code == 200
        assert browser.post(f"{base}start/", {"review_on_day": ""}).status_code == 422
        assert browser.post(f"{base}start/", day("review_on", TODAY - timedelta(days=1))).status_code == 422
        assert not Plan.objects.exists()

        for _ in range(2):
            assert browser.post(f"{base}start/", day("review_on", TODAY + timedelta(days=90))).status_code == 302

        assert Plan.objects.count() == 1

    @pytest.mark.requirement("PLAN-02", "PLAN-04", "PLAN-12")
    def test_shows_four_pillars_and_says_what_is_not_tied_up(self, as_user, om, case, base):
        plan = a_plan(case, om)
        a_line(plan, om)
        add_risk(plan=plan, group="self", text="Self-harm in custody", actor=om, at=NOON)

        text = as_user(om).get(base).content.decode()

        for pillar in ("Supervision", "Monitoring and control", "Interventions and treatment", "Victim safety"):
            assert pillar in text
        assert text.index("Risks that no measure answers") < text.index("Self-harm in custody")
        assert "0 internal, 1 external" in text

    def test_adds_a_risk_a_measure_a_contingency_and_an_action(self, as_user, om, case, base):
        plan = a_plan(case, om)
        browser = as_user(om)
        browser.post(f"{base}risks/new/", {"group": "children", "text": "Contact with children"})
        risk = plan.risks.get()
        line = {"pillar": "monitoring", "text": "Curfew", "control": "external", "risk": risk.pk, "agency": ""}
        browser.post(f"{base}lines/new/", line)
        browser.post(
            f"{base}contingencies/new/",
            {"trigger": "Misses curfew", "response": "Recall", "who": "Duty officer", "agency": om.agency_id},
        )
        browser.post(
            f"{base}actions/new/",
            {"what": "Fit the tag", "owner_name": "Jo", "agency": om.agency_id, "line": plan.lines.get().pk}
            | day("due", TODAY),
        )

        text = browser.get(base).content.decode()

        assert "Every risk has a measure and an action." in text
        for word in ("Contact with children", "Curfew", "Misses curfew", "Fit the tag"):
            assert word in text

    @pytest.mark.requirement("PLAN-03")
    @pytest.mark.parametrize("missing", ["what", "owner_name", "agency", "due_day"])
    def test_refuses_a_vague_action_and_loses_nothing(self, as_user, om, case, base, missing):
        a_plan(case, om)
        sent = {"what": "Fit the tag", "owner_name": "Jo Owner", "agency": om.agency_id, **day("due", TODAY)}

        answer = as_user(om).post(f"{base}actions/new/", sent | {missing: ""})

        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
        assert ("Jo Owner" if missing != "owner_name" else "Fit the tag") in answer.content.decode()
        assert not Action.objects.exists()

    @pytest.mark.requirement("PLAN-03")
    def test_refuses_a_day_that_has_passed(self, as_user, om, case, base):
        a_plan(case, om)
        sent = {"what": "Fit", "owner_name": "Jo", "agency": om.agency_id, **day("due", TODAY - timedelta(days=1))}

        answer = as_user(om).post(f"{base}actions/new/", sent)

        assert answer.status_code == 422
        assert "The day has passed" in answer.content.decode()

    def test_keeps_both_texts_when_a_measure_was_changed_meanwhile(self, as_user, om, case, base):
        line = a_line(a_plan(case, om), om)
        page = f"{base}lines/{line.pk}/"
        browser = as_user(om)
        assert browser.get(page).status_code == 200
        change_line(
            line=line, pillar="monitoring", text="Theirs", risk=line.risk, agency=None, control="external",
            read_version=1, actor=om, at=NOON,
        )  # fmt: skip
        mine = {"pillar": "monitoring", "text": "Mine", "control": "external", "risk": line.risk_id, "version": 1}

        answer = browser.post(page, mine)

        assert answer.status_code == 409
        assert "Mine" in answer.content.decode()
        assert "Theirs" in answer.content.decode()
        assert browser.post(page, mine | {"version": 2}).status_code == 302

    def test_sets_the_next_review_over_the_version_read(self, as_user, om, case, base):
        a_plan(case, om)
        browser = as_user(om)
        sent = {"version": 1, **day("review_on", TODAY + timedelta(days=30)), "apply": "no", "why": "No new acts"}

        assert browser.get(f"{base}review/").status_code == 200
        assert browser.post(f"{base}review/", sent).status_code == 302
        assert browser.post(f"{base}review/", sent).status_code == 409

    @pytest.mark.requirement("INFO-05")
    def test_is_hidden_from_strangers_and_read_only_for_readers(self, as_user, om, case, base):
        a_plan(case, om)

        assert as_user(a_user(Role.PROBATION_PRACTITIONER)).get(base).status_code == 404
        prison = as_user(a_user(Role.PRISON_LEAD, agency=om.agency))
        assert "Add a risk" not in prison.get(base).content.decode()
        assert prison.get(f"{base}risks/new/").status_code == 403

    def test_asks_the_same_number_of_questions_for_twice_the_rows(self, as_user, om, case, base):
        plan = a_plan(case, om)
        browser, counts = as_user(om), []
        for round_ in range(2):
            for number in range(3):
                line = a_line(plan, om, text=f"Measure {round_} {number}")
                an_action(case, om, line=line, what=f"Do {round_} {number}")
            with CaptureQueriesContext(connection) as queries:
                browser.get(base)
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 20

    def test_leaves_a_row_in_the_log(self, as_user, om, case, base):
        as_user(om).get(base)

        event = AuditEvent.objects.get(what=What.CONSULTATION)
        assert (event.operation, event.subject) == ("plans:plan:view", case.person.reference)


class TestActionsPage:
    @pytest.mark.parametrize("role", [role for role in Role if Permission.ACTION_UPDATE in GRANTS[role]])
    def test_is_for_every_role_that_acts_and_shows_its_own_agencys(self, as_user, om, case, role):
        actor = a_user(role)
        an_action(case, om, agency=actor.agency, what="Ours to do")
        other = a_user(Role.YOT_MANAGER if role is not Role.YOT_MANAGER else Role.AGENCY_CONTACT)
        an_action(case, om, agency=other.agency, what="Theirs to do")

        text = as_user(actor).get("/actions/").content.decode()

        assert "Ours to do" in text
        assert "Theirs to do" not in text

    @pytest.mark.requirement("PLAN-21")
    def test_tells_a_contact_no_more_of_the_person_than_the_action_says(self, as_user, om, case):
        housing = a_user(Role.AGENCY_CONTACT)
        action = an_action(case, om, agency=housing.agency)
        browser = as_user(housing)

        for page in ("/actions/", f"/actions/{action.reference}/"):
            text = browser.get(page).content.decode()
            assert "Visit the landlord" in text
            for secret in (case.person.reference, case.person.family_name, case.reference):
                assert secret not in text
        assert browser.get(f"/people/{case.person.reference}/plan/").status_code == 403

    def test_takes_a_report_with_evidence_once(self, as_user, om, case):
        action = an_action(case, om)
        page, browser = f"/actions/{action.reference}/", as_user(om)
        assert browser.post(page, {"outcome": "complete", "note": ""}).status_code == 422

        assert browser.post(page, {"outcome": "complete", "note": "Seen on Monday"}).status_code == 302
        assert browser.post(page, {"outcome": "complete", "note": "Seen on Monday"}).status_code == 409

        assert "Seen on Monday" in browser.get(page).content.decode()
        assert action.steps.count() == 2

    def test_hides_another_agencys_action(self, as_user, om, case):
        action = an_action(case, om)

        assert as_user(a_user(Role.AGENCY_CONTACT)).get(f"/actions/{action.reference}/").status_code == 404

    @pytest.mark.requirement("PLAN-21")
    def test_puts_open_ones_first_and_says_overdue_in_words(self, as_user, om, case):
        an_action(case, om, what="Old duty", due=NOON.date(), at=NOON)
        done = an_action(case, om, what="Done duty", due=NOON.date())
        as_user(om).post(f"/actions/{done.reference}/", {"outcome": "complete", "note": "Done"})

        text = as_user(om).get("/actions/").content.decode()

        assert text.index("Old duty") < text.index("Done duty")
        assert "Overdue" in text

    def test_asks_the_same_number_of_questions_for_twice_the_rows(self, as_user, om):
        browser, counts = as_user(om), []
        for _ in range(2):
            for _ in range(3):
                an_action(an_open_case(lead=om.agency), om)
            with CaptureQueriesContext(connection) as queries:
                browser.get("/actions/")
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 20


class TestOwnDecision:
    """What an agency does is its own decision, never the meeting's order."""

    @pytest.mark.requirement("AGENCY-09")
    def test_is_kept_as_the_agencys_own_with_its_reason(self, as_user, om, case, base):
        contact = a_user(Role.AGENCY_CONTACT)
        plan = a_plan(case, om)
        held = an_action(case, om, agency=contact.agency, line=a_line(plan, om))
        page = f"/actions/{held.reference}/"

        shown = as_user(contact).get(page).content.decode()
        assert "own decision, within its own powers" in shown
        assert "Not given yet" in shown
        assert as_user(contact).post(page, {"outcome": "decline", "note": ""}).status_code == 422
        as_user(contact).post(page, {"outcome": "decline", "note": "We have no home there"})

        step = held.steps.latest("id")
        assert (step.move, step.state, step.agency, step.by) == (
            "decline",
            "declined",
            contact.agency,
            contact.username,
        )
        plan_page = as_user(om).get(base).content.decode()
        assert "Actions that the agency declined" in plan_page
        assert "We have no home there" in plan_page
        assert "Risks with no action" in plan_page

    @pytest.mark.requirement("AGENCY-09")
    def test_may_be_taken_again_by_the_same_agency_alone(self, as_user, om, case, base):
        contact = a_user(Role.AGENCY_CONTACT)
        a_plan(case, om)
        held = an_action(case, om, agency=contact.agency)
        page = f"/actions/{held.reference}/"
        as_user(contact).post(page, {"outcome": "decline", "note": "No home"})

        assert as_user(contact).post(page, {"outcome": "complete", "note": "Done"}).status_code == 409
        assert as_user(om).post(page, {"outcome": "accept"}).status_code == 404
        as_user(contact).post(page, {"outcome": "accept"})

        assert [step.move for step in held.steps.order_by("id")] == ["set", "decline", "accept"]
        assert f"{contact.agency.name} took it on" in as_user(om).get(base).content.decode()
        assert "Taken on" in as_user(contact).get(page).content.decode()
