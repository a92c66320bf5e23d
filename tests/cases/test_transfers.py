"""Transfers: requested, answered by the receiving area, and what each side may know before and after."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mappa.accounts.permissions import Role
from mappa.cases.models import Transfer
from mappa.cases.selectors import case_of, latest_case, transfers_visible_to
from mappa.cases.services import accept_transfer, refuse_transfer, request_transfer, withdraw_transfer
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.people.models import ManagingArea
from mappa.people.selectors import people_visible_to
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender():
    return a_user(Role.COORDINATOR)


@pytest.fixture
def receiver():
    an_agency("police", an_area("eastmere"))
    return a_user(Role.COORDINATOR, area=an_area("eastmere"))


def asked(actor, case=None, **more):
    case = case or an_open_case(a_person(involving=(an_agency(),), family_name="Plantedtoken"))
    given = {"to_area": an_area("eastmere"), "reason": "Moves to live with a sister", "move_on": TODAY} | more
    return request_transfer(case=case, actor=actor, at=NOON, **given)


class TestRequest:
    @pytest.mark.requirement("TRANSFER-01")
    def test_records_who_asked_when_and_why(self, sender):
        transfer = asked(sender)

        step = transfer.steps.get()
        assert transfer.reference.startswith("NS-T-2026-")
        assert (step.state, step.by, step.at) == ("requested", sender.username, NOON)
        assert (transfer.from_area.code, transfer.to_area.code) == ("northshire", "eastmere")

    def test_waits_for_one_answer_at_a_time(self, sender):
        case = asked(sender).case

        with pytest.raises(NotPossible, match="waiting for an answer"):
            asked(sender, case)

    @pytest.mark.parametrize(("wrong", "field"), [({"reason": " "}, "reason"), ({"to_area": "northshire"}, "to_area")])
    def test_refuses_what_cannot_be(self, sender, wrong, field):
        if "to_area" in wrong:
            wrong = {"to_area": an_area(wrong["to_area"])}

        with pytest.raises(Incomplete) as refused:
            asked(sender, **wrong)

        assert list(refused.value.fields) == [field]
        assert not Transfer.objects.exists()

    def test_is_not_for_a_chair(self):
        with pytest.raises(Refused):
            asked(a_user(Role.CHAIR), an_open_case())


class TestAccept:
    @pytest.mark.requirement("TRANSFER-01")
    def test_gives_the_receiver_the_whole_history_and_leaves_the_sender_a_trace(self, sender, receiver):
        transfer = asked(sender)
        person = transfer.case.person
        a_conviction(person)
        before = [list(rows.values()) for rows in (transfer.case.steps, transfer.case.levels, person.convictions)]
        assert not people_visible_to(receiver, TODAY).exists()

        accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)

        case = case_of(receiver, person.reference, TODAY)
        assert [list(rows.values()) for rows in (case.steps, case.levels, person.convictions)] == before
        assert not people_visible_to(sender, TODAY).exists()
        assert [(t.reference, t.state) for t in transfers_visible_to(sender, TODAY)] == [
            (transfer.reference, "accepted")
        ]

    @pytest.mark.requirement("TRANSFER-01")
    def test_leaves_exactly_one_managing_area_and_one_lead_agency_on_every_day(self, sender, receiver):
        transfer = asked(sender)
        person, lead = transfer.case.person, transfer.case.lead_agencies.get().agency

        accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)

        areas = ManagingArea.objects.filter(person=person).order_by("since")
        assert [row.area.code for row in areas] == ["northshire", "eastmere"]
        assert latest_case(person, TODAY).lead_agency == an_agency("police", an_area("eastmere")).pk
        assert latest_case(person, TODAY - timedelta(days=1)).lead_agency == lead.pk

    def test_ends_the_involvement_of_agencies_that_stay_behind(self, sender, receiver):
        manager = a_user(Role.POLICE_OFFENDER_MANAGER)
        transfer = asked(sender)
        assert people_visible_to(manager, TODAY).exists()

        accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)

        assert not people_visible_to(manager, TODAY + timedelta(days=1)).exists()

    def test_is_not_for_the_sender_or_somebody_else(self, sender, receiver):
        transfer = asked(sender)

        with pytest.raises(Refused, match="Only a co-ordinator of Eastmere"):
            accept_transfer(reference=transfer.reference, actor=sender, at=NOON)
        third = a_user(Role.COORDINATOR, area=an_area("westland"))
        with pytest.raises(Transfer.DoesNotExist):
            accept_transfer(reference=transfer.reference, actor=third, at=NOON)
        officer = a_user(Role.POLICE_OFFENDER_MANAGER, area=an_area("eastmere"))
        with pytest.raises(Transfer.DoesNotExist):
            accept_transfer(reference=transfer.reference, actor=officer, at=NOON)

    def test_of_a_walled_record_is_hidden_from_a_receiver_without_the_clearance(self, receiver):
        cleared = a_user(Role.COORDINATOR, clearances=["category_4"])
        transfer = asked(cleared, an_open_case(a_person(compartment="category_4")))

        with pytest.raises(Transfer.DoesNotExist):
            accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)

    def test_happens_once(self, sender, receiver):
        transfer = asked(sender)
        accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)

        for answer in (
            lambda: accept_transfer(reference=transfer.reference, actor=receiver, at=NOON),
            lambda: refuse_transfer(reference=transfer.reference, reason="No", actor=receiver, at=NOON),
            lambda: withdraw_transfer(reference=transfer.reference, reason="No", actor=sender, at=NOON),
        ):
            with pytest.raises(NotPossible):
                answer()
        assert ManagingArea.objects.count() == 2


class TestRefuse:
    def test_needs_a_reason_and_moves_nothing(self, sender, receiver):
        transfer = asked(sender)

        with pytest.raises(Incomplete):
            refuse_transfer(reference=transfer.reference, reason=" ", actor=receiver, at=NOON)
        refuse_transfer(reference=transfer.reference, reason="The address is unsafe", actor=receiver, at=NOON)

        assert transfer.steps.last().reason == "The address is unsafe"
        assert people_visible_to(sender, TODAY).exists()
        assert not people_visible_to(receiver, TODAY).exists()

    def test_a_request_can_be_withdrawn_by_those_who_asked(self, sender, receiver):
        transfer = asked(sender)

        with pytest.raises(Refused):
            withdraw_transfer(reference=transfer.reference, reason="", actor=receiver, at=NOON)
        withdraw_transfer(reference=transfer.reference, reason="", actor=sender, at=NOON)

        assert transfer.steps.last().state == "withdrawn"


class TestPages:
    def test_walk_from_request_to_acceptance(self, client, sender, receiver):
        case = an_open_case(a_person(family_name="Plantedtoken"))
        sent = {"to_area": an_area("eastmere").pk, "reason": "Moves house"}
        client.force_login(sender)
        assert client.post(f"/people/{case.person.reference}/transfer/", sent).status_code == 302
        assert client.post(f"/people/{case.person.reference}/transfer/", sent).status_code == 409
        transfer = Transfer.objects.get()
        address = f"/transfers/{transfer.reference}/"
        assert client.post(address, {"answer": "accept"}).status_code == 403

        client.force_login(receiver)
        waiting = client.get(address).content.decode()
        refused = client.post(address, {"answer": "refuse", "reason": ""})
        accepted = client.post(address, {"answer": "accept"})
        again = client.post(address, {"answer": "accept"})

        assert "PLANTEDTOKEN" in waiting
        assert [answer.status_code for answer in (refused, accepted, again)] == [422, 302, 409]
        assert client.get(f"/people/{case.person.reference}/").status_code == 200

    @pytest.mark.requirement("TRANSFER-01")
    def test_leave_the_sender_the_reference_and_no_name(self, client, sender, receiver):
        transfer = asked(sender)
        accept_transfer(reference=transfer.reference, actor=receiver, at=NOON)
        client.force_login(sender)

        for address in ("/transfers/", f"/transfers/{transfer.reference}/"):
            text = client.get(address).content.decode()
            assert transfer.case.person.reference in text
            assert "plantedtoken" not in text.lower()
            assert "sister" not in text

    def test_list_takes_as_many_queries_with_twice_the_rows(self, client, sender, receiver):
        client.force_login(sender)

        def queries():
            waiting, moved = asked(sender), asked(sender)
            accept_transfer(reference=moved.reference, actor=receiver, at=NOON)
            with CaptureQueriesContext(connection) as counted:
                assert waiting.reference in client.get("/transfers/").content.decode()
            return len(counted)

        first, second = queries(), queries()

        assert first == second <= 20

    def test_hide_a_transfer_from_other_areas_as_if_there_were_none(self, client, sender):
        transfer = asked(sender)
        client.force_login(a_user(Role.COORDINATOR, area=an_area("westland")))

        hidden, missing = client.get(f"/transfers/{transfer.reference}/"), client.get("/transfers/NS-T-2026-9999/")

        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content
        assert transfer.reference not in client.get("/transfers/").content.decode()
