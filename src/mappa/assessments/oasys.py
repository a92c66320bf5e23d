"""The sections of an OASys assessment: what was found in each, and what changed since the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import Assessment, FactorLink, OasysRecord
from mappa.audit.models import What
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.telling import tell

OASYS = "OASys"
FACTORS = "risk/oasys_factors"
MOST_PERCENT = 100
"""A score in percent ends here."""


def factors() -> dict[str, str]:
    """Every offending factor of the tool, by its key; one list for every edition, so that records compare."""
    return dict(policy.parameter(FACTORS, policy.LAW).value)  # type: ignore[call-overload]


def without_sections(person: Person) -> QuerySet[Assessment]:
    """The OASys assessments of somebody whose sections nobody recorded, newest first."""
    return person.assessments.filter(tool__iexact=OASYS, oasys=None).order_by("-on", "-pk")


def sections_by(person: Person, on: date) -> list[OasysRecord]:
    """The sections recorded by a day, those of the newest assessment first; the second is what the first replaced."""
    rows = OasysRecord.objects.filter(assessment__person=person, assessment__on__lte=on)
    return list(rows.select_related("assessment").order_by("-assessment__on", "-assessment_id"))


@dataclass(frozen=True, kw_only=True)
class Sections:
    """What an OASys assessment says, as received. Empty and None mean that it does not say.

    Args:
        reconviction_score: OGRS, in percent.
        factors: a value of `FactorLink` by the key of a factor.
        plan: which parts of the plan answer it.
    """

    reconviction_score: int | None = None
    factors: Mapping[str, str]
    self_assessment: str = ""
    serious_harm: str = ""
    other_risks: str = ""
    specialist_needed: bool | None = None
    specialist: str = ""
    plan: str = ""

    def wanting(self) -> dict[str, str]:
        """What is missing or cannot be, by field, with what to do."""
        fields: dict[str, str] = {}
        score = self.reconviction_score
        if score is not None and not 0 <= score <= MOST_PERCENT:
            fields["reconviction_score"] = "The score must be a number from 0 to 100"
        known = factors()
        for key, link in self.factors.items():
            if key not in known or link not in FactorLink.values:
                fields[f"factor_{key}"] = "Choose one of the answers about this factor"
        if not self.factors:
            fields[f"factor_{next(iter(known))}"] = "Answer for at least one factor"
        if not self.serious_harm.strip():
            fields["serious_harm"] = "Give the analysis of serious harm"
        if self.specialist_needed and not self.specialist.strip():
            fields["specialist"] = "Say which specialist assessment is needed, and why"
        if not self.plan.strip():
            fields["plan"] = "Say which parts of the plan answer it, or that there is no plan yet"
        return fields


@transaction.atomic
def record_sections(*, assessment: Assessment, sections: Sections, actor: User, at: datetime) -> OasysRecord:
    """Keep the sections of one OASys assessment beside it. They are recorded once; sent again they are there once.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        NotPossible: it is an assessment by another tool, or its sections are recorded already.
        Incomplete: something is missing or cannot be. `fields` says which.
    Covers: RISK-03.
    """
    person = assessment.person
    people_visible_to(actor, clock.day_of(at)).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    if assessment.tool.casefold() != OASYS.casefold():
        raise NotPossible(f"These sections belong to {OASYS}, and this is {assessment.tool}. Nothing was saved.")
    if fields := sections.wanting():
        raise Incomplete("These sections cannot be saved as they are. Nothing was saved.", fields)
    values = {
        "reconviction_score": sections.reconviction_score, "factors": dict(sections.factors),
        "self_assessment": sections.self_assessment.strip(), "serious_harm": sections.serious_harm.strip(),
        "other_risks": sections.other_risks.strip(), "specialist_needed": sections.specialist_needed,
        "specialist": sections.specialist.strip(), "plan": sections.plan.strip(),
    }  # fmt: skip
    row, made = OasysRecord.objects.get_or_create(
        assessment=assessment, defaults={**values, "recorded_at": at, "recorded_by": actor.username}
    )
    if made:
        tell(person, "assessments:oasys:record", actor=actor, at=at, what=What.COLLECTION, row=row.pk)
    elif any(getattr(row, name) != value for name, value in values.items()):
        raise NotPossible(
            "The sections of this assessment are recorded already and stay as they are. Record a new assessment to"
            " correct them. Nothing was saved."
        )
    return row
