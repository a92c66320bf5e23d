"""Shares: named sections about one person, to one agency, for one purpose, until a day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.sharing.models import Share


@transaction.atomic
def grant_share(
    *,
    person: Person,
    agency: Agency,
    sections: Sequence[str],
    purpose: str,
    gateway: str,
    origin: str,
    since: date,
    until: date,
    actor: User,
    at: datetime,
) -> Share:
    """Let an agency read sections about one person, from a first to a last day (both included).

    The referral, invitation or request that makes the share has decided that the actor may.
    Asking twice for the same share gives the one that is there.

    Args:
        sections: names of the sections, at least one.
        gateway: the lawful gateway relied on (INFO-02).
        origin: the reference of what makes the share.

    Raises:
        Person.DoesNotExist: the actor may not know of the person, so cannot share what is known of them.
        Incomplete: a section, the purpose or the gateway is missing, or the last day comes before the first.

    Covers: INFO-01, INFO-02.
    """
    people_visible_to(actor, clock.day_of(at), at=at).get(pk=person.pk)
    problems = {
        name: message
        for name, wrong, message in (
            ("sections", not sections, "Choose at least one section."),
            ("purpose", not purpose.strip(), "Say what the agency needs it for."),
            ("gateway", not gateway.strip(), "Name the lawful gateway."),
            ("until", until < since, "The last day must be on or after the first."),
        )
        if wrong
    }
    if problems:
        raise Incomplete("A share needs its reasons, so nothing was shared.", problems)
    same = {"person": person, "agency": agency, "origin": origin, "since": since, "until": until}
    for known in Share.objects.filter(**same, purpose=purpose, gateway=gateway, revoked_at__isnull=True):
        if set(known.sections) == set(sections):
            return known
    share = Share.objects.create(
        **same, sections=list(sections), purpose=purpose, gateway=gateway, made_at=at, made_by=actor.username
    )
    record(
        what=What.DISCLOSURE,
        operation="sharing:share:grant",
        actor=actor,
        subject=person.reference,
        at=at,
        purpose=purpose,
        agency_given=agency.code,
        sections=list(sections),
        share=share.pk,
    )
    return share


@transaction.atomic
def revoke_share(*, share: Share, reason: str, actor: User, at: datetime) -> Share:
    """Take a share back, from this instant. The row stays, so that what was shared stays known.

    Raises:
        Person.DoesNotExist: the actor may not know of the person.
        NotPossible: it was taken back already.
        Incomplete: no reason.
    """
    people_visible_to(actor, clock.day_of(at), at=at).get(pk=share.person_id)
    if not reason.strip():
        raise Incomplete("A reason is missing, so the share stands.", {"reason": "Say why it is taken back."})
    if not Share.objects.filter(pk=share.pk, revoked_at__isnull=True).update(revoked_at=at):
        raise NotPossible("This share was taken back already. There is nothing more to do.")
    share.revoked_at = at
    record(
        what=What.ALTERATION,
        operation="sharing:share:revoke",
        actor=actor,
        subject=share.person.reference,
        at=at,
        purpose=reason,
        share=share.pk,
    )
    return share
