"""What my agency must do: every function and every duty on screen, with what waits."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.determinations import policy
from mappa.duties.models import DutyRow
from mappa.worklists.obligations import FUNCTIONS, PLACES
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.referrals import a_practitioner, a_submitted_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE = "/what-we-must-do/"
WHO = {
    "co-ordinator": Role.COORDINATOR, "police": Role.POLICE_OFFENDER_MANAGER, "probation": Role.PROBATION_PRACTITIONER,
    "prison": Role.PRISON_LEAD,
}  # fmt: skip
DUTIES = {
    "co-ordinator": ("Decide the referral", "Level 2 review"),
    "police": ("First notification to the police", "Verify the address", "Create the record of a Category 1 person"),
    "probation": ("Review the record (probation)", "First home visit", "Refer to approved premises"),
    "prison": ("Confirm the release date",),
}


def a_duty(user, duty, owner, *, days=1):
    case = an_open_case(a_person(involving=(user.agency,)))
    return DutyRow.objects.create(
        case=case, duty=duty, label="A duty", owner=owner, edition=case.edition, started_by="x", started_on=TODAY,
        due=TODAY + timedelta(days=days), outcome="open", running=True, because="b", requirement=[], derived_at=NOON,
    )  # fmt: skip


def signed_in(client, role):
    user = a_user(role)
    client.force_login(user)
    return user


class TestWhatWeMustDo:
    def test_has_a_place_for_every_function_of_every_edition(self):
        for edition in ("hampshire-2008", "norfolk-2019", "cheshire-2022", "statute-current"):
            table = policy.parameter(FUNCTIONS, edition).value
            assert {body: set(functions) for body, functions in table.items()} == {
                body: set(places) for body, places in PLACES.items()
            }

    @pytest.mark.requirement("AGENCY-08", "AGENCY-13", "AGENCY-14", "AGENCY-15")
    @pytest.mark.parametrize("body", WHO)
    def test_shows_each_body_its_functions_with_a_page_that_opens_and_its_duties(self, client, body):
        signed_in(client, WHO[body])

        page = client.get(PAGE).content.decode()

        for words in policy.parameter(FUNCTIONS, "cheshire-2022").value[body].values():
            assert words in page, words
        for duty in DUTIES[body]:
            assert duty in page, duty
        places = {place.href for place in PLACES[body].values()}
        assert all(f'href="{href}"' in page for href in places)
        assert {client.get(href).status_code for href in places} == {200}

    @pytest.mark.requirement("AGENCY-14")
    def test_counts_the_clocks_of_the_reader_and_says_the_rule(self, client):
        user = signed_in(client, Role.PROBATION_PRACTITIONER)
        a_duty(user, "probation-record-review", "probation")
        a_duty(user, "probation-record-review", "probation", days=-1)
        a_duty(user, "probation-record-review", "police")

        answer = client.get(PAGE)

        rows = {row[0]["text"]: row for row in answer.context["duties"]["rows"]}
        review = rows["Review the record (probation)"]
        assert [cell["text"] for cell in review[2:]] == ["2", "1"]
        assert "at least every 4 months" in answer.content.decode()
        functions = {row[0]["text"]: row[2] for row in answer.context["functions"]["rows"]}
        shown = functions["Review each of its records in time"]["html"]
        assert re.search(r">\s*2\s*<", shown), shown
        assert "1 late or urgent" in shown

    @pytest.mark.requirement("AGENCY-08")
    def test_counts_the_referrals_that_wait_for_the_co_ordinator(self, client):
        practitioner = a_practitioner()
        signed_in(client, Role.COORDINATOR)
        empty = client.get(PAGE).context["functions"]["rows"]

        a_submitted_referral(practitioner, at=NOON)

        row = next(row for row in client.get(PAGE).context["functions"]["rows"] if "referrals" in str(row[0]))
        assert row != next(row for row in empty if "referrals" in str(row[0]))

    @pytest.mark.parametrize("role", Role)
    def test_opens_for_everybody_in_at_most_20_queries_however_much_waits(self, client, role):
        user = signed_in(client, role)

        def queries():
            for _ in range(2):
                a_duty(user, "level-1-review", user.agency.kind)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(PAGE).status_code == 200
            return len(seen)

        assert queries() == queries() <= 20
