"""What the person managed is told and says: recorded, withheld only by a meeting, shown to the meeting, answered."""

import pytest

from mappa.accounts.permissions import Role
from mappa.meetings.models import MinuteItem
from mappa.offender.models import Representation, Told, Withholding
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.meetings import an_open_meeting
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
DAY = {"on_day": "1 3 2026"}
TOLD = {"teller": "PC Sedge", "teller_role": "police", "leaflet": "Version 7", "response": "Asked who reads it", **DAY}
SAID = {"said": "I have found work", "teller": "PC Sedge", **DAY}


@pytest.fixture
def case(om):
    return an_open_case(a_person(involving=(om.agency,)), lead=om.agency)


@pytest.fixture
def meeting(case):
    return an_open_meeting(case=case)


@pytest.fixture
def manager(client, om):
    client.force_login(om)
    return client


@pytest.fixture
def as_chair(client):
    def sign_in():
        client.force_login(a_user(Role.CHAIR))
        return client

    return sign_in


def at(case, rest=""):
    return f"/people/{case.person.reference}/told/{rest}"


def text_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTold:
    @pytest.mark.requirement("OFFENDER-01")
    def test_keeps_teller_day_and_leaflet_and_leaves_the_list_of_those_not_told(self, manager, case):
        assert "Not recorded as told" in text_of(manager, at(case))
        assert "Not told that they are under MAPPA" in text_of(manager, "/")
        assert at(case) in text_of(manager, "/")
        form = text_of(manager, at(case, "new/mappa/"))
        assert "A police officer, where they are subject to notification (Hampshire 2008" in form

        for _ in range(2):
            assert manager.post(at(case, "new/mappa/"), TOLD).status_code == 302

        text = text_of(manager, at(case))
        assert all(words in text for words in ("PC Sedge", "Version 7", "1 March 2026", "Asked who reads it"))
        assert Told.objects.count() == 1
        assert at(case) not in text_of(manager, "/")

    @pytest.mark.requirement("OFFENDER-01")
    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"teller": ""}, "who told them"), ({"teller_role": ""}, "what is the teller"),
            ({"on_day": "1 1 2099"}, "today or in the past"),
        ],
    )  # fmt: skip
    def test_needs_who_what_they_are_and_when(self, manager, case, typed, says):
        answer = manager.post(at(case, "new/mappa/"), TOLD | typed)

        assert answer.status_code == 422
        assert says in answer.content.decode().lower()
        assert not Told.objects.exists()

    @pytest.mark.requirement("OFFENDER-03")
    def test_keeps_what_was_said_before_and_after_a_meeting_and_by_whom(self, manager, case, meeting):
        for what, said in (("before", "That it meets on Monday"), ("after", "That the level stays")):
            sent = {"what": what, "meeting": meeting.reference, "teller": "PC Sedge", "said": said, **DAY}
            assert manager.post(at(case, "new/meeting/"), sent).status_code == 302

        text = text_of(manager, at(case))

        assert all(words in text for words in ("Before a meeting", "After a meeting", "That the level stays"))
        assert meeting.reference in text
        assert manager.post(at(case, "new/meeting/"), {"what": "before", "said": "x", **DAY}).status_code == 422

    @pytest.mark.requirement("OFFENDER-05")
    @pytest.mark.parametrize("what", ["goal", "contract", "reward", "problem", "restriction"])
    def test_keeps_their_part_in_the_plan_and_explained_restrictions(self, manager, case, what):
        sent = {"what": what, "teller": "PC Sedge", "said": "Calls before going out", "response": "Agrees", **DAY}

        assert manager.post(at(case, "new/part/"), sent).status_code == 302

        text = text_of(manager, at(case))
        assert all(words in text for words in ("Calls before going out", "Agrees", "Their part"))


class TestWithholding:
    @pytest.mark.requirement("OFFENDER-02")
    def test_needs_a_meeting_that_says_so_in_its_minutes_with_reasons(self, as_chair, om, case, meeting):
        MinuteItem.objects.update_or_create(meeting=meeting, key="offender_told", defaults={"text": ""})
        sent = {"meeting": meeting.reference, "decision": "withhold", "reasons": "It would point to who spoke"}
        chair = as_chair()
        assert (
            "do not say yet what the offender will be told" in chair.post(at(case, "decision/"), sent).content.decode()
        )
        MinuteItem.objects.update_or_create(
            meeting=meeting, key="offender_told", defaults={"text": "Withheld, because it would point to who spoke."}
        )
        assert chair.post(at(case, "decision/"), sent | {"reasons": ""}).status_code == 422
        assert not Withholding.objects.exists()

        assert chair.post(at(case, "decision/"), sent).status_code == 302

        text = text_of(chair, at(case))
        assert all(words in text for words in ("Withheld by a meeting", "It would point to who spoke"))
        chair.force_login(om)
        assert at(case) not in text_of(chair, "/")
        assert chair.post(at(case, "decision/"), sent).status_code == 403

    @pytest.mark.requirement("OFFENDER-02")
    def test_cannot_be_decided_by_a_meeting_about_somebody_else_or_after_they_were_told(self, as_chair, case, meeting):
        MinuteItem.objects.update_or_create(meeting=meeting, key="offender_told", defaults={"text": "Withheld."})
        other = an_open_meeting(case=an_open_case(a_person()))
        sent = {"decision": "withhold", "reasons": "x", "meeting": other.reference}
        chair = as_chair()
        assert chair.post(at(case, "decision/"), sent).status_code == 422

        chair.post(at(case, "new/mappa/"), TOLD)
        answer = chair.post(at(case, "decision/"), sent | {"meeting": meeting.reference})

        assert answer.status_code == 409
        assert "was told already" in answer.content.decode()


class TestRepresentation:
    @pytest.mark.requirement("OFFENDER-04", "MEET-13")
    def test_is_shown_to_the_meeting_which_answers_it(self, manager, as_chair, case, meeting):
        assert manager.post(at(case, "new/representation/"), SAID).status_code == 302
        waiting = Representation.objects.get()
        chair = as_chair()
        for page in ("", "run/"):
            text = text_of(chair, f"/meetings/{meeting.reference}/{page}")
            assert "I have found work" in text
            assert "do not attend" in text
        address = at(case, f"representations/{waiting.pk}/")
        assert chair.post(address, {"meeting": meeting.reference, "response": ""}).status_code == 422

        sent = {"meeting": meeting.reference, "response": "The hours are looked at again"}
        assert [chair.post(address, sent).status_code for _ in range(2)] == [302, 409]

        assert "The hours are looked at again" in text_of(chair, at(case))

    def test_is_kept_once_and_never_empty(self, manager, case):
        for _ in range(2):
            manager.post(at(case, "new/representation/"), SAID)

        assert manager.post(at(case, "new/representation/"), {**SAID, "said": ""}).status_code == 422
        assert Representation.objects.count() == 1


class TestNoAccess:
    @pytest.mark.requirement("OFFENDER-06")
    def test_sends_what_they_ask_for_to_subject_access_and_opens_nothing(self, client, case):
        assert client.get(at(case)).status_code == 302
        client.force_login(a_user(Role.COORDINATOR))

        text = text_of(client, at(case))

        assert "The person is given no access here" in text
        assert 'href="/subject-access/new/"' in text
        assert client.get("/subject-access/new/").status_code == 200

    def test_what_is_not_there_is_not_found(self, manager, case):
        assert manager.get(at(case, "new/json/")).status_code == 404
        assert manager.get(f"/people/{a_person().reference}/told/").status_code in {200, 404}
