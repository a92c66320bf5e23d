"""Taking in risk assessments. What was received is never changed; a correction is a new entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment, RiskGroup, RoshLevel, RoshRating
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.announcements import FactsChanged, announce
from mappa.kernel.decisions import Incomplete, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


@dataclass(frozen=True, kw_only=True)
class GroupRating:
    """The level for one group who may be harmed: the group, the level, who they are, and why."""

    group: str
    level: str
    who: str = ""
    narrative: str = ""


def _wrong(
    *, person: Person, tool: str, on: date, today: date, assessor: str, rosh: str, ratings: Sequence[GroupRating]
) -> dict[str, str]:
    fields: dict[str, str] = {}
    if not tool.strip():
        fields["tool"] = "Choose the tool"
    if not assessor.strip():
        fields["assessor"] = "Enter who made the assessment"
    if on > today:
        fields["on"] = "The assessment must be today or in the past"
    elif person.date_of_birth and on < person.date_of_birth:
        fields["on"] = "The assessment cannot be before the date of birth. Correct one of the two"
    if rosh and rosh not in RoshLevel.values:
        fields["rosh"] = "Choose low, medium, high or very high"
    for rating in ratings:
        if rating.group not in RiskGroup.values or rating.level not in RoshLevel.values:
            fields[rating.group] = "Choose low, medium, high or very high"
        elif rating.group == RiskGroup.KNOWN_ADULT and not rating.who.strip():
            fields["known_adult_who"] = "Say who the known adult is"
    return fields


@transaction.atomic
def record_assessment(
    *,
    person: Person,
    tool: str,
    on: date,
    assessor: str,
    agency: Agency,
    rosh: str,
    actor: User,
    at: datetime,
    ratings: Sequence[GroupRating] = (),
    tool_version: str = "",
    scores: dict[str, Any] | None = None,
    likelihood: str = "",
    imminence: str = "",
    narrative: str = "",
    next_due: date | None = None,
) -> Assessment:
    """Keep one assessment as it was received. Sending the same one again gives the row that is there.

    Args:
        on: the day of the assessment.
        rosh: the overall level, a value of `RoshLevel`; empty when the tool gives none.
        ratings: the level for each group that was rated; groups left out were not.
        next_due: the day by which it should be looked at again.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        Incomplete: something is missing or cannot be. `fields` says which.
    Covers: RISK-02, RISK-04, RISK-05.
    """
    today = clock.day_of(at)
    people_visible_to(actor, today).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    fields = _wrong(person=person, tool=tool, on=on, today=today, assessor=assessor, rosh=rosh, ratings=ratings)
    if next_due and next_due < on:
        fields["next_due"] = "The next assessment cannot be due before this one"
    if fields:
        raise Incomplete("This assessment cannot be saved as it is. Nothing was saved.", fields)
    values = {
        "tool": tool, "tool_version": tool_version, "on": on, "assessor": assessor.strip(), "agency": agency,
        "rosh": rosh, "scores": scores or {}, "likelihood": likelihood, "imminence": imminence,
        "narrative": narrative, "next_due": next_due,
    }  # fmt: skip
    same = person.assessments.filter(**values, recorded_by=actor.username).first()
    if same and _ratings_of(same) == _as_set(ratings):
        return same
    row = Assessment.objects.create(person=person, recorded_at=at, recorded_by=actor.username, **values)
    RoshRating.objects.bulk_create(
        RoshRating(assessment=row, group=r.group, level=r.level, who=r.who.strip(), narrative=r.narrative)
        for r in ratings
    )
    record(
        what=What.COLLECTION,
        operation="assessments:assessment:record",
        actor=actor,
        subject=person.reference,
        at=at,
        row=row.pk,
    )
    announce(FactsChanged(person_id=person.pk, at=at))
    return row


def _ratings_of(assessment: Assessment) -> set[tuple[str, str, str, str]]:
    return set(assessment.ratings.values_list("group", "level", "who", "narrative"))


def _as_set(ratings: Sequence[GroupRating]) -> set[tuple[str, str, str, str]]:
    return {(r.group, r.level, r.who.strip(), r.narrative) for r in ratings}
