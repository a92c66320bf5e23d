"""Where somebody is on a day, told from the courts and from movements."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.duties.models import DutyRow
from mappa.duties.services import derive
from mappa.offending.whereabouts import set_free_by_sentence, whereabouts_on
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_movement, a_sentence
from tests.factories.people import NOON, TODAY, a_person

FIRST = date(2026, 1, 5)
COMMUNITY, CUSTODY = "sentenced_in_community", "sentenced_to_custody"
NEXT = FIRST + timedelta(days=30)
CASES = {
    "a remand ends with a sentence in the community": ([(FIRST, "remand"), (NEXT, COMMUNITY)], "community", [NEXT]),
    "also on the day of the remand": ([(FIRST, COMMUNITY), (FIRST, "remand")], "community", [FIRST]),
    "a sentence of custody that day detains": (
        [(FIRST, "remand"), (NEXT, COMMUNITY), (NEXT, CUSTODY)], "custody", [],
    ),
    "a sentence that is served goes on": ([(FIRST, CUSTODY), (NEXT, COMMUNITY)], "custody", []),
    "a return to custody goes on": ([(FIRST, "returned_to_custody"), (NEXT, COMMUNITY)], "custody", []),
    "a release recorded that day is told once": (
        [(FIRST, "remand"), (NEXT, "released"), (NEXT, COMMUNITY)], "community", [],
    ),
    "somebody at liberty stays so": ([(NEXT, COMMUNITY)], "community", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_whereabouts_after_a_sentence_in_the_community(name):
    moves, where, freed = CASES[name]

    assert (whereabouts_on(NEXT, moves).value, set_free_by_sentence(moves)) == (where, freed)


@pytest.mark.django_db
class TestTheClocks:
    @pytest.mark.requirement("IDENT-26")
    def test_start_in_the_community_on_the_day_of_a_community_order_after_a_remand(self, client, time_machine):
        time_machine.move_to(NOON)
        person = a_person()
        case = an_open_case(person, category=1)
        a_movement(person, "remand", FIRST - timedelta(days=9))
        conviction = a_conviction(person, on=FIRST)
        derive([case], on=TODAY, at=NOON)
        assert not DutyRow.objects.filter(case=case, duty="initial-notification").exists()
        client.force_login(a_user(Role.COORDINATOR))

        a_sentence(conviction, code="CO", on=NEXT, term_months=12)
        derive([case], on=TODAY, at=NOON)

        duty = DutyRow.objects.get(case=case, duty="initial-notification")
        assert (duty.started_by, duty.started_on) == ("released", NEXT)
        page = client.get(f"/people/{person.reference}/duties/").content.decode()
        assert "Released, 4 February 2026" in page
