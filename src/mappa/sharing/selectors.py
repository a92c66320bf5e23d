"""One door to shares and to emergency access."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.agencies.models import Agency
from mappa.people.models import EmergencyAccess, Involvement, InvolvementKind, Person
from mappa.people.selectors import involved_on, people_managed_by, people_visible_to, within_walls
from mappa.sharing.models import FurtherUse, PointerAsk, Share

VICTIMS = "victims"
"""The section that a share opens only to somebody who may see victims anyway."""


def holding_on(day: date) -> Q:
    """Shares that hold on a day: first and last day included, nothing revoked. After its last day a share lapses."""
    return Q(since__lte=day, until__gte=day, revoked_at__isnull=True)


def shares_for(agency: Agency, on: date) -> QuerySet[Share]:
    """What an agency has been given that holds on a day, the first to end first. Covers: INFO-01."""
    rows = Share.objects.filter(holding_on(on), agency=agency)
    return rows.select_related("person", "agency").order_by("until", "pk")


def shares_visible_to(actor: User, on: date) -> QuerySet[Share]:
    """What the actor may read as a receiver: the shares of the actor's agency that hold on a day.

    None without the permission to receive, and none about records behind a wall that the actor is not cleared for.
    """
    if not may(actor, Permission.SHARE_RECEIVE):
        return Share.objects.none()
    return shares_for(actor.agency, on).filter(within_walls(actor))


def sections_open_to(actor: User, share: Share) -> frozenset[str]:
    """The sections of one share that the actor may read. Victims stay behind their own permission."""
    given = {section.name for section in share.sections.all()}
    return frozenset(given if may(actor, Permission.VICTIMS_VIEW) else given - {VICTIMS})


def sections_shared_with(actor: User, person: Person, on: date) -> frozenset[str]:
    """The sections about one person that the actor may read on a day through shares.

    A share is narrower than the sharer, and no wider than the receiver.
    """
    shares = shares_visible_to(actor, on).filter(person=person).prefetch_related("sections")
    return frozenset().union(*(sections_open_to(actor, share) for share in shares))


def shares_made_known_to(actor: User, on: date) -> QuerySet[Share]:
    """The share ledger, the newest first: every share of everybody whom the actor may know of, lapsed ones too.

    Whoever answers for information governance, and knows nobody, reads those of the people whom their area manages.
    None without the permission to read the ledger; a wall hides what lies behind it.
    """
    rows = Share.objects.select_related("person", "agency", "contact").order_by("-made_at", "-pk")
    if not may(actor, Permission.SHARE_LEDGER):
        return rows.none()
    if SCOPES[Role(actor.role)] is Scope.NOBODY:
        managed = people_managed_by(actor.area_id, on)
        return rows.filter(within_walls(actor), person__in=managed)
    return rows.filter(person__in=people_visible_to(actor, on))


def further_uses_to_answer(actor: User) -> QuerySet[FurtherUse]:
    """What the actor's agency was asked about its information, unanswered first and the oldest of them first."""
    rows = FurtherUse.objects.select_related("share__person", "share__agency", "owner", "asked_by", "answered_by")
    if not may(actor, Permission.FURTHER_USE_ANSWER):
        return rows.none()
    mine = rows.filter(within_walls(actor, "share__person"), owner=actor.agency_id)
    return mine.alias(done=Q(answered_at__isnull=False)).order_by("done", "asked_at", "pk")


def pointer_asks_about(person: Person) -> QuerySet[PointerAsk]:
    """Who asked whether somebody is known here, the newest first. The caller has shown that the reader may know."""
    return PointerAsk.objects.filter(about=person).select_related("user__agency").order_by("-at", "-pk")


def emergencies_visible_to(actor: User, on: date) -> QuerySet[EmergencyAccess]:
    """Emergency access that the actor may review: to people whom their area manages, or taken by their area's users.

    Without the permission to review there is none, and a wall hides what lies behind it. Unreviewed first.
    """
    rows = EmergencyAccess.objects.select_related("person", "user__agency", "reviewed_by")
    if not may(actor, Permission.BREAK_GLASS_REVIEW):
        return rows.none()
    managed = people_managed_by(actor.area_id, on)
    theirs = Q(person__in=managed) | Q(user__area=actor.area_id)
    known = rows.filter(theirs, within_walls(actor))
    return known.alias(reviewed=Q(reviewed_at__isnull=False)).order_by("reviewed", "-opened_at", "-pk")


def emergencies_awaiting_review(actor: User, on: date) -> QuerySet[EmergencyAccess]:
    """The part of `emergencies_visible_to` that nobody has reviewed and the actor did not open."""
    return emergencies_visible_to(actor, on).filter(reviewed_at__isnull=True).exclude(user=actor.pk)


def emergencies_on_records_of(actor: User, on: date) -> QuerySet[EmergencyAccess]:
    """The notice to a record manager: who opened a record that the actor's agency manages, until that is reviewed.

    It is the row that opens the record, so it is there as soon as the record is open (MEET-31).
    """
    managing = Involvement.objects.filter(
        involved_on(on), kind=InvolvementKind.RECORD_MANAGER, agency=actor.agency_id, person=OuterRef("person")
    )
    rows = EmergencyAccess.objects.filter(Exists(managing), within_walls(actor), reviewed_at__isnull=True)
    return rows.select_related("person", "user__agency").order_by("-opened_at", "-pk")
