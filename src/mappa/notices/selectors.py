"""One door to notices: who answers them, and who sent them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from mappa.accounts.attribution import named
from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.agencies.models import Agency, AgencyStatus
from mappa.agencies.selectors import agencies_of
from mappa.kernel.reading import wider
from mappa.notices.lifecycle import ENDING, NoticeMove, NoticeState
from mappa.notices.models import Notice, NoticeLink, NoticeStep
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to


def _with_state(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    ended = NoticeStep.objects.filter(notice=OuterRef("pk"), move__in=ENDING)
    rows = named(rows, teller="by").annotate(has_ended=Exists(ended))
    return rows.select_related("area", "agency", "responsible")


def notices_visible_to(actor: User, on: date) -> QuerySet[Notice]:
    """Those that the actor answers, with `has_ended`: what waits first, the oldest first.

    The co-ordinator answers every notice to the area; an agency of the Responsible Authority those that it was asked
    to look at. One that belongs to a record is read by those who may know of the person.
    """
    if not may(actor, Permission.NOTICE_ANSWER):
        return Notice.objects.none()
    rows = Notice.objects.filter(area=actor.area_id)
    if SCOPES[Role(actor.role)] is Scope.AGENCY:
        rows = rows.filter(responsible=actor.agency_id)
    on_record = NoticeStep.objects.filter(notice=OuterRef("pk"), move=NoticeMove.RECORD)
    known = NoticeLink.objects.filter(notice=OuterRef("pk"), person__in=people_visible_to(actor, on))
    rows = rows.filter(~Exists(on_record) | Exists(known))
    return _with_state(rows).order_by("has_ended", "pk")


def waiting_for(actor: User, on: date) -> QuerySet[Notice]:
    """Those that wait for the actor's answer."""
    return notices_visible_to(actor, on).filter(has_ended=False)


def steps_of(notice: Notice) -> QuerySet[NoticeStep]:
    """What was done about one of `notices_visible_to`, in order."""
    return named(notice.steps.order_by("pk"), answerer="by")


def state_of(notice: Notice) -> NoticeState:
    """Where one of `notices_visible_to` stands."""
    ended = notice.has_ended  # type: ignore[attr-defined]
    return NoticeState.ENDED if ended else NoticeState.WAITING


def person_of(notice: Notice) -> Person | None:
    """On whose record a notice is that the actor may read."""
    link = notice.links.select_related("person").first()
    return link.person if link else None


MOST_SENT = 50


def sent_by(actor: User) -> list[Notice]:
    """The latest `MOST_SENT` that the actor sent, to whichever area, with `has_ended`: no more is told of them."""
    if not may(actor, Permission.NOTICE_SEND):
        return []
    with wider("notices"):
        return list(_with_state(Notice.objects.filter(by=actor.username)).order_by("-pk")[:MOST_SENT])


def responsible_agencies(actor: User, on: date) -> QuerySet[Agency]:
    """The agencies of the Responsible Authority of the actor's area."""
    return agencies_of(actor.area, on).filter(status=AgencyStatus.RESPONSIBLE)


def notices_about(person: Person) -> Iterable[NoticeLink]:
    """The notices that belong to a record, the oldest first. The caller knows that the person may be known."""
    return NoticeLink.objects.filter(person=person).select_related("notice__agency").order_by("pk")
