"""Files to download. Their names carry only references, never a person's name."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.copies import handed_out
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.documents.selectors import minutes_for
from mappa.documents.services import KINDS, minutes_file
from mappa.kernel import clock


@page(Permission.DOCUMENT_DOWNLOAD)
def minutes(request: HttpRequest, reference: str, number: int, ending: str) -> HttpResponse:
    """One approved version as a Word or PDF file."""
    actor, at = actor_of(request), clock.now()
    found = minutes_for(actor, reference, number, clock.day_of(at))
    if found is None or ending not in KINDS:
        raise Http404
    version, recipient = found
    content, stamp = minutes_file(version=version, ending=ending, recipient=recipient, actor=actor, at=at)
    name = f"{version.meeting.reference}-v{version.number}.{ending}"
    return handed_out(content, stamp=stamp, name=name, kind=KINDS[ending][0])
