"""A sentence that was recorded wrongly, and a licence that ends on another day: what counts and what is kept."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.offending.models import Disposal
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db
FIRST_END = date(2027, 3, 20)


@pytest.fixture
def sentence(client, time_machine):
    """Category 2 for actual bodily harm, on licence until 20 March 2027."""
    time_machine.move_to(NOON)
    client.force_login(a_user(Role.COORDINATOR))
    person = a_person()
    conviction = a_conviction(person, on=date(2023, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    an_open_case(person, category=2)
    return a_sentence(conviction, on=date(2024, 1, 12), term_months=36, licence_end=FIRST_END)


def day(name, on):
    return {f"{name}_year": str(on.year), f"{name}_month": str(on.month), f"{name}_day": str(on.day)}


def corrected(sentence, **instead):
    facts = {"code": sentence.code, "term_months": str(sentence.term_months), "reason": "The order of the court."}
    return facts | day("on", sentence.on) | day("licence_end", FIRST_END) | instead


def page_of(sentence):
    return f"/people/{sentence.conviction.person.reference}/facts/sentences/{sentence.pk}/"


def licence_ends(client, person, on):
    sent = {"kind": "licence_end", **day("on", on)}
    assert client.post(f"/people/{person.reference}/facts/movements/new/", sent).status_code == 302


def last_day(person):
    return person.determinations.latest("id").answer["exit"]["cat2_last_day"]


class TestTheEndOfALicence:
    @pytest.mark.requirement("IDENT-32")
    @pytest.mark.parametrize("days", [-100, 100])
    def test_recorded_as_a_movement_takes_the_place_of_the_one_in_the_sentence(self, client, sentence, days):
        person, moved = sentence.conviction.person, FIRST_END + timedelta(days=days)

        licence_ends(client, person, moved)

        assert last_day(person) == moved.isoformat()
        assert (
            f"{moved.day} {moved:%B %Y}, the last day in MAPPA"
            in client.get(f"/people/{person.reference}/").content.decode()
        )

    def test_recorded_last_is_the_one_that_counts(self, client, sentence, time_machine):
        person = sentence.conviction.person
        licence_ends(client, person, date(2027, 6, 1))
        time_machine.shift(timedelta(minutes=1))

        licence_ends(client, person, date(2026, 12, 1))

        assert last_day(person) == "2026-12-01"

    def test_of_another_sentence_is_left_as_it_is(self, client, sentence):
        person = sentence.conviction.person
        second = a_conviction(person, on=date(2024, 3, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
        a_sentence(second, on=date(2024, 3, 12), term_months=60, licence_end=date(2029, 3, 11))

        licence_ends(client, person, date(2026, 12, 1))

        assert last_day(person) == "2029-03-11"


class TestACorrection:
    @pytest.mark.requirement("IDENT-32")
    def test_of_the_licence_moves_the_end_and_keeps_what_was_recorded(self, client, sentence):
        person = sentence.conviction.person

        answer = client.post(page_of(sentence), corrected(sentence, **day("licence_end", date(2026, 9, 1))))

        assert answer.status_code == 302
        assert last_day(person) == "2026-09-01"
        assert Disposal.every.get(pk=sentence.pk).licence_end == FIRST_END
        assert Disposal.objects.get().replaces_id == sentence.pk
        shown = client.get(f"/people/{person.reference}/facts/").content.decode()
        assert "licence ends 1 September 2026" in shown
        assert "The order of the court. Before:" in shown
        assert "licence ends 20 March 2027" in shown
        assert AuditEvent.objects.filter(operation="offending:disposal:correct", subject=person.reference).count() == 1

    def test_of_the_disposal_takes_the_person_out_of_category_2(self, client, sentence):
        changed = client.post(
            page_of(sentence), corrected(sentence, code="IMP_U12", term_months="6", **day("licence_end", FIRST_END))
        )

        assert changed.status_code == 302
        assert sentence.conviction.person.determinations.latest("id").answer["recorded_category"] is None

    def test_counts_more_than_a_movement_recorded_before_it(self, client, sentence, time_machine):
        person = sentence.conviction.person
        licence_ends(client, person, date(2027, 6, 1))
        time_machine.shift(timedelta(minutes=1))

        client.post(page_of(sentence), corrected(sentence, **day("licence_end", date(2026, 9, 1))))

        assert last_day(person) == "2026-09-01"

    def test_of_somebody_who_read_an_older_row_is_refused_and_says_who_was_first(self, client, sentence):
        client.post(page_of(sentence), corrected(sentence, **day("licence_end", date(2026, 9, 1))))

        late = client.post(page_of(sentence), corrected(sentence, **day("licence_end", date(2026, 8, 1))))

        assert late.status_code == 409
        assert "after you opened it" in late.content.decode()
        assert Disposal.objects.get().licence_end == date(2026, 9, 1)

    def test_that_cannot_be_says_so_beside_the_field(self, client, sentence):
        wrong = client.post(page_of(sentence), corrected(sentence, **day("licence_end", date(2023, 1, 1))))

        assert wrong.status_code == 422
        assert "The licence cannot end before the sentence" in wrong.content.decode()
        assert Disposal.every.count() == 1

    def test_is_not_there_for_those_who_record_no_facts_or_may_not_know_of_the_person(self, client, sentence):
        client.force_login(a_user(Role.ANALYST))
        assert client.get(page_of(sentence)).status_code == 403
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert client.get(page_of(sentence)).status_code == 404

    def test_of_a_sentence_that_stands_shows_what_is_recorded(self, client, sentence):
        shown = client.get(page_of(sentence)).content.decode()

        assert 'value="36"' in shown
        assert 'value="2027"' in shown
        assert TODAY < FIRST_END
