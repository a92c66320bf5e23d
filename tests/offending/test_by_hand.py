"""A conviction, caution or finding recorded by hand with its sentences, and corrected: what counts and what is kept."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.duties.models import DutyRow
from mappa.offending.models import Conviction, Disposal
from tests.factories.accounts import a_user
from tests.factories.cases import an_open_case
from tests.factories.offending import a_conviction, a_sentence
from tests.factories.people import NOON, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client, time_machine):
    time_machine.move_to(NOON)
    client.force_login(a_user(Role.COORDINATOR))
    return a_person(date_of_birth=date(1985, 6, 11))


def day(name, on):
    return {f"{name}_year": str(on.year), f"{name}_month": str(on.month), f"{name}_day": str(on.day)}


def typed(**instead):
    """Rape of a victim of 27, five years of imprisonment."""
    return {
        "kind": "conviction", "title": "Rape", "cjs_code": "sx03001", "statute": "Sexual Offences Act 2003",
        "section": "1", "court": "crown", "court_name": "Northwick Crown Court", "victim_age": "27",
        "sentences-TOTAL_FORMS": "1", "sentences-INITIAL_FORMS": "0", "sentences-0-code": "IMP_12",
        "sentences-0-term_months": "60", **day("on", date(2024, 3, 14)), **day("offence_date", date(2023, 8, 2)),
        **day("sentences-0-on", date(2024, 4, 11)),
    } | instead  # fmt: skip


def page_of(person, conviction="new"):
    return f"/people/{person.reference}/facts/convictions/{conviction}/"


class TestRecording:
    @pytest.mark.requirement("IDENT-05")
    def test_keeps_the_conviction_with_its_sentence_and_proposes_a_category(self, client, person):
        answer = client.post(page_of(person), typed())

        assert answer.status_code == 302
        row = person.convictions.get()
        assert (row.cjs_code, row.on, row.offence_date) == ("SX03001", date(2024, 3, 14), date(2023, 8, 2))
        assert (row.court, row.court_name, row.facts) == ("crown", "Northwick Crown Court", {"victim_age": 27})
        sentence = row.disposals.get()
        assert (sentence.code, sentence.term_months, sentence.on) == ("IMP_12", 60, date(2024, 4, 11))
        assert person.determinations.get().answer["categories"] == [1, 2]
        logged = AuditEvent.objects.filter(subject=person.reference).values_list("operation", flat=True)
        assert {"offending:conviction:record", "offending:disposal:record"} <= set(logged)

    def test_derives_duties_from_it(self, client, person):
        case = an_open_case(person, category=1)

        client.post(page_of(person), typed())

        assert DutyRow.objects.get(case=case, duty="initial-notification").started_on == date(2024, 3, 14)

    def test_twice_keeps_one(self, client, person):
        assert [client.post(page_of(person), typed()).status_code for _ in range(2)] == [302, 302]

        assert (Conviction.objects.count(), Disposal.objects.count()) == (1, 1)

    def test_keeps_the_term_and_the_operational_period_of_a_suspended_sentence(self, client, person):
        suspended = {"sentences-0-code": "SSO_12", "sentences-0-term_months": "14"}

        client.post(page_of(person), typed(**suspended, **{"sentences-0-operational_months": "24"}))

        assert Disposal.objects.get().details == {"operational_period_months": 24}
        (event,) = [each for each in person.determinations.get().facts["events"] if each["type"] == "disposal"]
        assert (event["term_months"], event["operational_period_months"]) == (14, 24)

    def test_keeps_the_words_of_a_code_that_no_list_has_and_says_so(self, client, person):
        unknown = typed(cjs_code="zz99999", title="An old local offence", statute="", section="")

        shown = client.post(page_of(person), unknown, follow=True).content.decode()

        assert "The code ZZ99999 is in no list held here" in shown
        assert "An old local offence" in shown
        assert (Conviction.objects.get().cjs_code, Conviction.objects.get().offence) == ("ZZ99999", {})

    def test_asks_which_finding_it_is_and_tells_the_engine(self, client, person):
        unsaid = client.post(page_of(person), typed(kind="finding", **{"sentences-0-code": "NGRI_HO"}))
        said = client.post(
            page_of(person), typed(kind="finding", finding="insanity", **{"sentences-0-code": "NGRI_HO"})
        )

        assert (unsaid.status_code, said.status_code) == (422, 302)
        assert "Choose which finding it is" in unsaid.content.decode()
        assert person.convictions.get().facts["finding"] == "insanity"

    @pytest.mark.requirement("IDENT-05")
    @pytest.mark.parametrize(
        ("instead", "words"),
        [
            (day("offence_date", date(1985, 1, 1)), "The offence cannot be before the date of birth"),
            (day("offence_date", date(2024, 3, 15)), "The conviction cannot be before the offence"),
            (day("on", date(2026, 3, 3)), "The conviction must be today or in the past"),
            (day("sentences-0-on", date(2024, 3, 13)), "The sentence cannot be before the conviction"),
            (day("sentences-0-licence_end", date(2024, 4, 1)), "The licence cannot end before the sentence"),
            ({"title": ""}, "Enter"),
            ({"sentences-0-code": ""}, "Choose"),
            ({"victim_age": "130"}, "Age of the victim"),
        ],
    )
    def test_refuses_what_cannot_be_beside_the_field_and_saves_nothing(self, client, person, instead, words):
        answer = client.post(page_of(person), typed(**instead))

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert 'value="Northwick Crown Court"' in answer.content.decode()
        assert not Conviction.every.exists()
        assert not Disposal.every.exists()


class TestFindingAnOffence:
    def test_offers_what_the_lists_have_and_takes_one_without_losing_what_was_typed(self, client, person):
        looked = {"wanted": "SX03001", "title": "", "cjs_code": "", "statute": "", "section": ""}
        found = client.post(page_of(person), typed(**looked, find="1"))
        taken = client.post(page_of(person), typed(**looked, take="0"))

        assert (found.status_code, taken.status_code) == (200, 200)
        assert "Schedule 15 Part 2 paragraph 102" in found.content.decode()
        shown = taken.content.decode()
        for value in ("SX03001", "Rape", "Sexual Offences Act 2003", "Northwick Crown Court", "60"):
            assert f'value="{value}"' in shown
        assert not Conviction.every.exists()

    def test_of_which_no_list_knows_says_that_the_words_are_kept(self, client, person):
        shown = client.post(page_of(person), typed(find="1", wanted="zzz no such thing")).content.decode()

        assert "No list has" in shown

    def test_can_add_another_sentence_without_javascript(self, client, person):
        shown = client.post(page_of(person), typed(**{"add-sentences": "1"}))

        assert shown.status_code == 200
        assert 'name="sentences-1-code"' in shown.content.decode()


class TestCorrecting:
    @pytest.fixture
    def row(self, person):
        row = a_conviction(person)
        a_sentence(row)
        return row

    def right(self, **instead):
        days = day("on", date(2019, 3, 13)) | day("offence_date", date(2018, 8, 2))
        return typed(**{"reason": "The court register says so.", **days, **instead})

    @pytest.mark.requirement("IDENT-05")
    def test_replaces_the_row_keeps_the_old_one_and_takes_its_sentences(self, client, person, row):
        answer = client.post(page_of(person, row.pk), self.right())

        assert answer.status_code == 302
        now = person.convictions.get()
        assert (now.replaces_id, now.on, now.disposals.count()) == (row.pk, date(2019, 3, 13), 1)
        assert Conviction.every.get(pk=row.pk).on == date(2019, 3, 14)
        assert (
            AuditEvent.objects.filter(operation="offending:conviction:correct", subject=person.reference).count() == 1
        )
        shown = client.get(f"/people/{person.reference}/facts/").content.decode()
        assert "The court register says so. Before:" in shown
        assert "14 March 2019" in shown
        events = person.determinations.latest("id").facts["events"]
        assert [each["date"] for each in events if each["type"] == "conviction"] == ["2019-03-13"]

    def test_of_somebody_who_read_an_older_row_is_refused_and_says_who_was_first(self, client, person, row):
        client.post(page_of(person, row.pk), self.right())

        late = client.post(page_of(person, row.pk), self.right(title="Another"))

        assert late.status_code == 409
        assert "after you opened it" in late.content.decode()
        assert person.convictions.get().title == "Rape"

    @pytest.mark.parametrize(
        ("instead", "words"),
        [
            ({"reason": ""}, 'href="#id_reason"'),
            (day("on", date(2019, 5, 1)), "cannot be after its sentence of 11 April"),
        ],
    )
    def test_that_cannot_be_says_so_beside_the_field(self, client, person, row, instead, words):
        wrong = client.post(page_of(person, row.pk), self.right(**instead))

        assert wrong.status_code == 422
        assert words in wrong.content.decode()
        assert Conviction.every.count() == 1

    def test_shows_what_is_recorded_and_keeps_what_the_form_does_not_ask(self, client, person):
        row = a_conviction(person, facts={"victim_age": 27, "attempt": True})
        a_sentence(row)

        shown = client.get(page_of(person, row.pk)).content.decode()
        client.post(page_of(person, row.pk), self.right(cjs_code="", victim_age="28"))

        assert 'value="27"' in shown
        now = person.convictions.get()
        assert now.facts == {"victim_age": 28, "attempt": True}
        assert now.offence == row.offence

    def test_is_not_there_for_those_who_record_no_facts_or_may_not_know_of_the_person(self, client, person, row):
        pages = [page_of(person), page_of(person, row.pk)]
        client.force_login(a_user(Role.ANALYST))
        assert [client.get(page).status_code for page in pages] == [403, 403]
        client.force_login(a_user(Role.POLICE_OFFENDER_MANAGER))
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.post(page_of(person), typed()).status_code == 404

    def test_of_another_persons_conviction_is_not_found(self, client, person):
        other = a_conviction(a_person())

        assert client.get(page_of(person, other.pk)).status_code == 404
