"""What a referral still needs before it can be submitted."""

from dataclasses import dataclass
from datetime import date

from mappa.referrals.models import Referral
from mappa.referrals.sections import BY_KEY, GAP_QUESTIONS, SECTIONS, Section

CATEGORY_3 = 3
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Missing:
    """One answer that is missing or wrong: where it is, and what to do."""

    section: Section
    question: str
    say: str


def missing(referral: Referral, *, invitees: int, gap_questions: tuple[str, ...], on: date) -> list[Missing]:
    """Everything that keeps the referral from being submitted, in the order of the form.

    Args:
        invitees: how many agencies with a reason each are named.
        gap_questions: the questions on added value that the area's edition asks; none in older ones.
    Covers: REFER-04, REFER-05, REFER-06, REFER-10, IDENT-10, MEET-08.
    """
    found: list[Missing] = []
    for section in SECTIONS:
        needed = dict(section.needed)
        if section.key == "reason":
            needed |= {name: GAP_QUESTIONS[name] for name in gap_questions}
        found += [Missing(section, name, say) for name, say in needed.items() if getattr(referral, name) in (None, "")]
        found += _conditional(section, referral, on)
    if not invitees:
        found.append(Missing(BY_KEY["invitees"], "invitees", "Name who to invite, and why"))
    order = [section.key for section in SECTIONS]
    return sorted(found, key=lambda one: order.index(one.section.key))


def _conditional(section: Section, referral: Referral, on: date) -> list[Missing]:
    rules = {
        "category": [
            (
                "category_3_offence",
                referral.category == CATEGORY_3 and not referral.category_3_offence,
                "For category 3, give the past offence that shows capacity for serious harm",
            ),
            (
                "category_3_reason",
                referral.category == CATEGORY_3 and not referral.category_3_reason,
                "For category 3, say why serious harm may follow and multi-agency management is needed",
            ),
        ],
        "risk": [
            (
                "assessment_on",
                referral.assessment_on is not None and referral.assessment_on > on,
                "The day of the risk assessment is in the future. Give the day it was made",
            )
        ],
        "aware": [
            (
                "offender_aware_reason",
                referral.offender_aware == WITHHELD and not referral.offender_aware_reason,
                "Say why the referral is withheld from the offender",
            )
        ],
        "endorsement": [
            (
                "endorsed_on",
                referral.endorsed_on is not None and referral.endorsed_on > on,
                "The day of the endorsement is in the future. Give the day it was given",
            )
        ],
    }
    return [Missing(section, name, say) for name, wrong, say in rules.get(section.key, []) if wrong]
