"""The receiver's side through HTTP: just the shared sections, until the share lapses or is taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.cases.shareable import SECTIONS
from mappa.kernel import clock
from mappa.ledger.presenters.sections import READERS
from mappa.people.models import Address, Alias, Identifier, Involvement, InvolvementKind, Victim
from mappa.sharing.models import ShareOpened
from mappa.sharing.services import revoke_share
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction
from tests.factories.plans import a_line, a_plan
from tests.factories.sharing import a_share

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def spoc():
    return a_user(Role.AGENCY_CONTACT)


@pytest.fixture
def person():
    """Somebody with a word of their own in every section."""
    lead = an_agency(AgencyKind.PROBATION)
    person = an_open_case(lead=lead, category=3, level=2).person
    person.sex, person.ethnicity = "Wordsex", "Wordethnicity"
    person.save(update_fields=["sex", "ethnicity"])
    Alias.objects.create(person=person, family_name="Wordalias")
    Identifier.objects.create(person=person, kind="pnc", value="Wordnumber")
    Address.objects.create(person=person, text="Wordaddress", since=date(2020, 1, 1))
    Victim.objects.create(person=person, kind="direct", description="Wordvictim")
    Involvement.objects.create(
        person=person, agency=an_agency(AgencyKind.PRISON), kind=InvolvementKind.PARTNER, since=date(2020, 1, 1)
    )
    a_conviction(person, title="Wordconviction")
    writer = a_user(Role.PROBATION_PRACTITIONER, agency=lead)
    a_line(a_plan(person.cases.get(), writer), writer, text="Wordmeasure")
    return person


@pytest.fixture
def browser(client, spoc):
    client.force_login(spoc)
    return client


def accepted(browser, share):
    assert browser.post(f"/shared-with-us/{share.pk}/", {"accepted": "on"}).status_code == 302
    return browser.get(f"/shared-with-us/{share.pk}/").content.decode()


WORDS = {
    "names": "Wordalias", "sex": "Wordsex", "ethnicity": "Wordethnicity", "numbers": "Wordnumber",
    "addresses": "Wordaddress", "convictions": "Wordconviction", "plan": "Wordmeasure",
    "agencies": "Northshire Prison Service", "victims": "Wordvictim",
}  # fmt: skip


class TestSharedPage:
    @pytest.mark.requirement("INFO-04", "INFO-05")
    def test_shows_the_shared_sections_of_that_person_and_nothing_else(self, browser, spoc, person):
        seen = {}
        for names in (("names",), ("addresses", "plan"), ("sex", "numbers", "convictions"), ("agencies", "victims")):
            page = accepted(browser, a_share(person, spoc.agency, sections=names, origin=names[0]))
            seen[names] = {name for name, word in WORDS.items() if word in page}
            assert (person.family_name.upper() in page) is ("names" in names)

        victims_are_behind_their_own_wall = {("agencies", "victims"): {"agencies"}}
        assert seen == {names: set(names) for names in seen} | victims_are_behind_their_own_wall
        for page in ("/people/", f"/people/{person.reference}/", f"/people/{person.reference}/details/"):
            assert browser.get(page).status_code in {403, 404}

    @pytest.mark.requirement("INFO-06", "INFO-07", "INFO-17")
    def test_tells_what_it_binds_one_to_before_anything_is_shown(self, browser, spoc, person):
        share = a_share(person, spoc.agency, sections=("names",), owner=an_agency(AgencyKind.POLICE))
        page = f"/shared-with-us/{share.pk}/"

        before = browser.get(page).content.decode()
        refused = browser.post(page, {})
        after = accepted(browser, share)

        for words in ("It is confidential", "Keep it no longer than", "Do not pass it on", "Find a safe address"):
            assert words in before
            assert words in after
        assert person.family_name.upper() not in before + refused.content.decode()
        assert refused.status_code == 422
        assert person.family_name.upper() in after
        assert "Northshire Police" in after
        opened = ShareOpened.objects.get()
        assert (opened.user, len(opened.told)) == (spoc, 7)
        event = AuditEvent.objects.filter(operation="sharing:received:view").last()
        assert (event.subject, event.purpose) == (person.reference, "manage")
        assert event.details["sections"] == ["names"]

    def test_every_section_that_can_be_shared_can_be_read(self):
        assert set(READERS) | {"referral"} == set(SECTIONS)

    def test_of_every_section_takes_few_queries(self, client, person):
        liaison = a_user(Role.VICTIM_LIAISON)
        most = {tuple(SECTIONS): 32, ("names", "born", "addresses", "plan"): 20}  # each section asks for its own
        asked, pages = {}, {}
        client.force_login(liaison)
        for names in most:
            share = a_share(person, liaison.agency, sections=names, origin=f"NS-S-{len(names)}")
            accepted(client, share)
            with CaptureQueriesContext(connection) as queries:
                pages[names] = client.get(f"/shared-with-us/{share.pk}/").content.decode()
            asked[names] = len(queries)

        assert {name for name, word in WORDS.items() if word in pages[tuple(SECTIONS)]} == set(WORDS)
        assert [(asked[names], limit) for names, limit in most.items() if asked[names] > limit] == []

    def test_of_another_agency_or_a_wall_is_not_found(self, client, person):
        share = a_share(person, an_agency(AgencyKind.HOUSING), sections=("names",))
        walled = an_open_case().person
        cleared = a_user(Role.COORDINATOR, clearances=["category_4"])
        behind = a_share(walled, an_agency(AgencyKind.HOUSING), by=cleared, origin="NS-S-WALL")
        walled.compartment = "category_4"
        walled.save(update_fields=["compartment"])
        client.force_login(a_user(Role.HEALTH_LEAD))
        assert client.get(f"/shared-with-us/{share.pk}/").status_code == 404
        client.force_login(a_user(Role.AGENCY_CONTACT))
        assert client.get(f"/shared-with-us/{behind.pk}/").status_code == 404
        assert "NS-S-WALL" not in client.get("/shared-with-us/").content.decode()
        client.force_login(a_user(Role.ANALYST))
        assert client.get("/shared-with-us/").status_code == 403


class TestEnd:
    @pytest.mark.requirement("INFO-01")
    def test_after_it_lapsed_or_was_taken_back_it_is_gone_from_page_list_and_count(self, browser, spoc, person):
        today = clock.day_of(clock.now())
        lapsed = a_share(person, spoc.agency, sections=("names",), origin="NS-S-LAPSED")
        revoked = a_share(person, spoc.agency, sections=("names",), origin="NS-S-REVOKED")
        assert "2 in all" in browser.get("/shared-with-us/").content.decode()
        accepted(browser, lapsed)
        accepted(browser, revoked)

        lapsed.until = today - DAY
        lapsed.since = today - 5 * DAY
        lapsed.save(update_fields=["since", "until"])
        revoke_share(share=revoked.pk, reason="Over", actor=a_user(Role.COORDINATOR), at=clock.now())

        for share in (lapsed, revoked):
            assert browser.get(f"/shared-with-us/{share.pk}/").status_code == 404
            assert browser.post(f"/shared-with-us/{share.pk}/", {"accepted": "on"}).status_code == 404
        body = browser.get("/shared-with-us/").content.decode()
        assert "0 in all" in body
        assert "NS-S-" not in body
