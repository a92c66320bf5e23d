"""One door to the register of agencies and to what stands in it. An area reads its own."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mappa.accounts.models import User
from mappa.agencies.models import OWN_OFFICES, Agency, AgencyKind, AgencyStatus, Area, Classification, Contact
from mappa.agencies.selectors import agencies_of, contacts_ending, edition_on, with_contacts, without_contact
from mappa.cases.models import Case
from mappa.cooperation import policy
from mappa.cooperation.models import CentralContact, Forum, HousingInput, MonitoringEntry, SafeguardingLink

NEAR = timedelta(days=28)
"""How long before its last day a contact is warned about: our own measure, no text's."""


def register_of(actor: User, on: date) -> QuerySet[Agency]:
    """The agencies of the actor's area, closed ones too, each with `current` contacts and `treated` (INFO-10)."""
    latest = Classification.objects.filter(since__lte=on).order_by("-since", "-id")
    found = with_contacts(agencies_of(actor.area), actor.area, on).prefetch_related("areas")
    return found.prefetch_related(Prefetch("classifications", latest, to_attr="treated"))


def elsewhere(actor: User, on: date) -> QuerySet[Agency]:
    """The agencies of other areas that do not serve the actor's own, by name: what may be asked to serve it too."""
    own = agencies_of(actor.area).values("pk")
    others = Agency.objects.exclude(pk__in=own).exclude(kind__in=OWN_OFFICES).exclude(until__lt=on)
    return others.order_by("name")


def contacts_in(actor: User) -> QuerySet[Contact]:
    """Every contact that the actor's area ever had, the newest first: the history of the directory (AGENCY-05)."""
    return Contact.objects.filter(area=actor.area).select_related("agency").order_by("-since", "-id")


@dataclass(frozen=True)
class Gaps:
    """What is missing from the directory on a day."""

    no_contact: list[Agency]
    ending: list[Contact]
    unclassified: list[Agency]

    def __len__(self) -> int:
        return len(self.no_contact) + len(self.ending) + len(self.unclassified)


def gaps_of(area: Area, on: date) -> Gaps:
    """Agencies that nobody can be reached at, contacts who end soon, and outside bodies unclassified. Three queries."""
    return Gaps(
        no_contact=list(without_contact(area, on).exclude(kind__in=OWN_OFFICES)),
        ending=list(contacts_ending(area, on, on + NEAR)),
        unclassified=list(unclassified_in(area, on)),
    )


def unclassified_in(area: Area, on: date) -> QuerySet[Agency]:
    """The outside bodies of an area that nothing may be sent to, because nobody has classified them (INFO-10)."""
    later = Classification.objects.filter(agency=OuterRef("agency"), since__lte=on, pk__gt=OuterRef("pk"))
    latest = Classification.objects.filter(agency=OuterRef("pk"), since__lte=on).exclude(until__lt=on)
    outside = agencies_of(area, on).filter(status=AgencyStatus.NEITHER).exclude(kind__in=OWN_OFFICES)
    return outside.exclude(Exists(latest.exclude(Exists(later))))


@dataclass(frozen=True)
class Disagreement:
    """Where the register and the edition say different things (AGENCY-02)."""

    agency: Agency | None
    kind: AgencyKind
    says: str


def disagreements(area: Area, on: date) -> list[Disagreement]:
    """Every agency whose status the edition does not bear out, and every listed body that the register lacks."""
    edition = edition_on(area, on)
    listed = {
        AgencyStatus.RESPONSIBLE: policy.kinds(policy.RESPONSIBLE, edition),
        AgencyStatus.DUTY: policy.kinds(policy.DUTY, edition),
    }
    held = [one for one in agencies_of(area, on) if one.kind not in OWN_OFFICES]
    found = []
    for agency in held:
        status, kind = AgencyStatus(agency.status), AgencyKind(agency.kind)
        if status in listed and kind not in listed[status]:
            basis = f" The register names the law: {agency.basis}." if agency.basis else ""
            says = f"Registered as: {status.label}. The edition does not list this kind of body as that.{basis}"
            found.append(Disagreement(agency, kind, says))
        if status is AgencyStatus.NEITHER and (named := [each for each in listed if kind in listed[each]]):
            says = f"Registered as a body with no duty. The edition lists this kind of body as: {named[0].label}."
            found.append(Disagreement(agency, kind, says))
    here = {one.kind for one in held}
    for name, status in ((policy.RESPONSIBLE, AgencyStatus.RESPONSIBLE), (policy.DUTY, AgencyStatus.DUTY)):
        found += [
            Disagreement(None, kind, f"The edition lists: {body} ({status.label}). The register has no such agency.")
            for body, kind in policy.bodies(name, edition).items()
            if kind not in here
        ]
    return found


def forums_of(area: Area) -> QuerySet[Forum]:
    """How the area is linked with each forum now: the latest row of each."""
    return Forum.objects.filter(area=area).order_by("key", "-id").distinct("key")


def central_contacts_of(area: Area) -> QuerySet[CentralContact]:
    """How each central unit is reached now: the latest row of each."""
    return CentralContact.objects.filter(area=area).order_by("key", "-id").distinct("key")


def housing_of(case: Case) -> QuerySet[HousingInput]:
    """What housing agencies gave to a case, the newest first. The caller has shown that the reader may know of it."""
    return case.housing_inputs.select_related("agency").order_by("-on", "-id")


def safeguarding_of(case: Case) -> QuerySet[SafeguardingLink]:
    """The safeguarding work that a case is linked to, the newest first. As for `housing_of`."""
    return case.safeguarding_links.select_related("agency").order_by("-since", "-id")


def monitoring_of(case: Case) -> QuerySet[MonitoringEntry]:
    """What monitoring providers were told and supplied, the newest first. As for `housing_of`."""
    return case.monitoring_entries.select_related("agency").order_by("-on", "-id")
