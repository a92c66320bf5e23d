"""From a court result to the archive, by the role that does each step. The steps stand on each other."""

import re
from dataclasses import dataclass

import pytest

from mappa.kernel import clock
from tests.journeys import court_file

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demonstration")]

IN_REMIT = {"in_remit": "True", "needs_multi_agency": "True"}
SECTIONS = {
    "category": {"category": 2, "level_sought": 2},
    "offence": {"offence_facts": "Hit a neighbour with a bottle after a quarrel about noise."},
    "reason": {
        "concerns": "Two threats in a month, and missed appointments.",
        "gap": "No one agency can watch the address and the family at once.",
        "barrier": "Housing and police hold pieces that line managers could not bring together.",
        "added_value": "One plan for the address, the family and the licence.",
    },
    "risk": {
        "likelihood": "High within the year if drinking goes on.",
        "rosh_when_and_to_whom": "High, to a known adult, most at weekends.",
        "imminence": "A threat last week named a day.",
        "assessment_tool": "OASys",
    },
    "victims": {"victims": "The neighbour who was hit, and his household."},
    "plan": {
        "plan_supervision": "Weekly reporting to the same officer.",
        "plan_monitoring": "Exclusion from the street.",
        "plan_interventions": "Alcohol treatment begins this month.",
        "plan_victim_safety": "Victim liaison calls every week.",
        "plan_contingency": "A breach of the exclusion leads to recall the same day.",
    },
    "urgency": {"emergency": "False"},
    "diversity": {"diversity": "Reads with difficulty: explain conditions face to face."},
    "aware": {"offender_aware": "told"},
}
HIDDEN_FROM_CONTACTS = ("/people/", "/search/", "/referrals/", "/meetings/", "/duties/", "/reports/annual/", "/audit/")


@dataclass
class Story:
    """What earlier steps left for later ones."""

    person: str = ""
    referral: str = ""
    meeting: str = ""

    @property
    def record(self):
        assert self.person, "an earlier step failed"
        return f"/people/{self.person}/"


@pytest.fixture(scope="module")
def story():
    return Story()


@pytest.fixture(scope="module")
def on():
    return clock.day_of(clock.now())


def without_ids(source):
    """A page's source without what differs at each answer."""
    return re.sub(r'(nonce|value)="[^"]*"', "", source)


class TestTheSpine:
    def test_1_takes_in_court_results_and_says_what_it_refused(self, walk, story, on, tmp_path, demonstration_server):
        file = court_file.write(tmp_path / "crown-court.csv", on=on)
        printed = demonstration_server.command(
            "import", "court-results", str(file), "--area", "northshire", "--as", "coordinator", "--dry-run"
        )
        assert printed.returncode == 1
        assert "GAOL" in printed.stdout

        walk.sign_in("coordinator").check("home-coordinator")
        walk.go("/imports/court-results/")
        walk.check("court-results")
        walk.press("Check the file")
        walk.check("court-results-error")
        walk.fill(file=str(file))
        walk.press("Check the file")
        walk.says("Refused rows", "5", "disposal", "There is no disposal with the code GAOL", "Use a code")
        walk.check("court-results-check")
        walk.fill(accept_good_rows=True)
        walk.press("Take in")
        walk.says("3 rows taken in")
        walk.check("court-results-report")

        walk.go("/search/")
        walk.check("search")
        walk.fill(text=court_file.FAMILY)
        walk.press("Search")
        walk.says("1 found", court_file.GIVEN)
        walk.check("search-found")
        walk.follow(court_file.FAMILY.upper())
        story.person = walk.address.split("/")[2]
        walk.check("overview-before-category")

    def test_2_shows_the_co_ordinator_why_and_records_what_is_confirmed(self, walk, story):
        walk.sign_in("coordinator").go(f"{story.record}category/")
        walk.says("Category 2", "Met", "Not met", "CJA 2003 s.327(3)")
        walk.check("category-proposed")
        walk.fill(category="3")
        walk.press("Record the category")
        walk.check("category-error")
        walk.fill(category="2")
        walk.press("Record the category")
        walk.says("The category is decided")
        walk.check("category-decided")
        walk.go(story.record)
        walk.says("Category 2", "Ends")
        walk.check("overview")

    def test_2_is_for_the_co_ordinator_alone(self, walk, story):
        walk.sign_in("probation.om").go(f"{story.record}category/")
        walk.says("Category 2")
        assert walk.page.get_by_role("button", name="Record the category").count() == 0
        for hidden_from in ("coordinator.east", "police.om.east", "health.lead", "prison.lead"):
            walk.sign_in(hidden_from)
            assert walk.go(story.record) == 404, hidden_from
            walk.never_says(court_file.FAMILY, court_file.FAMILY.upper())

    def test_3_refers_when_every_section_is_there(self, walk, story, on):
        walk.sign_in("probation.om").check("home-probation")
        walk.go(f"{story.record}referrals/new/")
        walk.check("referral-new")
        walk.press("Start the referral")
        story.referral = walk.address.split("/")[2]
        walk.check("referral-tasks")
        base = f"/referrals/{story.referral}/"
        walk.go(f"{base}check/")
        walk.press("Send the referral")
        walk.says("Name who to invite, and why")
        walk.check("referral-check-error")
        days = {"risk": {"assessment_on": on}, "endorsement": {"endorsed_by": "Jo Cerise", "endorsed_on": on}}
        for key, answers in (SECTIONS | {"endorsement": {}}).items():
            walk.go(f"{base}section/{key}/")
            walk.check(f"referral-{key}")
            walk.fill(**answers, **days.get(key, {}))
            walk.press("Save and continue")
        walk.go(f"{base}section/invitees/")
        walk.check("referral-invitees")
        walk.press("Add another agency")
        walk.page.get_by_label("Agency", exact=True).first.select_option(label="Northshire Borough Housing")
        walk.page.get_by_label("Why they should be there").first.fill("Lets the flat")
        walk.press("Save and continue")
        walk.go(f"{base}check/")
        walk.check("referral-check")
        walk.press("Send the referral")
        walk.says("Referral sent to the co-ordinator")
        walk.check("referral-sent")

    def test_3_is_gatekept_returned_and_accepted(self, walk, story):
        base = f"/referrals/{story.referral}/"
        walk.sign_in("coordinator").says("Referrals to decide")
        walk.go("/referrals/")
        walk.says(story.referral)
        walk.check("referrals")
        walk.go(f"{base}decide/")
        walk.check("referral-decide")
        walk.press("Record the decision")
        walk.check("referral-decide-error")
        walk.fill(**IN_REMIT, outcome="return", reason="Which days were the threats made?")
        walk.press("Record the decision")
        walk.says("Referral returned")
        assert walk.go(f"{base}check/") in {403, 404, 409}

        walk.sign_in("probation.om").go(base)
        walk.says("Returned for information", "Which days were the threats made?")
        walk.check("referral-returned")
        walk.go(f"{base}section/reason/")
        walk.fill(concerns="Threats on the second and the ninth, and missed appointments.")
        walk.press("Save and continue")
        walk.go(f"{base}check/")
        walk.press("Send the referral")
        assert walk.go(f"{base}decide/") == 403
        walk.check("refused")

        walk.sign_in("coordinator").go(f"{base}decide/")
        walk.fill(**IN_REMIT, outcome="accept-2", reason="Three agencies hold part of it.")
        walk.press("Record the decision")
        walk.says("Referral accepted")
        walk.check("referral-accepted")
        for hidden_from in ("coordinator.east", "health.lead", "prison.lead"):
            walk.sign_in(hidden_from)
            assert walk.go(base) == 404, hidden_from
        walk.sign_in("housing.spoc")
        assert walk.go(base) == 403

    def test_4_is_booked_by_the_administrator(self, walk, story, on):
        walk.sign_in("administrator").check("home-administrator")
        walk.go(f"{story.record}meetings/")
        walk.check("meetings-of-case-empty")
        walk.follow("Book a meeting")
        walk.check("meeting-new")
        walk.press("Book, invite and ask")
        walk.check("meeting-new-error")
        walk.says("Northshire Borough Housing")
        assert walk.page.locator("[value='Lets the flat']").count() == 1, "the referral names whom to invite"
        walk.fill(day=on, starts="23:59", place="Northwick police station, room 2", chair="chair")
        walk.press("Book, invite and ask")
        walk.says("Agencies are invited and asked")
        story.meeting = walk.address.split("/")[2]
        walk.check("meeting")

    def test_4_is_answered_from_an_inbox_that_shows_nothing_else(self, walk, story):
        walk.sign_in("housing.spoc").check("home-housing")
        walk.never_says(story.person, story.meeting)
        walk.go("/inbox/")
        walk.check("inbox")
        walk.never_says(story.person, court_file.FAMILY)
        newest = walk.page.locator("main a[href*='/inbox/requests/']").last
        with walk.page.expect_navigation():
            newest.click()
        request = walk.address
        walk.says(court_file.GIVEN)
        walk.never_says(story.person)
        walk.check("inbox-request")
        walk.press("Send the answer")
        walk.check("inbox-request-error")
        walk.fill(searched="Lettings and repairs, today", nothing_held="no", attending="attend",
                  contact="Tenant since May; two warnings for noise.", representative="Val Copper")  # fmt: skip
        walk.press("Send the answer")
        walk.check("inbox-answered")
        for hidden in (*HIDDEN_FROM_CONTACTS, story.record, f"/meetings/{story.meeting}/"):
            assert walk.go(hidden) in {403, 404}, hidden
            walk.never_says(court_file.FAMILY, court_file.GIVEN)

        walk.sign_in("children.spoc")
        assert walk.go(request) == 404
        hidden = walk.page.content()
        assert walk.go("/inbox/requests/NS-I-2000-0001/") == 404
        assert without_ids(walk.page.content()) == without_ids(hidden)
