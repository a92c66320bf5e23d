"""Before somebody shares: the own agency's policy, whom to ask, and the board's protocol."""

from datetime import timedelta

import pytest
import time_machine

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cooperation.models import SharingPolicy
from mappa.cooperation.services.documents import VersionFacts, decide_version, write_document
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_contact, a_user, an_agency, an_area
from tests.factories.people import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGE = "/agencies/sharing/"
DAY = timedelta(days=1)


@pytest.fixture
def keeper(client):
    user = a_user(Role.COORDINATOR)
    client.force_login(user)
    return user


def typed(*, since=TODAY, review_on=TODAY + 365 * DAY, **changed):
    facts = {
        "title": "Policy of 2026", "found_at": "Staff pages", "says": "Ask first", "ask_name": "Kit Elm",
        "ask_post": "Data officer", "ask_email": "kit@elm.example", "ask_telephone": "",
    }  # fmt: skip
    return facts | typed_day("since", since) | typed_day("review_on", review_on) | changed


def keep(client, agency, **changed):
    return client.post(f"/agencies/{agency.code}/sharing-policy/", typed(**changed))


def text_of(client, address=PAGE):
    return " ".join(client.get(address).content.decode().split())


class TestBeforeSharing:
    @pytest.mark.requirement("INFO-15")
    @pytest.mark.parametrize("address", ["/", "/people/", "/agencies/", "/account/second-factor/"])
    def test_is_one_click_from_every_page(self, client, keeper, address):
        assert f'href="{PAGE}"' in text_of(client, address)

    @pytest.mark.requirement("INFO-15")
    def test_shows_the_own_agencys_policy_whom_to_ask_and_the_protocol_in_force(self, client, keeper):
        keep(client, an_agency())
        keep(client, an_agency("housing"), title="Policy of the housing office")
        facts = VersionFacts(texts={"text": "Share what a case needs."}, parties=[an_agency()], review_on=TODAY + DAY)
        made = write_document(kind="sharing_protocol", title="The protocol", facts=facts, actor=keeper, at=NOON)
        before_the_board = text_of(client)
        decide_version(
            document=made.document, number=1, approve=True, reason="", actor=a_user(Role.BOARD_CHAIR), at=NOON
        )
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))

        shown = text_of(client)

        assert "No sharing protocol of the board is in force" in before_the_board
        own = shown.split("Whom to ask</h2>")[0] + shown.split("Whom to ask</h2>")[1].split("<h2")[0]
        for words in ("Policy of 2026", "Staff pages", "Ask first", "Kit Elm, Data officer", "kit@elm.example"):
            assert words in own
        assert "Policy of the housing office" not in own
        assert "Share what a case needs." in shown

    @pytest.mark.requirement("INFO-15")
    def test_says_plainly_when_nothing_is_on_record(self, client):
        client.force_login(a_user(Role.AGENCY_CONTACT))

        shown = text_of(client)

        for words in (
            "No sharing policy of Northshire Housing is on record", "Nobody of Northshire Housing is on record",
            "The directory names no contact of this agency", "No sharing protocol of the board is in force",
        ):  # fmt: skip
            assert words in shown
        a_contact(an_agency("housing"))
        assert "Sam Contact" in text_of(client)

    @pytest.mark.requirement("INFO-15")
    def test_keeps_every_version_and_shows_the_one_whose_day_has_come(self, client, keeper):
        reader = a_user(Role.POLICE_OFFENDER_MANAGER)
        keep(client, reader.agency, since=TODAY - 9 * DAY)
        keep(client, reader.agency, title="Policy to come", since=TODAY + DAY)
        client.force_login(reader)

        first, *_, other = text_of(client).split("Other versions of the policy")

        assert "Policy of 2026" in first
        assert "Policy to come" in other
        assert "To come" in other
        with time_machine.travel(NOON + DAY, tick=False):
            client.force_login(reader)
            first, *_, other = text_of(client).split("Other versions of the policy")
        assert "Policy to come" in first
        assert "Policy of 2026" in other
        assert SharingPolicy.objects.count() == 2

    def test_is_read_on_record_and_names_who_has_no_policy(self, client, keeper):
        police, housing = an_agency(), an_agency("housing")
        an_agency("prison", an_area("eastmere"))
        keep(client, police)

        shown = text_of(client).split("Policies of the agencies here")[-1]

        assert shown.index(housing.name) < shown.index("None on record") < shown.index(police.name)
        assert "Eastmere" not in shown
        assert AuditEvent.objects.filter(operation="cooperation:sharing-policy:view").count() == 1
        assert AuditEvent.objects.get(operation="cooperation:sharing-policy:record").subject == police.code

    def test_marks_a_policy_whose_review_is_late(self, client, keeper):
        keep(client, an_agency(), review_on=TODAY + DAY)

        with time_machine.travel(NOON + DAY, tick=False):
            client.force_login(keeper)
            assert "Review overdue" not in text_of(client)
        with time_machine.travel(NOON + 2 * DAY, tick=False):
            client.force_login(keeper)
            assert "Review overdue" in text_of(client)


class TestPolicy:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"title": " "}, "title"), ({"found_at": ""}, "found_at"), ({"ask_name": ""}, "ask_name"),
            ({"ask_post": ""}, "ask_post"), ({"ask_email": ""}, "ask_email"), ({"review_on": TODAY}, "review_on"),
        ],
    )  # fmt: skip
    def test_is_refused_when_something_is_missing(self, client, keeper, changed, field):
        answer = keep(client, an_agency(), **changed)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not SharingPolicy.objects.exists()

    def test_is_kept_for_agencies_of_the_area_by_those_who_answer_for_it(self, client, keeper):
        elsewhere = an_agency("prison", an_area("eastmere"))

        assert keep(client, elsewhere).status_code == 404
        client.force_login(a_user(Role.GOVERNANCE_LEAD))
        assert keep(client, an_agency()).status_code == 302
        client.force_login(a_user(Role.CHAIR))
        assert keep(client, an_agency()).status_code == 403
