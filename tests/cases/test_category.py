"""The proposed category, why, and what a person decides: through the page and the services."""

from datetime import date

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.cases.models import Case, CategoryRow
from mappa.cases.selectors import latest_case, proposals_waiting
from mappa.cases.services import confirm_category
from mappa.determinations.models import CategoryDecision, Determination
from mappa.determinations.services import propose
from mappa.kernel.decisions import Incomplete, NotPossible, Refused
from mappa.offending.services import record_movement
from tests.factories.accounts import a_user, an_agency, an_area
from tests.factories.offending import ABH, a_conviction, a_sentence
from tests.factories.people import NOON, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return a_user(Role.COORDINATOR)


def a_registered_offender(**more):
    """Rape, eight years, on licence until 2027: Categories 1 and 2."""
    person = a_person(**more)
    a_sentence(a_conviction(person), licence_end=date(2027, 3, 13))
    for kind, day in (("remand", date(2019, 3, 14)), ("released", date(2023, 2, 10))):
        record(person, kind, day)
    return person


def a_violent_offender(term=12, **more):
    """Actual bodily harm, twelve months unless told: Category 2."""
    person = a_person(**more)
    conviction = a_conviction(person, on=date(2025, 11, 3), title="Actual bodily harm", offence=ABH, offence_date=None)
    code = "IMP_12" if term >= 12 else "IMP_U12"
    a_sentence(conviction, code=code, on=date(2026, 1, 12), term_months=term, licence_end=date(2027, 1, 11))
    return person


def record(person, kind, day):
    from tests.factories.offending import a_movement  # noqa: PLC0415 - one word

    return a_movement(person, kind, day)


def proposed(person, actor):
    return propose(person=person, on=TODAY, actor=actor, at=NOON)


class TestPropose:
    @pytest.mark.requirement("IDENT-05")
    def test_finds_category_1_with_the_limb_the_reason_and_the_citation(self, coordinator):
        answer = proposed(a_registered_offender(), coordinator).answer

        assert answer["recorded_category"] == 1
        assert answer["categories"] == [1, 2]
        met = [reason for reason in answer["reasons"] if reason["outcome"] == "met"]
        assert met
        assert all(reason["because"] and reason["citations"] for reason in answer["reasons"])

    @pytest.mark.requirement("IDENT-06")
    def test_finds_category_2_for_twelve_months_and_nothing_for_eleven(self, coordinator):
        assert proposed(a_violent_offender(12), coordinator).answer["recorded_category"] == 2
        assert proposed(a_violent_offender(11), coordinator).answer["categories"] == []

    def test_keeps_no_name_among_its_facts(self, coordinator):
        person = a_registered_offender(family_name="Plantedtoken")

        assert "Plantedtoken" not in str(proposed(person, coordinator).facts)

    def test_adds_nothing_when_asked_again_about_the_same_facts(self, coordinator):
        person = a_registered_offender()

        assert proposed(person, coordinator) == proposed(person, coordinator)
        assert Determination.objects.count() == 1

    @pytest.mark.requirement("EDITION-02")
    def test_never_moves_a_stored_answer_when_facts_change(self, coordinator):
        person = a_violent_offender()
        first = proposed(person, coordinator)
        facts, answer, edition = first.facts, first.answer, first.edition

        a_conviction(person)
        second = proposed(person, coordinator)

        first.refresh_from_db()
        assert (first.facts, first.answer, first.edition) == (facts, answer, edition)
        assert second != first
        assert second.answer["recorded_category"] != answer["recorded_category"]

    @pytest.mark.requirement("EDITION-02")
    def test_gives_a_second_answer_beside_the_first_for_another_edition(self, coordinator):
        person = a_violent_offender()
        first = proposed(person, coordinator)

        second = propose(person=person, on=TODAY, actor=coordinator, at=NOON, edition="hampshire-2008")

        assert second != first
        assert [d.edition for d in person.determinations.order_by("id")] == ["statute-current", "hampshire-2008"]

    def test_is_not_found_for_a_person_of_another_area(self):
        person = a_violent_offender()
        stranger = a_user(Role.COORDINATOR, area=an_area("eastmere"))

        with pytest.raises(type(person).DoesNotExist):
            proposed(person, stranger)

    def test_adds_an_audit_row_without_the_data(self, coordinator):
        determination = proposed(a_violent_offender(), coordinator)

        event = AuditEvent.objects.get(operation="determinations:determination:propose")
        assert event.subject == determination.person.reference
        assert event.details == {"determination": determination.pk, "edition": "statute-current"}


class TestConfirm:
    def confirm(self, person, actor, category, reason=""):
        return confirm_category(
            determination=proposed(person, actor), category=category, reason=reason, actor=actor, at=NOON
        )

    @pytest.mark.requirement("IDENT-01")
    def test_opens_a_case_with_category_and_lead_agency(self, coordinator):
        an_agency("probation")
        person = a_violent_offender()

        case = self.confirm(person, coordinator, 2)

        found = latest_case(person, TODAY)
        assert found == case
        assert (found.state, found.category, found.level) == ("open", 2, None)
        assert case.reference.startswith("NS-C-2026-")
        assert case.lead_agencies.get().agency.kind == "probation"

    @pytest.mark.requirement("IDENT-03")
    def test_keeps_one_current_category_and_every_earlier_one(self, coordinator):
        person = a_violent_offender()
        case = self.confirm(person, coordinator, 2)
        a_sentence(a_conviction(person))

        self.confirm(person, coordinator, 1)

        assert latest_case(person, TODAY).category == 1
        rows = case.categories.order_by("id")
        assert [row.category for row in rows] == [2, 1]
        assert all(row.by == coordinator.username and row.basis and row.determination for row in rows)

    def test_refuses_an_override_without_a_reason_and_saves_nothing(self, coordinator):
        person = a_violent_offender()

        with pytest.raises(Incomplete) as refused:
            self.confirm(person, coordinator, 1)

        assert "reason" in refused.value.fields
        assert not Case.objects.exists()
        assert not CategoryDecision.objects.exists()

    def test_takes_an_override_with_a_reason(self, coordinator):
        person = a_violent_offender(11)

        self.confirm(person, coordinator, 2, "The court corrected the term")

        decision = CategoryDecision.objects.get()
        assert decision.overrides
        assert latest_case(person, TODAY).category == 2

    @pytest.mark.requirement("IDENT-12")
    def test_refuses_category_3_to_somebody_in_category_2(self, coordinator):
        person = a_violent_offender()

        with pytest.raises(Incomplete) as refused:
            self.confirm(person, coordinator, 3, "Because")

        assert "Category 2" in refused.value.fields["category"]

    def test_records_category_3_as_a_fact_that_the_engine_then_sees(self, coordinator):
        person = a_violent_offender(11)

        self.confirm(person, coordinator, 3, "Serious harm may follow and level 2 is needed")

        row = CategoryRow.objects.get()
        assert row.category == 3
        assert row.determination.answer["limbs"] == ["CAT3_RA"]
        assert row.determination.answer["levels_allowed"] == [2, 3]
        assert list(proposals_waiting(coordinator, TODAY)) == []

    def test_opens_nothing_for_somebody_who_is_not_in_mappa(self, coordinator):
        assert self.confirm(a_violent_offender(11), coordinator, None) is None
        assert not Case.objects.exists()

    def test_decides_once(self, coordinator):
        person = a_violent_offender()
        self.confirm(person, coordinator, 2)

        with pytest.raises(NotPossible, match="already"):
            self.confirm(person, coordinator, 2)

        assert Case.objects.count() == 1

    def test_refuses_to_decide_on_an_older_answer(self, coordinator):
        person = a_violent_offender()
        older = proposed(person, coordinator)
        a_conviction(person)
        proposed(person, coordinator)

        with pytest.raises(NotPossible, match="newer answer"):
            confirm_category(determination=older, category=2, reason="", actor=coordinator, at=NOON)

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CHAIR])
    def test_refuses_other_roles_and_says_who_can_help(self, coordinator, role):
        determination = proposed(a_violent_offender(), coordinator)

        with pytest.raises(Refused, match="Only a co-ordinator"):
            confirm_category(determination=determination, category=2, reason="", actor=a_user(role), at=NOON)

    def test_brings_a_case_back_when_somebody_qualifies_again(self, coordinator):
        person = a_violent_offender()
        case = self.confirm(person, coordinator, 2)
        case.steps.create(action="exit", state="exited", on=date(2026, 3, 1), at=NOON, by="factory")
        a_sentence(a_conviction(person))

        self.confirm(person, coordinator, 1)

        assert Case.objects.count() == 1
        assert latest_case(person, TODAY).state == "open"


class TestWaiting:
    def test_lists_what_nobody_decided_and_drops_it_when_somebody_has(self, coordinator):
        person = a_violent_offender()
        determination = proposed(person, coordinator)
        assert list(proposals_waiting(coordinator, TODAY)) == [determination]

        confirm_category(determination=determination, category=2, reason="", actor=coordinator, at=NOON)

        assert list(proposals_waiting(coordinator, TODAY)) == []

    def test_drops_a_new_answer_that_changes_nothing(self, coordinator):
        person = a_violent_offender()
        confirm_category(determination=proposed(person, coordinator), category=2, reason="", actor=coordinator, at=NOON)
        record_movement(person=person, kind="released", on=date(2026, 2, 20), actor=coordinator, at=NOON)

        proposed(person, coordinator)

        assert Determination.objects.count() == 2
        assert list(proposals_waiting(coordinator, TODAY)) == []

    def test_tells_another_area_nothing(self, coordinator):
        proposed(a_violent_offender(), coordinator)

        assert list(proposals_waiting(a_user(Role.COORDINATOR, area=an_area("eastmere")), TODAY)) == []


class TestPage:
    def page_of(self, person):
        return f"/people/{person.reference}/category/"

    def test_shows_every_limb_with_words_reason_citation_edition_and_facts(self, client, coordinator):
        person = a_violent_offender()
        determination = proposed(person, coordinator)
        client.force_login(coordinator)

        text = client.get(self.page_of(person)).content.decode()

        assert "Not met" in text
        assert "Category 2: listed offence" in text
        assert "CJA 2003" in text or "Criminal Justice Act 2003" in text
        assert "statute-current" in text
        assert "Actual bodily harm" in text
        assert all(reason["because"].split(".")[0][:20] for reason in determination.answer["reasons"])

    def test_says_what_would_change_each_test_collapsed_and_in_plain_words(self, client, coordinator):
        person = a_violent_offender()
        proposed(person, coordinator)
        client.force_login(coordinator)

        text = client.get(self.page_of(person)).content.decode()

        assert '<details class="govuk-details">' in text
        assert "It would be not met if the term of the sentence of 12 January 2026 were 11 months" in text
        assert "No single fact changes this." in text

    def test_asks_the_engine_when_told_to(self, client, coordinator):
        person = a_violent_offender()
        client.force_login(coordinator)

        assert client.post(self.page_of(person), {"ask": "1"}).status_code == 302
        assert client.post(self.page_of(person), {"ask": "1"}).status_code == 302

        assert person.determinations.count() == 1

    def test_records_the_decision_and_a_second_post_changes_nothing(self, client, coordinator):
        person = a_violent_offender()
        sent = {"determination": proposed(person, coordinator).pk, "category": "2", "reason": ""}
        client.force_login(coordinator)

        assert client.post(self.page_of(person), sent).status_code == 302
        again = client.post(self.page_of(person), sent)

        assert again.status_code == 409
        assert "decided on this answer already" in again.content.decode()
        assert Case.objects.count() == 1
        assert CategoryRow.objects.count() == 1

    def test_keeps_what_was_typed_when_a_reason_is_missing(self, client, coordinator):
        person = a_violent_offender()
        sent = {"determination": proposed(person, coordinator).pk, "category": "1", "reason": " "}
        client.force_login(coordinator)

        answer = client.post(self.page_of(person), sent)

        assert answer.status_code == 422
        assert "Say why the category differs" in answer.content.decode()

    def test_warns_when_facts_changed_and_keeps_earlier_answers_beside_the_new(self, client, coordinator):
        person = a_violent_offender()
        proposed(person, coordinator)
        a_conviction(person)
        client.force_login(coordinator)

        assert "Facts have changed" in client.get(self.page_of(person)).content.decode()
        client.post(self.page_of(person), {"ask": "1"})

        text = client.get(self.page_of(person)).content.decode()
        assert "Facts have changed" not in text
        assert "Earlier answers" in text

    @pytest.mark.parametrize("role", list(Role))
    def test_is_open_to_those_who_may_and_hidden_from_the_rest(self, client, role, coordinator):
        reader = a_user(role)
        person = a_violent_offender(involving=(reader.agency,))
        determination = proposed(person, coordinator)
        client.force_login(reader)
        reads = role in {
            Role.COORDINATOR, Role.ADMINISTRATOR, Role.CHAIR, Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER,
            Role.PROBATION_MANAGER, Role.PRISON_LEAD, Role.YOT_MANAGER, Role.HEALTH_LEAD, Role.CT_OFFICER,
        }  # fmt: skip

        assert client.get(self.page_of(person)).status_code == (200 if reads else 403)
        sent = {"determination": determination.pk, "category": "2", "reason": ""}
        decides = role is Role.COORDINATOR
        assert client.post(self.page_of(person), sent).status_code == (302 if decides else 403)
        assert CategoryDecision.objects.exists() is decides

    def test_answers_not_found_alike_for_hidden_and_missing_people(self, client):
        person = a_violent_offender(compartment="category_4")
        client.force_login(a_user(Role.COORDINATOR))

        hidden, missing = client.get(self.page_of(person)), client.get("/people/NS-P-NONE/category/")

        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content
