"""Without scripts, and by keyboard alone."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.drill]

PLACES = {
    "coordinator": ("/", "/people/", "/referrals/", "/meetings/", "/duties/", "/actions/", "/inbox/", "/matches/",
                    "/transfers/", "/emergency-access/reviews/", "/imports/court-results/", "/reports/annual/"),
    "governance.lead": ("/", "/emergency-access/reviews/", "/audit/", "/reports/annual/"),
    "auditor": ("/", "/audit/"),
    "victim.liaison": ("/", "/people/", "/duties/", "/inbox/"),
    "health.lead": ("/", "/people/", "/search/", "/emergency-access/"),
    "ap.manager": ("/", "/people/"),
    "yot.manager": ("/", "/people/"),
    "prison.lead": ("/", "/people/"),
    "board.chair": ("/", "/emergency-access/reviews/"),
    "system.admin": ("/",),
    "ct.officer": ("/", "/people/", "/matches/"),
    "coordinator.east": ("/", "/people/", "/transfers/"),
}  # fmt: skip


class TestWithoutScripts:
    def test_a_practitioner_refers_and_is_told_what_is_missing(self, walk_without_scripts):
        walk = walk_without_scripts
        walk.sign_in("probation.om").go("/people/")
        walk.go(f"{walk.addresses('/people/NS-P-')[0]}referrals/new/")
        walk.press("Start the referral")
        walk.follow("Check the answers and send")
        walk.press("Send the referral")
        walk.says("There is a problem", "Name who to invite, and why")
        walk.go(walk.address.replace("check/", "section/invitees/"))
        walk.press("Add another agency")
        walk.page.get_by_label("Why they should be there").first.fill("Lets the flat")
        walk.press("Add another agency")
        assert walk.page.get_by_label("Why they should be there").first.input_value() == "Lets the flat"


class TestByKeyboard:
    def test_signs_in_and_sends_a_form(self, walk):
        page = walk.page
        page.goto(f"{walk.base}/signin")
        page.get_by_role("button", name="Sign in as coordinator", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{walk.base}/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
        walk.go("/search/")
        page.get_by_label("Name, number or reference").focus()
        page.keyboard.type("NS-P-0007")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        walk.says("1 found")


class TestEveryHome:
    @pytest.mark.parametrize("role", PLACES)
    def test_and_list_holds_to_the_standard(self, walk, role):
        walk.sign_in(role)
        for place in PLACES[role]:
            assert walk.go(place) == 200, place
            walk.check(f"{role}{place.replace('/', '-')}".rstrip("-"))
