"""Signing in and out, and where one is signed in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mappa.accounts.guessing import remember_device, who_has_password
from mappa.accounts.half_way import go_half_way, needs_second_factor
from mappa.accounts.models import User
from mappa.accounts.openid import is_offered
from mappa.accounts.pages import actor_of, page, public
from mappa.accounts.permissions import Permission
from mappa.kernel import clock
from mappa.web.forms import SignInForm
from mappa.web.next_page import next_of
from mappa.web.selectors import demonstration_accounts, sessions_of
from mappa.web.services import begin_session, demonstration_user, end_session_of, record_access

WRONG = (
    "We do not know this user name with this password. Check both. After several failed attempts you have to wait, "
    "at most 15 minutes. If it still fails, ask your system administrator."
)


@public
@require_http_methods(["GET", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """Ask who comes in; in a demonstration, list who can be tried."""
    demonstration, at = not settings.ENVIRONMENT.live, clock.now()
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if user := _who_comes_in(request, form, demonstration=demonstration):
            if needs_second_factor(user):
                go_half_way(request, user, leads_to=next_of(request), at=at)
                record_access(user=user, operation="password accepted", at=at)
                return HttpResponseRedirect("/signin/code")
            begin_session(request, user=user, at=at, shown=bool(request.POST.get("password")))
            response = HttpResponseRedirect(next_of(request))
            remember_device(request, response, user=user, at=at)
            return response
        if form.is_valid():
            form.add_error("username", WRONG)
    context = {
        "page_title": "Sign in",
        "form": form,
        "next": next_of(request),
        "provider": settings.ENVIRONMENT.oidc_name if is_offered() else "",
        "areas": demonstration_accounts() if demonstration else [],
        "limits": settings.ENVIRONMENT if next_of(request) != "/" else None,
    }
    return render(request, "web/signin.html", context, status=422 if request.method == "POST" else 200)


def _who_comes_in(request: HttpRequest, form: SignInForm, *, demonstration: bool) -> User | None:
    if demonstration and not request.POST.get("password"):
        return demonstration_user(request.POST.get("username", "").replace("\0", ""))
    if not form.is_valid():
        return None
    return who_has_password(request, **form.cleaned_data, at=clock.now())


@public
@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """End the session on the server and tell the browser to forget.

    Cookies are not named in the header: the session's own is deleted, and the one by which this browser is known
    again stays, or guesses at a colleague's name could keep that colleague out after every sign-out.
    """
    if isinstance(request.user, User):
        record_access(user=request.user, operation="signed out", at=clock.now())
    logout(request)
    response = HttpResponseRedirect("/signin")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(Permission.OWN_SIGN_IN)
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    user = actor_of(request)
    record_access(user=user, operation="own sessions read", at=clock.now())
    context = {
        "page_title": "Where I am signed in",
        "sessions": sessions_of(user, here=request.session.session_key, at=clock.now()),
        "limits": settings.ENVIRONMENT,
    }
    return render(request, "web/sessions.html", context)


@page(Permission.OWN_SIGN_IN)
@require_POST
def session_end(request: HttpRequest) -> HttpResponse:
    """End one of my sessions."""
    ended = end_session_of(actor_of(request), request.POST.get("session", ""), at=clock.now())
    if ended.session_key == request.session.session_key:
        logout(request)
        return HttpResponseRedirect("/signin")
    messages.success(request, "The session has ended. Whoever uses that browser must sign in again.")
    return HttpResponseRedirect("/account/sessions/")
