"""One door to duties: whoever may know of the person may know of the duty."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Role
from mappa.agencies.models import Area
from mappa.cases.models import Case
from mappa.determinations.policy import Overlay
from mappa.determinations.selectors import overlays_of
from mappa.duties.models import Derivation, DutyRow
from mappa.people.models import Involvement, Person
from mappa.people.selectors import area_on, involved_on, people_visible_to

# Posts of the arrangements themselves; every other owner code is a kind of agency.
POSTS = {Role.COORDINATOR: "co-ordinator", Role.ADMINISTRATOR: "administrator", Role.CHAIR: "chair"}

# What a worklist shows at first: a review in twenty years would only hide what is due this month.
AHEAD = timedelta(days=60)


def owner_code(actor: User) -> str:
    """The owner code under which the actor's duties stand."""
    return POSTS.get(Role(actor.role), actor.agency.kind)


def duties_visible_to(actor: User, on: date) -> QuerySet[DutyRow]:
    """Every duty about everybody whom the actor may know of."""
    people = people_visible_to(actor, on)
    return DutyRow.objects.filter(case__person__in=people).select_related("case__person")


def running_for(actor: User, on: date, *, mine: bool = False) -> QuerySet[DutyRow]:
    """What the actor's post or agency still has to do, late first, then by day; without a day last.

    Args:
        mine: only people whose named officer is the actor.
    """
    rows = duties_visible_to(actor, on).filter(running=True, owner=owner_code(actor))
    if mine:
        named = Involvement.objects.filter(involved_on(on), officer=actor, person=OuterRef("case__person"))
        rows = rows.filter(Exists(named))
    return rows.order_by(F("due").asc(nulls_last=True), "case__person__reference", "id")


def departures_for(cases: Sequence[Case], *, on: date) -> dict[int, Overlay]:
    """Where the managing area of each case departs from the case's edition (EDITION-03).

    One query where no area departs from anything; else one more, and one for each area that does.
    """
    areas = {area.pk: overlays_of(area) for area in Area.objects.filter(departures__isnull=False).distinct()}
    if not areas:
        return {}
    people = Person.objects.filter(pk__in=[case.person_id for case in cases])
    managing = dict(people.annotate(managing=area_on(on)).values_list("pk", "managing"))
    found = {case.pk: areas.get(managing.get(case.person_id), {}).get(case.edition) for case in cases}
    return {case: overlay for case, overlay in found.items() if overlay}


def late_on(on: date) -> Q:
    """Running duties whose last day has gone."""
    return Q(running=True, due__lt=on)


def soon_on(on: date) -> Q:
    """Late, or due within the days that a worklist shows at first. What has no limit, or a far one, is for later."""
    return Q(due__lte=on + AHEAD)


def duties_of(case: Case) -> QuerySet[DutyRow]:
    """All duties of a case that the caller may see: running first by day, then the finished, newest first."""
    return DutyRow.objects.filter(case=case).order_by("-running", F("due").asc(nulls_last=True), "-started_on", "id")


def a_new_day_waits(on: date) -> bool:
    """Whether there is any such case, for whoever asks: asked before each page, when nobody's rows are read yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a_new_day_waits(%s)", [on])
        return bool(cursor.fetchone()[0])


def waits_for_a_new_day(on: date) -> QuerySet[Derivation]:
    """The cases in which something recorded earlier for this day, or one before, has come since they were derived."""
    return Derivation.objects.filter(changes_on__lte=on)
