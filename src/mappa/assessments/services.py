"""Taking in risk assessments. What was received is never changed; a correction is a new entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.assessments.models import Assessment, GroupTrait, RiskDiscussion, RiskGroup, RoshLevel, RoshRating
from mappa.assessments.tools import disagreement, edition_of, to_carry, why_not
from mappa.assessments.words import IN_WORDS, wanting
from mappa.audit.models import What
from mappa.determinations import policy
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person, Victim
from mappa.people.selectors import people_visible_to, victims_visible_to
from mappa.people.telling import tell

AGREED = "Professional discussion"
TOOK_PART = "Those who took part"
KEPT = ("group", "level", "who", "narrative", "entry", "traits")


@dataclass(frozen=True, kw_only=True)
class GroupRating:
    """The level for one group who may be harmed: the group, the level, who they are, and why.

    Args:
        who: a known adult, or words that describe a group.
        entry: the entry of the victims section that names them.
        traits: values of `GroupTrait` that pick a described group out.
    """

    group: str
    level: str
    who: str = ""
    narrative: str = ""
    entry: Victim | None = None
    traits: Sequence[str] = ()

    @property
    def as_kept(self) -> dict[str, Any]:
        """The columns of a row."""
        return {
            "group": self.group, "level": self.level, "who": self.who.strip(), "narrative": self.narrative,
            "entry": self.entry, "traits": sorted(self.traits),
        }  # fmt: skip


def _nobody_named(rating: GroupRating) -> dict[str, str]:
    """What is missing where a rating does not say who is at risk (RISK-20)."""
    told = rating.who.strip() or rating.entry
    if rating.group == RiskGroup.KNOWN_ADULT and not told:
        return {"known_adult_who": "Say who the known adult is, or choose the entry that names them"}
    if rating.group == RiskGroup.CHILDREN and rating.level != RoshLevel.LOW and not told:
        return {"children_who": "Say which children: describe the group, or choose the entry that names them"}
    if rating.traits and not rating.who.strip():
        return {f"{rating.group}_who": "Describe the group that these traits pick out"}
    if not set(rating.traits) <= set(GroupTrait.values):
        return {f"{rating.group}_traits": "Choose traits from the list"}
    return {}


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
        else:
            fields |= _nobody_named(rating)
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
    words: Mapping[str, str] | None = None,
    next_due: date | None = None,
) -> Assessment:
    """Keep one assessment as it was received. Sending the same one again gives the row that is there.

    Args:
        on: the day of the assessment.
        rosh: the overall level, a value of `RoshLevel`; empty when the tool gives none.
        reconviction: how likely reconviction is, as the tool says; empty when it does not.
        tool_answers: the five answers about a tool that is not on the area's list.
        ratings: the level for each group that was rated; groups left out were not.
        words: the judgement and what it rests on, by the names of `IN_WORDS`; those left out were not said.
        next_due: the day by which it should be looked at again.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        Refused: the actor may not record facts.
        Victim.DoesNotExist: a rating points to an entry that the actor may not read.
        Incomplete: something is missing or cannot be, or the tool is not for this person or not on the list of
            the managing area's edition. `fields` says which.
    Covers: RISK-01, RISK-02, RISK-04, RISK-05, RISK-09, RISK-15 to RISK-17, RISK-19 to RISK-22.
    """
    said = {name: (words or {}).get(name, "").strip() for name in IN_WORDS}
    today = clock.day_of(at)
    people_visible_to(actor, today).only("pk").get(pk=person.pk)
    require(may(actor, Permission.FACT_RECORD))
    _require_entries(person, actor, ratings)
    fields = _wrong(person=person, tool=tool, on=on, today=today, assessor=assessor, rosh=rosh, ratings=ratings)
    if reconviction and reconviction not in RoshLevel.values:
        fields["reconviction"] = "Choose low, medium, high or very high"
    if not fields and (refused := why_not(person, tool, on, tool_answers or {})):
        fields["tool"] = refused
    scored = bool(rosh or reconviction or scores or ratings)
    fields |= wanting(said, edition=edition_of(person, on), scored=scored)
    if next_due and next_due < on:
        fields["next_due"] = "The next assessment cannot be due before this one"
    if fields:
        raise Incomplete("This assessment cannot be saved as it is. Nothing was saved.", fields)
    tool = policy.risk_tools.named(tool, edition_of(person, on))
    values = {
        "tool": tool, "tool_version": tool_version, "on": on, "assessor": assessor.strip(), "agency": agency,
        "rosh": rosh, "scores": scores or {}, **said, "next_due": next_due, "reconviction": reconviction,
        "tool_answers": tool_answers or {},
    }  # fmt: skip
    same = person.assessments.filter(**values, recorded_by=actor.username).first()
    if same and _ratings_of(same) == _as_kept(ratings):
        return same
    row = Assessment.objects.create(
        person=person, recorded_at=at, recorded_by=actor.username, carries=to_carry(person, tool, on), **values
    )
    RoshRating.objects.bulk_create(RoshRating(assessment=row, **rating.as_kept) for rating in ratings)
    tell(person, "assessments:assessment:record", actor=actor, at=at, what=What.COLLECTION, row=row.pk)
    return row


def _require_entries(person: Person, actor: User, ratings: Sequence[GroupRating]) -> None:
    """Let nobody point to an entry that they may not read.

    Raises:
        Victim.DoesNotExist: an entry belongs to somebody else, or is closed to the actor: the same answer.
    """
    for rating in ratings:
        if rating.entry is not None:
            victims_visible_to(actor, person).only("pk").get(pk=rating.entry.pk)


def _ratings_of(assessment: Assessment) -> list[dict[str, Any]]:
    rows = assessment.ratings.select_related("entry").order_by("group")
    return [{name: getattr(row, name) for name in KEPT} for row in rows]


def _as_kept(ratings: Sequence[GroupRating]) -> list[dict[str, Any]]:
    return [rating.as_kept for rating in sorted(ratings, key=lambda one: one.group)]


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
