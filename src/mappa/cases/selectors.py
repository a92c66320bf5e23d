"""One door to cases: whoever may know of the person may know of the case, and nobody else."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, IntegerField, Manager, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.agencies.models import Agency, Area, AreaEdition
from mappa.assessments.selectors import rosh_on
from mappa.cases.lifecycle import CaseState, TransferState
from mappa.cases.models import (
    Case,
    CaseStep,
    CategoryRow,
    CriticalMark,
    LeadAgencyRow,
    LevelRow,
    Transfer,
    TransferStep,
)
from mappa.determinations.models import CategoryDecision, Determination
from mappa.determinations.selectors import latest_id
from mappa.kernel.reading import looks_at
from mappa.people.models import Identifier, IdentifierKind, Person
from mappa.people.selectors import area_on, people_visible_to, within_walls


def with_standing(cases: QuerySet[Case], on: date) -> QuerySet[Case]:
    """Add to each case what holds on a day: `state`, `category`, `level`, `lead_agency` (an id) and `critical`."""
    own = OuterRef("pk")

    def latest(rows: QuerySet, value: str) -> Subquery:
        return Subquery(rows.filter(case=own, since__lte=on).order_by("-since", "-id").values(value)[:1])

    return cases.annotate(
        state=Subquery(CaseStep.objects.filter(case=own, on__lte=on).order_by("-on", "-id").values("state")[:1]),
        category=latest(CategoryRow.objects.all(), "category"),
        level=latest(LevelRow.objects.all(), "level"),
        lead_agency=latest(LeadAgencyRow.objects.all(), "agency"),
        critical=Subquery(CriticalMark.objects.filter(case=own).order_by("-id").values("critical")[:1]),
    )


def cases_visible_to(actor: User, on: date) -> QuerySet[Case]:
    """Every case of everybody whom the actor may know of on a day, with what holds on that day."""
    people = people_visible_to(actor, on)
    return with_standing(Case.objects.filter(person__in=people).select_related("person"), on)


def open_cases_visible_to(actor: User, on: date) -> QuerySet[Case]:
    """The cases in MAPPA on a day."""
    return cases_visible_to(actor, on).filter(state=CaseState.OPEN)


def open_cases_of(people: QuerySet[Person], on: date) -> QuerySet[Case]:
    """The cases in MAPPA, on a day, of people whom the caller may count."""
    return with_standing(Case.objects.filter(person__in=people), on).filter(state=CaseState.OPEN)


def critical_cases(actor: User, on: date) -> QuerySet[Case]:
    """The cases in MAPPA that are marked as the critical few, with `marked` (why), `marked_by` and `marked_since`."""
    latest = CriticalMark.objects.filter(case=OuterRef("pk")).order_by("-id")
    return (
        open_cases_visible_to(actor, on)
        .filter(critical=True)
        .annotate(
            marked=Subquery(latest.values("reason")[:1]),
            marked_by=Subquery(latest.values("by")[:1]),
            marked_since=Subquery(latest.values("since")[:1]),
        )
        .order_by("marked_since", "person__reference")
    )


def case_of(actor: User, reference: str, on: date) -> Case:
    """The latest case of the person with this reference.

    Raises:
        Case.DoesNotExist: there is none, or the actor may not know of the person.
    """
    known = looks_at(reference)
    people = people_visible_to(actor, on, among=[known] if known else [])
    rows = Case.objects.filter(person__in=people).select_related("person")
    return with_standing(rows, on).latest("opened_on", "id")


def latest_case(person: Person, on: date) -> Case | None:
    """The latest case of somebody whom the caller has already been allowed to know of, with what holds on a day."""
    return with_standing(person.cases.select_related("person"), on).order_by("opened_on", "id").last()


def standing_of(case: Case, on: date) -> Case:
    """The case with what holds on a day, asked for only where the caller's own query has not."""
    return case if _has_standing(case) else with_standing(Case.objects.select_related("person"), on).get(pk=case.pk)


def _has_standing(case: Case) -> bool:
    return hasattr(case, "state") and hasattr(case, "lead_agency")


@dataclass(frozen=True)
class Identity:
    """What the identity bar shows beside the person's own row. None: not recorded."""

    pnc: str | None
    area: str | None
    rosh: str | None
    lead_agency: str | None
    edition: str


def identity_of(person: Person, case: Case | None, on: date, *, reader: Area) -> tuple[Case | None, Identity]:
    """The PNC ID, managing area, RoSH and lead agency's name, with the case as `standing_of` gives it: one query.

    Also the edition that the reader's area works to, as `edition_on` gives it.
    """
    if case is None or _has_standing(case):
        lead = Value(case.lead_agency or 0) if case else Value(0)  # type: ignore[attr-defined]
        found: Any = Person.objects.filter(pk=person.pk).only("pk").annotate(**_identity("pk", lead, on, reader)).get()
    else:
        rows = with_standing(Case.objects.filter(pk=case.pk).select_related("person"), on)
        found = case = rows.annotate(**_identity("person", OuterRef("lead_agency"), on, reader)).get()
    edition = found.shown_edition or reader.edition
    return case, Identity(found.shown_pnc, found.shown_area, found.shown_rosh, found.shown_lead, edition)


def _identity(person: str, lead: Value | OuterRef, on: date, reader: Area) -> dict[str, Subquery]:
    editions = AreaEdition.objects.filter(area=reader, since__lte=on).order_by("-since")
    pnc = Identifier.objects.filter(person=OuterRef(person), kind=IdentifierKind.PNC).order_by("id")
    return {
        "shown_pnc": Subquery(pnc.values("value")[:1]),
        "shown_area": area_on(on, person=person, value="area__name"),
        "shown_rosh": rosh_on(on, person=person),
        "shown_edition": Subquery(editions.values("edition")[:1]),
        "shown_lead": Subquery(Agency.objects.filter(pk=lead).values("name")),
    }


Row = TypeVar("Row", CategoryRow, LevelRow, LeadAgencyRow)


def latest_row(rows: "Manager[Row]", on: date | None = None) -> Row | None:
    """The last row of one history of a case, or the one that holds on a day; None while there is none."""
    told = rows.all() if on is None else rows.filter(since__lte=on)
    return told.order_by("since", "id").last()


def differs(answer: dict[str, Any], case: Case | None, on: date) -> bool:
    """Whether an answer of the engine says another category, or other categories beside it, than is recorded.

    Covers: IDENT-03 (one category is shown; those that hold beside it are kept).
    """
    row = latest_row(case.categories, on) if case else None
    if answer["recorded_category"] != (row.category if row else None):
        return True
    return row is not None and (answer["categories"] or []) != row.all_categories


def transfers_visible_to(actor: User, on: date) -> QuerySet[Transfer]:
    """Transfers of people whom the actor may know of, and those that the actor's area receives or handed over.

    The receiving co-ordination unit knows of the person from the request on, as far as the transfer's own page tells;
    the sending one keeps the trace afterwards (TRANSFER-01). A walled record needs the clearance. Newest first, with
    their `state`.
    """
    state = TransferStep.objects.filter(transfer=OuterRef("pk")).order_by("-id").values("state")[:1]
    mine = Q(case__person__in=people_visible_to(actor, on))
    if SCOPES[Role(actor.role)] is Scope.AREA:
        handed_over = TransferStep.objects.filter(state=TransferState.ACCEPTED).values("transfer")
        mine |= Q(to_area=actor.area_id) | Q(from_area=actor.area_id, pk__in=handed_over)
    return (
        Transfer.objects.filter(mine)
        .filter(within_walls(actor, "case__person"))
        .select_related("case__person", "from_area", "to_area")
        .annotate(state=Subquery(state))
        .order_by("-id")
    )


def open_transfer(case: Case) -> Transfer | None:
    """The transfer of this case that waits for an answer; None when there is none."""
    state = TransferStep.objects.filter(transfer=OuterRef("pk")).order_by("-id").values("state")[:1]
    waiting = case.transfers.annotate(state=Subquery(state)).filter(state=TransferState.REQUESTED)
    return waiting.select_related("to_area").first()


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What a list of people is narrowed to; empty means not narrowed."""

    level: str = ""
    category: str = ""
    lead_agency: str = ""
    state: str = ""
    sort: str = ""


def people_listed(actor: User, on: date, narrowed: ListFilter) -> QuerySet[Person]:
    """Everybody whom the actor may know of, with what holds in their latest case; counts and pages come from here.

    Adds `case`, `state`, `category`, `level`, `lead` (the agency's name) and `rosh`. Highest level first, unless
    sorted by name.
    """
    case = Case.objects.filter(person=OuterRef("pk"), opened_on__lte=on).order_by("-opened_on", "-id").values("pk")[:1]

    def latest(rows: QuerySet, day: str, value: str) -> Subquery:
        found = rows.filter(**{"case": OuterRef("case"), f"{day}__lte": on}).order_by(f"-{day}", "-id")
        return Subquery(found.values(value)[:1])

    people = (
        people_visible_to(actor, on)
        .annotate(case=Subquery(case))
        .annotate(
            state=latest(CaseStep.objects.all(), "on", "state"),
            category=latest(CategoryRow.objects.all(), "since", "category"),
            level=latest(LevelRow.objects.all(), "since", "level"),
            lead_id=latest(LeadAgencyRow.objects.all(), "since", "agency"),
            lead=latest(LeadAgencyRow.objects.all(), "since", "agency__name"),
            rosh=rosh_on(on),
        )
    )
    for name, value in (("level", narrowed.level), ("category", narrowed.category), ("lead_id", narrowed.lead_agency)):
        if value:
            people = people.filter(**{name: int(value)})
    if narrowed.state == NO_CASE:
        people = people.filter(state__isnull=True)
    elif narrowed.state:
        people = people.filter(state=narrowed.state)
    by_name = ("family_name", "given_names", "id")
    return (
        people.order_by(*by_name)
        if narrowed.sort == "name"
        else people.order_by(F("level").desc(nulls_last=True), *by_name)
    )


MORE_THAN_ALL = 2**40
"""A limit of rows beyond any table."""
NO_CASE = "none"
"""The word in a filter for somebody who has no case."""


def proposals_waiting(actor: User, on: date) -> QuerySet[Determination]:
    """Proposed categories that nobody has decided on and that differ from what is recorded; oldest first.

    One of two categories that has ended differs too, though the one that is shown stays (IDENT-03).

    Only the newest answer about each person counts. An answer that cannot tell whether somebody qualifies waits too.
    """
    current = CategoryRow.objects.filter(case__person=OuterRef("person"), since__lte=on).order_by("-since", "-id")
    decided = CategoryDecision.objects.filter(determination=OuterRef("pk"))
    # The limit, which nothing reaches, makes PostgreSQL find the few that are undecided before it looks at everybody.
    undecided = Determination.objects.filter(~Exists(decided)).order_by("pk").values("pk")[:MORE_THAN_ALL]
    return (
        Determination.objects.filter(pk__in=undecided, person__in=people_visible_to(actor, on))
        .annotate(newest=latest_id("person"))
        .filter(pk=F("newest"))
        .annotate(
            proposed=Coalesce(Cast(KeyTextTransform("recorded_category", "answer"), IntegerField()), 0),
            current=Coalesce(Subquery(current.values("category")[:1]), 0),
            beside=KeyTransform("categories", "answer"),
            held=Subquery(current.values("all_categories")[:1]),
        )
        .filter(
            ~Q(proposed=F("current"))
            | Q(current=0, answer__mappa_eligible=None)
            | Q(current__gt=0, held__isnull=False) & ~Q(beside=F("held"))
        )
        .select_related("person")
        .order_by("made_at", "id")
    )
