"""The four national promises, counted from the records as they stand: who keeps each, and who does not (IDENT-36)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Exists, OuterRef, Q, QuerySet, Value, When

from mappa.agencies.models import Area
from mappa.assessments.selectors import next_assessment_by, rosh_on
from mappa.cases.models import Case
from mappa.cases.selectors import open_cases_of
from mappa.determinations import policy
from mappa.duties.models import DutyRow
from mappa.kernel.reading import wider
from mappa.meetings.models import InformationReply
from mappa.people.models import Involvement
from mappa.people.selectors import involved_on, people_managed_by
from mappa.plans.models import PlanLine
from mappa.sharing.models import Share

KEPT, NOT_KEPT, CANNOT_TELL = "kept", "not_kept", "cannot_tell"
ANSWERS = {KEPT: "Kept", NOT_KEPT: "Not kept", CANNOT_TELL: "Cannot tell yet"}

COUNTED = {
    "identified": (
        "Kept: the police record or the probation flag was made by its day. Not kept: it was made later, or its day"
        " has gone. Cannot tell yet: the day has not come, or the category has no such day."
    ),
    "shared": (
        "Kept: since the case was opened, an agency other than the lead agency was given a share, answered a request"
        " for information, or is involved now."
    ),
    "assessed": (
        "Kept: an assessment gives an overall risk of serious harm, and its own day for the next one has not gone."
    ),
    "planned": "Kept: the case has a risk management plan with at least one measure.",
}
"""What is counted for each promise, printed beside the counts."""


@dataclass(frozen=True)
class Promise:
    """One promise of an area on a day, with the references of the people behind each answer."""

    key: str
    text: str
    counted: str
    source: str
    behind: dict[str, list[str]]


@wider("figures")
def promises_of(area: Area, on: date) -> list[Promise]:
    """The promises for everybody in MAPPA whom the area manages on a day, in the order of the guidance. One query.

    People behind a wall are counted: a count names nobody.
    Covers: IDENT-36.
    """
    texts = policy.parameter("promises/promises", policy.LAW)
    found: dict[str, dict[str, list[str]]] = {key: {answer: [] for answer in ANSWERS} for key in COUNTED}
    rows = _answered(area, on).order_by("person__reference").values("person__reference", *COUNTED)
    for row in rows:
        for key, answers in found.items():
            answers[row[key]].append(row["person__reference"])
    words: dict[str, Any] = dict(texts.value)  # type: ignore[call-overload]
    return [Promise(key, words[key], COUNTED[key], texts.citation, found[key]) for key in words]


def _answered(area: Area, on: date) -> QuerySet[Case]:
    """The open cases of an area, each with its answer to every promise."""
    cases = open_cases_of(people_managed_by(area.pk, on), on)
    rated = cases.alias(rosh=rosh_on(on, person="person"), again_by=next_assessment_by(on, person="person"))
    current = Q(rosh__isnull=False) & (Q(again_by__isnull=True) | Q(again_by__gte=on))
    return rated.annotate(
        identified=_identified(on), shared=_if(_shared(on)), assessed=_if(current),
        planned=_if(Exists(PlanLine.objects.filter(plan__case=OuterRef("pk")))),
    )  # fmt: skip


def _if(condition: Q | Exists) -> Choose:
    return Choose(When(condition, then=Value(KEPT)), default=Value(NOT_KEPT))


def _identified(on: date) -> Choose:
    duties = policy.parameter("promises/identification_duties", policy.LAW).items
    rows = DutyRow.objects.filter(case=OuterRef("pk"), duty__in=duties)
    late = rows.filter(Q(outcome__in=["late", "met late"]) | Q(running=True, due__lt=on))
    return Choose(
        When(Exists(late), then=Value(NOT_KEPT)),
        When(Exists(rows.filter(running=True)), then=Value(CANNOT_TELL)),
        When(Exists(rows.filter(outcome="met")), then=Value(KEPT)),
        default=Value(CANNOT_TELL),
    )


def _shared(on: date) -> Q:
    others = ~Q(agency=OuterRef("lead_agency"))
    given = Share.objects.filter(others, person=OuterRef("person"), since__lte=on, until__gte=OuterRef("opened_on"))
    told = InformationReply.objects.filter(
        ~Q(request__agency=OuterRef("lead_agency")), request__meeting__case=OuterRef("pk")
    )
    involved = Involvement.objects.filter(others, involved_on(on), person=OuterRef("person"))
    return Exists(given) | Exists(told) | Exists(involved)
