"""Security keys: set one up, add another, remove one. Signing in with one is beside the codes."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from mappa.accounts.guessing import who_has_key
from mappa.accounts.models import User
from mappa.accounts.pages import actor_of, page, public
from mappa.accounts.permissions import Permission
from mappa.accounts.second_factor import has_second_factor
from mappa.accounts.security_keys import KIND, add_key, ask_for_key, ask_for_new_key, remove_key
from mappa.kernel import clock
from mappa.web.forms import KeyForm
from mappa.web.services import record_access
from mappa.web.setting_up import signed_in_with_codes, who_sets_up

NOT_ADDED = "This key was not added, because its answer was not one to our question. Try again."
NO_ANSWER = "This is not one of your keys, or its answer came too late. Try again, or give a code."
OWN = "/account/second-factor/"
NESTED_TOO_DEEP = (ValueError, RecursionError)


def answer_of(request: HttpRequest) -> Any:
    """What the browser passed on from a key. None when that is no JSON."""
    try:
        return json.loads(request.POST.get("credential", ""))
    except NESTED_TOO_DEEP:
        return None


def by_key(request: HttpRequest, user: User) -> str | None:
    """The kind of factor when a key of this user answered the challenge of this session, else None."""
    return who_has_key(user, answer_of(request), at=clock.now())


def key_context(user: User, problem: str) -> dict[str, Any]:
    """What a page needs to ask for a key. Nothing when there is none."""
    options = ask_for_key(user)
    return {"key_options": json.dumps(options), "key_problem": problem} if options else {}


def _asks_for_new_key(request: HttpRequest, user: User, form: KeyForm, problem: str, **more: Any) -> HttpResponse:
    context = {
        "page_title": "Add a security key",
        "form": form,
        "key_options": json.dumps(ask_for_new_key(user)),
        "key_problem": problem,
        "has_errors": bool(problem),
        **more,
    }
    return render(request, "web/new_key.html", context, status=422 if form.errors or problem else 200)


@public
@require_http_methods(["GET", "POST"])
def set_up_key(request: HttpRequest) -> HttpResponse:
    """Set up a key as one's first second factor; then show the recovery codes, once."""
    user, problem = who_sets_up(request), ""
    if user is None:
        return HttpResponseRedirect("/signin")
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        codes = add_key(user, name=form.cleaned_data["name"], answer=answer_of(request), first=True)
        if codes is not None:
            record_access(user=user, operation="second factor set up", at=clock.now(), factor=KIND)
            return signed_in_with_codes(request, user, codes, factor=KIND)
        problem = NOT_ADDED
    return _asks_for_new_key(request, user, form, problem, cancel_href="/signin/set-up")


@page(Permission.SIGN_IN_CHANGE)
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Add another key."""
    user, problem = actor_of(request), ""
    if not has_second_factor(user):
        return HttpResponseRedirect("/signin/set-up/key")
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if add_key(user, name=form.cleaned_data["name"], answer=answer_of(request), first=False) is not None:
            record_access(user=user, operation="security key added", at=clock.now())
            messages.success(request, "The key is added. You can sign in with it.")
            return HttpResponseRedirect(OWN)
        problem = NOT_ADDED
    return _asks_for_new_key(request, user, form, problem, cancel_href=OWN)


@page(Permission.SIGN_IN_CHANGE)
@require_POST
def key_removal(request: HttpRequest) -> HttpResponse:
    """Remove one of one's own keys."""
    user = actor_of(request)
    name = remove_key(user, request.POST.get("key", ""))
    record_access(user=user, operation="security key removed", at=clock.now())
    messages.success(request, f"\u201c{name}\u201d is removed. It signs you in no more.")
    return HttpResponseRedirect(OWN)
