"""Files taken in."""

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.imports.models import ImportedFile


def files_of(actor: User) -> QuerySet[ImportedFile]:
    """The files of the actor's area, newest first. Their reports hold no name."""
    return ImportedFile.objects.filter(area=actor.area_id).order_by("-at", "-pk")
