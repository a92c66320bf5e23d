"""The share ledger through HTTP: deciding a share, reading the ledger, taking a share back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent, What
from mappa.cases.shareable import SECTIONS
from mappa.kernel import clock
from mappa.people.models import Involvement, InvolvementKind
from mappa.sharing.models import Share
from tests.factories.accounts import a_contact, a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.factories.sharing import a_share
from tests.ledger.answers import SOON, answers

pytestmark = pytest.mark.django_db
LONG_AGO = clock.day_of(clock.now()) - timedelta(days=400)


@pytest.fixture
def housing():
    agency = an_agency(AgencyKind.HOUSING)
    a_contact(agency)
    return agency


@pytest.fixture
def person(om):
    person = an_open_case(lead=om.agency).person
    manager = an_agency(AgencyKind.PROBATION)
    Involvement.objects.create(
        person=person, agency=manager, kind=InvolvementKind.RECORD_MANAGER, since=LONG_AGO, reason="factory"
    )
    return person


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


class TestDecideAShare:
    @pytest.mark.requirement("INFO-01", "INFO-02", "INFO-03", "INFO-07", "INFO-12", "INFO-14", "INFO-16")
    def test_is_kept_once_with_every_ground_and_each_owner(self, browser, person, housing, om):
        page = f"/people/{person.reference}/shares/"

        for _ in range(2):
            assert browser.post(f"{page}new/", answers(housing)).status_code == 302

        share = Share.objects.get()
        assert (share.agency, share.until, share.necessity, share.made_through) == (housing, SOON, "manage", "page")
        assert share.gateway.startswith("Criminal Justice Act 2003, section 325(4)")
        assert share.article_8 == "The prevention of disorder or crime"
        assert share.data_protection.startswith("UK GDPR and Data Protection Act 2018")
        assert share.contact.name == "Sam Contact"
        assert share.case == person.cases.get().reference
        assert set(share.fair_handling) == {"fair_and_lawful", "only_when_apt", "accurate", "secure"}
        owners = {section.name: section.owner.kind for section in share.sections.all()}
        assert owners == {"names": AgencyKind.PROBATION, "plan": AgencyKind.POLICE}
        event = AuditEvent.objects.get(operation="sharing:share:grant")
        assert (event.what, event.details["agency_given"]) == (What.DISCLOSURE, housing.code)
        shown = browser.get(f"{page}{share.pk}/").content.decode()
        for words in (
            "Nobody else houses", "Two sections for a week", "Jo Officer, offender manager", share.gateway,
            share.data_protection, "Planning and carrying out", "Names: Northshire Probation Service",
            "Risk management plan: Northshire Police", "Through Sam Contact", "It is fair and lawful",
        ):  # fmt: skip
            assert words in shown

    @pytest.mark.requirement("INFO-01", "INFO-02", "INFO-03", "INFO-04", "INFO-13", "INFO-14")
    def test_is_refused_with_what_is_missing_and_loses_nothing(self, browser, person, housing, om):
        wrong = [
            ({"agency": ""}, "Answer the question: Which agency needs it?"),
            ({"agency": om.agency.pk}, "your own agency"),
            ({"agency": an_agency(AgencyKind.HOUSING, an_area("eastmere")).pk}, "Select one of the listed"),
            ({"sections": []}, "What do you share?"),
            ({"sections": ["everything"]}, "Select one of the listed answers for what do you share"),
            ({"necessity": ""}, "Which purpose makes it necessary?"),
            ({"necessity": "curiosity"}, "Select one of the listed answers"),
            ({"gateway": "none"}, "Select one of the listed answers"),
            ({"article_8": ""}, "Select ground under Article 8"),
            *(({name: ""}, "There is a problem") for name in (
                "purpose", "why_necessary", "why_proportionate", "how_secured", "accountable", "until_day"
            )),
            ({"until_year": SOON.year - 1}, "The last day has passed"),
            ({"asked_for": ["names"]}, "You share more than was asked for"),
            ({"in_confidence": "on"}, "outweighs the confidence"),
            ({"fair_handling": ["secure"]}, "Not confirmed: It is fair and lawful; "),
        ]  # fmt: skip
        missed = []
        for change, says in wrong:
            answer = browser.post(
                f"/people/{person.reference}/shares/new/", answers(housing, how_secured="In a safe") | change
            )
            body = answer.content.decode()
            if answer.status_code != 422 or says not in body.replace("&#x27;", "'"):
                missed.append((change, answer.status_code))
            if "how_secured" not in change:
                assert "In a safe" in body

        assert missed == []
        assert not Share.objects.exists()

    @pytest.mark.requirement("INFO-04")
    def test_offers_fields_one_by_one_with_nothing_ticked(self, browser, person):
        body = browser.get(f"/people/{person.reference}/shares/new/").content.decode()

        assert "Ethnicity" in body
        assert "Addresses" in body
        assert "checked" not in body
        assert body.count('name="sections"') == len(SECTIONS)

    @pytest.mark.requirement("INFO-04", "INFO-13")
    def test_keeps_why_more_is_shared_and_why_confidence_yields(self, browser, person, housing):
        more = {
            "asked_for": ["names"], "beyond_what_was_asked": "Without the plan they cannot act", "in_confidence": "on",
            "public_interest": "A child would be harmed",
        }  # fmt: skip

        browser.post(f"/people/{person.reference}/shares/new/", answers(housing, **more))

        share = Share.objects.get()
        assert share.asked_for == ["names"]
        page = browser.get(f"/people/{person.reference}/shares/{share.pk}/").content.decode()
        assert "Without the plan they cannot act" in page
        assert "A child would be harmed" in page

    @pytest.mark.requirement("INFO-07")
    def test_asks_whose_it_is_where_the_record_does_not_say(self, client, housing):
        coordinator = a_user(Role.COORDINATOR)
        person = a_person()
        client.force_login(coordinator)
        page = f"/people/{person.reference}/shares/new/"

        answer = client.post(page, answers(housing))

        assert answer.status_code == 422
        assert "Say whose information this is: Names, Risk management plan" in answer.content.decode()
        assert client.post(page, answers(housing, owner=an_agency().pk)).status_code == 302
        assert {section.owner.kind for section in Share.objects.get().sections.all()} == {AgencyKind.POLICE}

    def test_shares_no_victims_for_somebody_who_does_not_see_them(self, client, housing):
        officer = a_user(Role.POLICE_OFFENDER_MANAGER)
        person = an_open_case(lead=officer.agency).person
        client.force_login(officer)
        page = f"/people/{person.reference}/shares/new/"
        assert client.post(page, answers(housing, sections=["victims"])).status_code == 302
        prison = a_user(Role.PRISON_LEAD, agency=officer.agency)
        client.force_login(prison)
        assert client.post(page, answers(housing, sections=["victims"])).status_code == 403

    def test_is_not_found_by_those_who_may_not_know_of_the_person(self, client, person, housing):
        share = a_share(person, housing)
        for role in (Role.PROBATION_PRACTITIONER, Role.COORDINATOR):
            client.force_login(a_user(role, area=an_area("eastmere")))
            for page in ("", "new/", f"{share.pk}/", f"{share.pk}/revoke/"):
                assert client.get(f"/people/{person.reference}/shares/{page}").status_code == 404
            assert (
                client.post(f"/people/{person.reference}/shares/{share.pk}/revoke/", {"reason": "x"}).status_code == 404
            )
        client.force_login(a_user(Role.AGENCY_CONTACT))
        assert client.get(f"/people/{person.reference}/shares/").status_code == 403
        assert Share.objects.get().revoked_at is None


class TestLedger:
    @pytest.mark.requirement("INFO-05", "INFO-16")
    def test_shows_what_fits_the_filter_and_records_each_reading(self, browser, person, housing, om):
        health = an_agency(AgencyKind.MENTAL_HEALTH_TRUST)
        a_share(person, housing, by=om, purpose="Holding one")
        a_share(person, health, by=om, purpose="Lapsed one", since=LONG_AGO)
        other = an_open_case(lead=an_agency(AgencyKind.PROBATION)).person
        a_share(other, housing, purpose="Not known here")
        expected = {
            "": {"Holding one", "Lapsed one"}, "?state=holds": {"Holding one"}, "?state=lapsed": {"Lapsed one"},
            "?state=revoked": set(), f"?agency={health.pk}": {"Lapsed one"},
        }  # fmt: skip

        found = {}
        for page in ("/shares/", f"/people/{person.reference}/shares/"):
            for query in expected:
                body = browser.get(page + query).content.decode()
                found[page, query] = {
                    words for words in ("Holding one", "Lapsed one", "Not known here") if words in body
                }

        assert found == {(page, query): expected[query] for page, query in found}
        events = AuditEvent.objects.filter(what=What.CONSULTATION, operation="sharing:ledger:list")
        assert set(events.values_list("subject", flat=True)) == {person.reference}
        assert AuditEvent.objects.filter(operation="sharing:ledger:view", subject=person.reference).count() == 5

    def test_governance_reads_shares_by_reference_but_not_the_record(self, client, person, housing):
        share = a_share(person, housing)
        client.force_login(a_user(Role.GOVERNANCE_LEAD))

        assert person.reference in client.get("/shares/").content.decode()
        body = client.get(f"/people/{person.reference}/shares/{share.pk}/").content.decode()
        assert "Find a safe address" in body
        assert person.family_name not in body
        assert client.get(f"/people/{person.reference}/shares/{share.pk}/revoke/").status_code == 403

    def test_takes_as_many_queries_with_twice_the_rows(self, browser, person, housing, om):
        counts = []
        for round_ in range(2):
            for number in range(3):
                a_share(person, housing, by=om, purpose=f"{round_} {number}", sections=("names", "born"))
            with CaptureQueriesContext(connection) as queries:
                browser.get("/shares/")
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 20


class TestTakeBack:
    def test_needs_a_reason_ends_the_share_at_once_and_happens_once(self, browser, person, housing, om):
        share = a_share(person, housing, by=om)
        page = f"/people/{person.reference}/shares/{share.pk}/revoke/"
        assert browser.get(page).status_code == 200
        assert browser.post(page, {"reason": " "}).status_code == 422
        assert Share.objects.get().revoked_at is None

        assert browser.post(page, {"reason": "The tenancy fell through"}).status_code == 302

        share.refresh_from_db()
        assert (share.revoked_by, share.revoked_because) == (om.username, "The tenancy fell through")
        assert "The tenancy fell through" in browser.get(page.removesuffix("revoke/")).content.decode()
        assert browser.post(page, {"reason": "Again"}).status_code == 409
        assert AuditEvent.objects.filter(operation="sharing:share:revoke").count() == 1
