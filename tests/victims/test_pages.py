"""Work with victims, through the pages: contact, views, promises, who leads, MARAC; and nobody else sees any of it."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.people.models import Victim
from mappa.victims.models import VictimEntry
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_sentence
from tests.factories.people import a_person
from tests.factories.plans import an_action

pytestmark = pytest.mark.django_db
DAY = {"on_day": "1 3 2026"}
OFFERED = {"step": "offer", "stage": "sentence", "who": "Jo Liaison", "said": "By letter", **DAY}


@pytest.fixture
def vlo():
    return a_user(Role.VICTIM_LIAISON)


@pytest.fixture
def person(vlo, om):
    return an_open_case(a_person(involving=(vlo.agency, om.agency)), lead=om.agency).person


@pytest.fixture
def victim(person):
    return Victim.objects.create(person=person, kind="direct", description="Somebody hurt")


@pytest.fixture
def browser(client, vlo):
    client.force_login(vlo)
    return client


def page(victim, rest=""):
    return f"/people/{victim.person.reference}/victims/{victim.pk}/record/{rest}"


def text_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def add(browser, victim, kind, **typed):
    return browser.post(page(victim, f"{kind}/"), {**DAY, **typed})


class TestStatutoryContact:
    @pytest.mark.requirement("VICTIM-03")
    def test_must_be_offered_for_twelve_months_and_is_followed_into_licence(self, browser, person, victim):
        a_sentence(a_conviction(person), term_months=12)
        front = text_of(browser, f"/people/{person.reference}/victims/")
        assert "Statutory contact must be offered" in front
        assert "A term of 12 months or more is to be served" in front
        assert "Must be offered: nobody recorded it" in front

        for step, stage, day in (("offer", "sentence", 1), ("accept", "custody", 2), ("tell", "licence", 3)):
            sent = {**OFFERED, "step": step, "stage": stage, "on_day": f"{day} 3 2026"}
            assert browser.post(page(victim, "contact/"), sent).status_code == 302

        text = text_of(browser, page(victim))
        assert all(words in text for words in ("Accepted", "On licence", "Jo Liaison", "By letter", "1 March 2026"))
        assert "nobody recorded it" not in text_of(browser, f"/people/{person.reference}/victims/")

    @pytest.mark.requirement("VICTIM-03")
    def test_need_not_be_offered_below_and_cannot_be_told_without_a_sentence(self, browser, person, victim):
        held = a_conviction(person)
        assert "Cannot tell whether contact must be offered" in text_of(browser, f"/people/{person.reference}/victims/")

        a_sentence(held, code="IMP_U12", term_months=11)

        assert "No statutory contact by the offences" in text_of(browser, f"/people/{person.reference}/victims/")

    @pytest.mark.requirement("VICTIM-03")
    @pytest.mark.parametrize("before", ["", "offered", "accepted", "declined"])
    def test_takes_only_the_steps_that_follow_from_where_it_stands(self, browser, victim, before):
        victim.contact = before
        victim.save()
        open_now = {
            "": {"offer"}, "offered": {"accept", "decline"}, "accepted": {"tell", "decline", "end"},
            "declined": {"offer", "accept"},
        }[before]  # fmt: skip

        for step in ("offer", "accept", "decline", "tell", "end"):
            answer = browser.post(page(victim, "contact/"), {**OFFERED, "step": step})
            assert answer.status_code == (302 if step in open_now else 422), step
            VictimEntry.objects.all().delete() if step in open_now else None

    def test_goes_forward_in_days_and_keeps_a_step_sent_twice_once(self, browser, victim):
        assert browser.post(page(victim, "contact/"), OFFERED).status_code == 302
        early = {**OFFERED, "step": "accept", "on_day": "28 2 2026"}
        assert "A later step is recorded" in browser.post(page(victim, "contact/"), early).content.decode()
        assert (
            "today or in the past"
            in add(browser, victim, "views", said="x", who="y", on_day="1 1 2099").content.decode()
        )
        assert VictimEntry.objects.count() == 1

        for _ in range(2):
            add(browser, victim, "views", said="Afraid of letters", who="Jo")

        assert VictimEntry.objects.filter(kind="views").count() == 1


class TestWhatElseIsKnown:
    @pytest.mark.requirement("VICTIM-04")
    def test_keeps_earlier_contact_and_the_adviser_of_a_marac_case(self, browser, victim):
        add(browser, victim, "earlier", who="Witness care", what="Court dates")
        add(browser, victim, "marac", case="yes", idva="Ada Viser")

        text = text_of(browser, page(victim))

        assert all(words in text for words in ("Witness care", "Court dates", "Ada Viser", "MARAC case"))

    @pytest.mark.requirement("VICTIM-07")
    def test_keeps_views_as_information_and_follows_promises_to_their_end(self, browser, victim):
        add(browser, victim, "views", said="Wants no letters", who="Jo Liaison")
        add(browser, victim, "promise", what="A call before release", who="Jo Liaison", by_day="1 5 2026")
        text = text_of(browser, page(victim))
        assert "A victim is never given a decision or a task" in text
        assert "Not recorded as kept" in text
        promise = VictimEntry.objects.get(kind="promise")
        address = f"/people/{victim.person.reference}/victims/{victim.pk}/entries/{promise.pk}/close/"
        assert browser.post(address, {"how": "broken"}).status_code == 422

        assert browser.post(address, {"how": "broken", "said": "Released a day early"}).status_code == 302

        text = text_of(browser, page(victim))
        assert "Not recorded as kept" not in text
        assert "Released a day early" in text
        assert "No, it was not" in text
        assert browser.post(address, {"how": "kept", "said": "x"}).status_code == 409

    @pytest.mark.requirement("VICTIM-09")
    def test_asks_why_when_an_agency_leads_that_does_not_fit(self, browser, victim):
        for kind in ("childrens_services", "housing"):
            an_agency(kind)
        child = {"because": "child", "lead": "northshire-housing"}

        answer = add(browser, victim, "lead", **child)

        assert answer.status_code == 422
        assert "these fit: children's services, youth offending team" in unescape(answer.content.decode())
        assert add(browser, victim, "lead", **child, why_other="They live in its refuge").status_code == 302
        assert add(browser, victim, "lead", because="child", lead="northshire-childrens-services").status_code == 302
        text = text_of(browser, page(victim))
        assert "A child or young person" in text
        assert "Northshire Children" in text

    @pytest.mark.requirement("VICTIM-10")
    def test_links_a_marac_action_to_one_of_mappa_and_shows_where_that_stands(self, client, om, victim):
        action = an_action(victim.person.cases.get(), om, what="Fit the alarm")
        client.force_login(om)
        asked = {"what": "Alarm", "who": "Housing"}

        answer = add(client, victim, "marac-action", **asked, mappa_action="NS-A-1999-0001")
        assert "no action with this reference on this record" in answer.content.decode()
        assert add(client, victim, "marac-action", **asked, mappa_action=action.reference.lower()).status_code == 302

        assert "Fit the alarm (open)" in text_of(client, page(victim))

    @pytest.mark.requirement("VICTIM-11")
    def test_flags_contact_that_goes_on_and_takes_it_only_with_a_plan(self, client, om, victim):
        client.force_login(om)
        answer = add(client, victim, "in-contact", still="yes", how="Shared children")
        assert answer.status_code == 422
        assert "Say what is done to keep them safe" in answer.content.decode()

        assert add(client, victim, "in-contact", still="yes", plan="Handover at the centre").status_code == 302

        assert "Still in contact with the person managed" in text_of(
            client, f"/people/{victim.person.reference}/victims/"
        )
        assert "Handover at the centre" in text_of(client, page(victim))

    @pytest.mark.requirement("VICTIM-15")
    def test_names_the_code_that_governs_contact_with_its_source(self, browser, person):
        text = text_of(browser, f"/people/{person.reference}/victims/")

        assert "Contact follows the Code of Practice for Victims of Crime, 2005 (Hampshire 2008" in text


class TestWhoMay:
    @pytest.mark.requirement("VICTIM-08")
    @pytest.mark.parametrize("role", Role)
    def test_nobody_else_reads_or_learns_of_anything(self, client, vlo, role):
        user = a_user(role)
        person = an_open_case(a_person(involving=(vlo.agency, user.agency)), lead=user.agency).person
        victim = Victim.objects.create(person=person, kind="direct", description="Plantedvictim")
        VictimEntry.objects.create(
            person=person, victim=victim, kind="views", on="2026-03-01", content={"said": "Plantedvictim"}
        )
        client.force_login(user)
        shown = Permission.VICTIMS_VIEW in GRANTS[role]

        answer = client.get(page(victim))

        assert answer.status_code == (200 if shown else 403)
        assert (b"Plantedvictim" in answer.content) is shown
        for address in ("", "timeline/", "plan/", "meetings/", "who-has-looked/", "record/"):
            other = client.get(f"/people/{person.reference}/{address}").content
            assert shown or b"Plantedvictim" not in other
            assert shown or b"/victims/" not in other
        assert add(client, victim, "views", said="x", who="y").status_code == (
            302 if Permission.VICTIMS_RECORD in GRANTS[role] else 403
        )

    def test_contact_and_promises_are_recorded_by_those_who_keep_victims_details(self, client, om, victim):
        client.force_login(om)

        for kind in ("contact", "promise"):
            assert client.get(page(victim, f"{kind}/")).status_code == 403
            assert client.post(page(victim, f"{kind}/"), OFFERED).status_code == 403
        assert "Add a promise" not in text_of(client, page(victim))

    def test_what_is_not_there_is_not_found(self, browser, victim):
        other = Victim.objects.create(person=a_person(), kind="direct", description="A")
        assert browser.get(page(victim, "json/")).status_code == 404
        assert browser.get(page(victim).replace(f"/{victim.pk}/", f"/{other.pk}/")).status_code == 404
        wrong = f"/people/{victim.person.reference}/victims/{victim.pk}/entries/0/close/"
        assert browser.get(wrong).status_code == 404

    def test_the_database_holds_no_word_and_the_log_none_either(self, browser, victim):
        add(browser, victim, "views", said="Plantedwords", who="Jo")

        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(e)::text FROM victims_victimentry e")
            assert "Plantedwords" not in cursor.fetchone()[0]
        event = AuditEvent.objects.get(operation="victims:entry:add")
        assert event.details == {"entry": VictimEntry.objects.get().pk, "victim": victim.pk}

    def test_a_page_takes_as_many_queries_with_twice_the_entries(self, browser, victim):
        pages = (page(victim), f"/people/{victim.person.reference}/victims/", page(victim, "views/"))

        def queries(of):
            for number in range(3):
                add(browser, victim, "views", said=f"{number} {VictimEntry.objects.count()}", who="Jo")
            with CaptureQueriesContext(connection) as counted:
                text_of(browser, of)
            return len(counted)

        before, after = ([queries(of) for of in pages] for _ in range(2))

        assert before == after
        assert max(before) <= 20
