"""What every page has: a signed-in user, a named permission, and an answer when it is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.accounts.step_up import must_confirm
from mappa.audit.models import What
from mappa.audit.services import correlation, guards_ask_once, record
from mappa.govuk.forms import Form
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, Stale
from mappa.kernel.reading import read_as_user

SHOWN, CONFLICT, UNSAVED = 200, 409, 422
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Page(Protocol[P]):
    """A view that says which permission it needs."""

    permission: Permission

    def __call__(self, request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        """Answer the request."""


def page(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let only holders of a permission in. Others read why, and whom to ask; the refusal is recorded.

    The permission is asked for before anything is looked up, so a refusal tells nothing about what exists.
    Which people the page may then show is the selectors' business, and what they hide is "not found".
    """

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return HttpResponseRedirect("/signin?" + urlencode({"next": request.path}))
            actor = cast("User", request.user)
            decision = may(actor, permission)
            if not decision:
                record(
                    what=What.ACCESS,
                    operation="refused",
                    actor=actor,
                    subject_type="permission",
                    subject=permission.value,
                    at=clock.now(),
                )
                request.refusal_recorded = True  # type: ignore[attr-defined]
                context = {"page_title": "You cannot do this", "explanation": decision.reason}
                return render(request, "403.html", context, status=403)
            if must_confirm(request, actor, permission, at=clock.now()):
                return HttpResponseRedirect("/account/confirm/?" + urlencode({"next": _page_of(request)}))
            read_as_user(actor, at=clock.now(), operation=correlation.get(), about=str(kwargs.get("reference", "")))
            with guards_ask_once():
                return view(request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return inner

    return wrap


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one or, for what a form sent, the page of the form."""
    if request.method in {"GET", "HEAD"}:
        return request.path
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/"


def public(view: View[P]) -> View[P]:
    """Mark one of the few pages that need nobody to be signed in: sign-in, health, error pages."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> User:
    """The signed-in user of a page."""
    return cast("User", request.user)


def tried(request: HttpRequest, form: Form, act: Callable[[], Any]) -> int | None:
    """Do what a form that was sent asks for. None when it is done, else the status to draw the page with."""
    if request.method != "POST":
        return SHOWN
    status = save(form, act) if form.is_valid() else UNSAVED
    return None if status == SHOWN else status


def save(form: Form, act: Callable[[], Any]) -> int:
    """Do it, or say beside the fields what a person can put right. Gives the status to answer with; 200 when done."""
    try:
        act()
    except Incomplete as wrong:
        form.say_beside(wrong)
        return UNSAVED
    except (NotPossible, Stale) as wrong:
        form.say_beside(wrong)
        return CONFLICT
    return SHOWN
