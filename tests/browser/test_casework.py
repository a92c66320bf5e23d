"""Referrals, plans, actions and disclosures in a real browser: normal, empty and in error."""

import pytest

from mappa.accounts.permissions import Role
from mappa.kernel import clock
from tests.browser.checks import follow, hold
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.plans import a_line, a_plan, an_action
from tests.factories.referrals import a_complete_draft, a_practitioner, a_submitted_referral

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(open_as):
    """Look at pages as somebody: each one is held to the standard."""

    def as_user(user):
        def look(address, name):
            page = open_as(user, address)
            hold(page, name)
            return page

        return look

    return as_user


class TestReferralPages:
    def test_can_be_written_checked_and_sent(self, visit):
        referrer = a_practitioner()
        person = an_open_case(lead=referrer.agency).person
        referral = a_complete_draft(referrer, person, risk={"imminence": ""})
        look, base = visit(referrer), f"/referrals/{referral.reference}/"
        look(f"/people/{person.reference}/referrals/new/", "referral-new")
        look(f"/people/{person.reference}/screening/", "screening")
        look(base, "referral-tasks")
        for key in ("category", "risk", "invitees", "urgency", "aware", "endorsement"):
            look(f"{base}section/{key}/", f"referral-{key}")
        page = look(f"{base}check/", "referral-check")

        follow(page.locator("text=Send the referral"))
        hold(page, "referral-check-error")
        follow(page.locator("a:has-text('Give the signs that harm is imminent')"))
        page.fill("textarea[name=imminence]", "Drinking again")
        follow(page.locator("text=Save and continue"))
        follow(page.locator("text=Check the answers and send"))
        follow(page.locator("text=Send the referral"))

        hold(page, "referral-sent")
        assert page.is_visible("text=Referral sent to the co-ordinator")

    def test_can_be_screened_and_decided(self, visit):
        referrer = a_practitioner()
        person = an_open_case(lead=referrer.agency).person
        referral = a_submitted_referral(referrer, person, at=clock.now())
        look = visit(a_user(Role.COORDINATOR))
        base = f"/referrals/{referral.reference}/"
        look("/referrals/", "board")
        look("/referrals/?show=all", "board-all")
        look(base, "referral-detail")
        look(f"{base}consult/", "referral-consult")
        page = look(f"{base}decide/", "referral-decide")

        follow(page.locator("text=Record the decision"))
        hold(page, "referral-decide-error")
        look_again = visit(a_user(Role.HEALTH_LEAD))
        look_again("/referrals/", "board-empty")


class TestPlanAndDisclosurePages:
    def test_hold_to_the_standard_full_empty_and_in_error(self, visit):
        om = a_user(Role.POLICE_OFFENDER_MANAGER)
        case, empty = an_open_case(lead=om.agency), an_open_case(lead=om.agency)
        line = a_line(a_plan(case, om), om)
        action = an_action(case, om, line=line)
        look, base = visit(om), f"/people/{case.person.reference}/"
        look(f"/people/{empty.person.reference}/plan/", "plan-empty")
        look(f"{base}plan/", "plan")
        for form in ("review", "risks/new", "lines/new", f"lines/{line.pk}", "contingencies/new", "actions/new"):
            page = look(f"{base}plan/{form}/", f"plan-{form.replace('/', '-')}")
        follow(page.locator("text=Save and continue"))
        hold(page, "plan-action-error")
        look("/actions/", "actions")
        look(f"/actions/{action.reference}/", "action")
        look(f"{base}disclosures/", "disclosures-empty")
        page = look(f"{base}disclosures/new/", "disclosure-new")
        page.click("label:text-is('Disclose')")
        follow(page.locator("text=Record the decision"))
        hold(page, "disclosure-error")

        housing = visit(a_user(Role.AGENCY_CONTACT))
        housing("/actions/", "actions-empty")
