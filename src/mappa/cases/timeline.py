"""What happened to a person, from every room that the reader may look into.

The rooms below this one are read in one query, so that those above have room for theirs.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

from django.db.models import CharField, DateField, F, Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import Assessment
from mappa.assessments.selectors import rosh_label
from mappa.cases.contributions import Happening, contributed
from mappa.cases.models import CaseStep, CategoryRow, CriticalMark, LeadAgencyRow, LevelRow, TransferStep
from mappa.govuk import days
from mappa.offending.models import (
    BreachAction,
    Conviction,
    Disposal,
    Movement,
    NotificationBreach,
    NotificationEvent,
    NotificationReview,
    Order,
    OrderBreach,
    OrderStep,
)
from mappa.offending.movements import (
    BreachOutcome,
    MovementKind,
    NotificationKind,
    OrderKind,
    OrderStepKind,
    ReturnReason,
)
from mappa.people.models import Person

Row = tuple[str, date, str, str, str]
NOTHING = Value("", output_field=TextField())
STEP_WORDS = {
    "open": "Case opened",
    "exit": "Left MAPPA",
    "archive": "Record archived",
    "reactivate": "Case re-activated",
}
MOVEMENTS, REASONS = dict(MovementKind.choices), dict(ReturnReason.choices)
NOTIFIED, ORDERS = dict(NotificationKind.choices), dict(OrderKind.choices)
STEPS, OUTCOMES = dict(OrderStepKind.choices), dict(BreachOutcome.choices)

WORDS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "step": lambda action, reason: (STEP_WORDS.get(action, action), reason),
    "category": lambda category, basis: (f"Category {category}" if category else "No category from this day", basis),
    "level": lambda level, why: (f"Level {level}", why),
    "critical": lambda marked, why: (
        "Marked as one of the critical few" if marked == "true" else "No longer one of the critical few",
        why,
    ),
    "lead": lambda agency, reason: (f"{agency} leads", reason),
    "transfer": lambda area, state: (f"Transfer to {area}: {state}", ""),
    "conviction": lambda title, court: (f"Convicted or cautioned: {title}", court),
    "disposal": lambda code, months: (f"Sentence: {code}", f"{months} months" if months else ""),
    "movement": lambda kind, reason: (MOVEMENTS.get(kind, kind), REASONS.get(reason, reason)),
    "order": lambda kind, until: (ORDERS.get(kind, kind), f"Until {_long(until)}" if until else "Until further order"),
    "order_step": lambda kind, order: (f"{ORDERS.get(order, order)}: {STEPS.get(kind, kind).lower()}", ""),
    "order_breach": lambda order, what: (f"Breach found: {ORDERS.get(order, order)}", what),
    "order_outcome": lambda order, outcome: (f"Outcome of a breach: {ORDERS.get(order, order)}", OUTCOMES[outcome]),
    "outcome": lambda what, outcome: ("Outcome of a failure to notify", f"{what}: {OUTCOMES[outcome].lower()}"),
    "followed": lambda what, result: (f"Done after a failure to notify: {what}", result),
    "notification": lambda kind, _none: (NOTIFIED.get(kind, kind), ""),
    "breach": lambda what, _none: ("Failure to notify found", what),
    "applied": lambda _outcome, _none: ("Applied to end indefinite notification", ""),
    "review": lambda outcome, reasons: (f"Indefinite notification {outcome}", reasons),
    "assessment": lambda tool, rosh: (f"{tool} assessment", f"RoSH: {rosh_label(rosh or None).lower()}"),
}
"""From where a row comes, and how it reads: title, then text."""


KINDS = {
    "case": "Case, category and level", "offending": "Convictions and orders", "movement": "Custody and hospital",
    "notification": "Notification", "assessment": "Risk", "meeting": "Meetings and minutes",
}  # fmt: skip
"""What entries are narrowed by, with the words for it."""
KIND_OF = {
    "conviction": "offending", "disposal": "offending", "order": "offending", "movement": "movement",
    "notification": "notification", "breach": "notification", "applied": "notification", "review": "notification",
    "assessment": "assessment",
}  # fmt: skip
"""The kind of each source; the others are of the case."""


def happenings_of(person: Person, actor: User, on: date, *, ahead: bool = False) -> list[Happening]:
    """Everything that has a day, those ahead included, in no order. Offending and risk need their permissions.

    Args:
        ahead: only what is to come is wanted, so the sources of the past are not asked.
    """
    sources = _case(person)
    if may(actor, Permission.DETERMINATION_VIEW):
        sources += _offending(person)
    if may(actor, Permission.PLAN_VIEW):
        rated = Assessment.objects.filter(person=person)
        sources.append(_rows("assessment", rated, day="on", first="tool", second="rosh", by="assessor"))
    return [*_in_words(sources), *contributed(person, actor, on, ahead=ahead)]


def _case(person: Person) -> list[QuerySet[Model, Row]]:
    own = {"case__person": person}
    transfers = TransferStep.objects.filter(transfer__case__person=person)
    return [
        _rows("step", CaseStep.objects.filter(**own), day="on", first="action", second="reason", by="by"),
        _rows("category", CategoryRow.objects.filter(**own), day="since", first="category", second="basis", by="by"),
        _rows("level", LevelRow.objects.filter(**own), day="since", first="level", second="rationale", by="decided_by"),
        _rows("critical", CriticalMark.objects.filter(**own), day="since", first="critical", second="reason", by="by"),
        _rows("lead", LeadAgencyRow.objects.filter(**own), day="since", first="agency__name", second="reason", by="by"),
        _rows("transfer", transfers, day="at", first="transfer__to_area__name", second="state", by="by"),
    ]


def _offending(person: Person) -> list[QuerySet[Model, Row]]:
    own = {"person": person}
    reviews = NotificationReview.objects.filter(**own)
    disposals = Disposal.objects.filter(conviction__person=person)
    notified = NotificationEvent.objects.filter(**own)
    decided = reviews.filter(decided_on__isnull=False)
    broken, failed = OrderBreach.objects.filter(order__person=person), NotificationBreach.objects.filter(**own)
    steps = OrderStep.objects.filter(order__person=person)
    done = BreachAction.objects.filter(breach__person=person, done_on__isnull=False)
    return [
        _rows("conviction", Conviction.objects.filter(**own), day="on", first="title", second="court_name"),
        _rows("disposal", disposals, day="on", first="code", second="term_months"),
        _rows("movement", Movement.objects.filter(**own), day="on", first="kind", second="reason", by="recorded_by"),
        _rows("order", Order.objects.filter(**own), day="on", first="kind", second="until", by="recorded_by"),
        _rows("order_step", steps, day="on", first="kind", second="order__kind", by="recorded_by"),
        _rows("order_breach", broken, day="found_on", first="order__kind", second="what", by="recorded_by"),
        _rows("order_outcome", broken.exclude(outcome=""), day="outcome_on", first="order__kind", second="outcome"),
        _rows("notification", notified, day="on", first="kind", by="recorded_by"),
        _rows("breach", failed, day="found_on", first="what", by="recorded_by"),
        _rows("outcome", failed.exclude(outcome=""), day="outcome_on", first="what", second="outcome"),
        _rows("followed", done, day="done_on", first="what", second="result", by="recorded_by"),
        _rows("applied", reviews, day="applied_on", first="outcome", by="recorded_by"),
        _rows("review", decided, day="decided_on", first="outcome", second="reasons"),
    ]


def _rows(source: str, rows: QuerySet, *, day: str, first: str, second: str = "", by: str = "") -> QuerySet[Model, Row]:
    """One table as rows of five texts, ready to be joined to the others."""
    return (
        rows.order_by()
        .annotate(
            the_source=Value(source, output_field=CharField()),
            the_day=Cast(day, DateField()),
            the_first=_text(first),
            the_second=_text(second),
            the_name=_text(by),
        )
        .values_list("the_source", "the_day", "the_first", "the_second", "the_name")
    )


def _text(field: str) -> Combinable:
    return Coalesce(Cast(F(field), TextField()), NOTHING, output_field=TextField()) if field else NOTHING


def _in_words(sources: list[QuerySet[Model, Row]]) -> Iterator[Happening]:
    for source, day, first, second, by in sources[0].union(*sources[1:], all=True):
        title, text = WORDS[source](first, second)
        agency = first if source == "lead" else ""
        yield Happening(at=day, title=title, text=text, by=by, kind=KIND_OF.get(source, "case"), agency=agency)


def day_of(at: date | datetime) -> date:
    """The day of an entry."""
    return at.date() if isinstance(at, datetime) else at


def moment_of(at: date | datetime) -> datetime:
    """The instant by which an entry is sorted; the first of its day where only the day is known."""
    return at if isinstance(at, datetime) else datetime.combine(at, time(), tzinfo=UTC)


def _long(day: str) -> str:
    return days.long_date(date.fromisoformat(day))
