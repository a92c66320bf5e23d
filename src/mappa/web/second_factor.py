"""The second factor: set it up, show it, and confirm with it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mappa.accounts.guessing import remember_device, who_has_code, who_has_password
from mappa.accounts.half_way import FACTOR, leads_to, who_is_half_way
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page, public
from mappa.accounts.permissions import Permission
from mappa.accounts.second_factor import (
    Adapter,
    codes_left,
    has_second_factor,
    new_recovery_codes,
    new_secret,
    picture_for_app,
    set_up_app,
)
from mappa.accounts.step_up import confirm
from mappa.kernel import clock
from mappa.web.forms import CodeForm, PasswordForm, SetUpForm
from mappa.web.services import begin_session, record_access

WRONG_CODE = (
    "This code is not right, or has been used. Wait for the next one. After several failed attempts you have to wait, "
    "at most 15 minutes. If it still fails, ask your system administrator."
)
WRONG_PASSWORD = "This is not your password. After several failed attempts you have to wait, at most 15 minutes."  # noqa: S105
SECRET = "secret_of_new_app"  # noqa: S105 - the name of its place in the session


@public
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has just given their password, and sign them in."""
    at = clock.now()
    user = who_is_half_way(request, at=at)
    if user is None:
        return HttpResponseRedirect("/signin")
    if not has_second_factor(user):
        return HttpResponseRedirect("/signin/set-up")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if factor := who_has_code(user, form.cleaned_data["code"], at=at):
            response = HttpResponseRedirect(leads_to(request))
            begin_session(request, user=user, at=at, factor=factor)
            remember_device(request, response, user=user, at=at)
            return response
        form.add_error("code", WRONG_CODE)
    context = {"page_title": "Give your second factor", "form": form, "submit_text": "Continue"}
    return render(request, "govuk/form_page.html", context, status=422 if form.errors else 200)


def _who_sets_up(request: HttpRequest) -> User | None:
    """Whoever has just given their password, or is signed in, and has no second factor yet."""
    user = request.user if isinstance(request.user, User) else who_is_half_way(request, at=clock.now())
    return None if user is None or has_second_factor(user) else user


@public
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an app as one's second factor; then show the recovery codes, once."""
    at, user = clock.now(), _who_sets_up(request)
    if user is None:
        return HttpResponseRedirect("/signin")
    if SECRET not in request.session:
        request.session[SECRET] = Adapter().encrypt(new_secret())
    secret = Adapter().decrypt(request.session[SECRET])
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        codes = set_up_app(user, secret=secret, code=form.cleaned_data["code"], at=at)
        if codes:
            record_access(user=user, operation="second factor set up", at=at, factor="totp")
            return _signed_in_with_codes(request, user, codes)
        form.add_error("code", "This is not the code of this key. Check that your telephone\u2019s clock is right.")
    context = {"page_title": "Set up your second factor", "form": form, "secret": _in_fours(secret)}
    return render(request, "web/set_up.html", context, status=422 if form.errors else 200)


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _signed_in_with_codes(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    at, goes_to = clock.now(), leads_to(request)
    begin_session(request, user=user, at=at, factor="totp")
    context = {"page_title": "Keep your recovery codes", "codes": codes, "next": goes_to}
    response = render(request, "web/recovery_codes.html", context)
    remember_device(request, response, user=user, at=at)
    return response


@public
@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """The key of the app that is being set up, as a picture to photograph."""
    user = _who_sets_up(request)
    if user is None or SECRET not in request.session:
        raise Http404
    svg = picture_for_app(user, Adapter().decrypt(request.session[SECRET]))
    return HttpResponse(svg, content_type="image/svg+xml")


@page(Permission.OWN_SIGN_IN)
@require_http_methods(["GET", "POST"])
def confirm_again(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is signed in to show once more who they are."""
    user, at = actor_of(request), clock.now()
    by_code = has_second_factor(user)
    data = request.POST if request.method == "POST" else None
    form = CodeForm(data) if by_code else PasswordForm(data)
    if request.method == "POST" and form.is_valid():
        if _confirmed(request, user, form, by_code=by_code):
            confirm(request, at=at)
            record_access(user=user, operation="confirmed", at=at)
            return HttpResponseRedirect(_next(request))
        form.add_error("code" if by_code else "password", WRONG_CODE if by_code else WRONG_PASSWORD)
    context = {
        "page_title": "Confirm that it is you",
        "form": form,
        "intro": "What you are about to open is asked for again. Then go on where you were.",
        "submit_text": "Confirm",
    }
    return render(request, "govuk/form_page.html", context, status=422 if form.errors else 200)


def _confirmed(request: HttpRequest, user: User, form: CodeForm | PasswordForm, *, by_code: bool) -> bool:
    if by_code:
        return bool(who_has_code(user, form.cleaned_data["code"], at=clock.now()))
    password = form.cleaned_data["password"]
    return who_has_password(request, username=user.username, password=password, at=clock.now()) == user


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "/")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"


@page(Permission.OWN_SIGN_IN)
@require_GET
def own_factor(request: HttpRequest) -> HttpResponse:
    """What I sign in with."""
    user = actor_of(request)
    record_access(user=user, operation="own second factor read", at=clock.now())
    context = {
        "page_title": "Your sign-in",
        "has_factor": has_second_factor(user),
        "codes_left": codes_left(user),
        "used_now": request.session.get(FACTOR, ""),
    }
    return render(request, "web/second_factor.html", context)


@page(Permission.SIGN_IN_CHANGE)
@require_POST
def fresh_codes(request: HttpRequest) -> HttpResponse:
    """Give fresh recovery codes, once; those given before stop working."""
    user = actor_of(request)
    if not has_second_factor(user):
        return HttpResponseRedirect("/signin/set-up")
    codes = new_recovery_codes(user)
    record_access(user=user, operation="recovery codes renewed", at=clock.now())
    context = {"page_title": "Keep your recovery codes", "codes": codes, "next": "/account/second-factor/"}
    return render(request, "web/recovery_codes.html", context)
