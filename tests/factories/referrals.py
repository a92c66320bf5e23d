"""Invented referrals."""

from datetime import date, datetime
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import AgencyKind
from mappa.kernel.announcements import gathering
from mappa.people.models import Person
from mappa.referrals.models import Referral
from mappa.referrals.services import start_referral, submit_referral
from tests.factories.accounts import a_user, an_agency
from tests.factories.people import NOON, a_person

COMPLETE: dict[str, dict[str, Any]] = {
    "category": {"category": 1, "category_3_offence": "", "category_3_reason": "", "level_sought": 2},
    "offence": {"offence_facts": "Sexual assault of an adult, 2019", "dates": "Licence ends 1 May 2027"},
    "reason": {
        "concerns": "Contact with children in two homes", "gap": "Housing holds the tenancy",
        "barrier": "No access to the landlord", "added_value": "One plan for both homes",
    },
    "risk": {
        "likelihood": "High within a year", "rosh": "high",
        "rosh_when_and_to_whom": "When drinking, to children at home",
        "imminence": "Drinking again since January", "assessment_tool": "OASys", "assessment_on": date(2026, 2, 1),
    },
    "victims": {"victims": "A former partner, in touch with victim liaison"},
    "plan": {
        "plan_supervision": "Weekly", "plan_monitoring": "Tagged at night", "plan_interventions": "Programme",
        "plan_victim_safety": "Exclusion zone", "plan_contingency": "Recall",
    },
    "urgency": {"emergency": False},
    "diversity": {"diversity": "None known"},
    "aware": {"offender_aware": "told", "offender_aware_reason": ""},
    "endorsement": {"endorsed_by": "Robin Manager", "endorsed_on": date(2026, 2, 27)},
}  # fmt: skip


def a_practitioner() -> User:
    return a_user(Role.PROBATION_PRACTITIONER)


def a_draft(referrer: User, person: Person | None = None, *, at: datetime = NOON) -> Referral:
    """Form A just begun for somebody whom the referrer's agency manages."""
    person = person or a_person(involving=(referrer.agency,))
    return start_referral(person_reference=person.reference, actor=referrer, at=at)


def a_complete_draft(
    referrer: User, person: Person | None = None, *, at: datetime = NOON, **instead: dict[str, Any]
) -> Referral:
    """A draft with every answer, except those given by section. Written at once: most tests begin here."""
    referral = a_draft(referrer, person, at=at)
    sections = {section: values | instead.get(section, {}) for section, values in COMPLETE.items()}
    answers = {name: value for values in sections.values() for name, value in values.items()}
    referral.save_over(read_version=referral.version, by=referrer.username, at=at, **answers)
    referral.invitees.create(agency=an_agency(AgencyKind.HOUSING), reason="Holds the tenancy")
    return referral


@gathering()
def a_submitted_referral(
    referrer: User, person: Person | None = None, *, at: datetime = NOON, **instead: dict[str, Any]
) -> Referral:
    referral = a_complete_draft(referrer, person, at=at, **instead)
    submit_referral(reference=referral.reference, actor=referrer, at=at)
    return referral
