"""What is recorded so that fairness can be shown: on a page of its own, attributed, corrected, and used by no rule."""

import pytest

from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.audit.models import AuditEvent
from mappa.determinations.facts import case_for
from mappa.diversity.models import DiversityFact
from mappa.duties.models import Derivation
from mappa.people.models import Victim
from tests.factories.accounts import a_user, an_area
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db
WHO = "Themselves, to PC Example"
TOLD = {
    "answer": "asian_indian",
    "basis": "self_described",
    "said_by": WHO,
    "on_day": "1 3 2026",
}
LATER = {"on_day": "2 3 2026", "correcting": "changed"}


@pytest.fixture
def browser(client, om):
    client.force_login(om)
    return client


def base(person):
    return f"/people/{person.reference}/diversity/"


class TestRecordingACharacteristic:
    @pytest.mark.requirement("IDENT-35")
    def test_keeps_who_said_so_and_how_it_is_known_and_leaves_the_value_out_of_the_log(self, browser, person, om):
        assert browser.get(f"{base(person)}race/").status_code == 200

        assert browser.post(f"{base(person)}race/", TOLD).status_code == 302

        text = browser.get(base(person)).content.decode()
        for said in ("Asian: Indian", "As they describe themselves", WHO, "1 March 2026"):
            assert said in text
        assert "It is shown on this page only" in text
        fact = DiversityFact.objects.get()
        event = AuditEvent.objects.get(operation="diversity:fact:record")
        assert (event.who, event.subject) == (om.username, person.reference)
        assert event.details == {"fact": fact.pk, "characteristic": "race", "victim": None}

    @pytest.mark.requirement("IDENT-35")
    @pytest.mark.parametrize(
        ("answer", "words"),
        [("not_asked", "Not asked"), ("declined", "Declined to say"), ("not_known", "and not known")],
    )
    def test_tells_three_kinds_of_nothing_apart_from_no_row(self, browser, person, answer, words):
        assert words not in browser.get(base(person)).content.decode()

        browser.post(f"{base(person)}religion/", {"answer": answer, "said_by": "PC Example", "on_day": "1 3 2026"})

        assert words in browser.get(base(person)).content.decode()

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"answer": ""}, "Choose an answer, or say why there is none"),
            ({"answer": "another"}, "Say it in words, as they do"),
            ({"basis": ""}, "Say whether they describe themselves so"),
            ({"said_by": ""}, "Say who said so, with their agency"),
            ({"on_day": "1 3 2099"}, "The day must be today or in the past"),
        ],
    )
    def test_refuses_what_is_missing_beside_its_field(self, browser, person, typed, says):
        answer = browser.post(f"{base(person)}race/", TOLD | typed)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert not DiversityFact.objects.exists()

    def test_pressing_twice_records_once(self, browser, person):
        browser.post(f"{base(person)}race/", TOLD)
        browser.post(f"{base(person)}race/", TOLD | {"correcting": "changed"})

        assert DiversityFact.objects.count() == 1

    def test_takes_nothing_for_an_unknown_characteristic_or_an_age_that_is_worked_out(self, browser, person):
        assert "40 to 49" in browser.get(base(person)).content.decode()
        for name in ("age", "height"):
            assert browser.get(f"{base(person)}{name}/").status_code == 404
            assert browser.post(f"{base(person)}{name}/", TOLD).status_code == 404


class TestCorrectingAMistake:
    @pytest.mark.requirement("IDENT-35")
    def test_keeps_the_wrong_row_with_the_reason_and_counts_the_right_one_though_it_is_older(self, browser, person):
        browser.post(f"{base(person)}race/", TOLD | {"answer": "arab", "on_day": "2 3 2026"})

        corrected = {"correcting": "wrong", "why": "Taken from another record"}
        assert browser.post(f"{base(person)}race/", TOLD | corrected).status_code == 302

        text = browser.get(base(person)).content.decode()
        assert text.index("Asian: Indian") < text.index("Everything that was recorded") < text.index("Arab")
        assert "Taken from another record" in text
        assert "Recorded by mistake" in text
        assert AuditEvent.objects.filter(operation="diversity:fact:correct").count() == 1

    def test_needs_the_reason(self, browser, person):
        browser.post(f"{base(person)}race/", TOLD)

        answer = browser.post(f"{base(person)}race/", TOLD | {"answer": "arab", "correcting": "wrong"})

        assert answer.status_code == 422
        assert "Say what was wrong" in answer.content.decode()

    def test_a_change_leaves_what_was_right_until_then(self, browser, person):
        browser.post(f"{base(person)}disability/", TOLD | {"answer": "not_disabled"})
        browser.post(f"{base(person)}disability/", TOLD | LATER | {"answer": "disabled"})

        card = browser.get(base(person)).content.decode().partition("Everything that was recorded")[0]
        assert "Not disabled" not in card
        assert "Disabled" in card


class TestNeedToKnow:
    @pytest.mark.requirement("IDENT-35")
    def test_only_holders_open_it_and_strangers_do_not_find_it(self, client, person, om):
        for role in (Role.CHAIR, Role.PRISON_LEAD, Role.AGENCY_CONTACT, Role.ANALYST, Role.VICTIM_LIAISON):
            client.force_login(a_user(role))
            assert client.get(base(person)).status_code == 403
            assert client.post(f"{base(person)}race/", TOLD).status_code == 403
        client.force_login(a_user(Role.PROBATION_PRACTITIONER))
        assert client.get(base(person)).status_code == 404
        assert client.post(f"{base(person)}race/", TOLD).status_code == 404
        client.force_login(a_user(Role.COORDINATOR, area=an_area("eastmere")))
        assert client.get(f"{base(person)}race/").status_code == 404
        assert not DiversityFact.objects.exists()

    @pytest.mark.requirement("IDENT-35")
    def test_what_is_recorded_about_a_victim_is_for_those_who_keep_victims_details_only(self, client, browser, person):
        victim = Victim.objects.create(person=person, kind="direct", description="A direct victim")
        other = Victim.objects.create(person=a_person(), kind="direct", description="Somebody else's")
        liaison = a_user(Role.VICTIM_LIAISON)
        person.involvements.create(agency=liaison.agency, kind="victim_liaison", since="2020-01-01")
        own = f"/people/{person.reference}/victims/{victim.pk}/diversity/"
        assert Permission.VICTIMS_EDIT not in GRANTS[Role.POLICE_OFFENDER_MANAGER]
        assert browser.get(own).status_code == 403

        client.force_login(liaison)
        assert client.post(f"{own}race/", TOLD | {"answer": "arab"}).status_code == 302
        assert client.post(f"{own}age/", TOLD | {"answer": "under_18"}).status_code == 302

        assert "Under 18" in client.get(own).content.decode()
        assert client.get(own.replace(str(victim.pk), str(other.pk))).status_code == 404
        assert own in client.get(f"/people/{person.reference}/victims/").content.decode()
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert "Arab" not in client.get(base(person)).content.decode()

    @pytest.mark.requirement("IDENT-35")
    def test_no_other_page_shows_it_and_no_rule_or_duty_rests_on_it(self, client, browser, person):
        before = (case_for(person), Derivation.objects.count())

        browser.post(f"{base(person)}religion/", TOLD | {"answer": "another", "words": "Plantedbelief"})

        assert (case_for(person), Derivation.objects.count()) == before
        for part in ("", "details/", "timeline/", "facts/", "category/", "victims/", "duties/", "risk/"):
            assert "Plantedbelief" not in browser.get(f"/people/{person.reference}/{part}").content.decode()
        assert "Plantedbelief" not in browser.get("/people/").content.decode()
        assert "Plantedbelief" in browser.get(base(person)).content.decode()


def test_a_code_that_the_edition_does_not_know_keeps_its_text(browser, person, om):
    DiversityFact.objects.create(
        person=person, characteristic="race", group="W9", words="As the prison wrote it", basis="observed",
        said_by="Prison", on="2026-03-01", recorded_at="2026-03-01T12:00Z", recorded_by=om.username,
    )  # fmt: skip

    assert "W9: As the prison wrote it" in browser.get(base(person)).content.decode()
