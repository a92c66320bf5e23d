"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from mappa.accounts.models import User
from mappa.accounts.pages import public
from mappa.kernel import clock
from mappa.web.forms import SignInForm
from mappa.web.selectors import demonstration_accounts
from mappa.web.services import record_access, who_signs_in

WRONG = "We do not know this user name with this password. Check both, or ask your system administrator."


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"


@public
@require_http_methods(["GET", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """Ask who comes in; in a demonstration, list who can be tried."""
    demonstration = not settings.ENVIRONMENT.live
    form = SignInForm()
    status = 200
    if request.method == "POST":
        form = SignInForm(request.POST)
        user = who_signs_in(
            request,
            username=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            demonstration=demonstration,
        )
        if user:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            record_access(user=user, operation="signed in", at=clock.now())
            return HttpResponseRedirect(_next(request))
        if form.is_valid():
            form.add_error("username", WRONG)
        status = 422
    context = {
        "page_title": "Sign in",
        "form": form,
        "next": _next(request),
        "areas": demonstration_accounts() if demonstration else [],
    }
    return render(request, "web/signin.html", context, status=status)


@public
@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """End the session on the server and tell the browser to forget."""
    if isinstance(request.user, User):
        record_access(user=request.user, operation="signed out", at=clock.now())
    logout(request)
    response = HttpResponseRedirect("/signin")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
