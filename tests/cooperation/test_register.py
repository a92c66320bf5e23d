"""The register of agencies: who is in it, what the edition says of them, and who is asked at each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import Agency, AgencyEntry, AgencyKind, AgencyStatus, Contact
from mappa.agencies.selectors import agencies_of, contact_of
from mappa.audit.models import AuditEvent
from mappa.cooperation.selectors import disagreements, gaps_of
from tests.factories.accounts import a_contact, a_user, an_agency, an_area
from tests.factories.agencies import an_outside_body
from tests.factories.cases import an_open_case
from tests.factories.people import TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOME = "/agencies/"


@pytest.fixture
def keeper(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


def typed_day(name, day):
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def typed_agency(**changed):
    return {"name": "Northshire Homes", "kind": "social_landlord", "status": "dtc", "basis": ""} | changed


def typed_contact(**changed):
    facts = {
        "kind": "spoc",
        "name": "Sam Oak",
        "post": "Manager",
        "email": "sam@oak.example",
        "topics": "lettings, rent",
    }
    return facts | {"deputy": "Kit Elm", "knows_mappa": "yes", "reaches_data": "no"} | changed


class TestRegister:
    @pytest.mark.requirement("AGENCY-01")
    def test_keeps_agencies_by_standing_with_the_areas_they_serve(self, client, keeper):
        an_area("eastmere")
        police = an_agency()
        client.post(f"{HOME}new/", typed_agency())
        east = an_agency("housing", an_area("eastmere"))
        client.post(f"{HOME}serve/", {"agency": east.pk, "why": "Its tenants live on both sides"})

        page = client.get(HOME).content.decode().partition("<table")[2]
        added = Agency.objects.get(name="Northshire Homes")

        duty = page.index("Agencies with a duty")
        assert page.index(police.name) < duty < page.index(added.name) < page.index("Other bodies")
        assert "Eastmere, Northshire" in page
        assert {area.code for area in east.areas.all()} == {"eastmere", "northshire"}
        assert [entry.areas for entry in east.entries.all()] == [["eastmere", "northshire"]]
        assert AuditEvent.objects.filter(operation="agencies:agency:edit", subject=added.code).exists()

    @pytest.mark.requirement("AGENCY-01")
    def test_keeps_what_it_said_before_each_change(self, client, keeper):
        client.post(f"{HOME}new/", typed_agency())
        added = Agency.objects.get(name="Northshire Homes")

        client.post(f"{HOME}{added.code}/edit/", typed_agency(name="Northshire Homes Group", why="It merged"))

        page = client.get(f"{HOME}{added.code}/").content.decode()
        assert "Northshire Homes Group" in page
        assert [entry.name for entry in added.entries.order_by("id")] == ["Northshire Homes", "Northshire Homes Group"]
        assert "It merged" in page

    def test_closes_an_agency_on_a_day_unless_it_leads_or_serves_others(self, client, keeper):
        housing = an_agency("housing")
        lead = an_open_case().lead_agencies.get().agency
        both = an_agency("jobcentre")
        both.areas.add(an_area("eastmere"))
        closing = typed_day("until", TODAY + timedelta(days=7)) | {"why": "The council took it over"}

        answers = [client.post(f"{HOME}{one.code}/close/", closing).status_code for one in (housing, lead, both)]

        assert answers == [302, 409, 409]
        assert [one.until for one in Agency.objects.filter(until__isnull=False)] == [TODAY + timedelta(days=7)]
        assert housing in agencies_of(keeper.area, TODAY + timedelta(days=7))
        assert housing not in agencies_of(keeper.area, TODAY + timedelta(days=8))

    def test_takes_an_agency_that_serves_several_areas_off_its_own_alone(self, client, keeper):
        both, own = an_agency("jobcentre"), an_agency("housing")
        both.areas.add(an_area("eastmere"))

        for one in (both, own):
            client.post(f"{HOME}{one.code}/leave/", {"why": "Boundaries moved"})

        assert [area.code for area in both.areas.all()] == ["eastmere"]
        assert [area.code for area in own.areas.all()] == ["northshire"]

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"name": " "}, "name"),
            ({"name": "northshire police"}, "name"),
            ({"kind": "voluntary"}, "basis"),
            ({"kind": "housing", "status": "ra"}, "basis"),
        ],
    )
    def test_refuses_a_name_that_is_taken_and_a_standing_that_rests_on_nothing(self, client, keeper, changed, field):
        an_agency()

        answer = client.post(f"{HOME}new/", typed_agency(**changed))

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not AgencyEntry.objects.exists()

    def test_takes_a_body_that_another_law_names(self, client, keeper):
        client.post(f"{HOME}new/", typed_agency(kind="immigration", basis="CJA 2003 s. 325(6)"))

        assert Agency.objects.get(name="Northshire Homes").status == AgencyStatus.DUTY

    def test_shows_another_areas_agencies_to_nobody(self, client, keeper):
        east = an_agency("housing", an_area("eastmere"))
        contact = a_contact(east, an_area("eastmere"))

        paths = ("", "edit/", "close/", "leave/", "classify/", "contacts/new/")
        answers = {client.get(f"{HOME}{east.code}/{path}").status_code for path in paths}
        answers.add(client.get(f"{HOME}contacts/{contact.pk}/end/").status_code)

        assert answers == {404}
        assert east.name not in client.get(HOME).content.decode()


class TestEdition:
    @pytest.mark.requirement("AGENCY-02", "AGENCY-03", "INFO-11")
    def test_lists_who_has_the_duty_who_has_none_and_how_far_it_goes(self, client, keeper):
        page = client.get(f"{HOME}duty/").content.decode()

        for words in (
            "NHS with integrated care boards", "Some social landlords", "Adult care homes", "Fire service",
            "only so far as it fits", "It is reciprocal", "Only bodies that the law names", "Cheshire 2022",
        ):  # fmt: skip
            assert words in page
        assert "UK border agencies" not in page

    @pytest.mark.requirement("AGENCY-02")
    @pytest.mark.parametrize(
        ("edition", "has", "lacks"),
        [
            ("hampshire-2008", "Strategic health authorities", "UK border agencies"),
            ("norfolk-2019", "UK border agencies", "integrated care boards"),
        ],
    )
    def test_of_an_area_gives_its_own_list(self, client, keeper, edition, has, lacks):
        keeper.area.edition = edition
        keeper.area.save()

        page = client.get(f"{HOME}duty/").content.decode()

        assert has in page
        assert lacks not in page
        assert "Adult care homes" not in page, "the list of bodies without the duty is of 2022"

    @pytest.mark.requirement("AGENCY-02")
    def test_is_set_against_the_register(self, keeper):
        border = an_agency(AgencyKind.IMMIGRATION)
        landlord = an_agency(AgencyKind.SOCIAL_LANDLORD)
        Agency.objects.filter(pk=landlord.pk).update(status=AgencyStatus.NEITHER)
        an_outside_body()

        found = {(one.agency, one.kind) for one in disagreements(keeper.area, TODAY)}

        assert (border, "immigration") in found, "has the duty in the register alone"
        assert (landlord, "social_landlord") in found, "has the duty in the edition alone"
        assert (None, "yot") in found, "listed, and not in the register"
        assert not [agency for agency, _ in found if agency and agency.kind in {"voluntary", "co-ordination"}]


class TestContacts:
    @pytest.mark.requirement("AGENCY-05")
    def test_follow_one_another_and_all_stay(self, client, keeper):
        housing = an_agency("housing")
        old = a_contact(housing)
        begins = TODAY + timedelta(days=3)

        client.post(f"{HOME}{housing.code}/contacts/new/", typed_contact() | typed_day("since", begins))

        new = Contact.objects.latest("id")
        old.refresh_from_db()
        assert old.until == TODAY + timedelta(days=2)
        assert (new.deputy, new.topics, new.knows_mappa, new.reaches_data) == (
            "Kit Elm",
            ["lettings", "rent"],
            True,
            False,
        )
        assert contact_of(housing, keeper.area, TODAY) == old
        assert contact_of(housing, keeper.area, begins) == new
        page = client.get(f"{HOME}{housing.code}/").content.decode()
        assert old.name in page
        assert new.name in page

    @pytest.mark.requirement("AGENCY-05")
    def test_may_be_local_where_no_single_point_works_and_stand_behind_one(self, client, keeper):
        housing = an_agency("housing")
        local = typed_contact(kind="local", name="Ash Vale") | typed_day("since", TODAY)
        client.post(f"{HOME}{housing.code}/contacts/new/", local)
        assert contact_of(housing, keeper.area, TODAY).name == "Ash Vale"

        spoc = a_contact(housing)

        assert contact_of(housing, keeper.area, TODAY) == spoc

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"name": ""}, "name"),
            ({"email": "", "telephone": ""}, "email"),
            ({"kind": "local", "post": ""}, "post"),
            (typed_day("until", TODAY - timedelta(days=1)), "until"),
        ],
    )
    def test_must_be_reachable_and_possible(self, client, keeper, changed, field):
        housing = an_agency("housing")

        answer = client.post(
            f"{HOME}{housing.code}/contacts/new/", typed_contact() | typed_day("since", TODAY) | changed
        )

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Contact.objects.exists()

    def test_cannot_begin_before_one_who_is_there(self, client, keeper):
        housing = an_agency("housing")
        a_contact(housing)

        early = typed_contact() | typed_day("since", TODAY.replace(year=2019))

        assert client.post(f"{HOME}{housing.code}/contacts/new/", early).status_code == 409
        assert Contact.objects.count() == 1

    @pytest.mark.requirement("AGENCY-05")
    def test_are_missed_and_warned_about_before_they_end(self, client, keeper):
        housing, health = an_agency("housing"), an_agency("health_body")
        contact = a_contact(housing)
        url = f"{HOME}contacts/{contact.pk}/end/"

        assert client.post(url, typed_day("until", TODAY - timedelta(days=1))).status_code == 422
        client.post(url, typed_day("until", TODAY + timedelta(days=10)))

        gaps = gaps_of(keeper.area, TODAY)
        assert health in gaps.no_contact
        assert housing not in gaps.no_contact
        assert gaps.ending == [contact]
        page = client.get(HOME).content.decode()
        assert "Sam Contact ends on 12 March 2026, and nobody follows" in page
        assert "It has no current contact" in page


class TestBooking:
    @pytest.mark.requirement("AGENCY-05")
    def test_warns_of_agencies_that_nobody_can_be_reached_at_and_offers_no_closed_one(self, client, keeper):
        health, closed = an_agency("health_body"), an_agency("jobcentre")
        Agency.objects.filter(pk=closed.pk).update(until=TODAY - timedelta(days=1))
        a_contact(an_agency("housing"))
        person = an_open_case(a_person(), level=2).person

        page = client.get(f"/people/{person.reference}/meetings/new/").content.decode()

        warning = page[page.index("Nobody can be reached today") :].partition("</div>")[0]
        assert health.name in warning
        assert an_agency("housing").name not in warning
        assert f'value="{closed.code}"' not in page
        assert f'value="{health.code}"' in page


class TestPages:
    def test_are_read_by_everybody_and_changed_by_the_co_ordinator(self, client):
        housing = an_agency("housing")
        contact = a_contact(housing)
        pages = {
            HOME: Permission.AGENCY_VIEW,
            f"{HOME}duty/": Permission.AGENCY_VIEW,
            f"{HOME}{housing.code}/": Permission.AGENCY_VIEW,
            f"{HOME}new/": Permission.AGENCY_EDIT,
            f"{HOME}serve/": Permission.AGENCY_EDIT,
            f"{HOME}{housing.code}/edit/": Permission.AGENCY_EDIT,
            f"{HOME}{housing.code}/close/": Permission.AGENCY_EDIT,
            f"{HOME}{housing.code}/leave/": Permission.AGENCY_EDIT,
            f"{HOME}{housing.code}/contacts/new/": Permission.AGENCY_EDIT,
            f"{HOME}contacts/{contact.pk}/end/": Permission.AGENCY_EDIT,
            f"{HOME}{housing.code}/classify/": Permission.BODY_CLASSIFY,
        }
        for role in Role:
            client.force_login(a_user(role))
            for path, permission in pages.items():
                allowed = 200 if permission in GRANTS[role] else 403
                assert client.get(path).status_code == allowed, (role, path)

    def test_take_as_many_queries_for_more_agencies(self, client, keeper):
        def queries(path, code):
            a_contact(an_agency("housing", code=code))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            return len(seen)

        for path in (HOME, f"{HOME}duty/"):
            client.get(path)
            assert queries(path, f"a{path.count('u')}") == queries(path, f"b{path.count('u')}") <= 20
