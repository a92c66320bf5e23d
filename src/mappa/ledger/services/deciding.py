"""A share that a person decides on a page, in or outside a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of, contacts_of, edition_on
from mappa.cases.selectors import latest_case
from mappa.cases.shareable import SECTIONS, owners_of
from mappa.determinations import sharing as words
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, require
from mappa.kernel.models import next_reference
from mappa.people.models import Person
from mappa.people.selectors import people_visible_to
from mappa.sharing.models import Share
from mappa.sharing.selectors import VICTIMS
from mappa.sharing.services import Grounds, grant_share


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided and why, as answered.

    Args:
        sections: what is shared, by name; nothing that is not named here.
        asked_for: what the agency asked for; none where it asked for nothing in particular.
        necessity, gateway, article_8: keys of the edition's tables.
        in_confidence: whether some of it was given in confidence, so that `public_interest` must say why it yields.
        fair_handling: the tests of fair handling that were confirmed, by key; each is needed.
        owner: whose information it is where the record does not say.
    """

    agency: Agency | None
    sections: tuple[str, ...]
    purpose: str
    necessity: str
    gateway: str
    article_8: str
    why_necessary: str
    why_proportionate: str
    how_secured: str
    accountable: str
    until: date
    asked_for: tuple[str, ...] = ()
    beyond_what_was_asked: str = ""
    in_confidence: bool = False
    public_interest: str = ""
    fair_handling: tuple[str, ...] = ()
    owner: Agency | None = None


@transaction.atomic
def share_on_a_page(*, person: str, decided: Decided, actor: User, at: datetime) -> Share:
    """Share sections of one record with an agency, from today to a last day.

    Args:
        person: the reference of the record.

    Raises:
        Person.DoesNotExist: no such record, or the actor may not know of it.
        Refused: the actor's role makes no shares.
        Incomplete: one of the grounds is missing, is not in the edition, or contradicts another.

    Covers: INFO-01 to INFO-04, INFO-07, INFO-12 to INFO-14, INFO-16.
    """
    on = day_of(at)
    held = people_visible_to(actor, on, at=at).get(reference=person)
    require(may(actor, Permission.SHARE_MAKE))
    edition = edition_on(actor.area, on)
    problems = _problems(decided, edition, actor, on)
    if problems or decided.agency is None:
        raise Incomplete("A share needs its reasons, so nothing was shared.", problems)
    owners = owners_of(held, decided.sections, actor=actor, on=on, otherwise=decided.owner)
    case = latest_case(held, on)
    tests = words.fair_handling(edition)
    grounds = Grounds(
        purpose=decided.purpose.strip(),
        necessity=decided.necessity,
        gateway=words.gateways(edition)[decided.gateway],
        article_8=words.article_8_grounds(edition)[decided.article_8],
        why_necessary=decided.why_necessary.strip(),
        why_proportionate=decided.why_proportionate.strip(),
        how_secured=decided.how_secured.strip(),
        accountable=decided.accountable.strip(),
        asked_for=decided.asked_for,
        beyond_what_was_asked=decided.beyond_what_was_asked.strip(),
        public_interest=decided.public_interest.strip() if decided.in_confidence else "",
        fair_handling={name: tests[name] for name in tests},
        data_protection=words.data_protection(edition, on),
        edition=edition,
    )
    return grant_share(
        person=held,
        agency=decided.agency,
        sections=owners,
        grounds=grounds,
        origin=_origin(held, decided, actor, on),
        case=case.reference if case else "",
        contact=contacts_of(decided.agency, actor.area, on).first(),
        since=on,
        until=decided.until,
        actor=actor,
        at=at,
    )


def _origin(person: Person, decided: Decided, actor: User, on: date) -> str:
    """A reference of its own; that of the same decision where the button was pressed twice."""
    same = Share.objects.filter(
        person=person, agency=decided.agency, made_by=actor.username, since=on, until=decided.until,
        purpose=decided.purpose.strip(), why_necessary=decided.why_necessary.strip(), revoked_at=None,
        made_through="page",
    )  # fmt: skip
    known = same.order_by("-pk").values_list("origin", flat=True).first()
    return known or next_reference(f"{actor.area.prefix}-S-{on.year}")


def _problems(decided: Decided, edition: str, actor: User, on: date) -> dict[str, str]:
    offered = {
        "necessity": (words.necessities(edition), "Choose the purpose that makes it necessary."),
        "gateway": (words.gateways(edition), "Choose the lawful gateway."),
        "article_8": (words.article_8_grounds(edition), "Choose the ground under Article 8."),
    }
    problems = {name: say for name, (table, say) in offered.items() if getattr(decided, name) not in table}
    if decided.agency is None or not agencies_of(actor.area).filter(pk=decided.agency.pk).exists():
        problems["agency"] = "Choose an agency of your area."
    elif decided.agency == actor.agency:
        problems["agency"] = "That is your own agency. Choose the agency that needs to know."
    if not set(decided.sections) <= set(SECTIONS):
        problems["sections"] = "Choose from the sections listed."
    elif VICTIMS in decided.sections and not may(actor, Permission.VICTIMS_VIEW):
        problems["sections"] = "You do not see the section on victims, so you cannot share it. Ask victim liaison."
    if decided.in_confidence and not decided.public_interest.strip():
        problems["public_interest"] = "Say why the public interest outweighs the confidence."
    if missing := [text for key, text in words.fair_handling(edition).items() if key not in decided.fair_handling]:
        problems["fair_handling"] = f"Not confirmed: {'; '.join(missing)}. What fails a test must not be shared."
    if decided.until < on:
        problems["until"] = "The last day has passed. Give a day to come."
    return problems
