"""What lets somebody know of a person: a table of sources, each of which is rows on record.

The same rows filter lists and explain single answers, so the two cannot differ. Apps above `people` add sources of
their own through `mappa.config.wiring`; a share, for example, is one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Role, Scope
from mappa.kernel.models import is_one_of
from mappa.people.models import EmergencyAccess, Involvement, ManagingArea, Person

WHOLE = ""
"""The section that stands for the whole record."""


@dataclass(frozen=True)
class Question:
    """Who asks to know of people.

    Args:
        on: the day asked about. Involvement counts on its first and last day.
        at: the instant of asking. Emergency access, lists and clearances are those of this instant.
        section: one section of the record, for example ``plan``. Blank asks for the whole record.
    """

    actor: User
    on: date
    at: datetime
    section: str = WHOLE

    @property
    def scope(self) -> Scope:
        """Which people the actor's role may know of at all."""
        return SCOPES[Role(self.actor.role)]


@dataclass(frozen=True)
class Ground:
    """One reason why somebody may know of a person, as a sentence. Both days are included; no `until` is no end."""

    source: str
    sentence: str
    since: date | datetime
    until: date | datetime | None = None


@dataclass(frozen=True)
class Source:
    """One way to come to know of a person.

    Args:
        name: names the source in an explanation and in the audit log. It is never renamed.
        rows: the rows with a `person` that open something to the one who asks, or None where the source is not for
            them. A source that opens named sections only gives rows for those sections, and none for the whole.
        ground: what one such row says, in words.
    """

    name: str
    rows: Callable[[Question], "QuerySet[Any] | None"]
    ground: Callable[[Any], Ground]


def involved_on(day: date) -> Q:
    """Involvement that counts on a day: first and last day are included."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def _managed(question: Question) -> QuerySet[ManagingArea] | None:
    if question.scope is not Scope.AREA:
        return None
    newer = ManagingArea.objects.filter(person=OuterRef("person"), since__gt=OuterRef("since"), since__lte=question.on)
    mine = ManagingArea.objects.filter(area=question.actor.area_id, since__lte=question.on)
    return mine.filter(~Exists(newer)).select_related("area")


def _involved(question: Question) -> QuerySet[Involvement] | None:
    if question.scope is not Scope.AGENCY:
        return None
    mine = Involvement.objects.filter(involved_on(question.on), agency=question.actor.agency_id)
    return mine.select_related("agency", "officer")


def _emergencies(question: Question) -> QuerySet[EmergencyAccess] | None:
    if question.scope is Scope.NOBODY:
        return None
    return EmergencyAccess.objects.filter(user=question.actor.pk, opened_at__lte=question.at, ends_at__gt=question.at)


def _managed_ground(row: ManagingArea) -> Ground:
    return Ground("managing-area", f"{row.area.name} manages this person, and you work for {row.area.name}.", row.since)


def _involved_ground(row: Involvement) -> Ground:
    kind = row.get_kind_display()
    sentence = f"Your agency, {row.agency.name}, is on the record: {kind[0].lower()}{kind[1:]}."
    return Ground("involvement", sentence, row.since, row.until)


def _emergency_ground(row: EmergencyAccess) -> Ground:
    return Ground("emergency", "You took emergency access, and gave a reason.", row.opened_at, row.ends_at)


OWN = (
    Source("managing-area", _managed, _managed_ground),
    Source("involvement", _involved, _involved_ground),
    Source("emergency", _emergencies, _emergency_ground),
)
"""The sources of this app."""
SOURCES: list[Source] = list(OWN)
"""Every source. `mappa.config.wiring` adds those of higher apps with `wire_sources`."""


def wire_sources(further: list[Source]) -> None:
    """Install the sources of higher apps, after this app's own. Called once, when the product starts."""
    SOURCES[:] = [*OWN, *further]


def opened_to(question: Question, among: Sequence[int] | None = None) -> Q:
    """The people of whom some source lets the asker know, as a filter over `Person`. Walls come besides.

    Args:
        among: the ids of the few who are asked about; None asks about everybody.
    """
    found = Q(pk__in=[])
    for source in SOURCES:
        rows = source.rows(question)
        if rows is not None:
            if among is not None:
                rows = rows.filter(is_one_of("person", among))
            found |= Q(pk__in=rows.order_by().values("person"))
    return found


def grounds(question: Question, person: Person) -> list[Ground]:
    """Every reason why the asker may know of a person, in the order of the sources; walls not considered."""
    found = []
    for source in SOURCES:
        rows = source.rows(question)
        if rows is not None:
            found += [source.ground(row) for row in rows.filter(person=person).order_by("pk")]
    return found
