"""Who may set up a first second factor, and what they see once they have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.guessing import remember_device
from mappa.accounts.half_way import leads_to, who_is_half_way
from mappa.accounts.models import User
from mappa.accounts.second_factor import has_second_factor
from mappa.kernel import clock
from mappa.web.services import begin_session


def who_sets_up(request: HttpRequest) -> User | None:
    """Whoever has just given their password, or is signed in, and has no second factor yet."""
    user = request.user if isinstance(request.user, User) else who_is_half_way(request, at=clock.now())
    return None if user is None or has_second_factor(user) else user


def signed_in_with_codes(request: HttpRequest, user: User, codes: list[str], *, factor: str) -> HttpResponse:
    """Sign them in with what they have just set up, and show their recovery codes, once."""
    at, goes_to = clock.now(), leads_to(request)
    begin_session(request, user=user, at=at, factor=factor)
    context = {"page_title": "Keep your recovery codes", "codes": codes, "next": goes_to}
    response = render(request, "web/recovery_codes.html", context)
    remember_device(request, response, user=user, at=at)
    return response
