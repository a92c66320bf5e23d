"""Files taken in."""

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.imports.models import ImportedFile


def files_of(actor: User, kind: str = "") -> QuerySet[ImportedFile]:
    """The files of the actor's area, newest first, of one kind or of all. Their reports hold no name."""
    rows = ImportedFile.objects.filter(area=actor.area_id).order_by("-at", "-pk")
    return rows.filter(kind=kind) if kind else rows
