"""Shares: named sections about one person, to one agency, for one purpose, until a day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, Contact
from mappa.agencies.sending import Sent, may_be_sent
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.sharing.models import MadeThrough, Share, SharedSection, ShareOpened
from mappa.sharing.selectors import shares_made_known_to, shares_visible_to


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why a share may be made, in the words that are kept (INFO-01).

    Args:
        purpose: what the receiving agency needs it for.
        necessity: which of the three purposes of the edition makes it necessary, by its key (INFO-03).
        gateway: the lawful gateway, in the edition's words (INFO-02).
        article_8: the ground on which it may interfere with private life, in the edition's words (INFO-02).
        accountable: who answers for the share, with their post.
        asked_for: the sections that the agency asked for; none where nobody asked.
        beyond_what_was_asked: why more is shared than was asked for; needed where it is (INFO-04).
        public_interest: why confidence yields, where that is relied on (INFO-13).
        fair_handling: each test of fair handling that was confirmed, by key, in its words (INFO-14).
        data_protection: the law on data protection of the day (INFO-12).
        edition: the edition that all words of policy come from.
    """

    purpose: str
    necessity: str
    gateway: str
    why_necessary: str
    why_proportionate: str
    how_secured: str
    accountable: str
    article_8: str = ""
    asked_for: tuple[str, ...] = ()
    beyond_what_was_asked: str = ""
    public_interest: str = ""
    fair_handling: Mapping[str, str] = field(default_factory=dict)
    data_protection: str = ""
    edition: str = ""


NEEDED = {
    "purpose": "Say what the agency needs it for.",
    "necessity": "Choose the purpose that makes it necessary.",
    "gateway": "Name the lawful gateway.",
    "why_necessary": "Say why it is necessary.",
    "why_proportionate": "Say why it is proportionate.",
    "how_secured": "Say how it is secured.",
    "accountable": "Name who answers for it.",
}


@transaction.atomic
def grant_share(
    *,
    person: Person,
    agency: Agency,
    sections: Mapping[str, Agency | None],
    grounds: Grounds,
    origin: str,
    since: date,
    until: date,
    actor: User,
    at: datetime,
    made_through: str = MadeThrough.PAGE,
    case: str = "",
    contact: Contact | None = None,
) -> Share:
    """Let an agency read sections about one person, from a first to a last day (both included).

    The referral, invitation, request, transfer or page that makes the share has decided that the actor may.
    Asking twice for the same share gives the one that is there.

    Args:
        sections: the names of the sections, each with the agency whose information it stays; at least one.
        origin: the reference of what makes the share.
        contact: the single point of contact through whom it goes.

    Raises:
        Person.DoesNotExist: the actor may not know of the person, so cannot share what is known of them.
        Incomplete: a section or one of the grounds is missing, more is shared than was asked for without a reason,
            or the last day comes before the first; or nothing may be sent to the agency.

    Covers: INFO-01, INFO-04, INFO-07, INFO-10.
    """
    people_visible_to(actor, clock.day_of(at), at=at).get(pk=person.pk)
    problems = _problems(sections, grounds, since, until)
    if not (allowed := may_be_sent(agency, Sent.SHARE, clock.day_of(at))):
        problems["agency"] = allowed.reason
    if problems:
        raise Incomplete("A share needs its reasons, so nothing was shared.", problems)
    words = asdict(grounds) | {"asked_for": list(grounds.asked_for), "fair_handling": dict(grounds.fair_handling)}
    same = {"person": person, "agency": agency, "origin": origin, "since": since, "until": until, **words}
    Person.objects.select_for_update().get(pk=person.pk)  # two presses of the button give one share
    for known in Share.objects.filter(**same, revoked_at__isnull=True).prefetch_related("sections"):
        if {section.name for section in known.sections.all()} == set(sections):
            return known
    share = Share.objects.create(
        **same, made_through=made_through, case=case, contact=contact, made_at=at, made_by=actor.username
    )
    SharedSection.objects.bulk_create(
        SharedSection(share=share, name=name, owner=owner) for name, owner in sections.items()
    )
    record(
        what=What.DISCLOSURE,
        operation="sharing:share:grant",
        actor=actor,
        subject=person.reference,
        at=at,
        purpose=grounds.necessity,
        agency_given=agency.code,
        sections=list(sections),
        made_through=made_through,
        share=share.pk,
    )
    return share


def _problems(sections: Mapping[str, Agency | None], grounds: Grounds, since: date, until: date) -> dict[str, str]:
    problems = {name: message for name, message in NEEDED.items() if not getattr(grounds, name).strip()}
    if not sections:
        problems["sections"] = "Choose at least one section."
    if until < since:
        problems["until"] = "The last day must be on or after the first."
    more = set(sections).difference(grounds.asked_for) if grounds.asked_for else set()
    if more and not grounds.beyond_what_was_asked.strip():
        problems["beyond_what_was_asked"] = (
            "You share more than was asked for. Take away what was not asked for, or say why it is needed too."
        )
    return problems


@transaction.atomic
def revoke_share(*, share: int, reason: str, actor: User, at: datetime) -> Share:
    """Take a share back, from this instant: the next request of the receiver finds nothing. The row stays.

    Raises:
        Share.DoesNotExist: no such share, or the actor may not know of it.
        Refused: the actor's role makes no shares.
        NotPossible: it was taken back already, or has lapsed.
        Incomplete: no reason.
    """
    held = shares_made_known_to(actor, clock.day_of(at)).get(pk=share)
    require(may(actor, Permission.SHARE_MAKE))
    if not reason.strip():
        raise Incomplete("A reason is missing, so the share stands.", {"reason": "Say why it is taken back."})
    if held.until < clock.day_of(at):
        raise NotPossible("This share lapsed by itself, so there is nothing to take back.")
    ended = {"revoked_at": at, "revoked_by": actor.username, "revoked_because": reason.strip()}
    if not Share.objects.filter(pk=held.pk, revoked_at__isnull=True).update(**ended):
        raise NotPossible("This share was taken back already. There is nothing more to do.")
    record(
        what=What.ALTERATION,
        operation="sharing:share:revoke",
        actor=actor,
        subject=held.person.reference,
        at=at,
        share=held.pk,
    )
    held.refresh_from_db()
    return held


@transaction.atomic
def end_shares_made_by(*, origin: str, reason: str, actor: User, at: datetime) -> int:
    """Take back what a piece of work shared, because the work is over. Says how many shares that ended.

    The withdrawal, refusal or cancellation that ends the work has decided that the actor may.

    Args:
        origin: the reference of the work.
    """
    running = Share.objects.select_related("person").filter(
        origin=origin, revoked_at__isnull=True, until__gte=clock.day_of(at)
    )
    ended = list(running.exclude(made_through=MadeThrough.PAGE).select_for_update(of=("self",)))
    for share in ended:
        share.revoked_at, share.revoked_by, share.revoked_because = at, actor.username, reason
        record(
            what=What.ALTERATION, operation="sharing:share:revoke", actor=actor, subject=share.person.reference, at=at,
            share=share.pk,
        )  # fmt: skip
    Share.objects.bulk_update(ended, ["revoked_at", "revoked_by", "revoked_because"])
    return len(ended)


@transaction.atomic
def accept_conditions(*, share: int, told: Sequence[str], actor: User, at: datetime) -> ShareOpened:
    """Record that a reader of the receiving agency was told what the share binds them to. The first time stands.

    Args:
        told: the sentences that were shown.

    Raises:
        Share.DoesNotExist: the share is not the actor's agency's, or holds no more.

    Covers: INFO-06, INFO-17.
    """
    held = shares_visible_to(actor, clock.day_of(at)).get(pk=share)
    opened, new = ShareOpened.objects.get_or_create(share=held, user=actor, defaults={"told": list(told), "at": at})
    if new:
        record(
            what=What.COLLECTION, operation="sharing:share:accept", actor=actor, subject=held.person.reference, at=at,
            purpose=held.necessity, share=held.pk,
        )  # fmt: skip
    return opened
