"""What a receiving agency may read, section by section."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.shareable import SECTIONS
from mappa.ledger.models import SubjectAccess, SubjectAccessPart
from mappa.people.models import Person
from mappa.people.selectors import people_managed_by, within_walls
from mappa.sharing.models import FurtherUse, Share, SharedSection
from mappa.sharing.selectors import sections_open_to, shares_visible_to

ORDER = {name: place for place, name in enumerate(SECTIONS)}


def received(actor: User, on: date) -> QuerySet[Share]:
    """What the actor's agency may read on a day, with its sections; the first to end first."""
    return shares_visible_to(actor, on).prefetch_related("sections__owner")


def sections_to_read(actor: User, share: Share) -> list[SharedSection]:
    """The sections of one share that the actor may read, in the order of the table of sections."""
    opened = sections_open_to(actor, share)
    return sorted(
        (section for section in share.sections.all() if section.name in opened),
        key=lambda section: ORDER.get(section.name, len(ORDER)),
    )


def further_uses_of(share: Share) -> QuerySet[FurtherUse]:
    """Every other use of a share that was asked for, the newest first."""
    return share.further_uses.select_related("owner", "asked_by").order_by("-asked_at", "-pk")


def people_of_the_area(actor: User, on: date) -> QuerySet[Person]:
    """Everybody whom the actor's area manages on a day, within walls: for those who answer for its information."""
    managed = people_managed_by(actor.area_id, on)
    return managed.filter(within_walls(actor, ""), merged_into__isnull=True)


def subject_access_visible_to(actor: User, on: date) -> QuerySet[SubjectAccess]:
    """Requests for what is held: of the area for those who record them, else those with a part of one's own agency.

    Those who record them see every part. An agency sees its own alone: what another one owns, whether that bears
    intelligence and why it was refused is between that one and those who record (INFO-04, INFO-09). Those with an
    undecided part come first, the first due before the others.
    """
    rows = SubjectAccess.objects.select_related("person")
    if not may(actor, Permission.SUBJECT_ACCESS_DECIDE):
        return rows.none()
    parts = SubjectAccessPart.objects.select_related("agency").order_by("agency__name", "pk")
    if may(actor, Permission.SUBJECT_ACCESS_RECORD):
        rows = rows.filter(person__in=people_of_the_area(actor, on))
    else:
        parts = parts.filter(agency=actor.agency_id)
        rows = rows.filter(within_walls(actor), Exists(parts.filter(request=OuterRef("pk"))))
    waiting = Exists(parts.filter(request=OuterRef("pk"), decided_at__isnull=True))
    return rows.alias(waiting=waiting).order_by("-waiting", "due", "pk").prefetch_related(Prefetch("parts", parts))


def access_parts_to_decide(actor: User) -> QuerySet[SubjectAccessPart]:
    """The parts that the actor's own agency owns, decided ones too."""
    if not may(actor, Permission.SUBJECT_ACCESS_DECIDE):
        return SubjectAccessPart.objects.none()
    mine = SubjectAccessPart.objects.filter(within_walls(actor, "request__person"), agency=actor.agency_id)
    return mine.select_related("request__person", "agency")
