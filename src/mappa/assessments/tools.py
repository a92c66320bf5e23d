"""Which tools may be used for a person, and where two of them disagree. The rules are the engine's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mappa.agencies.selectors import edition_on
from mappa.assessments.models import Assessment, RiskDiscussion
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.offending.selectors import FactsAbout
from mappa.people.models import Person

REMEDIES = {
    "risk-tool.age": "Check the date of birth and the day, or use a tool for this age",
    "risk-tool.sex": "Check the sex on the record, or use another tool",
    "risk-tool.offending": "Record the conviction, caution or finding first, or use another tool",
    "risk-tool.listed": "Use a tool of the list, or answer all five questions about this one with yes",
}
CARRIED = "ASSET"


def edition_of(person: Person, on: date) -> str:
    """The edition of the area that manages the person on a day."""
    managed = person.managing_areas.filter(since__lte=on).select_related("area").order_by("-since").first()
    return edition_on(managed.area, on) if managed else policy.LAW


def subject_of(person: Person) -> policy.risk_tools.Subject:
    """What the rules about tools need to know of somebody."""
    told = FactsAbout(list(person.convictions.order_by("on", "id")), [], [], [], [], [], [])
    sexual = policy.risk_tools.sexual_offending(case_from(person, told))
    return policy.risk_tools.Subject(person.sex, person.date_of_birth, sexual)


def why_not(person: Person, tool: str, on: date, answers: Mapping[str, bool | None]) -> str:
    """Why a tool may not be used for a person on a day, with what to do; empty where it may.

    Covers: RISK-01, RISK-09, RISK-15, RISK-16, RISK-17.
    """
    found = policy.risk_tools.tool_reasons(
        tool, edition=edition_of(person, on), subject=subject_of(person), on=on, answers=answers
    )
    if policy.risk_tools.tool_applies(found) is policy.Outcome.MET:
        return ""
    wrong = [reason for reason in found if reason.outcome is not policy.Outcome.MET and reason.limb in REMEDIES]
    return " ".join(f"{reason.because} {REMEDIES[reason.limb]}." for reason in wrong)


@dataclass(frozen=True)
class Disagreement:
    """The latest results of two tools that differ: the one that stands on reconviction, and its supplement."""

    stands: Assessment
    supplements: Assessment
    citation: str
    on_reconviction: bool
    on_risk: bool
    discussion: RiskDiscussion | None

    @property
    def waits(self) -> bool:
        """Whether the professional discussion is still to be recorded."""
        return self.on_risk and self.discussion is None


def disagreement(person: Person, on: date, edition: str = "") -> Disagreement | None:
    """The latest result of each of the two tools by a day; none where one is missing (RISK-11, RISK-12).

    They disagree on risk where they rate the overall level, or the likelihood of reconviction, differently.
    """
    first, second, citation = policy.risk_tools.standing_tool(edition or edition_of(person, on))
    stands, supplements = (_latest(person, tool, on) for tool in (first, second))
    if stands is None or supplements is None:
        return None
    reconviction = bool(stands.reconviction and supplements.reconviction)
    on_reconviction = reconviction and stands.reconviction != supplements.reconviction
    on_rosh = bool(stands.rosh and supplements.rosh) and stands.rosh != supplements.rosh
    held = person.risk_discussions.filter(first=stands, second=supplements, on__lte=on).order_by("-on", "-id").first()
    return Disagreement(stands, supplements, citation, on_reconviction, on_reconviction or on_rosh, held)


def _latest(person: Person, tool: str, on: date) -> Assessment | None:
    rows = person.assessments.filter(tool__iexact=tool, on__lte=on).select_related("agency")
    return rows.order_by("-on", "-id").first()


def to_carry(person: Person, tool: str, on: date) -> Assessment | None:
    """The youth assessment that the first adult one carries on; none where there is none or it was carried already."""
    adult = policy.risk_tools.standing_tool(edition_of(person, on))[1]
    if tool != adult or person.assessments.filter(carries__isnull=False).exists():
        return None
    return _latest(person, CARRIED, on)


def called_for(
    person: Person, on: date, received: Iterable[Assessment], edition: str
) -> tuple[policy.risk_tools.Requirement, ...]:
    """Every tool that the recorded facts call for by a day, and whether it was used in time.

    Args:
        received: every assessment of the person.
        edition: that of the managing area.

    Covers: RISK-10, RISK-13, RISK-14, RISK-15, RISK-16.
    """
    occasions = person.tool_occasions.order_by("on", "pk").values_list("kind", "on")
    return policy.risk_tools.required_tools(
        edition=edition, subject=subject_of(person), on=on,
        happenings=[policy.risk_tools.Happening(kind, day) for kind, day in occasions],
        done=[policy.risk_tools.Done(each.tool, each.on) for each in received],
    )  # fmt: skip
