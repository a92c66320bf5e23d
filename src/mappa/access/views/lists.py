"""Restrictions and exclusions of one record: what stands, what stood, and the forms to set, extend and lift one."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from mappa.access.forms import LiftForm, ListForm, NamesForm
from mappa.access.presenters import list_card
from mappa.access.selectors import agencies_to_name, lists_of
from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, answered, look, show
from mappa.govuk.forms import Form
from mappa.kernel.decisions import require
from mappa.people.models import AccessList
from mappa.people.services import lift_list, may_set_lists, name_on_list, set_list

BACK = "access-lists/"


def _seen(request: HttpRequest, reference: str, operation: str) -> Seen:
    """The person, for somebody who may set lists; to others it is not told whether there is one."""
    seen = look(request, reference, operation)
    require(may_set_lists(seen.actor, seen.person, seen.on))
    return seen


def _standing(seen: Seen, number: int) -> AccessList:
    found = lists_of(seen.person, seen.at).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest, seen: Seen, form: Form, act: Callable[..., Any], *, title: str, done: str
) -> HttpResponse:
    return answered(
        request, seen, form, lambda: act(person=seen.person, **form.cleaned_data, actor=seen.actor, at=seen.at),
        to=seen.base + BACK, title=title, back=BACK, done=done, submit_text=title,
    )  # fmt: skip


@page(Permission.ACCESS_LIST_SET)
def lists(request: HttpRequest, reference: str) -> HttpResponse:
    """What stands and what stood."""
    seen = _seen(request, reference, "people:access-list:view")
    found = list(lists_of(seen.person, seen.at))
    context = {
        "page_title": "Restrictions and exclusions",
        "cards": [list_card(each, seen.person, standing=each.standing) for each in found],
        "new_href": f"{seen.base}{BACK}new/",
    }
    return show(request, seen, "access/lists.html", context, section=BACK)


@page(Permission.ACCESS_LIST_SET)
def list_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Set a restriction or an exclusion."""
    seen = _seen(request, reference, "people:access-list:form")
    agencies = agencies_to_name(seen.actor.area, seen.person, seen.on)
    form = ListForm(request.POST or None, agencies=agencies, initial={"since": seen.on})
    return _answer(
        request, seen, form, set_list, title="Restrict or exclude", done="The list stands from its first day."
    )


@page(Permission.ACCESS_LIST_SET)
def list_names(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Name more agencies or users on a list."""
    seen = _seen(request, reference, "people:access-list:form")
    _standing(seen, number)
    form = NamesForm(request.POST or None, agencies=agencies_to_name(seen.actor.area, seen.person, seen.on))

    def act(**facts: Any) -> AccessList:
        return name_on_list(number=number, **facts)

    return _answer(request, seen, form, act, title="Name more on the list", done="They are named from now on.")


@page(Permission.ACCESS_LIST_SET)
def list_lift(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Lift a list, from now on."""
    seen = _seen(request, reference, "people:access-list:form")
    _standing(seen, number)

    def act(**facts: Any) -> AccessList:
        return lift_list(number=number, **facts)

    return _answer(
        request, seen, LiftForm(request.POST or None), act, title="Lift the list", done="The list is lifted."
    )
