"""What of victims reaches others: that an address was checked, an event heard of; never that there is a victim."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.people.models import Victim
from mappa.victims.comparing import Nearness, Place, nearness
from mappa.victims.models import AddressCheck, ReleaseNews, VictimEntry
from mappa.victims.selectors import places_of_victims
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.factories.record import an_attachment
from tests.victims.test_pages import text_of

pytestmark = pytest.mark.django_db
HOME = {"address": "17 Larch Close, Larchford", "postcode": "ZZ9 4LC", "use": "home"}
PROPOSED = {"address": "3 Larch Road, Larchford", "postcode": "zz94ab"}


@pytest.fixture
def staff():
    roles = (Role.VICTIM_LIAISON, Role.POLICE_OFFENDER_MANAGER, Role.PRISON_LEAD, Role.COORDINATOR, Role.ADMINISTRATOR)
    return {role: a_user(role) for role in roles}


@pytest.fixture
def person(staff):
    lead = staff[Role.POLICE_OFFENDER_MANAGER].agency
    involved = (lead, staff[Role.VICTIM_LIAISON].agency, staff[Role.PRISON_LEAD].agency)
    return an_open_case(a_person(involving=involved), lead=lead).person


@pytest.fixture
def sign_in(client, staff):
    def as_(role):
        client.force_login(staff[role])
        return client

    return as_


def a_victim(person, **place):
    victim = Victim.objects.create(person=person, kind="direct", description="Somebody hurt")
    VictimEntry.objects.create(person=person, victim=victim, kind="place", on="2026-03-01", content=HOME | place)
    return victim


def at(person, rest):
    return f"/people/{person.reference}/{rest}"


class TestAddressCheck:
    @pytest.mark.requirement("VICTIM-12")
    def test_shows_liaison_what_is_near_and_others_only_that_it_was_made(self, sign_in, person):
        a_victim(person)
        an_attachment(person, "victim-places", {"area": "The market"}, compartment="victims")
        om = sign_in(Role.POLICE_OFFENDER_MANAGER)
        assert om.post(at(person, "address-checks/new/"), PROPOSED).status_code == 302
        check = AddressCheck.objects.get()
        prison = text_of(sign_in(Role.PRISON_LEAD), at(person, "address-checks/"))
        assert "A check by victim liaison is needed" in prison

        page = at(person, f"address-checks/{check.pk}/")
        text = text_of(sign_in(Role.VICTIM_LIAISON), page)
        assert all(words in text for words in ("The same postcode district", "17 Larch Close", "The market"))
        assert sign_in(Role.VICTIM_LIAISON).post(page, {"finding": "Too near her home"}).status_code == 302

        told = text_of(sign_in(Role.PRISON_LEAD), at(person, "address-checks/"))
        assert "Checked" in told
        assert not any(words in told for words in ("Too near", "17 Larch Close", "market", "liaison-"))
        assert "Too near her home" in text_of(sign_in(Role.POLICE_OFFENDER_MANAGER), at(person, "address-checks/"))
        for role, places in ((Role.VICTIM_LIAISON, 2), (Role.PRISON_LEAD, 0)):
            assert len(places_of_victims(a_user(role), person)) == places

    @pytest.mark.requirement("VICTIM-12", "VICTIM-08")
    @pytest.mark.parametrize("role", [Role.PRISON_LEAD, Role.ADMINISTRATOR])
    def test_says_the_same_with_and_without_a_victim(self, sign_in, person, role):
        sign_in(Role.POLICE_OFFENDER_MANAGER).post(at(person, "address-checks/new/"), PROPOSED)
        pages = ("address-checks/", "release-events/", "details/", "")

        def shown():
            read = [text_of(sign_in(role), at(person, page)) for page in pages]
            return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in read]

        before = shown()
        a_victim(person)

        assert shown() == before

    def test_is_asked_for_once_answered_once_and_by_somebody_else(self, sign_in, person):
        om = sign_in(Role.POLICE_OFFENDER_MANAGER)
        for _ in range(2):
            om.post(at(person, "address-checks/new/"), PROPOSED)
        check = AddressCheck.objects.get()
        page = at(person, f"address-checks/{check.pk}/")
        assert "You asked for this check" in om.post(page, {"finding": "Nothing"}).content.decode()
        assert om.post(at(person, "address-checks/new/"), {"address": ""}).status_code == 422
        liaison = sign_in(Role.VICTIM_LIAISON)
        assert liaison.post(page, {"finding": ""}).status_code == 422

        assert [liaison.post(page, {"finding": "Nothing near"}).status_code for _ in range(2)] == [302, 409]

    def test_waits_on_the_home_of_victim_liaison(self, sign_in, person):
        sign_in(Role.POLICE_OFFENDER_MANAGER).post(at(person, "address-checks/new/"), PROPOSED)

        assert f"address-checks/{AddressCheck.objects.get().pk}/" in text_of(sign_in(Role.VICTIM_LIAISON), "/")


class TestNearness:
    @pytest.mark.requirement("VICTIM-12")
    @pytest.mark.parametrize(
        ("address", "postcode", "place", "found"),
        [
            ("17, LARCH close Larchford", "", HOME, Nearness.SAME),
            ("The Lodge", "zz94lc", HOME, Nearness.SAME),
            ("The Lodge, ZZ9 4LC", "", HOME, Nearness.SAME),
            ("3 Larch Road", "ZZ9 4AB", HOME, Nearness.NEAR),
            ("3 Larch Road", "ZZ91 4AB", HOME, Nearness.ELSEWHERE),
            ("3 Larch Road", "", HOME, Nearness.CANNOT_TELL),
            ("3 Larch Road", "ZZ9 4AB", {"address": "The market"}, Nearness.CANNOT_TELL),
        ],
    )
    def test_goes_by_words_and_postcodes(self, address, postcode, place, found):
        assert nearness(address, postcode, Place("A", place["address"], place.get("postcode", ""))) is found

    @given(some.text(max_size=30), some.text(max_size=10), some.text(max_size=30), some.text(max_size=10))
    def test_is_the_same_seen_from_either_place(self, address, postcode, other, code):
        there, back = Place("A", other, code), Place("A", address, postcode)

        assert nearness(address, postcode, there) is nearness(other, code, back)


class TestNewsOfRelease:
    @pytest.mark.requirement("VICTIM-14")
    def test_reaches_the_offender_manager_who_says_that_it_was_read(self, sign_in, person):
        sent = {
            "what": "appeal",
            "happens_on_day": "3 5 2026",
            "said": "Listed in Northwick",
            "source": "Her solicitor",
        }
        assert sign_in(Role.VICTIM_LIAISON).post(at(person, "release-events/new/"), sent).status_code == 302
        page, om = at(person, "release-events/"), Role.POLICE_OFFENDER_MANAGER
        assert "An appeal was made, 3 May 2026" in text_of(sign_in(om), "/")
        text = text_of(sign_in(om), page)
        assert all(words in text for words in ("3 May 2026", "Listed in Northwick", "not read yet"))

        news = ReleaseNews.objects.get()
        assert [sign_in(om).post(f"{page}{news.pk}/read/").status_code for _ in range(2)] == [302, 302]

        assert "An appeal was made" not in text_of(sign_in(om), "/")
        assert "read on" in text_of(sign_in(Role.VICTIM_LIAISON), page)

    @pytest.mark.requirement("VICTIM-14", "VICTIM-08")
    def test_tells_those_outside_the_compartment_neither_who_heard_it_nor_from_whom(self, sign_in, person):
        sent = {"what": "appeal", "source": "Plantedsource"}
        sign_in(Role.VICTIM_LIAISON).post(at(person, "release-events/new/"), sent)

        text = text_of(sign_in(Role.PRISON_LEAD), at(person, "release-events/"))

        assert "An appeal was made" in text
        assert "Plantedsource" not in text
        assert "victim_liaison-" not in text
        assert "Plantedsource" in text_of(sign_in(Role.COORDINATOR), at(person, "release-events/"))

    def test_is_refused_where_nobody_would_be_told_or_nothing_is_said(self, sign_in, person):
        page, liaison = at(person, "release-events/new/"), sign_in(Role.VICTIM_LIAISON)
        assert liaison.post(page, {"what": "other"}).status_code == 422
        person.involvements.exclude(agency__kind="victim_liaison").delete()
        person.involvements.update(kind="victim_liaison")

        assert "nobody would be told" in liaison.post(page, {"what": "appeal"}).content.decode()
        assert not ReleaseNews.objects.exists()

    def test_cannot_be_read_for_an_agency_that_it_is_not_for(self, sign_in, person):
        prison = sign_in(Role.PRISON_LEAD)
        person.involvements.filter(agency__kind="prison").update(kind="partner")
        sign_in(Role.VICTIM_LIAISON).post(at(person, "release-events/new/"), {"what": "appeal"})

        assert prison.get(at(person, "release-events/1/read/")).status_code in {405, 403}
        news = ReleaseNews.objects.get()
        assert sign_in(Role.PRISON_LEAD).post(at(person, f"release-events/{news.pk}/read/")).status_code == 404

    def test_only_those_who_keep_victims_details_pass_it_on(self):
        assert [role for role in Role if Permission.VICTIMS_EDIT in GRANTS[role]] == [Role.VICTIM_LIAISON]


@pytest.mark.parametrize("page", ["address-checks/", "release-events/"])
def test_marks_its_own_section_as_the_one_that_is_open(sign_in, person, page):
    shown = sign_in(Role.POLICE_OFFENDER_MANAGER).get(at(person, page)).content.decode()

    assert re.findall(r'sub-navigation__link" aria-current="page" href="([^"]*)"', shown) == [at(person, page)]
