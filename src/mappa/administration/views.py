"""Who has an account and what they have; opening, confirming, moving, suspending, handing over and closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mappa.accounts.copies import handed_out, take_copy
from mappa.accounts.lifecycle import AccountAction
from mappa.accounts.models import User
from mappa.accounts.openid import is_offered
from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission, may
from mappa.administration import forms, presenters, services
from mappa.administration.identities import bind_identity, identity_of
from mappa.administration.leftovers import leftovers_of
from mappa.administration.links import make_link
from mappa.administration.selectors import accounts_visible_to
from mappa.audit.models import What
from mappa.audit.services import record, record_shown
from mappa.govuk.forms import Form
from mappa.kernel import clock

LIST = "/administration/accounts/"
PURPOSE, MARKING = "Quarterly review of accounts", "OFFICIAL-SENSITIVE"
CHANGES = {AccountAction.MOVE, AccountAction.SUSPEND, AccountAction.REINSTATE, AccountAction.CLOSE}
SECOND = {AccountAction.CONFIRM, AccountAction.REINSTATE}
"""What an information governance lead does too; the service says for which accounts."""


def _account(request: HttpRequest, number: int) -> Any:
    found = accounts_visible_to(actor_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _looked(request: HttpRequest, operation: str, subject: str, subject_type: str = "user", **details: Any) -> None:
    record(
        what=What.CONSULTATION, operation=f"administration:{operation}", actor=actor_of(request), subject=subject,
        subject_type=subject_type, at=clock.now(), **details,
    )  # fmt: skip


@page(Permission.ACCOUNT_VIEW)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody of the area who has an account, what they have, since when, and when they last used it."""
    actor, at = actor_of(request), clock.now()
    found = list(accounts_visible_to(actor))
    _looked(request, "accounts:list", actor.area.code, "accounts of an area", shown=len(found))
    due = sum(presenters.is_due(account, clock.day_of(at), at) for account in found)
    context = {
        "page_title": "Accounts",
        "table": presenters.accounts_table(found, at),
        "count_text": f"{len(found)} accounts; {due} not confirmed in this quarter",
        "may_change": bool(may(actor, Permission.ACCOUNT_CHANGE)),
    }
    return render(request, "administration/accounts.html", context)


@page(Permission.ACCOUNT_VIEW)
@require_POST
def accounts_export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, marked, with whose copy it is."""
    actor, at = actor_of(request), clock.now()
    found = list(accounts_visible_to(actor))
    stamp = take_copy(
        operation="administration:accounts:export", actor=actor, at=at, subject=actor.area.code,
        subject_type="accounts of an area", purpose=PURPOSE, marking=MARKING, shown=len(found),
    )  # fmt: skip
    head = [*stamp.facts, ("Holds", f"Accounts of {actor.area.name}")]
    content = presenters.accounts_file(found, head=head, at=at)
    return handed_out(content, stamp=stamp, name=f"accounts-{at:%Y-%m-%d}.csv", kind="text/csv; charset=utf-8")


@page(Permission.ACCOUNT_VIEW)
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account: what it holds, what was done to it, and what can be done now."""
    actor, at = actor_of(request), clock.now()
    found = _account(request, number)
    _looked(request, "account:view", found.username)
    held = CHANGES if may(actor, Permission.ACCOUNT_CHANGE) else set()
    own = actor.pk == found.pk
    context = {
        "page_title": found.name,
        "back_href": LIST,
        "summary": presenters.account_summary(found, at),
        "history": presenters.account_history(found),
        "buttons": [] if own else presenters.buttons_of(found, held | SECOND, at),
        "may_change": bool(held) and not own,
        "own": own,
        "provider": is_offered(),
    }
    return render(request, "administration/account.html", context)


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Open an account, and show the link by which its holder chooses a password."""
    actor, at = actor_of(request), clock.now()
    form = forms.NewAccountForm(request.POST if request.method == "POST" else None, actor=actor)

    def do() -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("username", "name", "role", "post", "reason")}
        user = services.open_account(**given, agency=form.chosen_agency(), area=actor.area, actor=actor, at=at)
        if not User.objects.get(pk=user.pk).is_active:
            messages.success(request, "The account is opened. It waits for a second person to reinstate it.")
            return HttpResponseRedirect(f"{LIST}{user.pk}/")
        return _shows_link(request, user, make_link(user=user, reason=given["reason"], actor=actor, at=at))

    return _drawn(request, "Open an account", form, do, back=LIST, submit_text="Open the account")


def _shows_link(request: HttpRequest, user: User, path: str) -> HttpResponse:
    context = {
        "page_title": "The link to choose a password",
        "name": user.name,
        "link": request.build_absolute_uri(path),
        "back_href": f"{LIST}{user.pk}/",
    }
    return render(request, "administration/link.html", context)


def _asks_why(
    request: HttpRequest, number: int, title: str, do: Callable[[User, str], HttpResponse | None], **more: Any
) -> HttpResponse:
    """A page with one question: why. Then the service decides."""
    found = _account(request, number)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return _drawn(
        request, title, form, lambda: do(found, form.cleaned_data["reason"]), back=f"{LIST}{number}/",
        caption=found.name, submit_text=title, **more,
    )  # fmt: skip


def _drawn(
    request: HttpRequest, title: str, form: Form, do: Callable[[], HttpResponse | None], *, back: str, **more: Any
) -> HttpResponse:
    """A page with one form; when it is done, what that answers, or the page to go back to."""
    answers: list[HttpResponse | None] = []
    status = tried(request, form, lambda: answers.append(do()))
    if status is None:
        return answers[0] or HttpResponseRedirect(back)
    context = {"page_title": title, "form": form, "cancel_href": back, **more}
    return render(request, "govuk/form_page.html", context, status=status)


@page(Permission.ACCOUNT_CONFIRM)
@require_http_methods(["GET", "POST"])
def account_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm that somebody still needs what they have."""
    at = clock.now()

    def do(user: User, reason: str) -> None:
        services.confirm_account(user=user, reason=reason, actor=actor_of(request), at=at)
        messages.success(request, f"{user.name}'s account is confirmed.")

    intro = (
        "Look at agency, role and clearance first. Confirm only what this person still needs; else move or close it."
    )
    return _asks_why(request, number, "Confirm the account", do, intro=intro)


@page(Permission.ACCOUNT_CONFIRM)
@require_http_methods(["GET", "POST"])
def account_reinstate(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody in again; for a role that administers, as the second of two people."""

    def do(user: User, reason: str) -> None:
        services.reinstate_account(user=user, reason=reason, actor=actor_of(request), at=clock.now())
        messages.success(request, f"{user.name} can sign in again.")

    intro = "Say which manager asked for it. They sign in with the second factor they have."
    return _asks_why(request, number, "Reinstate the account", do, intro=intro)


STEPS: dict[str, tuple[str, Callable[..., None], str]] = {
    "suspend": ("Suspend the account", services.suspend_account, "is suspended. Nobody comes in with this account."),
    "close": ("Close the account", services.close_account, "has no account any more."),
}
INTROS = {
    "suspend": "The next page they ask for is refused. What they have in hand stays theirs.",
    "close": "It closes for good. Everything in hand must have been handed over or ended.",
}


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Suspend or close an account."""
    if step not in STEPS:
        raise Http404
    title, service, done = STEPS[step]

    def do(user: User, reason: str) -> None:
        service(user=user, reason=reason, actor=actor_of(request), at=clock.now())
        messages.success(request, f"{user.name} {done}")

    return _asks_why(request, number, title, do, intro=INTROS[step])


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_link(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody choose a password again. Their second factor stays."""

    def do(user: User, reason: str) -> HttpResponse:
        return _shows_link(request, user, make_link(user=user, reason=reason, actor=actor_of(request), at=clock.now()))

    return _asks_why(request, number, "Make a link to choose a password", do, intro="Links made before stop working.")


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_move(request: HttpRequest, number: int) -> HttpResponse:
    """Move somebody to another agency or role."""
    actor, found = actor_of(request), _account(request, number)
    initial = {"agency": found.agency_code, "role": found.role}
    form = forms.MoveForm(request.POST if request.method == "POST" else None, actor=actor, initial=initial)

    def do() -> None:
        agency = forms.agencies_of(actor).get(code=form.cleaned_data["agency"])
        more = {"role": form.cleaned_data["role"], "reason": form.cleaned_data["reason"]}
        services.move_account(user=found, agency=agency, actor=actor, at=clock.now(), **more)
        messages.success(request, f"{found.name} has moved, and signs in anew.")

    title, back = "Move to another agency or role", f"{LIST}{number}/"
    return _drawn(request, title, form, do, back=back, caption=found.name, submit_text="Move")


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_in_hand(request: HttpRequest, number: int) -> HttpResponse:
    """What somebody has in hand; hand it over, or end it."""
    actor, at, found = actor_of(request), clock.now(), _account(request, number)
    left = leftovers_of(found, at)
    record_shown(
        operation="administration:account:in-hand", actor=actor, subjects=[item.person for item in left], at=at,
        purpose="Handing over before an account closes or moves",
    )  # fmt: skip
    _looked(request, "account:in-hand", found.username, shown=len(left))
    form = forms.HandOverForm(request.POST if request.method == "POST" else None, user=found, left=left)

    def do() -> None:
        reason = form.cleaned_data["reason"]
        done = services.hand_over(
            user=found, keys=form.chosen(), to=form.colleague(), reason=reason, actor=actor, at=at
        )
        messages.success(request, f"{done} handed over or ended.")

    status = tried(request, form, do)
    if status is None:
        return HttpResponseRedirect(request.path)
    context = {
        "page_title": "In hand", "caption": found.name, "form": form, "left": left,
        "cancel_href": f"{LIST}{number}/", "close_href": f"{LIST}{number}/close/", "move_href": f"{LIST}{number}/move/",
    }  # fmt: skip
    return render(request, "administration/in_hand.html", context, status=status)


@page(Permission.ACCOUNT_CHANGE)
@require_http_methods(["GET", "POST"])
def account_identity(request: HttpRequest, number: int) -> HttpResponse:
    """Bind an account to a subject of the provider, or end that."""
    if not is_offered():
        raise Http404
    found = _account(request, number)
    bound = identity_of(found)
    initial = {"subject": bound.subject if bound else ""}
    form = forms.IdentityForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> None:
        bind_identity(user=found, **form.cleaned_data, actor=actor_of(request), at=clock.now())
        messages.success(request, "Saved. What was open has ended.")

    title, back = "Sign-in at the provider", f"{LIST}{number}/"
    return _drawn(request, title, form, do, back=back, caption=found.name, submit_text="Save")
