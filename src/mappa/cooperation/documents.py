"""One door to an area's documents: what is in force, what waits for the board, what is overdue for review."""

from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.cooperation.lifecycle import VersionState
from mappa.cooperation.models import AreaDocument, DocumentVersion, VersionStep


def with_state(versions: QuerySet[DocumentVersion]) -> QuerySet[DocumentVersion]:
    """Add `state`, `decided_at`, `decided_by` and `reason`: what the latest step left."""
    latest = VersionStep.objects.filter(version=OuterRef("pk")).order_by("-id")
    return versions.annotate(
        state=Subquery(latest.values("state")[:1]),
        decided_at=Subquery(latest.values("at")[:1]),
        decided_by=Subquery(latest.values("by")[:1]),
        reason=Subquery(latest.values("reason")[:1]),
    )


def documents_of(area: Area) -> QuerySet[AreaDocument]:
    """The documents of an area, each with `all_versions`, the newest first. They are public inside the area."""
    versions = with_state(DocumentVersion.objects.order_by("-number"))
    return AreaDocument.objects.filter(area=area).order_by("kind", "title").prefetch_related(
        Prefetch("versions", versions, to_attr="all_versions")
    )  # fmt: skip


def document_of(actor: User, document: int) -> AreaDocument:
    """One document of the actor's area.

    Raises:
        AreaDocument.DoesNotExist: there is none, or it is another area's.
    """
    return documents_of(actor.area).get(pk=document)


def in_force(document: AreaDocument) -> DocumentVersion | None:
    """The newest version that the board approved; None where it approved none."""
    approved = (one for one in document.all_versions if one.state == VersionState.APPROVED)  # type: ignore[attr-defined]
    return next(approved, None)


def waiting_for_board(area: Area) -> QuerySet[DocumentVersion]:
    """The versions that nobody on the board has decided on, the oldest first."""
    rows = with_state(DocumentVersion.objects.filter(document__area=area)).filter(state=VersionState.WAITING)
    return rows.select_related("document").order_by("at", "id")


def reviews_before(area: Area, last: date) -> QuerySet[DocumentVersion]:
    """The versions in force that are to be reviewed by a day, that day included; the longest overdue first."""
    approved = VersionStep.objects.filter(state=VersionState.APPROVED, version__document=OuterRef("document")).order_by(
        "-version__number"
    )
    newest = Subquery(approved.values("version")[:1])
    rows = DocumentVersion.objects.filter(document__area=area, review_on__lte=last, pk=newest)
    return rows.select_related("document").order_by("review_on", "id")


def overdue_reviews(area: Area, on: date) -> QuerySet[DocumentVersion]:
    """The versions in force whose review day has passed, the longest overdue first (AGENCY-04). Its day is in time."""
    return reviews_before(area, on - timedelta(days=1))
