"""The furniture of every page: who is signed in, where they can go, and what kind of installation this is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mappa.accounts.models import User
from mappa.accounts.permissions import GRANTS, Permission, Role
from mappa.agencies.selectors import edition_on
from mappa.cases.marking import marking_of_records
from mappa.kernel import clock

DEMONSTRATION = "This is a demonstration. All people, addresses and events in it are invented."

# What the main navigation offers, in order, to those who hold the permission.
PLACES: tuple[tuple[str, str, Permission], ...] = (
    ("Home", "/", Permission.HOME),
    ("People", "/people/", Permission.PERSON_LIST),
    ("Search", "/search/", Permission.PERSON_SEARCH),
    ("Known here?", "/known-here/", Permission.POINTER_ASK),
    ("Referrals", "/referrals/", Permission.REFERRAL_VIEW),
    ("Meetings", "/meetings/", Permission.MEETING_VIEW),
    ("Duties", "/duties/", Permission.DUTY_VIEW),
    ("Visits", "/visits/", Permission.FACT_RECORD),
    ("Actions", "/actions/", Permission.ACTION_UPDATE),
    ("Inbox", "/inbox/", Permission.INBOX),
    ("Shared with us", "/shared-with-us/", Permission.SHARE_RECEIVE),
    ("Shares", "/shares/", Permission.SHARE_LEDGER),
    ("Agencies", "/agencies/", Permission.AGENCY_VIEW),
    ("PDPs", "/pdp/", Permission.PDP_VIEW),
    ("Policy", "/policy/", Permission.EDITION_VIEW),
    ("Reports", "/reports/annual/", Permission.STATISTICS_VIEW),
    ("Governance", "/governance/", Permission.GOVERNANCE_VIEW),
    ("Audit", "/audit/", Permission.AUDIT_VIEW),
    ("Copies", "/copies/", Permission.COPY_LOOK_UP),
    ("Accounts", "/administration/accounts/", Permission.ACCOUNT_VIEW),
    ("Joint units", "/further-agencies/", Permission.AGENCIES_MANAGE),
    ("Clearances", "/clearances/", Permission.CLEARANCE_MANAGE),
)

# Places that stand on another page for those who hold that page's permission, so that their navigation stays short.
WITHIN: dict[str, Permission] = {
    "/known-here/": Permission.PERSON_SEARCH,
    "/shared-with-us/": Permission.SHARE_LEDGER,
    "/copies/": Permission.AUDIT_VIEW,
}
ACTING_FOR = "/account/agency/"
RECORDS = "/people/"


def _navigation(user: User, path: str) -> list[dict[str, Any]]:
    held = GRANTS[Role(user.role)]
    return [
        {"text": text, "href": href, "active": path == href if href == "/" else path.startswith(href)}
        for text, href, permission in PLACES
        if permission in held and WITHIN.get(href) not in held
    ]


def _marking(user: User) -> SimpleLazyObject:
    """The marking of records in force, asked for only by a page that does not say its own (NOMINAL-18)."""
    return SimpleLazyObject(lambda: marking_of_records(edition_on(user.area, clock.day_of(clock.now()))))


def furniture(request: HttpRequest) -> dict[str, Any]:
    """What the base template reads on every page."""
    context: dict[str, Any] = {"demo_banner": "" if settings.ENVIRONMENT.live else DEMONSTRATION}
    user = getattr(request, "user", None)
    if isinstance(user, User):
        context["navigation"] = _navigation(user, request.path)
        if request.path.startswith(RECORDS):
            context["marking"] = _marking(user)
        if getattr(user, "in_joint_unit", False):
            here = request.path == ACTING_FOR
            context["navigation"].append({"text": "Acting for", "href": ACTING_FOR, "active": here})
        context["signed_in"] = {
            "name": user.name,
            "role_label": Role(user.role).label,
            "agency": user.agency.name,
            "account_url": "/account/second-factor/",
            "sign_out_url": "/signout",
            "own_record_url": "/what-i-have-looked-at/",
            "sharing_url": "/agencies/sharing/",
        }
    return context
