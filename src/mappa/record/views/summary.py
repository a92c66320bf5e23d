"""The first page of a record: one screen that answers what an officer asks first."""

from django.db.models import Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mappa.accounts.compartments import Compartment
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import Assessment, RoshRating
from mappa.cases.contributions import panels_of
from mappa.cases.lifecycle import CaseState
from mappa.cases.looking import Seen, look, show
from mappa.cases.presenters import overview
from mappa.determinations.models import Determination
from mappa.determinations.selectors import latest_determination
from mappa.govuk.presenters import Options, summary_list
from mappa.kernel.sealed_fields import open_as, share_a_ring
from mappa.people.models import Involvement
from mappa.people.selectors import involved_on
from mappa.record import facts as histories
from mappa.record.changes_since import LOOKED, changes_since_last_look
from mappa.record.models import Attachment
from mappa.record.presenters import summary as presenters
from mappa.record.selectors import attachments_visible_to, opened_to, standing
from mappa.record.types import TYPES

AT_FIRST = (presenters.CONDITIONS, *(each.key for each in TYPES.values() if each.warns))
"""The types of attachment whose entries stand on the first page."""
LOOKED_THROUGH = 10
"""So many photographs, the newest, are looked through for one that shows the person."""


@page(Permission.CASE_VIEW)
@require_GET
def summary(request: HttpRequest, reference: str) -> HttpResponse:
    """Who, where now, category and level since when and why, risk, what binds, what is late, what changed."""
    seen = look(request, reference, LOOKED)
    involved = _involved(seen)
    held = histories.facts_of(seen.person, seen.case)
    attached = _attached(seen)
    open_now = opened_to(seen.actor, at=seen.at)
    told = changes_since_last_look(seen.actor, seen.person, open_now=open_now, at=seen.at)
    determination = latest_determination(seen.person)
    ratings = _ratings(seen)
    _open_together(seen, attached, ratings)
    may_read = bool(may(seen.actor, Permission.DETERMINATION_VIEW))
    context = {
        "page_title": "Summary",
        "alerts": overview.alerts(seen.person, seen.case, determination, seen.actor, seen.on),
        "warnings": presenters.warnings(attached, seen.base),
        "face": presenters.face(attached, seen.base),
        "standing": summary_list(_standing(seen, held, involved, determination)),
        "can_be_done": overview.what_can_be_done(seen.person, seen.case, seen.actor) if seen.case else [],
        "risk": presenters.risk_card(ratings, _named(ratings, open_now), seen.base),
        "risk_href": f"{seen.base}risk/" if may(seen.actor, Permission.PLAN_VIEW) else "",
        "binds": presenters.binds_table(held, attached, seen.on) if may_read else None,
        "panels": panels_of(seen.case, seen.actor, seen.on) if seen.case else [],
        "changes": presenters.changes(told, seen.base),
        "record_href": f"{seen.base}record/" if may(seen.actor, Permission.RECORD_VIEW) else "",
        "levels": presenters.levels_table(held, seen.edition) if seen.case else None,
        "involved": presenters.involved_table(involved),
        "why_seen": overview.why_seen(seen.actor, involved),
        "has_case": seen.case is not None,
    }
    return show(request, seen, "record/summary.html", context)


def _standing(
    seen: Seen, held: presenters.Facts, involved: list[Involvement], determination: Determination | None
) -> list[Options]:
    where = presenters.where_row(held, seen.person, seen.actor, seen.on)
    if seen.case is None:
        return where
    if seen.case.state != CaseState.OPEN:
        return [*presenters.left_card(seen.case, held, seen.case.exits.order_by("on", "id").last()), *where]
    return where + presenters.standing_card(
        seen.case, held, involved, determination, actor=seen.actor, on=seen.on, edition=seen.edition,
    )  # fmt: skip


def _involved(seen: Seen) -> list[Involvement]:
    rows = Involvement.objects.filter(involved_on(seen.on), person=seen.person)
    return list(rows.select_related("agency", "officer").order_by("since", "id"))


def _attached(seen: Seen) -> list[Attachment]:
    """The warnings and licence conditions that hold on the day, and the newest photographs: all in one query."""
    rows = standing(attachments_visible_to(seen.actor, seen.person, at=seen.at)).filter(nothing="", since__lte=seen.on)
    holds = Q(kind__in=AT_FIRST) & (Q(until__isnull=True) | Q(until__gte=seen.on))
    pictures = rows.filter(kind=presenters.PHOTOGRAPHS, file__isnull=False)[:LOOKED_THROUGH]
    return list(rows.filter(holds | Q(pk__in=pictures.values("pk"))))


def _ratings(seen: Seen) -> list[RoshRating]:
    """The ratings of the newest assessment that rates groups, for those who may see risk."""
    if not may(seen.actor, Permission.PLAN_VIEW):
        return []
    newest = Assessment.objects.filter(person=seen.person, on__lte=seen.on, ratings__isnull=False)
    latest = newest.order_by("-on", "-id").values("pk")[:1]
    rows = RoshRating.objects.filter(assessment=Subquery(latest)).select_related("assessment", "entry")
    return list(rows.order_by("pk"))


def _open_together(seen: Seen, attached: list[Attachment], ratings: list[RoshRating]) -> None:
    """Ask for the person's key once for all that is sealed on the page."""
    sealed = [*attached, *(each.entry for each in ratings if each.entry)]
    share_a_ring(sealed)
    if own := next((each for each in sealed if each.person_id == seen.person.pk), None):
        open_as(own, ratings)


def _named(ratings: list[RoshRating], open_now: set[str]) -> dict[int, str]:
    """The words of the entries to which the ratings point, for those who may read the victims section (VICTIM-08)."""
    if Compartment.VICTIMS not in open_now:
        return {}
    return {each.entry.pk: each.entry.description for each in ratings if each.entry}
