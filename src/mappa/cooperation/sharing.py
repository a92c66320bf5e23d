"""What whoever is about to share works by: the own agency's policy, whom to ask, and the board's protocol (INFO-15)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mappa.accounts.models import User
from mappa.agencies.models import OWN_OFFICES, Agency, Area, Contact
from mappa.agencies.selectors import agencies_of, contacts_of
from mappa.cooperation.documents import documents_of, in_force
from mappa.cooperation.models import DocumentKind, DocumentVersion, SharingPolicy

LATEST_FIRST = ("-since", "-id")


def sharing_policies_in(area: Area) -> QuerySet[SharingPolicy]:
    """Every sharing policy that an agency ever had in an area, the newest first. They are public inside the area."""
    return SharingPolicy.objects.filter(area=area).select_related("agency").order_by(*LATEST_FIRST)


def policies_in_force(area: Area, on: date) -> list[SharingPolicy]:
    """The policy of each agency of the area that has one on a day, by the agency's name."""
    begun = sharing_policies_in(area).filter(since__lte=on, agency__in=agencies_of(area, on).values("pk"))
    latest = begun.order_by("agency", *LATEST_FIRST).distinct("agency")
    return sorted(latest, key=lambda one: one.agency.name)


def without_policy(area: Area, on: date) -> QuerySet[Agency]:
    """The agencies with duties under the law, of which no sharing policy is on record on a day."""
    held = SharingPolicy.objects.filter(area=area, since__lte=on).values("agency")
    return agencies_of(area, on).exclude(pk__in=held).exclude(status="none").exclude(kind__in=OWN_OFFICES)


@dataclass(frozen=True)
class BeforeSharing:
    """What somebody of an agency looks at before they share. None and empty: nothing is on record."""

    policy: SharingPolicy | None
    earlier: list[SharingPolicy]
    contacts: list[Contact]
    protocols: list[DocumentVersion]


def before_sharing_for(actor: User, on: date) -> BeforeSharing:
    """The policy, the people to ask and the board's sharing protocols, for the agency that the actor acts for."""
    policies = list(sharing_policies_in(actor.area).filter(agency=actor.agency))
    current = next((one for one in policies if one.since <= on), None)
    protocols = documents_of(actor.area).filter(kind=DocumentKind.SHARING_PROTOCOL)
    return BeforeSharing(
        policy=current,
        earlier=[one for one in policies if one != current],
        contacts=list(contacts_of(actor.agency, actor.area, on)),
        protocols=[version for one in protocols if (version := in_force(one))],
    )
