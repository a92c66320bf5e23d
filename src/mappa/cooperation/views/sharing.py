"""Before somebody shares: their agency's policy, whom to ask, and the board's protocol, one click from every page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.cooperation.forms.sharing import SharingPolicyForm
from mappa.cooperation.presenters import sharing as presenters
from mappa.cooperation.services.sharing import record_sharing_policy
from mappa.cooperation.sharing import before_sharing_for, policies_in_force, without_policy
from mappa.cooperation.views.frame import answer, find_agency, read, show
from mappa.kernel import clock

BACK = "/agencies/sharing/"


@page(Permission.AGENCY_VIEW)
@require_GET
def before_sharing(request: HttpRequest) -> HttpResponse:
    """The own agency's policy, whom to ask and the board's protocol; and the policies of the area's other agencies."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    held = before_sharing_for(actor, on)
    may_keep = bool(may(actor, Permission.SHARING_POLICY_KEEP))
    read(request, "cooperation:sharing-policy:view")
    return show(
        request, "cooperation/sharing.html", "Before you share",
        agency=actor.agency.name,
        policy=held.policy and presenters.policy_summary(held.policy, on),
        ask=held.policy and presenters.ask_summary(held.policy),
        contacts=presenters.contacts_table(held.contacts),
        protocols=presenters.protocol_parts(held.protocols, on),
        earlier=held.earlier and presenters.versions_table(held.earlier, on),
        others=presenters.area_table(
            policies_in_force(actor.area, on), without_policy(actor.area, on), on, may_keep=may_keep
        ),
        keep_href=f"/agencies/{actor.agency.code}/sharing-policy/" if may_keep else "",
    )  # fmt: skip


@page(Permission.SHARING_POLICY_KEEP)
@require_http_methods(["GET", "POST"])
def policy_new(request: HttpRequest, code: str) -> HttpResponse:
    """Record an agency's policy and whom to ask. The one before stays on record."""
    held = find_agency(request, code)
    form = SharingPolicyForm(request.POST or None)

    def act() -> None:
        record_sharing_policy(agency=held, facts=form.facts(), actor=actor_of(request), at=clock.now())

    return answer(
        request, form, act, title=f"Sharing policy of {held.name}", done="The policy is on record.", back=BACK,
        intro="What is on record now stays so until the first day of this one, and is kept after it.",
    )  # fmt: skip
