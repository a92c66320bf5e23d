"""The second factor: set it up, show it, and confirm with it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mappa.accounts.guessing import remember_device, who_has_code, who_has_password
from mappa.accounts.half_way import FACTOR, leads_to, who_is_half_way
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page, public
from mappa.accounts.permissions import Permission
from mappa.accounts.second_factor import (
    Adapter,
    codes_left,
    has_app,
    has_second_factor,
    new_recovery_codes,
    new_secret,
    picture_for_app,
    set_up_app,
)
from mappa.accounts.security_keys import keys_of
from mappa.accounts.step_up import confirm
from mappa.kernel import clock
from mappa.web.forms import CodeForm, PasswordForm, SetUpForm
from mappa.web.next_page import next_of
from mappa.web.security_keys import NO_ANSWER, by_key, key_context
from mappa.web.services import begin_session, record_access
from mappa.web.setting_up import signed_in_with_codes, who_sets_up

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
    form, problem = CodeForm(request.POST if _gives_code(request) else None), ""
    if request.method == "POST":
        if factor := _factor_shown(request, user, form):
            response = HttpResponseRedirect(leads_to(request))
            begin_session(request, user=user, at=at, factor=factor)
            remember_device(request, response, user=user, at=at)
            return response
        problem = _say_wrong(form)
    return _asks_for_factor(request, user, form, problem, page_title="Give your second factor", submit_text="Continue")


def _gives_code(request: HttpRequest) -> bool:
    return request.method == "POST" and "credential" not in request.POST


def _factor_shown(request: HttpRequest, user: User, form: CodeForm) -> str | None:
    """The kind of the second factor that was shown just now, by key or by code."""
    if not form.is_bound:
        return by_key(request, user)
    return who_has_code(user, form.cleaned_data["code"], at=clock.now()) if form.is_valid() else None


def _say_wrong(form: CodeForm) -> str:
    """What to say of a key that was refused; of a code it is said beside its field."""
    if not form.is_bound:
        return NO_ANSWER
    if form.is_valid():
        form.add_error("code", WRONG_CODE)
    return ""


def _asks_for_factor(request: HttpRequest, user: User, form: CodeForm, problem: str, **more: Any) -> HttpResponse:
    app = has_app(user)
    if not app:
        form.fields["code"].help_text = "One of your recovery codes"
    context = {"form": form, "has_app": app, "has_errors": bool(problem), **key_context(user, problem), **more}
    return render(request, "web/code.html", context, status=422 if form.errors or problem else 200)


@public
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up an app as one's second factor; then show the recovery codes, once."""
    at, user = clock.now(), who_sets_up(request)
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
            return signed_in_with_codes(request, user, codes, factor="totp")
        form.add_error("code", "This is not the code of this key. Check that your telephone\u2019s clock is right.")
    context = {"page_title": "Set up your second factor", "form": form, "secret": _in_fours(secret)}
    return render(request, "web/set_up.html", context, status=422 if form.errors else 200)


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


@public
@require_GET
def picture(request: HttpRequest) -> HttpResponse:
    """The key of the app that is being set up, as a picture to photograph."""
    user = who_sets_up(request)
    if user is None or SECRET not in request.session:
        raise Http404
    svg = picture_for_app(user, Adapter().decrypt(request.session[SECRET]))
    return HttpResponse(svg, content_type="image/svg+xml")


@page(Permission.OWN_SIGN_IN)
@require_http_methods(["GET", "POST"])
def confirm_again(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is signed in to show once more who they are."""
    user, at = actor_of(request), clock.now()
    form, problem = _confirming_form(request, user), ""
    if request.method == "POST":
        if _confirmed(request, user, form):
            confirm(request, at=at)
            record_access(user=user, operation="confirmed", at=at)
            return HttpResponseRedirect(next_of(request))
        problem = _say_wrong(form) if isinstance(form, CodeForm) else ""
        if isinstance(form, PasswordForm) and form.is_valid():
            form.add_error("password", WRONG_PASSWORD)
    intro = "What you are about to open is asked for again. Then go on where you were."
    more = {"page_title": "Confirm that it is you", "intro": intro, "submit_text": "Confirm", **_provider(request)}
    if isinstance(form, CodeForm):
        return _asks_for_factor(request, user, form, problem, **more)
    return render(request, "web/code.html", {"form": form, **more}, status=422 if form.errors else 200)


def _provider(request: HttpRequest) -> dict[str, str]:
    """Whoever came in by a provider may confirm there too."""
    if request.session.get(FACTOR) != "openid":
        return {}
    return {"provider": settings.ENVIRONMENT.oidc_name, "next": next_of(request)}


def _confirming_form(request: HttpRequest, user: User) -> CodeForm | PasswordForm:
    data = request.POST if _gives_code(request) else None
    return CodeForm(data) if has_second_factor(user) else PasswordForm(data)


def _confirmed(request: HttpRequest, user: User, form: CodeForm | PasswordForm) -> bool:
    if isinstance(form, CodeForm):
        return bool(_factor_shown(request, user, form))
    if not form.is_valid():
        return False
    password = form.cleaned_data["password"]
    return who_has_password(request, username=user.username, password=password, at=clock.now()) == user


@page(Permission.OWN_SIGN_IN)
@require_GET
def own_factor(request: HttpRequest) -> HttpResponse:
    """What I sign in with."""
    user = actor_of(request)
    record_access(user=user, operation="own second factor read", at=clock.now())
    context = {
        "page_title": "Your sign-in",
        "has_factor": has_second_factor(user),
        "has_app": has_app(user),
        "keys": keys_of(user),
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
