"""Potentially dangerous persons: a register of their own, never mixed with people in MAPPA."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case
from mappa.kernel.decisions import NotPossible
from mappa.pdp.lifecycle import PDP_STEPS, PdpDecision, PdpState, pdp_after
from mappa.pdp.models import PdpNominal, PdpReview
from mappa.people.models import Person
from tests.cooperation.test_register import typed_day
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.people import NOON, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HOME = "/pdp/"
DAY = timedelta(days=1)


@pytest.fixture
def om(client):
    user = a_user(Role.POLICE_OFFENDER_MANAGER)
    client.force_login(user)
    return user


def typed(*, authorised_on=TODAY, review_on=TODAY + 30 * DAY, **changed):
    facts = {
        "family_name": "Quillfeather", "given_names": "Jesse", "grounds": "Bought knives",
        "authorised_by": "Mar Hollis", "authorised_rank": "Superintendent",
    }  # fmt: skip
    return facts | typed_day("authorised_on", authorised_on) | typed_day("review_on", review_on) | changed


def reviewed(**changed):
    facts = {"decision": "go_on", "reason": "Still so", "reviewer": "Mar Hollis, Superintendent"}
    return facts | typed_day("on", TODAY) | typed_day("next_on", TODAY + 60 * DAY) | changed


def recorded(client, **changed):
    answer = client.post(f"{HOME}new/", typed(**changed))
    assert answer.status_code == 302, answer.context["form"].errors
    return PdpNominal.objects.latest("pk")


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


class TestApart:
    @pytest.mark.requirement("NOMINAL-20")
    def test_stands_in_no_list_search_or_count_of_people_in_mappa(self, client, om):
        in_mappa = an_open_case(a_person(involving=(om.agency,), family_name="Quillfeathers")).person
        before = Person.objects.count(), Case.objects.count()

        made = recorded(client)

        assert (Person.objects.count(), Case.objects.count()) == before
        people, found = text_of(client, "/people/"), client.post("/search/", {"text": "Quillfeather"}).content.decode()
        for shown in (people, found):
            assert made.reference not in shown
            assert in_mappa.reference in shown
        assert made.reference not in text_of(client, "/")
        register = text_of(client, HOME)
        assert made.reference in register
        assert in_mappa.reference not in register

    @pytest.mark.requirement("NOMINAL-20")
    @pytest.mark.parametrize("page", ["", "plan/", "level/", "referrals/new/", "record/", "meetings/new/"])
    def test_has_no_page_or_form_of_mappa(self, client, om, page):
        made = recorded(client)
        client.force_login(a_user(Role.COORDINATOR))

        assert client.get(f"/people/{made.reference}/{page}").status_code == 404

    @pytest.mark.requirement("NOMINAL-20")
    def test_is_related_to_nobody_in_mappa_by_the_shape_of_the_tables(self):
        related = {
            field.related_model._meta.label
            for model in apps.get_app_config("pdp").get_models() for field in model._meta.get_fields()
            if field.is_relation
        }  # fmt: skip

        assert related == {"agencies.Agency", "agencies.Area", "pdp.PdpNominal", "pdp.PdpReview"}

    def test_is_read_by_the_force_that_keeps_it_alone(self, client, om):
        made = recorded(client)
        holders = {role for role in Role if Permission.PDP_VIEW in GRANTS[role]}

        assert holders == {Role.POLICE_OFFENDER_MANAGER}
        elsewhere = a_user(Role.POLICE_OFFENDER_MANAGER, area=an_area("eastmere"))
        client.force_login(elsewhere)
        assert made.reference not in text_of(client, HOME)
        assert client.get(f"{HOME}{made.reference}/").status_code == 404
        assert client.post(f"{HOME}{made.reference}/review/", reviewed()).status_code == 404


class TestRecording:
    @pytest.mark.requirement("NOMINAL-20")
    def test_keeps_grounds_and_authority(self, client, om):
        made = recorded(client)

        shown = text_of(client, f"{HOME}{made.reference}/")

        for words in ("QUILLFEATHER, Jesse", "Bought knives", "Superintendent Mar Hollis", om.agency.name):
            assert words in shown
        looked = AuditEvent.objects.filter(subject=made.reference, subject_type="pdp")
        assert {"pdp:nominal:record", "pdp:nominal:view"} <= set(looked.values_list("operation", flat=True))

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"family_name": " "}, "family_name"), ({"grounds": ""}, "grounds"),
            ({"authorised_by": ""}, "authorised_by"), ({"authorised_rank": "Inspector"}, "authorised_rank"),
            ({"authorised_on": TODAY + DAY}, "authorised_on"), ({"review_on": TODAY}, "review_on"),
        ],
    )  # fmt: skip
    def test_is_refused_when_something_is_missing(self, client, om, changed, field):
        answer = client.post(f"{HOME}new/", typed(**changed))

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not PdpNominal.objects.exists()

    def test_is_for_a_police_force(self, client):
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER, agency=an_agency("probation")))

        assert client.post(f"{HOME}new/", typed()).status_code == 403
        assert not PdpNominal.objects.exists()


class TestReview:
    def test_moves_the_next_one_and_an_end_is_an_end(self, client, om):
        made = recorded(client, review_on=TODAY + DAY)
        page = f"{HOME}{made.reference}/review/"
        with time_machine.travel(NOON + 2 * DAY, tick=False):
            client.force_login(om)
            assert "Late" in text_of(client, HOME)
            assert client.post(page, reviewed()).status_code == 302
            assert "Late" not in text_of(client, HOME)
            assert client.post(page, reviewed(decision="end")).status_code == 302
            assert client.post(page, reviewed()).status_code == 409
            shown = text_of(client, f"{HOME}{made.reference}/")
        assert "The grounds hold no more" in shown
        assert "Record a review" not in shown
        assert PdpReview.objects.count() == 2

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"decision": ""}, "decision"), ({"reason": " "}, "reason"), ({"reviewer": ""}, "reviewer"),
            (typed_day("next_on", TODAY), "next_on"), (typed_day("on", TODAY + DAY), "on"),
        ],
    )  # fmt: skip
    def test_is_refused_when_something_is_missing(self, client, om, changed, field):
        answer = client.post(f"{HOME}{recorded(client).reference}/review/", reviewed() | changed)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not PdpReview.objects.exists()

    @pytest.mark.parametrize("state", PdpState)
    @pytest.mark.parametrize("decision", PdpDecision)
    def test_follows_the_table(self, state, decision):
        if (state, decision) in PDP_STEPS:
            assert pdp_after(state, decision) == PDP_STEPS[state, decision]
            return
        with pytest.raises(NotPossible):
            pdp_after(state, decision)
