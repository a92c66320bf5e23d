"""Other forums and central units of an area; housing input, safeguarding work and monitoring of a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyStatus
from mappa.audit.models import AuditEvent, What
from mappa.cooperation.models import CentralContact, Forum, HousingInput, MonitoringEntry, SafeguardingLink
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LINKS = "/agencies/links/"


@pytest.fixture
def keeper(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def case(keeper):
    return an_open_case(a_person())


@pytest.fixture
def page(case):
    return f"/people/{case.person.reference}/agencies/"


def text_of(client, address):
    return client.get(address).content.decode()


class TestLinks:
    @pytest.mark.requirement("AGENCY-17")
    def test_with_every_forum_say_who_and_what_and_earlier_rows_stay(self, client, keeper):
        shown = text_of(client, LINKS)
        for forum in ("criminal justice board", "Safeguarding board, children", "Crime reduction", "MARAC"):
            assert forum in shown
        typed = {"key": "marac", "link_person": "Kit Elm", "link_post": "Inspector", "exchanged": "Lists each month"}

        client.post(f"{LINKS}forums/new/", typed | typed_day("since", TODAY))
        client.post(f"{LINKS}forums/new/", typed | {"link_person": "Ash Oak"} | typed_day("since", TODAY))

        shown = text_of(client, LINKS)
        assert "Ash Oak" in shown
        assert "Kit Elm" not in shown
        assert "Lists each month" in shown
        assert Forum.objects.count() == 2

    @pytest.mark.requirement("AGENCY-16")
    def test_reach_each_central_unit_and_mark_what_is_devolved(self, client, keeper):
        health = an_agency("health_body")
        shown = text_of(client, LINKS)
        for unit in ("Mental health unit", "Release unit", "Recall unit"):
            assert unit in shown
        assert "The area is in England" in shown
        typed = {"key": "recall_unit", "name": "Public protection casework", "telephone": "01632 960500"}
        client.post(f"{LINKS}central/new/", typed | typed_day("checked_on", TODAY))
        client.post(f"{LINKS}wales/", {"in_wales": "yes"})

        shown = text_of(client, LINKS)
        assert "Public protection casework" in shown
        assert "The Welsh Government answers" in shown
        assert "Health body" in shown
        assert "Yes: the Welsh Government answers for it" in text_of(client, f"/agencies/{health.code}/")
        assert "Devolved in Wales" in text_of(client, f"/agencies/{an_agency().code}/")

    @pytest.mark.parametrize(
        ("address", "typed", "field"),
        [
            ("forums/new/", {"key": "golf_club", "link_person": "A", "link_post": "B", "exchanged": "C"}, "key"),
            ("forums/new/", {"key": "marac", "link_person": " ", "link_post": "B", "exchanged": "C"}, "link_person"),
            ("central/new/", {"key": "recall_unit", "name": "Unit"}, "email"),
        ],
    )
    def test_are_refused_when_something_is_missing(self, client, keeper, address, typed, field):
        days = typed_day("since", TODAY) | typed_day("checked_on", TODAY)

        answer = client.post(LINKS + address, typed | days)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Forum.objects.exists()
        assert not CentralContact.objects.exists()


class TestHousing:
    @pytest.mark.requirement("AGENCY-10")
    def test_is_kept_as_input_and_never_as_a_duty_to_house(self, client, page):
        housing, landlord = an_agency("housing"), an_agency("social_landlord")
        typed = {
            "kind": "advice",
            "text": "A hostel place first",
            "vulnerability": "Institutionalised",
            "preference": "Ill",
        }

        client.post(f"{page}housing/new/", typed | {"agency": housing.pk} | typed_day("on", TODAY))
        client.post(
            f"{page}housing/new/", typed | {"agency": landlord.pk, "kind": "suitability"} | typed_day("on", TODAY)
        )
        first = text_of(client, page)
        client.post(
            f"{page}housing/new/",
            typed | {"agency": landlord.pk, "kind": "allocation", "houses": "on"} | typed_day("on", TODAY),
        )

        for words in (
            "A hostel place first", "Institutionalised", "Ill", "no promise of a home", "It implies no duty to house",
            "No duty to house", "No duty to co-operate: it does not house the person", "Route to an allocation",
        ):  # fmt: skip
            assert words in text_of(client, page), words
        assert "Houses the person" not in first
        assert "Houses the person" in text_of(client, page)

    def test_comes_from_housing_agencies_alone(self, client, page):
        typed = {"agency": an_agency().pk, "kind": "advice", "text": "x"} | typed_day("on", TODAY)

        assert client.post(f"{page}housing/new/", typed).status_code == 422
        assert not HousingInput.objects.exists()


class TestSafeguarding:
    @pytest.mark.requirement("AGENCY-11")
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("section_47", "Children Act 1989 s. 47"), ("school", "School safeguarding lead"),
            ("adult", "Adult safeguarding"),
        ],
    )  # fmt: skip
    def test_work_is_linked_by_reference_until_it_ends(self, client, page, kind, words):
        typed = {
            "agency": an_agency("childrens_services").pk,
            "kind": kind,
            "reference": "CS-77",
            "contact": "Jo, lead",
        }
        client.post(f"{page}safeguarding/new/", typed | typed_day("since", TODAY - timedelta(days=9)))
        link = SafeguardingLink.objects.get()
        shown = text_of(client, page)
        assert words in shown
        assert "CS-77" in shown
        ending = {"outcome": "No further action"} | typed_day("ended_on", TODAY)

        early = {"outcome": "x"} | typed_day("ended_on", TODAY - timedelta(days=10))
        codes = [client.post(f"{page}safeguarding/{link.pk}/end/", one).status_code for one in (early, ending, ending)]

        assert codes == [422, 302, 409]
        assert "No further action" in text_of(client, page)


class TestMonitoring:
    @pytest.mark.requirement("AGENCY-12")
    def test_providers_are_told_and_what_they_supplied_is_logged(self, client, case, page):
        provider = an_agency("monitoring")
        told = {"agency": provider.pk, "kind": "told", "text": "In MAPPA, Category 1", "who": "Duty desk"}
        client.post(f"{page}monitoring/new/", told | typed_day("on", TODAY))
        supplied = told | {"kind": "supplied", "text": "Two late returns", "asked": "Curfew since May"}
        client.post(f"{page}monitoring/new/", supplied | typed_day("on", TODAY))

        shown = text_of(client, page)
        for words in (
            "In MAPPA, Category 1",
            "Two late returns",
            "Curfew since May",
            "Told of MAPPA status",
            "It advises",
        ):
            assert words in shown
        event = AuditEvent.objects.get(operation="cooperation:monitoring:told")
        assert (event.what, event.subject) == (What.DISCLOSURE, case.person.reference)

    @pytest.mark.parametrize(("kind", "agency", "field"), [
        ("supplied", "monitoring", "asked"), ("told", "housing", "agency"), ("told", "unclassified", "agency"),
    ])  # fmt: skip
    def test_entries_need_a_provider_that_may_be_told_and_what_was_asked(self, client, page, kind, agency, field):
        provider = an_agency("monitoring" if agency == "unclassified" else agency)
        if agency == "unclassified":
            provider.status = AgencyStatus.NEITHER
            provider.save()
        typed = {"agency": provider.pk, "kind": kind, "text": "x", "who": "y"} | typed_day("on", TODAY)

        answer = client.post(f"{page}monitoring/new/", typed)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not MonitoringEntry.objects.exists()


class TestPages:
    def test_are_for_those_who_hold_them_and_hidden_from_other_areas(self, client, case, page):
        link = SafeguardingLink.objects.create(
            case=case, agency=an_agency(), kind="adult", reference="x", contact="y", since=TODAY, at=NOON, by="z"
        )
        pages = {
            LINKS: Permission.AGENCY_VIEW, f"{LINKS}forums/new/": Permission.AGENCY_EDIT,
            f"{LINKS}central/new/": Permission.AGENCY_EDIT, f"{LINKS}wales/": Permission.AGENCY_EDIT,
            page: Permission.CASE_INPUT_VIEW, f"{page}housing/new/": Permission.CASE_INPUT_RECORD,
            f"{page}safeguarding/new/": Permission.CASE_INPUT_RECORD,
            f"{page}safeguarding/{link.pk}/end/": Permission.CASE_INPUT_RECORD,
            f"{page}monitoring/new/": Permission.CASE_INPUT_RECORD,
        }  # fmt: skip
        for role in Role:
            client.force_login(a_user(role, area=an_area("eastmere")))
            for path, permission in pages.items():
                hidden = 404 if path.startswith("/people/") else 200
                assert client.get(path).status_code == (hidden if permission in GRANTS[role] else 403), (role, path)

    def test_take_as_many_queries_for_more_entries(self, client, case, page):
        def queries():
            for _ in range(2):
                HousingInput.objects.create(
                    case=case, agency=an_agency("housing"), kind="advice", text="x", on=TODAY, at=NOON, by="z"
                )
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page).status_code == 200
            return len(seen)

        assert queries() == queries() <= 20
