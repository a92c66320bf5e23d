"""Signing in, or confirming, at an OpenID Connect provider; and hearing from it that somebody has left."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mappa.accounts.guessing import may_come_in, remember_device
from mappa.accounts.half_way import go_half_way
from mappa.accounts.models import ProviderIdentity, Session, User
from mappa.accounts.openid import (
    Asked,
    NotBelieved,
    address_to_ask,
    claims_for,
    is_offered,
    proves_second_factor,
    provider,
    shown_since,
    subject_logged_out,
)
from mappa.accounts.pages import public
from mappa.accounts.step_up import confirm
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.web.next_page import next_of
from mappa.web.services import begin_session, record_access

ASKED = "openid_asked"
FACTOR = "openid"
LASTS = timedelta(minutes=10)


class Provider:
    """Who acts when the provider does."""

    username = "sign-in provider"
    agency_code = ""


def _only_if_offered() -> None:
    if not is_offered():
        raise Http404


@public
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; whoever is signed in here, to show once more who they are."""
    _only_if_offered()
    asked, at = Asked.afresh(), clock.now()
    again = request.user.is_authenticated
    try:
        address = address_to_ask(provider(), asked, back_to=_back(request), again=again)
    except NotBelieved as problem:
        return _refused(request, str(problem))
    held = {**asdict(asked), "at": at.isoformat(), "leads_to": next_of(request), "again": again}
    request.session[ASKED] = held
    return HttpResponseRedirect(address)


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri("/signin/openid/back")


@public
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take in whoever comes back with a code for which the provider vouches, if the account is bound and open."""
    _only_if_offered()
    at, held = clock.now(), request.session.pop(ASKED, None)
    try:
        claims = _claims(request, held, at)
        user = _account_of(claims, at)
        if held["again"]:
            return _confirmed(request, user, claims, held, at)
    except NotBelieved as problem:
        return _refused(request, str(problem))
    if not proves_second_factor(claims):
        go_half_way(request, user, leads_to=held["leads_to"], at=at)
        record_access(user=user, operation="provider accepted", at=at)
        return HttpResponseRedirect("/signin/code")
    response = HttpResponseRedirect(held["leads_to"])
    begin_session(request, user=user, at=at, factor=FACTOR)
    remember_device(request, response, user=user, at=at)
    return response


def _claims(request: HttpRequest, held: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if held is None or not constant_time_compare(state, held["state"]):
        raise NotBelieved("state")
    if at - datetime.fromisoformat(held["at"]) >= LASTS:
        raise NotBelieved("too late")
    if not code:
        raise NotBelieved("no code")
    asked = Asked(state=held["state"], nonce=held["nonce"], verifier=held["verifier"])
    return claims_for(code, asked, back_to=_back(request), at=at)


def _account_of(claims: dict[str, Any], at: datetime) -> User:
    """The open account that an administrator bound to this issuer and subject. Nothing else is looked at."""
    bound = ProviderIdentity.objects.filter(issuer=claims["iss"], subject=claims["sub"], ended_at=None)
    user = User.objects.select_related("agency", "area").filter(pk__in=bound.values("user"), is_active=True).first()
    if user is None:
        raise NotBelieved("not bound")
    if not may_come_in(user, at=at):
        raise NotBelieved("not used for too long")
    return user


def _confirmed(
    request: HttpRequest, user: User, claims: dict[str, Any], held: dict[str, Any], at: datetime
) -> HttpResponse:
    """Count it as confirmed when it is the same person, who has just shown a second factor there."""
    just_now = shown_since(claims, datetime.fromisoformat(held["at"]))
    if request.user != user or not just_now or not proves_second_factor(claims):
        raise NotBelieved("not confirmed")
    confirm(request, at=at)
    record_access(user=user, operation="confirmed", at=at, factor=FACTOR)
    return HttpResponseRedirect(held["leads_to"])


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    record(
        what=What.ACCESS, operation="sign-in refused", actor=Provider(), subject_type="sign-in at a provider",
        subject="", at=clock.now(), why=why,
    )  # fmt: skip
    context = {
        "page_title": "You are not signed in",
        "explanation": (
            f"The answer of {settings.ENVIRONMENT.oidc_name} could not be accepted, or no open account here belongs to "
            "it. Try once more. If it fails again, ask your system administrator."
        ),
        "actions": [{"text": "Sign in", "href": "/signin?" + urlencode({"next": "/"})}],
    }
    return render(request, "403.html", context, status=403)


@csrf_exempt
@public
@require_POST
def left(request: HttpRequest) -> HttpResponse:
    """End the sessions of somebody whose sign-in ended at the provider (OpenID Connect Back-Channel Logout)."""
    _only_if_offered()
    at = clock.now()
    try:
        subject = subject_logged_out(request.POST.get("logout_token", ""), at=at)
    except NotBelieved:
        return HttpResponse(status=400)
    bound = ProviderIdentity.objects.filter(issuer=settings.ENVIRONMENT.oidc_issuer, subject=subject, ended_at=None)
    for identity in bound.select_related("user"):
        Session.objects.filter(user=identity.user_id).delete()
        record(
            what=What.ACCESS, operation="session ended", actor=Provider(), subject_type="user",
            subject=identity.user.username, at=at, why="signed out at the provider",
        )  # fmt: skip
    return HttpResponse(status=200)
