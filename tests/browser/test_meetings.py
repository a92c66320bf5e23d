"""The pages of meetings in a real browser: accessible, narrow enough, in normal, empty and error states."""

from datetime import timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.kernel import clock
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.services.minutes import approve_minutes, issue_minutes
from tests.browser.checks import follow, hold
from tests.browser.fixtures import session_of
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.meetings import a_held_meeting, a_meeting, an_open_meeting

pytestmark = pytest.mark.browser

STEPS = ("attendance", "actions", "updates", "risk", "victims", "disclosure", "plan", "other", "views", "level", "next")


def soon():
    return (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)


class TestBookingPages:
    def test_are_good_in_every_state(self, open_as):
        case, clerk = an_open_case(level=2), a_user(Role.ADMINISTRATOR)
        an_agency("housing")
        for name, address in (
            ("none", "/meetings/"),
            ("none-of-case", f"/people/{case.person.reference}/meetings/"),
            ("book", f"/people/{case.person.reference}/meetings/new/"),
        ):
            page = open_as(clerk, address)
            hold(page, f"meetings-{name}")

        follow(page.locator("text=Book, invite and ask"))
        assert page.title().startswith("Error: ")
        hold(page, "meetings-book-errors")

    def test_show_a_meeting_and_the_list(self, open_as):
        meeting = a_meeting(starts_at=soon(), at=clock.now())
        for name, address in (("list", "/meetings/"), ("detail", f"/meetings/{meeting.reference}/")):
            page = open_as(meeting.chair, address)
            hold(page, f"meetings-{name}")


class TestInboxPages:
    def test_are_good_in_every_state(self, open_as):
        contact = a_user(Role.AGENCY_CONTACT)
        page = open_as(contact, "/inbox/")
        hold(page, "meetings-inbox-empty")
        meeting = a_meeting(starts_at=soon(), at=clock.now())
        own = meeting.requests.get(agency=contact.agency)

        page.goto(page.url)
        hold(page, "meetings-inbox")
        follow(page.locator(f"text={own.reference}"))
        hold(page, "meetings-answer")
        follow(page.locator("text=Send the answer"))
        hold(page, "meetings-answer-errors")


class TestChairsPages:
    def test_are_good_at_every_step(self, open_as):
        meeting = an_open_meeting(starts_at=soon(), at=clock.now())
        run = f"/meetings/{meeting.reference}/run/"
        page = open_as(meeting.chair, run)
        hold(page, "meetings-run")
        for step in STEPS:
            page.goto(page.url.split("/run/")[0] + f"/run/{step}/")
            hold(page, f"meetings-step-{step}")
        page.goto(page.url.split("/run/")[0] + "/run/close/")
        follow(page.locator("text=Close the meeting >> nth=-1"))
        assert page.title().startswith("Error: ")
        hold(page, "meetings-close-refused")

    def test_lead_from_attendance_to_views_without_scripts(self, page_without_scripts, live_server):
        meeting = an_open_meeting(starts_at=soon(), at=clock.now())
        page = page_without_scripts
        page.context.add_cookies([session_of(meeting.chair, live_server.url)])
        page.goto(f"{live_server.url}/meetings/{meeting.reference}/run/attendance/")
        for one in meeting.invitations.all():
            page.check(f"[name=attendance_{one.pk}][value=attended]")
            page.check(f"[name=authority_{one.pk}][value=yes]")
            page.check(f"[name=confidentiality_{one.pk}]")
        follow(page.locator("text=Save and continue"))

        follow(page.locator("text=Each agency's own view"))

        assert page.locator(".govuk-task-list__item").count() == 3


class TestMinutesPages:
    def test_are_good_before_and_after_issue(self, open_as):
        now = clock.now()
        meeting = a_held_meeting(starts_at=now - timedelta(days=1), at=now - timedelta(days=2))
        page = open_as(meeting.chair, f"/meetings/{meeting.reference}/minutes/")
        hold(page, "meetings-minutes")
        digest = sha256_of(content_of(meeting))
        approve_minutes(meeting=meeting, read_sha256=digest, actor=meeting.chair, at=clock.now())
        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=clock.now())

        page.goto(page.url)
        hold(page, "meetings-minutes-issued")
        page = open_as(a_user(Role.AGENCY_CONTACT), f"/inbox/minutes/{meeting.reference}/1/")
        hold(page, "meetings-receive")
