"""What of a record can be shared, section by section, whose information each stays, and shares that work makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mappa.accounts.models import User
from mappa.accounts.roles import Role
from mappa.agencies.models import Agency, AgencyKind
from mappa.agencies.selectors import contacts_of, edition_on
from mappa.cases.models import Case
from mappa.cases.selectors import latest_case
from mappa.determinations import sharing as words
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete
from mappa.people.models import InvolvementKind, Person
from mappa.people.selectors import involvements_on
from mappa.sharing.models import Share
from mappa.sharing.services import Grounds, grant_share


class Whose(StrEnum):
    """Which agency a section stays with, as a rule (INFO-07)."""

    RECORD = "record"  # the agency that manages the nominal record
    CASE = "case"  # the lead agency of the case
    VICTIMS = "victims"  # the agency in touch with the victims
    GIVER = "giver"  # whoever gives it


@dataclass(frozen=True)
class Section:
    """One part of a record that can be shared by itself: no wider than one use needs (INFO-04)."""

    label: str
    group: str
    whose: Whose


WHO, WHERE, OFFENDING, RISK, OTHERS = "Who it is", "Where", "Offending", "Risk and its management", "Other people"
SECTIONS: dict[str, Section] = {
    "names": Section("Names", WHO, Whose.RECORD),
    "born": Section("Date of birth", WHO, Whose.RECORD),
    "sex": Section("Sex", WHO, Whose.RECORD),
    "ethnicity": Section("Ethnicity", WHO, Whose.RECORD),
    "numbers": Section("Numbers given by agencies", WHO, Whose.RECORD),
    "addresses": Section("Addresses", WHERE, Whose.RECORD),
    "convictions": Section("Convictions and sentences", OFFENDING, Whose.RECORD),
    "orders": Section("Court orders in force", OFFENDING, Whose.RECORD),
    "standing": Section("Category, level and lead agency", RISK, Whose.CASE),
    "risk": Section("Latest risk assessment", RISK, Whose.CASE),
    "plan": Section("Risk management plan", RISK, Whose.CASE),
    "disclosures": Section("Decisions on disclosure", RISK, Whose.CASE),
    "referral": Section("Latest referral", RISK, Whose.GIVER),
    "agencies": Section("Agencies involved", OTHERS, Whose.RECORD),
    "victims": Section("Victims and people at risk", OTHERS, Whose.VICTIMS),
}
MAPPA_ITSELF = (AgencyKind.COORDINATION_UNIT, AgencyKind.BOARD)
"""Bodies that hold what others supplied and own none of it (INFO-07)."""


def owners_of(
    person: Person, names: Iterable[str], *, actor: User, on: date, otherwise: Agency | None = None
) -> dict[str, Agency]:
    """Whose information each section is on a day.

    Args:
        otherwise: the owner where the record does not say; the actor's own agency unless told, if it can own anything.

    Raises:
        Incomplete: the record does not say, and the actor acts for a body that owns nothing.
    """
    held = {row.kind: row.agency for row in involvements_on(person, on)}
    case = latest_case(person, on)
    lead = Agency.objects.filter(pk=case.lead_agency).first() if case else None  # type: ignore[attr-defined]
    own = None if actor.agency.kind in MAPPA_ITSELF else actor.agency
    record = held.get(InvolvementKind.RECORD_MANAGER) or lead
    rule = {
        Whose.RECORD: record,
        Whose.CASE: lead or record,
        Whose.VICTIMS: held.get(InvolvementKind.VICTIM_LIAISON) or lead,
        Whose.GIVER: own or lead,
    }
    found = {name: rule[SECTIONS[name].whose] or otherwise or own for name in names}
    if unknown := [SECTIONS[name].label for name, owner in found.items() if owner is None]:
        raise Incomplete(
            "Nothing was shared, because the record does not say whose information it is.",
            {"owner": f"Say whose information this is: {', '.join(unknown)}."},
        )
    return {name: owner for name, owner in found.items() if owner}


@dataclass(frozen=True, kw_only=True)
class Work:
    """A piece of work that makes a share by itself: a referral, an invitation, a request or a transfer.

    Args:
        through: one of `mappa.sharing.models.MadeThrough`.
        origin: its reference.
        purpose: what the receiving agency needs it for.
        why_necessary: in a sentence.
    """

    through: str
    origin: str
    purpose: str
    why_necessary: str


def share_by(
    work: Work,
    *,
    person: Person,
    agency: Agency,
    sections: Mapping[str, Agency],
    gateway: str,
    until: date,
    actor: User,
    at: datetime,
    case: Case | None = None,
) -> Share:
    """Share what a piece of work needs, through the contact of the receiving agency, and keep the grounds.

    Args:
        gateway: the key of the lawful gateway.
        sections: what is shared, with owners. Fair handling was weighed when the product was set up, so no person
            confirms it each time.
    Covers: INFO-01, REFER-17.
    """
    on = day_of(at)
    edition = edition_on(actor.area, on)
    grounds = Grounds(
        purpose=work.purpose[:300],
        necessity="manage",
        gateway=words.gateways(edition)[gateway],
        article_8=words.article_8_grounds(edition)["crime"],
        why_necessary=work.why_necessary,
        why_proportionate="Only what this work needs is shared: "
        + ", ".join(SECTIONS[name].label for name in sections).lower()
        + ".",
        how_secured="Read in this system by the receiving agency alone; each reading is on record.",
        accountable=f"{actor.name}, {Role(actor.role).label}"[:200],
        asked_for=tuple(sections),
        data_protection=words.data_protection(edition, on),
        edition=edition,
    )
    return grant_share(
        person=person,
        agency=agency,
        sections=sections,
        grounds=grounds,
        origin=work.origin,
        made_through=work.through,
        case=case.reference if case else "",
        contact=contacts_of(agency, actor.area, on).first(),
        since=on,
        until=until,
        actor=actor,
        at=at,
    )
