"""Taking in risk assessments. What was received is never changed; a correction is a new entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment, RiskDiscussion, RiskGroup, RoshLevel, RoshRating
from mappa.assessments.tools import disagreement, edition_of, to_carry, why_not
from mappa.audit.models import What
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.people.telling import tell

AGREED = "Professional discussion"
TOOK_PART = "Those who took part"


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
    reconviction: str = "",
    tool_answers: dict[str, bool | None] | None = None,
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
        reconviction: how likely reconviction is, as the tool says; empty when it does not.
        tool_answers: the five answers about a tool that is not on the area's list.
        ratings: the level for each group that was rated; groups left out were not.
        next_due: the day by which it should be looked at again.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        Incomplete: something is missing or cannot be, or the tool is not for this person or not on the list of
            the managing area's edition. `fields` says which.
    Covers: RISK-01, RISK-02, RISK-04, RISK-05, RISK-09, RISK-15 to RISK-17.
    """
    today = clock.day_of(at)
    people_visible_to(actor, today).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    fields = _wrong(person=person, tool=tool, on=on, today=today, assessor=assessor, rosh=rosh, ratings=ratings)
    if reconviction and reconviction not in RoshLevel.values:
        fields["reconviction"] = "Choose low, medium, high or very high"
    if not fields and (refused := why_not(person, tool, on, tool_answers or {})):
        fields["tool"] = refused
    if next_due and next_due < on:
        fields["next_due"] = "The next assessment cannot be due before this one"
    if fields:
        raise Incomplete("This assessment cannot be saved as it is. Nothing was saved.", fields)
    tool = policy.risk_tools.named(tool, edition_of(person, on))
    values = {
        "tool": tool, "tool_version": tool_version, "on": on, "assessor": assessor.strip(), "agency": agency,
        "rosh": rosh, "scores": scores or {}, "likelihood": likelihood, "imminence": imminence,
        "narrative": narrative, "next_due": next_due, "reconviction": reconviction,
        "tool_answers": tool_answers or {},
    }  # fmt: skip
    same = person.assessments.filter(**values, recorded_by=actor.username).first()
    if same and _ratings_of(same) == _as_set(ratings):
        return same
    row = Assessment.objects.create(
        person=person, recorded_at=at, recorded_by=actor.username, carries=to_carry(person, tool, on), **values
    )
    RoshRating.objects.bulk_create(
        RoshRating(assessment=row, group=r.group, level=r.level, who=r.who.strip(), narrative=r.narrative)
        for r in ratings
    )
    tell(person, "assessments:assessment:record", actor=actor, at=at, what=What.COLLECTION, row=row.pk)
    return row


def _ratings_of(assessment: Assessment) -> set[tuple[str, str, str, str]]:
    return set(assessment.ratings.values_list("group", "level", "who", "narrative"))


def _as_set(ratings: Sequence[GroupRating]) -> set[tuple[str, str, str, str]]:
    return {(r.group, r.level, r.who.strip(), r.narrative) for r in ratings}


@transaction.atomic
def record_discussion(
    *,
    person: Person,
    on: date,
    who: str,
    agreed_rosh: str,
    agreed_level: int,
    levels: list[int],
    reasons: str,
    actor: User,
    at: datetime,
) -> RiskDiscussion:
    """Keep what was agreed about two results that disagree. It settles the recorded risk, not the tools' results.

    The agreed risk joins the history as an entry of its own, so that every list, level and figure reads it.

    Args:
        on: the day of the discussion; not before the later of the two results.
        who: everybody who took part, with their agencies.
        agreed_rosh: the risk to record, a value of `RoshLevel`.
        agreed_level: the MAPPA level agreed. `levels` are those open to the person.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        NotPossible: nothing disagrees on that day.
        Incomplete: something is missing or cannot be. `fields` says which.
    Covers: RISK-12.
    """
    today = clock.day_of(at)
    people_visible_to(actor, today).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    held = disagreement(person, today)
    if held is None or not held.on_risk:
        raise NotPossible(
            "The latest results of the two tools do not disagree, so there is nothing to settle. Nothing was saved."
        )
    fields: dict[str, str] = {}
    if not held.stands.on <= on <= today or on < held.supplements.on:
        fields["on"] = "The discussion must be on or after the later of the two results, and not in the future"
    if not who.strip():
        fields["who"] = "Say who took part"
    if agreed_rosh not in RoshLevel.values:
        fields["agreed_rosh"] = "Choose low, medium, high or very high"
    if agreed_level not in levels:
        words = " or ".join(map(str, levels)) or "none"
        fields["agreed_level"] = f"Levels open to this person: {words}. Choose one of these"
    if not reasons.strip():
        fields["reasons"] = "Give the reasons"
    if fields:
        raise Incomplete("This discussion cannot be saved as it is. Nothing was saved.", fields)
    row, made = RiskDiscussion.objects.get_or_create(
        person=person, first=held.stands, second=held.supplements, on=on, who=who.strip(), agreed_rosh=agreed_rosh,
        agreed_level=agreed_level, reasons=reasons.strip(), recorded_by=actor.username, defaults={"recorded_at": at},
    )  # fmt: skip
    if made:
        _settle(row, actor, at)
        tell(person, "assessments:discussion:record", actor=actor, at=at, what=What.COLLECTION, row=row.pk)
    return row


def _settle(agreed: RiskDiscussion, actor: User, at: datetime) -> None:
    Assessment.objects.create(
        person=agreed.person, tool=AGREED, on=agreed.on, assessor=TOOK_PART, agency=agreed.first.agency,
        rosh=agreed.agreed_rosh, narrative=f"{agreed.who}. {agreed.reasons}", recorded_at=at,
        recorded_by=actor.username,
    )  # fmt: skip
