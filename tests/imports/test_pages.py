"""Court results and doubtful matches in the browser."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.models import AgencyKind
from mappa.audit.models import AuditEvent
from mappa.imports.models import ImportedFile, WaitingFile
from mappa.matching.models import DoubtfulMatch
from mappa.offending.models import Conviction
from mappa.people.models import Identifier, Involvement, Person
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.imports import a_file, a_row, somebody
from tests.factories.people import a_person
from tests.imports.test_import import taken

pytestmark = pytest.mark.django_db
PAGE = "/imports/court-results/"


def send(client, content):
    return client.post(PAGE, {"file": SimpleUploadedFile("results.csv", content, "text/csv")})


class TestCourtResultsPage:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(
        ("page", "permission"), [(PAGE, Permission.RESULTS_IMPORT), ("/matches/", Permission.MATCH_DECIDE)]
    )
    def test_opens_to_holders_only(self, client, role, page, permission):
        client.force_login(a_user(role))

        assert client.get(page).status_code == (200 if permission in GRANTS[role] else 403)

    def test_checks_first_and_takes_in_afterwards(self, client):
        client.force_login(a_user(Role.COORDINATOR))

        checked = send(client, a_file(a_row()))

        assert checked.status_code == 302
        assert not Person.objects.exists()
        page = client.get(checked.url)
        assert "No row is refused." in page.content.decode()
        done = client.post(checked.url, {})
        assert done.status_code == 302
        assert Person.objects.count() == 1
        assert not WaitingFile.objects.exists()
        assert "Report of a file" in client.get(done.url).content.decode()

    def test_lists_every_file_taken_in_page_by_page(self, client, monkeypatch):
        monkeypatch.setattr("mappa.govuk.paging.ROWS", 1)
        client.force_login(a_user(Role.COORDINATOR))
        for number in (1, 2):
            client.post(send(client, a_file(somebody(number))).url, {})

        shown = [client.get(f"{PAGE}?page={page}").content.decode() for page in (1, 2)]

        older, newer = (f"/imports/court-results/{file.pk}/" for file in ImportedFile.objects.order_by("pk"))
        assert [newer in page for page in shown] == [True, False]
        assert [older in page for page in shown] == [False, True]

    def test_a_repeated_post_takes_nothing_twice(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        checked = send(client, a_file(a_row()))

        answers = [client.post(checked.url, {}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert (ImportedFile.objects.count(), Conviction.objects.count()) == (1, 1)
        assert "Nothing was done twice" in client.get(answers[1].url).content.decode()

    def test_a_file_with_refused_rows_needs_the_box(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        checked = send(client, a_file(a_row(), somebody(2, disposal="GAOL")))
        assert "no disposal with the code GAOL" in client.get(checked.url).content.decode()

        refused = client.post(checked.url, {})
        assert refused.status_code == 409
        assert not Person.objects.exists()
        assert WaitingFile.objects.exists()
        accepted = client.post(checked.url, {"accept_good_rows": "on"})

        assert accepted.status_code == 302
        assert Person.objects.count() == 1

    @pytest.mark.parametrize("content", [b"\0", b"name\r\nx\r\n", "é".encode("latin-1")])
    def test_a_file_that_cannot_be_read_is_refused_beside_its_field(self, client, content):
        client.force_login(a_user(Role.COORDINATOR))

        answer = send(client, content)

        assert answer.status_code == 422
        assert "Nothing was saved" in answer.content.decode()
        assert not WaitingFile.objects.exists()

    def test_another_persons_file_is_not_there(self, client):
        client.force_login(a_user(Role.COORDINATOR))
        checked = send(client, a_file(a_row()))
        client.force_login(a_user(Role.COORDINATOR))

        assert client.post(checked.url, {}).url == PAGE
        assert not Person.objects.exists()

    def test_another_areas_report_is_not_found(self, client):
        taken(a_row(), actor=a_user(Role.COORDINATOR, area=an_area("eastmere")))
        client.force_login(a_user(Role.COORDINATOR))

        assert client.get(f"{PAGE}{ImportedFile.objects.get().pk}/").status_code == 404


def held(coordinator, **cells):
    """A row that may be about somebody on record, and the match that waits."""
    taken(a_row(person_ref="", pnc_id=""), actor=coordinator)
    taken(
        a_row(**{"person_ref": "", "pnc_id": "", "family_name": "Testcasse", "offence_title": "Other"} | cells),
        actor=coordinator,
    )
    return DoubtfulMatch.objects.get()


class TestMatches:
    def test_the_same_person_gets_the_results_and_the_other_name(self, client):
        coordinator = a_user(Role.COORDINATOR)
        match = held(coordinator)
        client.force_login(coordinator)
        page = client.get(f"/matches/{match.pk}/").content.decode()
        assert "Testcasse" in page
        assert "Testcase" in page

        answer = client.post(f"/matches/{match.pk}/", {"same": "same"})

        assert answer.status_code == 302
        person = Person.objects.get()
        assert person.convictions.count() == 2
        assert person.aliases.get().family_name == "Testcasse"
        assert AuditEvent.objects.get(operation="matching:match:decide").subject == person.reference

    def test_somebody_else_gets_a_nominal_of_their_own(self, client):
        coordinator = a_user(Role.COORDINATOR)
        match = held(coordinator)
        client.force_login(coordinator)

        client.post(f"/matches/{match.pk}/", {"same": "different"})

        assert set(Person.objects.values_list("family_name", flat=True)) == {"Testcase", "Testcasse"}
        assert all(person.convictions.count() == 1 for person in Person.objects.all())

    def test_says_which_rows_the_record_did_not_take_and_keeps_them_with_the_match(self, client):
        coordinator = a_user(Role.COORDINATOR)
        match = held(coordinator, conviction_date="2026-02-02", sentence_date="2026-02-02", offence_date="2025-01-01")
        Person.objects.update(died_on=date(2026, 2, 1))
        client.force_login(coordinator)

        told = client.post(f"/matches/{match.pk}/", {"same": "same"}, follow=True).content.decode()

        assert "not every row was taken" in told
        assert "Row 2: " in told
        assert "Check it against the record and the source." in told
        assert Conviction.objects.count() == 1
        assert "Testcasse" in client.get(f"/matches/{match.pk}/").content.decode()

    def test_deciding_twice_changes_nothing(self, client):
        coordinator = a_user(Role.COORDINATOR)
        match = held(coordinator)
        client.force_login(coordinator)
        client.post(f"/matches/{match.pk}/", {"same": "same"})

        again = client.post(f"/matches/{match.pk}/", {"same": "different"})

        assert again.status_code == 409
        assert Person.objects.count() == 1
        assert DoubtfulMatch.objects.get().same_person is True

    def test_with_two_candidates_the_rows_wait_until_both_are_ruled_out(self, client):
        coordinator = a_user(Role.COORDINATOR)
        for given in ("Alex", "Alexa"):
            a_person(given_names=given, family_name="Twocandidates")
        taken(a_row(given_names="Alexx", family_name="Twocandidates", person_ref="", pnc_id=""), actor=coordinator)
        first, second = DoubtfulMatch.objects.order_by("pk")
        client.force_login(coordinator)

        told = client.post(f"/matches/{first.pk}/", {"same": "different"}, follow=True).content.decode()
        assert "The rows wait until everybody" in told
        assert Person.objects.count() == 2
        client.post(f"/matches/{second.pk}/", {"same": "different"})

        assert Person.objects.count() == 3

    def test_about_somebody_hidden_waits_for_somebody_who_may_know(self, client):
        north, east = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, area=an_area("eastmere"))
        an_agency(AgencyKind.POLICE)
        person = a_person(area=an_area("eastmere"), family_name="Testcase", given_names="Robin")
        Identifier.objects.create(person=person, kind="pnc", value="1999/0000001A")
        taken(a_row(managing_agency="police"), actor=north)
        match = DoubtfulMatch.objects.get()
        client.force_login(north)
        assert client.get(f"/matches/{match.pk}/").status_code == 404
        assert person.reference not in client.get("/matches/").content.decode()
        client.force_login(east)

        client.post(f"/matches/{match.pk}/", {"same": "same"})

        assert person.convictions.count() == 1
        assert not Involvement.objects.exists()  # the other area's police do not come to know of the person by it

    def test_about_somebody_hidden_who_is_somebody_else_goes_back_to_the_area(self, client):
        north, east = a_user(Role.COORDINATOR), a_user(Role.COORDINATOR, area=an_area("eastmere"))
        a_person(area=an_area("eastmere"), family_name="Testcase", given_names="Robyn")
        taken(a_row(), actor=north)
        client.force_login(east)

        client.post(f"/matches/{DoubtfulMatch.objects.get().pk}/", {"same": "different"})

        person = Person.objects.get(given_names="Robin")
        assert person.reference.startswith("NS-P-")
        assert person.convictions.count() == 1

    @pytest.mark.requirement("DOMEX-09")
    def test_about_somebody_behind_a_wall_waits_for_the_cleared(self, client):
        police = an_agency(AgencyKind.POLICE)
        officer = a_user(Role.CT_OFFICER, agency=police, clearances=["category_4"])
        walled = a_person(family_name="Testcase", given_names="Robyn", compartment="category_4", involving=(police,))
        taken(a_row(), actor=a_user(Role.COORDINATOR))
        address = f"/matches/{DoubtfulMatch.objects.get().pk}/"
        client.force_login(a_user(Role.CT_OFFICER, agency=police))
        assert client.get(address).status_code == 404
        client.force_login(officer)

        assert client.post(address, {"same": "same"}).status_code == 302
        assert walled.convictions.count() == 1

    def test_the_files_take_as_many_queries_with_twice_the_rows(self, client):
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)

        def queries(start):
            for number in range(start, start + 3):
                taken(somebody(number, person_ref="", pnc_id=""), actor=coordinator)
            with CaptureQueriesContext(connection) as counted:
                assert client.get("/imports/court-results/").status_code == 200
            return len(counted)

        first, second = queries(0), queries(3)

        assert first == second <= 20

    def test_the_list_takes_as_many_queries_with_twice_the_rows(self, client):
        coordinator = a_user(Role.COORDINATOR)
        client.force_login(coordinator)

        def queries(start):
            for number in range(start, start + 3):
                facts = {"person_ref": "", "pnc_id": ""}
                taken(somebody(number, **facts), actor=coordinator)
                other = somebody(number, **facts)
                taken(other | {"given_names": "Robyn"}, actor=coordinator)
            with CaptureQueriesContext(connection) as counted:
                client.get("/matches/")
            return len(counted)

        first, second = queries(0), queries(3)

        assert DoubtfulMatch.objects.count() == 6
        assert first == second <= 20
