"""Other forums and central units of the area."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.cooperation import policy
from mappa.cooperation.forms.links import CentralForm, ForumForm, WalesForm
from mappa.cooperation.presenters import links as presenters
from mappa.cooperation.selectors import central_contacts_of, forums_of
from mappa.cooperation.services import links as services
from mappa.cooperation.views.frame import answer, read, show
from mappa.kernel import clock

BACK = "/agencies/links/"


@page(Permission.AGENCY_VIEW)
@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """Who links the area with other forums, how central units are reached, and what is devolved."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    edition = edition_on(actor.area, on)
    read(request, "cooperation:link:list")
    return show(
        request, "cooperation/links.html", "Forums and central units",
        forums=presenters.forums_table(forums_of(actor.area), edition),
        forums_source=policy.citation(policy.FORUMS, edition),
        central=presenters.central_table(central_contacts_of(actor.area), edition),
        central_source=policy.citation(policy.CENTRAL, edition),
        in_wales=actor.area.in_wales, devolved=presenters.devolved(actor.area, edition),
        may_edit=bool(may(actor, Permission.AGENCY_EDIT)),
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def forum_new(request: HttpRequest) -> HttpResponse:
    """Record who links the area with a forum."""
    actor, at = actor_of(request), clock.now()
    entries = policy.words(policy.FORUMS, edition_on(actor.area, clock.day_of(at)))
    form = ForumForm(request.POST or None, entries=entries)
    return answer(
        request, form, lambda: services.link_forum(**form.cleaned_data, actor=actor, at=at),
        title="Link with another forum", done="The link is recorded.", back=BACK,
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def central_new(request: HttpRequest) -> HttpResponse:
    """Record how a central unit is reached."""
    actor, at = actor_of(request), clock.now()
    entries = policy.words(policy.CENTRAL, edition_on(actor.area, clock.day_of(at)))
    form = CentralForm(request.POST or None, entries=entries)
    return answer(
        request, form, lambda: services.record_central_contact(**form.cleaned_data, actor=actor, at=at),
        title="How a central unit is reached", done="The contact is recorded.", back=BACK,
    )  # fmt: skip


@page(Permission.AGENCY_EDIT)
@require_http_methods(["GET", "POST"])
def wales(request: HttpRequest) -> HttpResponse:
    """Say whether the area is in Wales."""
    actor = actor_of(request)
    form = WalesForm(request.POST or None, initial={"in_wales": "yes" if actor.area.in_wales else "no"})

    def act() -> None:
        services.mark_wales(in_wales=form.cleaned_data["in_wales"] == "yes", actor=actor, at=clock.now())

    return answer(
        request, form, act, title="Devolved functions", done="That is recorded.", back=BACK,
        intro="In Wales some functions are devolved. The pages about agencies then say which.",
    )  # fmt: skip
