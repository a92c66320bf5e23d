"""The calendar changes duties without anybody recording a fact: whoever comes first on a new day sees to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mappa.duties.selectors import a_new_day_waits
from mappa.duties.services import derive_for_a_new_day
from mappa.kernel import clock

View = Callable[[HttpRequest], HttpResponse]


def derive_what_the_day_changes(get_response: View) -> View:
    """Before a signed-in person's page, derive the duties whose day has come.

    On almost every request this is one look at an index. It runs before the page's own transaction, each person in
    one of their own; a second request that comes meanwhile waits for the first, so none shows yesterday's duties.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = clock.now()
            on = clock.day_of(at)
            if a_new_day_waits(on):
                derive_for_a_new_day(on=on, at=at)
        return get_response(request)

    return handle
