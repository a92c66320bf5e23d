"""MAPPA is told of somebody: to which area it goes, who answers, and that nothing ends without an outcome."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.notices.lifecycle import NOTICE_STEPS, NoticeMove, NoticeState, notice_after
from mappa.notices.models import Notice, NoticeLink, NoticeStep
from mappa.notices.selectors import MOST_SENT
from mappa.notices.services import Told, answer_notice, notify
from mappa.people.models import Person
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
DAY = timedelta(days=1)


WHO = {"family_name": "Quillfeather", "given_names": "Jesse", "what": "Assault; two years' detention"}
COURT = {"place": "Northshire Crown Court", **typed_day("on", TODAY - 3 * DAY)}
BORN = typed_day("date_of_birth", date(2010, 5, 4))
SENT = {
    "young_person": (Role.YOT_MANAGER, WHO | COURT | BORN),
    "reception": (Role.PRISON_LEAD, WHO | COURT | {"place": "HMP Eastmere"}),
    "hospital_order": (Role.HEALTH_LEAD, WHO | COURT | {"lived": "address", "address": "1 Mill Lane"}),
    "concern": (Role.AGENCY_CONTACT, {"what": "Waits at the school gate", "raised_by": "Head of Mill School"}),
}
SENT["guardianship_order"] = SENT["hospital_order"]


def sent(client, kind, role=None, **changed):
    """What somebody of the agency that tells it sends. Gives the notice."""
    usual, typed = SENT[kind]
    user = a_user(role or usual)
    client.force_login(user)
    answer = client.post(f"/notify/{kind}/", typed | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return Notice.objects.latest("pk")


def hospital(client, **changed):
    lived = {"area": an_area("eastmere").pk} | changed
    return sent(client, "hospital_order", **lived)


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


class TestTelling:
    @pytest.mark.requirement("IDENT-20")
    def test_takes_a_young_person_from_the_youth_offending_team_to_the_co_ordinator(self, client):
        notice = sent(client, "young_person")
        client.force_login(a_user(Role.COORDINATOR))

        assert (notice.kind, notice.area, notice.agency.kind) == ("young_person", an_area(), AgencyKind.YOT)
        assert "1 waiting" in text_of(client, "/")
        assert "QUILLFEATHER, Jesse" in text_of(client, "/notices/")
        shown = text_of(client, f"/notices/{notice.reference}/")
        assert "4 May 2010" in shown
        assert "Northshire Crown Court" in shown
        assert AuditEvent.objects.filter(operation="notices:notice:view", subject=notice.reference).count() == 1

    @pytest.mark.requirement("IDENT-20")
    def test_takes_a_prisons_marking_after_reception(self, client):
        notice = sent(client, "reception", area=an_area("eastmere").pk)

        assert (notice.place, notice.on, notice.area) == ("HMP Eastmere", TODAY - 3 * DAY, an_area("eastmere"))

    @pytest.mark.requirement("IDENT-21")
    @pytest.mark.parametrize("kind", ["hospital_order", "guardianship_order"])
    def test_addresses_an_order_to_the_area_where_the_person_lived_on_the_day_of_the_court(self, client, kind):
        notice = sent(client, kind, area=an_area("eastmere").pk, court_area=an_area().pk)

        assert notice.area == an_area("eastmere")
        client.force_login(a_user(Role.COORDINATOR))
        assert notice.reference not in text_of(client, "/notices/")
        assert client.get(f"/notices/{notice.reference}/").status_code == 404
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        assert "Where the person lived on the day of the court" in text_of(client, f"/notices/{notice.reference}/")

    @pytest.mark.requirement("IDENT-21")
    def test_addresses_an_order_to_the_courts_area_where_there_was_no_fixed_abode(self, client):
        both = {"area": an_area("eastmere").pk, "court_area": an_area("westmoor").pk}
        notice = hospital(client, **both, lived="none", address="")

        assert notice.area == an_area("westmoor")
        assert "no fixed abode" in notice.addressed_by

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"lived": "address", "area": ""}, "area"),
            ({"lived": "address", "address": ""}, "address"),
            ({"lived": "none"}, "court_area"),
            (typed_day("on", TODAY + DAY), "on"),
            ({"place": ""}, "place"),
            (typed_day("date_of_birth", TODAY), "date_of_birth"),
        ],
    )
    def test_refuses_what_is_missing_and_sends_nothing(self, client, changed, field):
        client.force_login(a_user(Role.HEALTH_LEAD))
        answer = client.post("/notify/hospital_order/", SENT["hospital_order"][1] | {"area": an_area().pk} | changed)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Notice.objects.exists()

    def test_offers_areas_and_agencies_by_name(self, client):
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))

        shown = text_of(client, "/notify/concern/")

        assert ">Northshire<" in shown
        assert ">Northshire Police<" in shown

    def test_lets_an_agency_tell_only_what_is_its_to_tell(self, client):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        client.force_login(officer)

        assert client.get("/notify/hospital_order/").status_code == 404
        assert client.get("/notify/concern/").status_code == 200
        with pytest.raises(Refused, match="Ask the agency that does"):
            notify(told=Told(kind="reception", what="x"), actor=officer, at=NOON)

    def test_shows_a_sender_their_own_and_whether_it_was_dealt_with_and_nothing_more(self, client):
        notice = hospital(client)
        sender = client.session["_auth_user_id"]
        person = a_person(area=an_area("eastmere"))
        coordinator = a_user(Role.COORDINATOR, area=an_area("eastmere"))
        answer_notice(notice=notice, move="record", reference=person.reference, why="Known", actor=coordinator, at=NOON)

        shown = text_of(client, "/notify/")
        assert notice.reference in shown
        assert f"the latest {MOST_SENT}" in shown
        assert "Dealt with" in shown
        assert person.reference not in shown
        assert "Known" not in shown
        client.force_login(a_user(Role.HEALTH_LEAD))
        assert str(sender) != client.session["_auth_user_id"]
        assert notice.reference not in text_of(client, "/notify/")

    def test_the_log_holds_no_word_of_what_was_told(self, client):
        sent(client, "concern")

        assert "Mill School" not in str(list(AuditEvent.objects.values_list("subject", "details")))


class TestConcerns:
    @pytest.mark.requirement("IDENT-24")
    def test_goes_to_the_responsible_authority(self, client):
        probation = an_agency(AgencyKind.PROBATION)
        notice = sent(client, "concern", responsible=probation.pk)

        for role, known in (
            (Role.COORDINATOR, 200), (Role.PROBATION_PRACTITIONER, 200), (Role.POLICE_OFFENDER_MANAGER, 404),
            (Role.AGENCY_CONTACT, 403),
        ):  # fmt: skip
            client.force_login(a_user(role))
            assert client.get(f"/notices/{notice.reference}/").status_code == known, role

    @pytest.mark.requirement("IDENT-24")
    def test_needs_who_raised_it_and_what_it_is(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        answer = client.post("/notify/concern/", {"what": " ", "raised_by": ""})

        assert set(answer.context["form"].errors) == {"what", "raised_by"}

    @pytest.mark.requirement("IDENT-24")
    def test_is_not_closed_without_an_outcome(self, client):
        notice = sent(client, "concern")
        client.force_login(a_user(Role.COORDINATOR))
        page = f"/notices/{notice.reference}/"

        assert client.post(page, {"move": "dealt", "why": "  "}).status_code == 422
        assert client.post(page, {"why": "Police spoke to him"}).status_code == 422
        assert "1 waiting" in text_of(client, "/")
        assert client.post(page, {"move": "dealt", "why": "Police spoke to him"}).status_code == 302
        assert "No notice and no concern waits" in text_of(client, "/")
        assert "Police spoke to him" in text_of(client, page)

    @pytest.mark.requirement("IDENT-24")
    @pytest.mark.parametrize("move", ["outside", "dealt", "record", "hand", "pass_on"])
    def test_the_service_asks_for_an_outcome_too(self, client, move):
        notice = sent(client, "concern")

        with pytest.raises(Incomplete) as refused:
            answer_notice(notice=notice, move=move, why=" ", actor=a_user(Role.COORDINATOR), at=NOON)

        assert "why" in refused.value.fields
        assert not NoticeStep.objects.exists()

    @pytest.mark.requirement("IDENT-24")
    def test_the_database_keeps_no_end_without_an_outcome(self, client):
        notice = sent(client, "concern")

        with pytest.raises(IntegrityError, match="notice_step_has_an_outcome"), transaction.atomic():
            NoticeStep.objects.create(notice=notice, area=notice.area, move="dealt", why="", at=NOON, by="x")

    @pytest.mark.requirement("IDENT-24")
    def test_the_co_ordinator_hands_it_to_an_agency_and_it_still_waits(self, client):
        notice = sent(client, "concern")
        police = an_agency(AgencyKind.POLICE)
        client.force_login(a_user(Role.COORDINATOR, name="Kim Pretend"))

        client.post(
            f"/notices/{notice.reference}/",
            {"move": "hand", "agency": police.pk, "why": "A crime may have been committed"},
        )

        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert "Kim Pretend" in text_of(client, f"/notices/{notice.reference}/")
        assert "Waiting" in text_of(client, "/notices/")
        assert notice.reference in text_of(client, "/notices/")

    def test_is_passed_on_to_another_area_with_all_of_it(self, client):
        notice = sent(client, "concern")
        east = an_area("eastmere")
        client.force_login(a_user(Role.COORDINATOR))
        client.post(f"/notices/{notice.reference}/", {"move": "pass_on", "area": east.pk, "why": "The school is there"})

        assert client.get(f"/notices/{notice.reference}/").status_code == 404
        client.force_login(a_user(Role.COORDINATOR, area=east))
        shown = text_of(client, f"/notices/{notice.reference}/")
        assert "Waits at the school gate" in shown
        assert "The school is there" in shown


class TestAnswering:
    @pytest.mark.requirement("IDENT-20", "IDENT-21")
    def test_opens_a_record_after_a_search_and_the_notice_ends_on_it(self, client):
        notice = hospital(client)
        near = a_person(area=an_area("eastmere"), family_name="Quillfeather", given_names="Jesse", date_of_birth=None)
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        page = f"/notices/{notice.reference}/record/"
        typed = WHO | typed_day("since", TODAY)

        assert 'value="Quillfeather"' in text_of(client, page)
        assert near.reference in client.post(page, typed).content.decode()
        assert Person.objects.count() == 1
        said = {f"near-{near.reference}": "different", "why": "Other birth"}
        opened = client.post(page, typed | said)

        person = Person.objects.latest("pk")
        assert opened.url == f"/people/{person.reference}/details/"
        assert NoticeLink.objects.get().person == person
        assert "Dealt with" in text_of(client, "/notices/")
        assert "Told to MAPPA: a hospital order" in text_of(client, f"/people/{person.reference}/timeline/")
        assert client.get(page).status_code == 302  # it has ended: nothing is opened again

    def test_finds_the_person_who_is_on_record_and_opens_nobody(self, client):
        notice = sent(client, "young_person")
        person = a_person(family_name="Quillfeather", given_names="Jesse", date_of_birth=date(2010, 5, 4))
        client.force_login(a_user(Role.COORDINATOR))

        client.post(
            f"/notices/{notice.reference}/record/",
            WHO | BORN | typed_day("since", TODAY) | {f"near-{person.reference}": "same"},
        )

        assert Person.objects.get() == person
        assert NoticeLink.objects.get().opened is False

    def test_links_only_a_record_that_the_actor_may_know_of(self, client):
        notice = sent(client, "young_person")
        hidden, known = a_person(area=an_area("eastmere")), a_person()
        client.force_login(a_user(Role.COORDINATOR))
        page = f"/notices/{notice.reference}/"

        refused = client.post(page, {"move": "record", "reference": hidden.reference, "why": "Same birth"})
        assert refused.status_code == 422
        assert not NoticeLink.objects.exists()
        assert client.post(page, {"move": "record", "reference": known.reference, "why": "Same"}).status_code == 302
        assert NoticeLink.objects.get().person == known

    def test_is_read_no_more_by_whoever_may_not_know_of_the_person(self, client):
        notice = sent(client, "young_person")
        person = a_person()
        coordinator = a_user(Role.COORDINATOR)
        answer_notice(notice=notice, move="record", reference=person.reference, why="Same", actor=coordinator, at=NOON)
        client.force_login(coordinator)
        assert client.get(f"/notices/{notice.reference}/").status_code == 200

        Person.objects.filter(pk=person.pk).update(compartment="category_4")

        assert client.get(f"/notices/{notice.reference}/").status_code == 404
        assert "QUILLFEATHER" not in text_of(client, "/notices/")

    def test_ends_once(self, client):
        notice = sent(client, "young_person")
        coordinator = a_user(Role.COORDINATOR)
        told = {"notice": notice, "move": "outside", "why": "No listed offence", "actor": coordinator, "at": NOON}
        answer_notice(**told)

        with pytest.raises(NotPossible, match="This notice is ended"):
            answer_notice(**told)
        assert NoticeStep.objects.count() == 1

    def test_is_refused_to_whoever_answers_none(self, client):
        notice = sent(client, "young_person")

        with pytest.raises(Refused, match="co-ordinator"):
            answer_notice(notice=notice, move="outside", why="x", actor=a_user(Role.YOT_MANAGER), at=NOON)

    def test_every_move_from_every_state_leads_where_the_table_says_or_nowhere(self):
        for state in NoticeState:
            for move in NoticeMove:
                if (state, move) in NOTICE_STEPS:
                    assert notice_after(state, move) is NOTICE_STEPS[state, move]
                else:
                    with pytest.raises(NotPossible):
                        notice_after(state, move)

    def test_those_who_answer_may_also_tell(self):
        for held in GRANTS.values():
            assert Permission.NOTICE_ANSWER not in held or Permission.NOTICE_SEND in held


class TestPages:
    def test_ask_the_database_no_oftener_for_more(self, client, django_assert_max_num_queries):
        for _ in range(12):
            sent(client, "concern")
        client.force_login(a_user(Role.COORDINATOR))

        with django_assert_max_num_queries(30):
            client.get("/notices/")
