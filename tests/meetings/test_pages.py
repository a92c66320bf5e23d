"""Meetings through their pages, as each role meets them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.models import CaseStep, CategoryRow
from mappa.determinations import policy
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel import clock
from mappa.meetings.minutes_content import content_of, sha256_of
from mappa.meetings.models import InformationReply, Meeting, MeetingKind, MinutesIssue, MinutesVersion
from mappa.meetings.selectors import state_of
from mappa.meetings.services.minutes import approve_minutes, issue_minutes
from mappa.plans.models import Action
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.meetings import (
    a_chair,
    a_held_meeting,
    a_meeting,
    an_open_meeting,
    everything_said,
)
from tests.factories.people import a_person
from tests.factories.plans import an_action

pytestmark = pytest.mark.django_db


def soon(**more):
    """A moment after now: pages read the clock."""
    return (clock.now() + timedelta(**(more or {"days": 1}))).replace(second=0, microsecond=0)


def a_meeting_now(**more):
    return a_meeting(starts_at=soon(), at=clock.now(), **more)


def an_open_one(**more):
    return an_open_meeting(starts_at=soon(), at=clock.now(), **more)


@pytest.fixture
def as_role(client):
    def sign_in(role, **more):
        user = role if not isinstance(role, Role) else a_user(role, **more)
        client.force_login(user)
        return client

    return sign_in


def day_parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def a_booking_typed(**more):
    day = soon(days=3).date()
    typed = {
        "level": "2", "kind": "initial", **day_parts("day", day), "starts": "10:30", "minutes_long": "45",
        "place": "Room 1", "chair": a_chair().username, "asked": "What you hold",
        "invited-TOTAL_FORMS": "1", "invited-INITIAL_FORMS": "0", "invited-0-agency": an_agency("housing").code,
        "invited-0-reason": "Houses him",
    }  # fmt: skip
    return typed | more


class TestBooking:
    def test_books_invites_and_asks_in_one_step(self, as_role):
        case = an_open_case()
        page = as_role(Role.ADMINISTRATOR)

        assert page.get(f"/people/{case.person.reference}/meetings/new/").status_code == 200
        answer = page.post(f"/people/{case.person.reference}/meetings/new/", a_booking_typed())

        meeting = Meeting.objects.get()
        assert answer.url == f"/meetings/{meeting.reference}/"
        assert meeting.starts_at.astimezone(clock.LONDON).strftime("%H:%M") == "10:30"
        assert [one.reason for one in meeting.invitations.all()] == ["Houses him"]
        assert {one.agency.kind for one in meeting.requests.all()} >= {"housing", "police"}

    @pytest.mark.requirement("VICTIM-05")
    def test_offers_victim_liaison_and_says_that_it_is_missing_where_it_is_not_invited(self, as_role):
        liaison = an_agency(AgencyKind.VICTIM_LIAISON)
        case, page = an_open_case(), as_role(Role.ADMINISTRATOR)
        booking = f"/people/{case.person.reference}/meetings/new/"
        missing = "Nobody is invited to speak to victims"
        assert f'value="{liaison.code}" selected' in page.get(booking).content.decode()

        assert missing in page.post(booking, a_booking_typed(), follow=True).content.decode()
        invited = {"invited-0-agency": liaison.code, "invited-0-reason": "Speaks to victims", "starts": "14:00"}
        assert missing not in page.post(booking, a_booking_typed(**invited), follow=True).content.decode()
        assert missing in page.get(f"/meetings/{Meeting.objects.earliest('pk').reference}/").content.decode()

    @pytest.mark.requirement("MEET-22")
    def test_offers_the_usual_slot_of_the_level(self, as_role):
        case = an_open_case(level=3)

        page = as_role(Role.ADMINISTRATOR).get(f"/people/{case.person.reference}/meetings/new/")

        assert page.context["form"].initial["minutes_long"] == 60

    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(self, as_role):
        case = an_open_case()
        chair = a_chair(agency=an_agency("housing"))

        page = as_role(Role.ADMINISTRATOR).post(
            f"/people/{case.person.reference}/meetings/new/", a_booking_typed(chair=chair.username, place="Blue room")
        )

        assert page.status_code == 422
        assert "must come from police, prison, probation" in page.content.decode()
        assert "Blue room" in page.content.decode()
        assert not Meeting.objects.exists()

    def test_is_not_found_for_somebody_of_another_area(self, as_role):
        case = an_open_case()
        page = as_role(Role.ADMINISTRATOR, area=an_area("eastmere"))

        assert page.get(f"/people/{case.person.reference}/meetings/new/").status_code == 404
        assert page.get(f"/people/{case.person.reference}/meetings/").status_code == 404


class TestMeetingPages:
    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.CHAIR, Role.POLICE_OFFENDER_MANAGER])
    def test_open_for_those_who_know_the_case_and_leave_audit_rows(self, as_role, role):
        meeting = a_meeting_now()
        page = as_role(role)
        person = meeting.case.person.reference

        for address in (f"/meetings/{meeting.reference}/", "/meetings/", f"/people/{person}/meetings/"):
            before = AuditEvent.objects.filter(subject=person).count()
            assert page.get(address).status_code == 200
            assert AuditEvent.objects.filter(subject=person).count() == before + 1

    def test_hide_meetings_of_cases_that_the_reader_may_not_know(self, as_role):
        meeting = a_meeting_now()
        page = as_role(Role.PRISON_LEAD)

        assert page.get(f"/meetings/{meeting.reference}/").status_code == 404
        assert meeting.reference not in page.get("/meetings/").content.decode()

    @pytest.mark.parametrize("role", [Role.AGENCY_CONTACT, Role.LAY_ADVISER, Role.SYSTEM_ADMIN])
    def test_are_refused_to_those_without_the_permission(self, as_role, role):
        meeting = a_meeting_now()
        page = as_role(role)

        assert page.get("/meetings/").status_code == 403
        assert page.get(f"/meetings/{meeting.reference}/").status_code == 403

    @pytest.mark.requirement("MEET-02", "MEET-05", "MEET-06")
    def test_tell_the_chair_who_has_answered_and_what(self, as_role):
        meeting = a_meeting_now()
        request = meeting.requests.get(agency__kind="housing")
        InformationReply.objects.create(
            request=request, searched="Lettings", contact="Tenancy ended", victims="A neighbour", at=clock.now(), by="x"
        )

        shown = as_role(meeting.chair).get(f"/meetings/{meeting.reference}/").content.decode()

        assert "Tenancy ended" in shown
        assert "2 of 3 agencies have not answered" in shown
        assert "No risk assessment is recorded" in shown
        administrator = as_role(Role.ADMINISTRATOR).get(f"/meetings/{meeting.reference}/").content.decode()
        assert "Tenancy ended" in administrator
        assert "A neighbour" not in administrator
        officer = as_role(Role.POLICE_OFFENDER_MANAGER).get(f"/meetings/{meeting.reference}/").content.decode()
        assert "Tenancy ended" not in officer

    def test_cancelling_looks_like_a_warning(self, as_role):
        address = f"/meetings/{a_meeting_now().reference}/"
        page = as_role(Role.ADMINISTRATOR)

        for shown in (page.get(address).content.decode(), page.get(f"{address}cancel/").content.decode()):
            button = shown.partition("govuk-button--warning")[2]
            assert button.partition("</")[0].rpartition(">")[2].strip() == "Cancel the meeting"

    @pytest.mark.parametrize("about", ["everybody", "one case"])
    def test_list_takes_the_same_queries_for_twice_the_meetings(self, as_role, about):
        case = a_meeting_now().case if about == "one case" else None
        address = f"/people/{case.person.reference}/meetings/" if case else "/meetings/"
        page = as_role(Role.COORDINATOR)

        def queries(*hours):
            for more in hours:
                a_meeting(case, starts_at=soon(hours=more), at=clock.now())
            with CaptureQueriesContext(connection) as seen:
                assert page.get(address).status_code == 200
            return len(seen)

        first, second = queries(1, 2, 3), queries(4, 5, 6)
        assert first == second <= 20

    def test_list_goes_over_pages_and_records_only_whom_it_showed(self, as_role, monkeypatch):
        monkeypatch.setattr("mappa.govuk.paging.ROWS", 2)
        case = a_meeting(starts_at=soon(hours=1), at=clock.now()).case
        a_meeting(case, starts_at=soon(hours=2), at=clock.now())
        last = a_meeting(starts_at=soon(hours=3), at=clock.now())
        page = as_role(Role.COORDINATOR)

        first, second = (page.get(f"/meetings/?page={number}").content.decode() for number in (1, 2))

        assert last.reference not in first
        assert last.reference in second
        assert case.person.reference not in second
        assert AuditEvent.objects.filter(operation="meetings:meeting:list", subject=case.person.reference).count() == 1

    def test_of_a_case_go_over_pages_the_latest_first(self, as_role, monkeypatch):
        monkeypatch.setattr("mappa.govuk.paging.ROWS", 2)
        earliest = a_meeting_now()
        for hours in (1, 2):
            a_meeting(earliest.case, starts_at=earliest.starts_at + timedelta(hours=hours), at=clock.now())
        page, address = as_role(Role.COORDINATOR), f"/people/{earliest.case.person.reference}/meetings/"

        first, second = (page.get(f"{address}?page={number}").content.decode() for number in (1, 2))

        assert earliest.reference not in first
        assert "?page=2" in first
        assert earliest.reference in second

    def test_one_meeting_takes_at_most_twenty_queries(self, as_role):
        meeting = a_held_meeting()
        page = as_role(Role.COORDINATOR)
        page.get(f"/meetings/{meeting.reference}/")

        with CaptureQueriesContext(connection) as seen:
            assert page.get(f"/meetings/{meeting.reference}/").status_code == 200
        assert len(seen) <= 20


def an_answer_typed(**more):
    role = {"in_role": "yes", "how": "We search lettings", "by_whom": "Val Copper"}
    return (
        role
        | {"searched": "Lettings", "nothing_held": "no", "contact": "Tenant since May", "attending": "attend"}
        | more
    )


class TestInbox:
    def test_shows_an_agency_contact_its_own_request_and_nothing_else(self, as_role):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        others = meeting.requests.exclude(pk=own.pk)
        page = as_role(Role.AGENCY_CONTACT)

        shown = page.get("/inbox/").content.decode()

        assert own.reference in shown
        assert meeting.case.person.family_name not in shown
        assert not [one for one in others if one.reference in shown]
        for hidden in ("/people/", f"/people/{meeting.case.person.reference}/", "/meetings/", "/search/"):
            assert page.get(hidden).status_code in {403, 404}

    @pytest.mark.requirement("MEET-04")
    def test_answers_once_and_tells_the_chair_who_comes(self, as_role):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        page = as_role(Role.AGENCY_CONTACT)

        shown = page.get(f"/inbox/requests/{own.reference}/").content.decode()
        assert meeting.case.person.family_name in shown
        assert meeting.case.person.reference not in shown
        first = page.post(f"/inbox/requests/{own.reference}/", an_answer_typed(attending="deputy"))
        again = page.post(f"/inbox/requests/{own.reference}/", an_answer_typed(contact="Changed"))

        assert (first.status_code, again.status_code) == (302, 409)
        assert InformationReply.objects.get().contact == "Tenant since May"
        assert meeting.invitations.get(agency__kind="housing").reply == "deputy"
        assert own.reference not in page.get("/inbox/").content.decode()
        assert AuditEvent.objects.get(operation="meetings:request:answer").what == "collection"

    def test_says_why_a_reply_is_still_wanted_after_the_meeting(self, as_role):
        meeting = a_held_meeting(starts_at=soon(), at=clock.now())
        own = meeting.requests.get(agency__kind="housing")
        page = as_role(Role.AGENCY_CONTACT)

        assert "The meeting was held. The reply is still wanted" in page.get("/inbox/").content.decode()
        assert "still wanted" in page.get(f"/inbox/requests/{own.reference}/").content.decode()
        assert page.post(f"/inbox/requests/{own.reference}/", an_answer_typed()).status_code == 302

    @pytest.mark.requirement("MEET-04")
    def test_closes_a_request_on_the_day_after_the_last_in_mappa(self, as_role, time_machine):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        left_on = clock.day_of(clock.now())
        common = {"case": meeting.case, "at": clock.now(), "by": "x"}
        CaseStep.objects.create(action="exit", state="exited", on=left_on, **common)
        CategoryRow.objects.create(category=None, since=left_on + timedelta(days=1), **common)
        contact = a_user(Role.AGENCY_CONTACT)
        page = as_role(contact)
        on_the_last_day = page.get("/inbox/").content.decode(), page.get("/").content.decode()

        time_machine.move_to(clock.now() + timedelta(days=1))
        page = as_role(contact)  # the session of yesterday has ended

        assert all(own.reference in shown for shown in on_the_last_day)
        assert own.reference not in page.get("/inbox/").content.decode()
        assert own.reference not in page.get("/").content.decode()
        closed = page.get(f"/inbox/requests/{own.reference}/").content.decode()
        assert "has left MAPPA, so this request is closed" in closed
        assert "Send the answer" not in closed
        assert page.post(f"/inbox/requests/{own.reference}/", an_answer_typed()).status_code == 409

    def test_takes_one_reply_as_the_answer_to_every_open_request_about_the_case(self, as_role):
        first = a_meeting_now()
        second = a_meeting(first.case, starts_at=soon(days=9), at=clock.now(), kind=MeetingKind.REVIEW)
        page = as_role(Role.AGENCY_CONTACT)

        page.post(f"/inbox/requests/{second.requests.get(agency__kind='housing').reference}/", an_answer_typed())

        assert first.requests.get(agency__kind="housing").reference not in page.get("/inbox/").content.decode()

    def test_does_not_find_another_agencys_request(self, as_role):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        second = an_agency(AgencyKind.HOUSING, code="second-housing")
        page = as_role(Role.AGENCY_CONTACT, agency=second)

        missing = page.get("/inbox/requests/NS-I-2000-0001/")
        hidden = page.get(f"/inbox/requests/{own.reference}/")

        assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert page.post(f"/inbox/requests/{own.reference}/", an_answer_typed()).status_code == 404
        assert not InformationReply.objects.exists()

    @pytest.mark.requirement("AGENCY-07")
    def test_asks_in_three_steps_and_names_who_was_asked(self, as_role):
        own = a_meeting_now().requests.get(agency__kind="housing")

        page = as_role(Role.AGENCY_CONTACT).get(f"/inbox/requests/{own.reference}/").content.decode()

        steps = ("1. What we ask", own.asked, "2. Is it within your role?", "3. If so, how is it done, and by whom?")
        assert [page.index(step) for step in steps] == sorted(page.index(step) for step in steps)
        assert own.contact.name in page

    @pytest.mark.requirement("AGENCY-07")
    def test_takes_no_for_an_answer_and_tells_the_chair_why(self, as_role):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        no = {"in_role": "no", "why_not": "We hold no tenancy there", "attending": "report"}

        answer = as_role(Role.AGENCY_CONTACT).post(f"/inbox/requests/{own.reference}/", no)

        assert answer.status_code == 302
        assert InformationReply.objects.get().in_role is False
        shown = as_role(meeting.chair).get(f"/meetings/{meeting.reference}/").content.decode()
        assert "We hold no tenancy there" in shown

    @pytest.mark.requirement("AGENCY-07")
    def test_tells_the_chair_how_it_is_done_and_by_whom(self, as_role):
        meeting = a_meeting_now()
        own = meeting.requests.get(agency__kind="housing")
        as_role(Role.AGENCY_CONTACT).post(f"/inbox/requests/{own.reference}/", an_answer_typed())

        shown = as_role(meeting.chair).get(f"/meetings/{meeting.reference}/").content.decode()

        assert "We search lettings" in shown
        assert "Val Copper" in shown

    @pytest.mark.parametrize(
        ("typed", "wrong"),
        [
            ({"searched": ""}, "searched"),
            ({"in_role": ""}, "in_role"),
            ({"in_role": "no"}, "why_not"),
            ({"how": ""}, "how"),
            ({"by_whom": ""}, "by_whom"),
            ({"contact": ""}, "nothing_held"),
            ({"nothing_held": "yes"}, "nothing_held"),
            ({"attending": ""}, "attending"),
        ],
    )
    def test_says_what_an_answer_lacks(self, as_role, typed, wrong):
        own = a_meeting_now().requests.get(agency__kind="housing")

        page = as_role(Role.AGENCY_CONTACT).post(f"/inbox/requests/{own.reference}/", an_answer_typed(**typed))

        assert page.status_code == 422
        assert wrong in page.context["form"].errors
        assert not InformationReply.objects.exists()

    def test_takes_the_same_queries_for_twice_the_entries(self, as_role):
        page = as_role(Role.AGENCY_CONTACT)

        def queries():
            with CaptureQueriesContext(connection) as seen:
                page.get("/inbox/")
            return len(seen)

        for _ in range(2):
            a_meeting_now()
        page.get("/inbox/")
        first = queries()
        for _ in range(2):
            a_meeting_now()
        assert queries() == first <= 20


def sections_typed(page, address, **texts):
    """What a browser would send: the fields as the page shows them, with some texts changed."""
    form = page.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if not name.endswith("_confirm")}
    return typed | texts


class TestRunSheet:
    def test_walks_from_opening_to_closing(self, as_role):
        meeting = a_meeting_now()
        page, run = as_role(meeting.chair), f"/meetings/{meeting.reference}/run/"
        assert page.get(run).status_code == 200
        assert page.post(f"{run}open/", {"statement": "on"}).status_code == 302

        there = {}
        for one in meeting.invitations.all():
            there |= {
                f"attendance_{one.pk}": "attended",
                f"authority_{one.pk}": "yes",
                f"confidentiality_{one.pk}": "on",
            }
        assert page.post(f"{run}attendance/", there).status_code == 302
        for step in ("actions", "updates", "risk", "victims", "plan", "other"):
            typed = sections_typed(page, f"{run}{step}/")
            form = page.get(f"{run}{step}/").context["form"]
            typed |= {item.key: f"Said about {item.key}" for item in form.items}
            if step == "plan":
                typed |= {
                    "actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0", "actions-0-what": "Visit him",
                    "actions-0-owner_name": "Pat", "actions-0-agency": an_agency("housing").code,
                    **day_parts("actions-0-due", soon(days=9)),
                }  # fmt: skip
            assert page.post(f"{run}{step}/", typed).status_code == 302, step
        assert page.post(
            f"{run}disclosure/", {"identified_person_at_risk": "yes", "decision": "no", "reason": "Defensible."}
        ).status_code == 302  # fmt: skip
        assert page.get(f"{run}views/").status_code == 200
        for one in meeting.invitations.select_related("agency"):
            view = {"level": "2", "category": "1"}
            assert page.post(f"{run}views/{one.agency.code}/", view).status_code == 302
        questions = page.get(f"{run}level/").context["form"].limbs
        level = {"level": "3", "category": "1", "reason": "Needed.", "lower_level_considered": "Too early."}
        level |= {f"limb_{limb}": "cannot_tell" for limb, _ in questions}
        assert page.post(f"{run}level/", level).status_code == 302
        following = {**day_parts("next_on", soon(days=20)), "next_kind": "review"}
        assert page.post(f"{run}next/", following).status_code == 302
        assert page.get(f"{run}close/").status_code == 200
        assert page.post(f"{run}close/").status_code == 302

        assert state_of(meeting) == "held"
        assert meeting.case.levels.latest("id").level == 3
        assert Action.objects.get().meeting == meeting.reference
        assert DisclosureDecision.objects.get().meeting == meeting.reference

    @pytest.mark.requirement("MEET-25")
    def test_links_each_missing_item_when_closing_is_refused(self, as_role):
        meeting = an_open_one()
        everything_said(meeting, but=("victims", "next"))
        run = f"/meetings/{meeting.reference}/run/"

        page = as_role(meeting.chair).post(f"{run}close/")

        shown = page.content.decode()
        assert page.status_code == 422
        assert f'<a href="{run}victims/">Write the section Victims</a>' in shown
        assert f'<a href="{run}next/">Set the date of the next meeting</a>' in shown
        assert state_of(meeting) == "open"

    def test_cannot_skip_opening(self, as_role):
        meeting = a_meeting_now()
        page, run = as_role(meeting.chair), f"/meetings/{meeting.reference}/run/"

        assert page.post(f"{run}open/", {}).status_code == 422
        assert page.get(f"{run}risk/").status_code == 409
        assert page.post(f"{run}close/").status_code == 409
        assert page.get(f"{run}nothing/").status_code == 404

    @pytest.mark.requirement("LEVEL-02", "LEVEL-10")
    def test_wants_the_governing_question_and_the_lower_level_answered(self, as_role):
        meeting = an_open_one()

        page = as_role(meeting.chair).post(f"/meetings/{meeting.reference}/run/level/", {"level": "2", "category": "1"})

        assert page.status_code == 422
        assert {"reason", "lower_level_considered"} <= set(page.context["form"].errors)

    @pytest.mark.requirement("DISC-02")
    def test_wants_reasons_against_a_presumed_disclosure(self, as_role):
        meeting = an_open_one()

        page = as_role(meeting.chair).post(
            f"/meetings/{meeting.reference}/run/disclosure/",
            {"identified_person_at_risk": "yes", "decision": "no", "reason": " "},
        )

        assert page.status_code == 422
        assert "reason" in page.context["form"].errors
        assert not DisclosureDecision.objects.exists()

    @pytest.mark.requirement("DISC-13", "YOUTH-08")
    def test_about_somebody_under_18_waits_for_a_consultation_and_the_minutes_name_it(self, as_role):
        born = policy.birthday(clock.day_of(clock.now()), -17)
        meeting = an_open_one(case=an_open_case(a_person(date_of_birth=born), level=2))
        address = f"/meetings/{meeting.reference}/run/disclosure/"
        typed = {"identified_person_at_risk": "no", "decision": "no", "reason": "Nobody is at risk"}
        team = an_agency(AgencyKind.YOT)

        refused = as_role(meeting.chair).post(address, typed)

        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"consulted", "consulted_agency", "consulted_on"}
        consulted = {"consulted": "Sam Reed", "consulted_agency": team.pk, "consulted_on_day": "1 3 2026"}
        assert as_role(meeting.chair).post(address, typed | consulted).status_code == 302
        (said,) = content_of(meeting)["disclosures"]
        assert said["consulted"] == f"Sam Reed, {team.name}, on 1 March 2026"

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.AGENCY_CONTACT])
    def test_is_for_chairs_only(self, as_role, role):
        meeting = an_open_one()

        assert as_role(role).get(f"/meetings/{meeting.reference}/run/").status_code == 403

    @pytest.mark.requirement("VICTIM-06")
    def test_asks_for_news_of_victims(self, as_role):
        meeting = an_open_one()

        shown = as_role(meeting.chair).get(f"/meetings/{meeting.reference}/run/victims/").content.decode()

        assert "News of victims" in shown


class TestMinutesPages:
    def test_lose_nothing_when_two_people_edit_the_same_section(self, as_role, client):
        meeting = an_open_one()
        address = f"/meetings/{meeting.reference}/minutes/risk/"
        page = as_role(Role.ADMINISTRATOR, username="clerk")
        typed = sections_typed(page, address)
        assert page.post(address, typed | {"risk": "The first text"}).status_code == 302

        second = as_role(meeting.chair).post(address, typed | {"risk": "The second text"})

        shown = second.content.decode()
        assert second.status_code == 409
        assert "The first text" in shown
        assert "The second text" in shown
        assert "saved by clerk" in shown
        assert meeting.items.get(key="risk").text == "The first text"
        form = second.context["form"]
        merged = {name: form[name].value() for name in form.fields} | {"risk": "Both texts"}
        assert page.post(address, merged).status_code == 302
        assert meeting.items.get(key="risk").text == "Both texts"

    def test_let_others_save_sections_that_nobody_else_touched(self, as_role):
        meeting = an_open_one()
        page, address = as_role(meeting.chair), f"/meetings/{meeting.reference}/run/risk/"
        typed = sections_typed(page, address)
        meeting.items.get(key="risk").save_over(read_version=1, by="clerk", at=clock.now(), text="Theirs")

        answer = page.post(address, typed | {"risk_children": "Mine"})

        assert answer.status_code == 302
        assert meeting.items.get(key="risk").text == "Theirs"
        assert meeting.items.get(key="risk_children").text == "Mine"

    def test_lock_a_version_at_approval_and_make_the_next_one_after_a_change(self, as_role):
        meeting = a_held_meeting(starts_at=soon(), at=clock.now())
        page, minutes = as_role(meeting.chair), f"/meetings/{meeting.reference}/minutes/"
        digest = page.get(minutes).context["sha256"]
        for _ in range(2):
            assert page.post(f"{minutes}approve/", {"sha256": digest}).status_code == 302
        first = MinutesVersion.objects.get()
        assert first.sha256 == digest == sha256_of(first.content)

        typed = sections_typed(page, f"{minutes}risk/")
        page.post(f"{minutes}risk/", typed | {"risk": "Put right"})
        assert page.post(f"{minutes}approve/", {"sha256": digest}).status_code == 409
        page.post(f"{minutes}approve/", {"sha256": page.get(minutes).context["sha256"]})

        first.refresh_from_db()
        assert [one.number for one in meeting.minutes.order_by("number")] == [1, 2]
        assert "Said about risk" in str(first.content)
        assert "Put right" in str(meeting.minutes.get(number=2).content)

    def test_are_approved_by_a_chair_only(self, as_role):
        meeting = a_held_meeting()

        assert as_role(Role.COORDINATOR).post(f"/meetings/{meeting.reference}/minutes/approve/").status_code == 403
        assert not MinutesVersion.objects.exists()

    @pytest.mark.requirement("MEET-30", "MEET-34")
    def test_are_issued_once_to_those_invited_the_core_agencies_and_the_co_ordinator(self, as_role):
        an_agency(AgencyKind.PRISON)
        meeting = approved()
        page = as_role(Role.ADMINISTRATOR)

        for _ in range(2):
            assert page.post(f"/meetings/{meeting.reference}/minutes/issue/").status_code == 302

        kinds = sorted(one.agency.kind for one in MinutesIssue.objects.all())
        assert kinds == ["co-ordination", "housing", "police", "prison", "probation"]
        assert AuditEvent.objects.filter(operation="meetings:minutes:issue", what="disclosure").count() == 5

    def test_take_the_same_queries_for_twice_the_content(self, as_role):
        meeting = approved()
        page, address = as_role(Role.ADMINISTRATOR), f"/meetings/{meeting.reference}/minutes/"

        def queries():
            page.get(address)  # the first request after a fact derives what it changes
            with CaptureQueriesContext(connection) as seen:
                assert page.get(address).context["issue"]
            return len(seen)

        def decides():
            DisclosureDecision.objects.create(
                case=meeting.case, meeting=meeting.reference, level=2, on=meeting.starts_at, decision="no",
                reason="Nobody is at risk.", at=meeting.starts_at, by="chair",
            )  # fmt: skip

        decides()
        first = queries()
        for number in range(2):
            for here in ("", meeting.reference):
                an_action(meeting.case, meeting.chair, what=f"Action {number}", meeting=here)
            decides()
        meeting.views.update(dissent="Too high.")
        assert queries() == first <= 21

    def test_cannot_be_issued_before_approval(self, as_role):
        meeting = a_held_meeting()

        page = as_role(Role.ADMINISTRATOR).post(f"/meetings/{meeting.reference}/minutes/issue/")

        assert page.status_code == 409
        assert not MinutesIssue.objects.exists()

    @pytest.mark.requirement("MEET-30")
    def test_are_acknowledged_by_the_agency_only_after_issue(self, as_role):
        meeting = approved()
        contact = a_user(Role.AGENCY_CONTACT)
        address = f"/inbox/minutes/{meeting.reference}/1/"
        assert as_role(contact).get(address).status_code == 404
        issue_minutes(meeting=meeting, actor=a_user(Role.ADMINISTRATOR), at=clock.now())
        page = as_role(contact)

        assert meeting.reference in page.get("/inbox/").content.decode()
        for _ in range(2):
            assert page.post(address).status_code == 302

        issue = MinutesIssue.objects.get(agency=contact.agency)
        assert issue.received_by == contact.username
        assert AuditEvent.objects.filter(operation="meetings:minutes:receive").count() == 1
        assert MinutesIssue.objects.filter(received_at=None).count() == 3
        stranger = an_agency(AgencyKind.HOUSING, code="second-housing")
        assert as_role(Role.AGENCY_CONTACT, agency=stranger).get(address).status_code == 404


def approved(**more):
    meeting = a_held_meeting(**more)
    digest = sha256_of(content_of(meeting))
    approve_minutes(meeting=meeting, read_sha256=digest, actor=meeting.chair, at=clock.now())
    return meeting
