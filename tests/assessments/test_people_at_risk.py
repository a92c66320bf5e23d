"""Who is at risk: an entry behind the wall of victims, or a group described by its traits."""

import pytest

from mappa.accounts.permissions import Role
from mappa.assessments.models import Assessment, GroupTrait, RoshRating
from mappa.assessments.services import GroupRating, record_assessment
from mappa.people.models import Victim
from tests.factories.accounts import a_user, an_agency
from tests.factories.offending import WORDS
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
NAME = "Wilhelmina Ochre"


@pytest.fixture
def coordinator():
    return a_user(Role.COORDINATOR, clearances=("victims",))


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def entry(person):
    return Victim.objects.create(person=person, kind="potential", description=NAME)


def sent(client, reader, person, **more):
    client.force_login(reader)
    about = {
        "tool": "OASys", "on_day": "1", "on_month": "2", "on_year": "2026", "assessor": "Pat Practitioner",
        "agency": an_agency("probation").pk, "rosh": "high", **WORDS,
    }  # fmt: skip
    return client.post(f"/people/{person.reference}/risk/new/", about | more)


def page(client, reader, person):
    client.force_login(reader)
    return client.get(f"/people/{person.reference}/risk/").content.decode()


@pytest.mark.requirement("RISK-20")
def test_an_entry_names_them_to_readers_of_the_victims_section_alone(client, coordinator, person, entry):
    answer = sent(client, coordinator, person, rosh_known_adult="high", known_adult_entry=entry.pk)

    assert answer.status_code == 302
    assert NAME in page(client, coordinator, person)


@pytest.mark.requirement("RISK-20")
def test_a_reader_without_the_section_learns_only_that_there_is_somebody(client, coordinator, person, entry):
    sent(client, coordinator, person, rosh_children="high", children_entry=entry.pk)
    reader = a_user(Role.PRISON_LEAD)
    person.involvements.create(
        agency=reader.agency, kind="custody", since="2020-01-01", recorded_by="factory", recorded_at=NOON
    )

    shown = page(client, reader, person)

    assert NAME not in shown
    assert "Somebody named in the victims section" in shown


@pytest.mark.requirement("RISK-20")
@pytest.mark.parametrize("trait", GroupTrait)
def test_a_group_is_described_with_the_traits_that_pick_it_out(client, coordinator, person, trait):
    more = {"rosh_public": "medium", "public_who": "People at the night shelter", "public_traits": [trait.value]}

    assert sent(client, coordinator, person, **more).status_code == 302

    shown = page(client, coordinator, person)
    assert f"Picked out by: {trait.label.lower()}" in shown
    assert "People at the night shelter" in shown


@pytest.mark.requirement("RISK-20")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"rosh_known_adult": "low"}, "Say who the known adult is"),
        ({"rosh_children": "medium"}, "Say which children"),
        ({"rosh_public": "low", "public_traits": ["race"]}, "Describe the group"),
    ],
)
def test_nobody_at_risk_is_left_without_a_name_or_a_description(client, coordinator, person, more, says):
    answer = sent(client, coordinator, person, **more)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Assessment.objects.exists()


@pytest.mark.requirement("RISK-20")
def test_an_entry_of_somebody_else_is_refused(client, coordinator, person):
    other = Victim.objects.create(person=a_person(), kind="direct", description=NAME)

    assert sent(client, coordinator, person, rosh_known_adult="high", known_adult_entry=other.pk).status_code == 422
    assert not RoshRating.objects.exists()


def test_the_service_refuses_an_entry_that_the_actor_may_not_read(coordinator, person, entry):
    other = a_person()
    known = GroupRating(group="known_adult", level="high", entry=entry)

    with pytest.raises(Victim.DoesNotExist):
        record_assessment(
            person=other, tool="OASys", on=TODAY, assessor="Pat", agency=an_agency("probation"), rosh="high",
            words=WORDS, ratings=[known], actor=coordinator, at=NOON,
        )  # fmt: skip
