"""Form A: begun with what is known, kept in drafts, refused while something is missing."""

from datetime import date, timedelta

import pytest

from mappa.accounts.permissions import Role
from mappa.audit.models import AuditEvent
from mappa.kernel.decisions import Incomplete, NotPossible, Refused, Stale
from mappa.people.models import Involvement, Person
from mappa.referrals.models import Referral
from mappa.referrals.selectors import events_for, referrals_visible_to
from mappa.referrals.services import (
    save_invitees,
    save_section,
    start_referral,
    submit_referral,
    withdraw_referral,
)
from tests.factories.accounts import a_user, an_agency
from tests.factories.cases import an_open_case
from tests.factories.offending import an_assessment
from tests.factories.people import NOON, TODAY, a_person
from tests.factories.referrals import COMPLETE, a_complete_draft, a_draft, a_practitioner, a_submitted_referral

pytestmark = pytest.mark.django_db

NEEDED = {
    "category": ["category", "level_sought"],
    "offence": ["offence_facts"],
    "reason": ["concerns", "gap", "barrier", "added_value"],
    "risk": ["likelihood", "rosh", "rosh_when_and_to_whom", "imminence", "assessment_tool", "assessment_on"],
    "victims": ["victims"],
    "plan": ["plan_supervision", "plan_monitoring", "plan_interventions", "plan_victim_safety", "plan_contingency"],
    "urgency": ["emergency"],
    "diversity": ["diversity"],
    "aware": ["offender_aware"],
    "endorsement": ["endorsed_by", "endorsed_on"],
}


def state_of(referral, actor):
    return referrals_visible_to(actor, TODAY).get(pk=referral.pk).state


class TestStartReferral:
    @pytest.mark.requirement("REFER-03", "REFER-18")
    def test_begins_with_what_the_record_knows(self):
        referrer = a_practitioner()
        case = an_open_case(category=2, lead=referrer.agency)
        an_assessment(case.person, likelihood="Likely within a year", on=date(2026, 1, 5))

        referral = a_draft(referrer, case.person)

        assert (referral.category, referral.likelihood) == (2, "Likely within a year")
        assert referral.assessment_on == date(2026, 1, 5)

    def test_goes_on_with_the_draft_when_the_button_is_pressed_twice(self):
        referrer = a_practitioner()
        person = a_person(involving=(referrer.agency,))

        assert a_draft(referrer, person).pk == a_draft(referrer, person).pk

    def test_does_not_know_of_somebody_the_agency_is_not_involved_with(self):
        with pytest.raises(Person.DoesNotExist):
            start_referral(person_reference=a_person().reference, actor=a_practitioner(), at=NOON)

    def test_refuses_a_role_that_may_not_refer_and_says_who_may(self):
        person = a_person()

        with pytest.raises(Refused, match="probation practitioner"):
            start_referral(person_reference=person.reference, actor=a_user(Role.CHAIR), at=NOON)

        assert not Referral.objects.exists()

    def test_is_on_the_record(self):
        referral = a_draft(a_practitioner())

        event = AuditEvent.objects.get(operation="referrals:referral:start")
        assert event.subject == referral.person.reference


class TestSaveSection:
    def test_keeps_what_somebody_else_saved_first(self):
        referrer, colleague = a_practitioner(), a_practitioner()
        referral = a_draft(referrer)
        read = referral.version
        common = {"reference": referral.reference, "section": "victims", "read_version": read, "at": NOON}
        save_section(values={"victims": "First"}, actor=referrer, **common)

        with pytest.raises(Stale, match=referrer.username):
            save_section(values={"victims": "Second"}, actor=colleague, **common)

        assert Referral.objects.get().victims == "First"

    def test_is_closed_once_the_referral_was_sent(self):
        referrer = a_practitioner()
        referral = a_submitted_referral(referrer)

        with pytest.raises(NotPossible, match="is submitted"):
            save_section(
                reference=referral.reference, section="victims", values={"victims": "Other"},
                read_version=referral.version, actor=referrer, at=NOON,
            )  # fmt: skip

    def test_is_the_referring_agencys_alone(self):
        referrer = a_practitioner()
        referral = a_submitted_referral(referrer)

        with pytest.raises(Refused, match="Northshire Probation Service made this referral"):
            save_section(
                reference=referral.reference, section="victims", values={"victims": "Other"},
                read_version=referral.version, actor=a_user(Role.COORDINATOR), at=NOON,
            )  # fmt: skip

    @pytest.mark.requirement("MEET-08")
    def test_refuses_an_invitee_without_a_reason(self):
        referrer = a_practitioner()
        referral = a_draft(referrer)

        with pytest.raises(Incomplete) as refusal:
            save_invitees(
                reference=referral.reference, invitees=[(an_agency(), "")], read_version=1, actor=referrer, at=NOON
            )

        assert list(refusal.value.fields) == ["invitees-0"]


class TestSubmitReferral:
    def test_sends_a_complete_form_and_announces_it_to_the_duties(self):
        referrer = a_practitioner()

        referral = a_submitted_referral(referrer)

        assert state_of(referral, referrer) == "submitted"
        assert events_for(referral.person) == [{"type": "referral_received", "date": TODAY, "level_sought": 2}]

    @pytest.mark.requirement("REFER-04", "REFER-05", "REFER-06", "REFER-10")
    @pytest.mark.parametrize("answer", [(s, name) for s, names in NEEDED.items() for name in names])
    def test_refuses_when_a_required_answer_is_missing(self, answer):
        section, name = answer
        blank = None if COMPLETE[section][name] is False or not isinstance(COMPLETE[section][name], str) else ""
        referrer = a_practitioner()
        referral = a_complete_draft(referrer, **{section: {name: blank}})

        with pytest.raises(Incomplete) as refusal:
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert list(refusal.value.fields) == [name]
        assert state_of(referral, referrer) == "draft"

    @pytest.mark.requirement("REFER-04")
    def test_refuses_when_nobody_is_to_be_invited(self):
        referrer = a_practitioner()
        referral = a_complete_draft(referrer)
        save_invitees(reference=referral.reference, invitees=[], read_version=referral.version, actor=referrer, at=NOON)

        with pytest.raises(Incomplete) as refusal:
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert list(refusal.value.fields) == ["invitees"]

    @pytest.mark.requirement("IDENT-10")
    def test_asks_both_limbs_of_category_3_and_of_no_other(self):
        referrer = a_practitioner()
        referral = a_complete_draft(referrer, category={"category": 3})

        with pytest.raises(Incomplete) as refusal:
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert list(refusal.value.fields) == ["category_3_offence", "category_3_reason"]

    @pytest.mark.requirement("REFER-10")
    def test_does_not_ask_for_the_gap_in_an_edition_that_does_not(self):
        referrer = a_practitioner()
        referrer.area.edition = "hampshire-2008"
        referrer.area.save()
        referral = a_complete_draft(referrer, reason={"gap": "", "barrier": "", "added_value": ""})

        submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert state_of(referral, referrer) == "submitted"

    def test_asks_why_the_offender_is_not_told(self):
        referrer = a_practitioner()
        referral = a_complete_draft(referrer, aware={"offender_aware": "withheld"})

        with pytest.raises(Incomplete) as refusal:
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert list(refusal.value.fields) == ["offender_aware_reason"]

    @pytest.mark.requirement("REFER-05")
    def test_refuses_a_risk_assessment_of_tomorrow(self):
        referrer = a_practitioner()
        referral = a_complete_draft(referrer, risk={"assessment_on": TODAY + timedelta(days=1)})

        with pytest.raises(Incomplete) as refusal:
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert "future" in refusal.value.fields["assessment_on"]

    def test_refuses_when_the_answers_changed_after_they_were_checked(self):
        referrer = a_practitioner()
        referral = a_complete_draft(referrer)

        with pytest.raises(Stale, match="Check the answers again"):
            submit_referral(reference=referral.reference, actor=referrer, at=NOON, read_version=referral.version - 1)

    def test_refuses_a_second_time(self):
        referrer = a_practitioner()
        referral = a_submitted_referral(referrer)

        with pytest.raises(NotPossible, match="is submitted"):
            submit_referral(reference=referral.reference, actor=referrer, at=NOON)

        assert len(events_for(referral.person)) == 1


class TestReferralsVisibleTo:
    def test_hides_a_draft_from_everybody_but_its_agency(self):
        referrer = a_practitioner()
        referral = a_draft(referrer)

        assert state_of(referral, a_practitioner()) == "draft"
        assert not referrals_visible_to(a_user(Role.COORDINATOR), TODAY).exists()

    def test_hides_another_agencys_referral_of_a_shared_person(self):
        referrer, police = a_practitioner(), a_user(Role.POLICE_OFFENDER_MANAGER)
        a_submitted_referral(referrer, a_person(involving=(referrer.agency, police.agency)))

        assert not referrals_visible_to(police, TODAY).exists()
        assert referrals_visible_to(a_user(Role.COORDINATOR), TODAY).exists()

    def test_ends_with_the_agencys_involvement(self):
        referrer = a_practitioner()
        a_submitted_referral(referrer)
        Involvement.objects.update(until=TODAY - timedelta(days=1))

        assert not referrals_visible_to(referrer, TODAY).exists()

    def test_shows_a_withdrawn_draft_to_its_agency_only(self):
        referrer = a_practitioner()
        referral = a_draft(referrer)
        withdraw_referral(reference=referral.reference, reason="Begun by mistake", actor=referrer, at=NOON)

        assert state_of(referral, referrer) == "withdrawn"
        assert not referrals_visible_to(a_user(Role.COORDINATOR), TODAY).exists()
