"""From a court result to the archive, by the role that does each step. The steps stand on each other."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from mappa.kernel import clock
from tests.journeys import court_file

pytestmark = pytest.mark.browser

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
        "rosh": "high",
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
DISSENT = "Housing holds that level 3 is right: two of our officers were followed home."
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

    def test_3_follows_a_release_that_the_practitioner_records(self, walk, story, on):
        walk.sign_in("probation.om").check("home-probation")
        walk.go(f"{story.record}facts/")
        walk.check("facts")
        walk.go(f"{story.record}facts/movements/new/")
        walk.check("movement-new")
        walk.press("Record")
        walk.check("movement-new-error")
        walk.fill(kind="released", on=on - timedelta(days=270))
        walk.press("Record")
        walk.says("Recorded", "Released")

    def test_3_refers_when_every_section_is_there(self, walk, story, on):
        walk.sign_in("probation.om")
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
        walk.fill(in_role="yes", how="A search of lettings", by_whom="Val Copper, housing")
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

    def test_5_is_run_by_the_chair_and_cannot_be_closed_half_done(self, walk, story, on):
        base = f"/meetings/{story.meeting}/"
        walk.sign_in("administrator")
        assert walk.go(f"{base}run/") == 403
        walk.sign_in("chair").check("home-chair")
        walk.go(base)
        walk.says("two warnings for noise", "Lets the flat")
        walk.check("meeting-replies")
        walk.go(f"{base}run/")
        walk.check("run")
        walk.go(f"{base}run/open/")
        walk.fill(statement=True)
        walk.press("Open the meeting")
        walk.go(f"{base}run/close/")
        walk.press("Close the meeting")
        walk.says("Decide whether to disclose, with reasons", "Decide the level and confirm the category")
        walk.check("run-close-error")

        walk.go(f"{base}run/attendance/")
        walk.check("run-attendance")
        walk.choose_every("attendance_", "attended")
        walk.choose_every("authority_", "yes")
        walk.choose_every("confidentiality_", "on")
        walk.press("Save and continue")
        for step in ("actions", "updates", "risk", "victims", "other"):
            walk.go(f"{base}run/{step}/")
            walk.check(f"run-{step}")
            walk.write_everything(f"Said about {step}.")
            walk.press("Save and continue")
        walk.go(f"{base}run/plan/")
        walk.write_everything("Weekly visits, and recall on the first breach.")
        walk.press("Add another action")
        walk.fill(**{
            "actions-0-what": "Visit the address unannounced", "actions-0-owner_name": "Chris Ochre",
            "actions-0-agency": "northshire-police", "actions-0-due": on + timedelta(days=9),
        })  # fmt: skip
        walk.check("run-plan")
        walk.press("Save and continue")
        walk.go(f"{base}run/disclosure/")
        walk.check("run-disclosure")
        walk.press("Record the decision")
        walk.check("run-disclosure-error")
        walk.fill(identified_person_at_risk="yes", decision="no", reason="The neighbour knows him and has moved away.")
        walk.press("Record the decision")

    def test_5_keeps_dissent_word_for_word_and_the_limbs_of_the_level(self, walk, story, on):
        base = f"/meetings/{story.meeting}/"
        walk.sign_in("chair").go(f"{base}run/views/")
        walk.check("run-views")
        for address in walk.addresses("/run/views/"):
            walk.go(address)
            walk.fill(level="2", category="2")
            if "housing" in address:
                walk.fill(dissent=DISSENT, dissent_reason="We cannot staff it.")
            walk.press("Save and continue")
        walk.go(f"{base}run/level/")
        walk.press("Save and continue")
        walk.check("run-level-error")
        walk.choose_every("limb_", "yes")
        walk.fill(level="2", category="2", reason="Three agencies hold part of it.",
                  lower_level_considered="One agency cannot hold the plan.")  # fmt: skip
        walk.press("Save and continue")
        walk.go(f"{base}run/next/")
        walk.says("The last day in time is")
        walk.fill(next_on=on + timedelta(days=500), next_kind="review")
        walk.press("Save and continue")
        walk.check("run-next-error")
        walk.fill(next_on=on + timedelta(days=40), next_kind="review")
        walk.press("Save and continue")
        walk.go(f"{base}run/close/")
        walk.check("run-close")
        walk.press("Close the meeting")
        walk.says("The meeting is closed")
        walk.go(story.record)
        walk.says("Level 2")
        walk.go("/actions/")
        walk.check("actions")
        walk.sign_in("police.om").go("/actions/")
        walk.says("Visit the address unannounced")

    def test_6_drafts_minutes_without_losing_anybodys_words(self, walk, story):
        base = f"/meetings/{story.meeting}/minutes/"
        walk.sign_in("administrator").go(base)
        walk.says(DISSENT)
        walk.check("minutes-draft")
        assert walk.page.get_by_role("button", name="Approve these minutes").count() == 0
        walk.go(f"{base}risk/")
        walk.fill(risk="The administrator's text.")

        chair = walk.another().sign_in("chair")
        chair.go(f"{base}risk/")
        chair.fill(risk="The chair's text.")
        chair.press("Save and continue")

        walk.press("Save and continue")
        walk.says("was saved by chair", "The chair's text.")
        assert walk.page.input_value("[name=risk]") == "The administrator's text."
        walk.check("minutes-conflict")
        walk.fill(risk="The chair's text. The administrator's text.")
        walk.press("Save and continue")

    def test_6_approves_downloads_issues_and_receives(self, walk, story):
        base = f"/meetings/{story.meeting}/minutes/"
        walk.sign_in("chair").go(base)
        walk.press("Approve these minutes")
        walk.check("minutes-approved")
        for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            content = walk.download(f"{base}1.{kind}")
            assert content.startswith(begins)
        walk.sign_in("housing.spoc")
        assert walk.get(f"{base}1.pdf") == 404, "not yet issued"
        walk.sign_in("administrator").go(base)
        walk.press("Issue the minutes")
        walk.check("minutes-issued")

        walk.sign_in("housing.spoc").go("/inbox/")
        walk.go(f"/inbox/minutes/{story.meeting}/1/")
        walk.check("minutes-received")
        assert walk.download(f"{base}1.pdf").startswith(b"%PDF")
        walk.press("Acknowledge receipt")
        walk.says("is recorded")
        for hidden in (base, f"{base}risk/", story.record):
            assert walk.go(hidden) in {403, 404}
        walk.sign_in("jobcentre.spoc")
        assert walk.get(f"{base}1.pdf") == 404, "another agency's copy"
        assert walk.go(f"/inbox/minutes/{story.meeting}/1/") == 404

    @pytest.mark.parametrize("role", ["coordinator", "police.om", "probation.om", "chair", "administrator"])
    def test_7_shows_each_role_its_duties_late_first(self, walk, story, role):
        walk.sign_in(role).go("/duties/")
        walk.check(f"duties-{role}")
        states = walk.page.locator("main table tbody .govuk-tag").all_inner_texts()
        late = ["late" in state.lower() for state in states]
        assert late == sorted(late, reverse=True), states

    def test_7_gives_date_edition_rule_and_starting_fact(self, walk, story):
        walk.sign_in("probation.om").go(f"{story.record}duties/")
        walk.says("Last day on time", "Started by", "Why this date", "Edition", "Level 2 review", "Rows: REVIEW-04")
        walk.check("duties-of-case")

    def test_8_lowers_the_level_and_closes_when_the_licence_has_ended(self, walk, story, on):
        walk.sign_in("coordinator").go(f"{story.record}level/")
        walk.fill(level="1", lowest_level="Level 1: one agency can hold it.", rationale="The neighbour has moved away.")
        walk.choose_every("limb-", "no")
        walk.check("level")
        walk.press("Set the level")
        walk.says("Level 1")
        walk.go("/people/?level=2&category=2")
        walk.check("people")
        other = next(link for link in walk.addresses("/people/NS-P-") if link != story.record)
        walk.go(f"{other}exit/")
        walk.says("This case cannot be closed yet")
        walk.fill(statement="Risk has gone.")
        walk.press("Close the case")
        walk.says("The law holds the person in MAPPA until then")
        walk.check("exit-refused")
        walk.sign_in("probation.om")
        assert walk.go(f"{story.record}exit/") == 403

        walk.sign_in("coordinator").go(f"{story.record}exit/")
        walk.press("Close the case")
        walk.check("exit-error")
        walk.fill(statement="The licence has ended and no agency knows of a remaining risk.")
        walk.press("Close the case")
        walk.says("The case is closed", "OUT OF MAPPA")
        walk.check("overview-exited")

    def test_8_archives_and_brings_back(self, walk, story):
        walk.sign_in("coordinator").go(f"{story.record}archive/")
        walk.press("Archive the record")
        walk.check("archive-error")
        walk.fill(reason="Ended with the licence.")
        walk.press("Archive the record")
        walk.says("The record is archived", "ARCHIVED")
        walk.go(f"{story.record}timeline/")
        walk.check("timeline")
        walk.go(f"{story.record}reactivate/")
        walk.fill(reason="Convicted again.")
        walk.press("Re-activate the case")
        walk.says("open again, with its whole history")
        walk.check("overview-again")
        walk.go(f"{story.record}who-has-looked/")
        walk.check("who-has-looked")
