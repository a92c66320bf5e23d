"""Naming an agency's contact, and ending it. Earlier contacts stay, so that an old invitation still says who."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Contact, ContactKind
from mappa.agencies.selectors import agencies_of
from mappa.audit.models import What
from mappa.cooperation.selectors import contacts_in
from mappa.cooperation.services.telling import tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """Who is to be asked, from when, and about what.

    Args:
        since: the first day; a contact of the same kind who is there ends the day before.
        until: the last day, where it is known.
        knows_mappa, reaches_data: whether they know MAPPA locally and can reach the agency's data; None is not known.
    """

    kind: str
    name: str
    since: date
    post: str = ""
    deputy: str = ""
    email: str = ""
    telephone: str = ""
    until: date | None = None
    topics: Sequence[str] = field(default_factory=list)
    knows_mappa: bool | None = None
    reaches_data: bool | None = None


def _check(facts: ContactFacts) -> None:
    wrong: dict[str, str] = {}
    if not facts.name.strip():
        wrong["name"] = "Name one person"
    if facts.kind not in ContactKind.values:
        wrong["kind"] = "Choose a single point of contact or a local contact"
    if not facts.email.strip() and not facts.telephone.strip():
        wrong["email"] = "Give a secure address or a telephone number, so that the contact can be reached"
    if facts.until and facts.until < facts.since:
        wrong["until"] = "The last day must be on or after the first"
    if facts.kind == ContactKind.LOCAL and not facts.post.strip():
        wrong["post"] = "Give the post of a local contact, so that whoever follows can be found"
    if wrong:
        raise Incomplete("The contact was not saved, because something is missing or wrong.", wrong)


@transaction.atomic
def name_contact(*, agency: Agency, facts: ContactFacts, actor: User, at: datetime) -> Contact:
    """Name who is asked at an agency for the actor's area. Whoever was the same kind of contact ends the day before.

    Raises:
        Agency.DoesNotExist: the agency does not serve the actor's area.
        Refused: the actor may not change the register.
        Incomplete: something is missing or wrong.
        NotPossible: a contact of this kind begins on that day or later already.
    Covers: AGENCY-05.
    """
    agencies_of(actor.area).get(pk=agency.pk)
    require(may(actor, Permission.AGENCY_EDIT))
    _check(facts)
    Agency.objects.select_for_update().get(pk=agency.pk)
    same = agency.contacts.filter(area=actor.area, kind=facts.kind)
    if same.filter(since__gte=facts.since).exists():
        raise NotPossible(
            "A contact of this kind from that day or later is in the directory already. Nothing was changed. Choose a"
            " later first day, or end that contact first."
        )
    for held in same.filter(until__isnull=True) | same.filter(until__gte=facts.since):
        held.until = facts.since - DAY
        held.save(update_fields=["until"])
    contact = Contact.objects.create(
        agency=agency, area=actor.area, kind=facts.kind, name=facts.name.strip(), post=facts.post.strip(),
        deputy=facts.deputy.strip(), email=facts.email.strip(), telephone=facts.telephone.strip(),
        since=facts.since, until=facts.until, topics=[topic.strip() for topic in facts.topics if topic.strip()],
        knows_mappa=facts.knows_mappa, reaches_data=facts.reaches_data, at=at, by=actor.username,
    )  # fmt: skip
    tell("agencies:contact:name", actor=actor, at=at, subject=agency.code, what=What.COLLECTION, contact=contact.pk)
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, until: date, actor: User, at: datetime) -> Contact:
    """Say on which day a contact ends.

    Args:
        until: the last day, today or later.

    Raises:
        Contact.DoesNotExist: it is another area's.
        NotPossible: it has ended.
    Covers: AGENCY-05.
    """
    contacts_in(actor).get(pk=contact.pk)
    held = Contact.objects.select_for_update(of=("self",)).select_related("agency").get(pk=contact.pk)
    require(may(actor, Permission.AGENCY_EDIT))
    on = day_of(at)
    if held.until and held.until < on:
        raise NotPossible("This contact has ended. Name a new one instead.")
    if until < max(on, held.since):
        raise Incomplete("The contact was not ended.", {"until": "Enter today or a later day"})
    held.until = until
    held.save(update_fields=["until"])
    tell("agencies:contact:end", actor=actor, at=at, subject=held.agency.code, contact=held.pk)
    return held
