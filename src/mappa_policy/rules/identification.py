"""Which agency has to identify a case: of each category, of young people, and of patients. Covers: IDENT-16."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from mappa_policy import parameters
from mappa_policy.rules.periods import age_on

TABLE = "identification/by_case"
ADULT_AGE = "lead-agency/adult_age"
HOSPITAL_LIMB = "CAT2_HOSPITAL"


@dataclass(frozen=True, slots=True)
class Identification:
    """Who has the duty.

    Args:
        agencies: codes of agencies, or words where the text names no one agency; empty where it cannot be told.
        missing: the fact without which it cannot be told; empty otherwise.
        citation: where the text stands.
    """

    agencies: tuple[str, ...]
    missing: str
    citation: str


def identification_duty(
    category: int | None, *, born: dt.date | None, limbs: Collection[str], on: dt.date, edition: str
) -> Identification | None:
    """Who identifies somebody in this category; none without a category, or where no text names an agency.

    Args:
        category: the one recorded, or proposed.
        born: the day of birth, none if not recorded.
        limbs: the limbs that are met; one of them says that the person is a hospital case.
        on: the day on which the age counts.
        edition: an id of ``editions.yaml``.
    """
    found = parameters.find(TABLE, edition)
    if category is None or found is None or not isinstance(found.value, dict):
        return None
    named = f"category_{category}"
    hospital, young = f"{named}_hospital", f"{named}_young"
    if HOSPITAL_LIMB in limbs and hospital in found.value:
        key = hospital
    elif young not in found.value:
        key = named
    elif born is None:
        return Identification((), "dob", found.citation)
    else:
        key = young if age_on(born, on) < parameters.value(ADULT_AGE, edition).number else named
    agencies = found.value.get(key)
    return Identification(tuple(agencies), "", found.citation) if agencies else None
