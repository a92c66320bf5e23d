"""Adding, changing, closing and classifying agencies. Every change leaves a row that says what stood from then on."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyEntry, AgencyStatus, Classification
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.audit.models import What
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.selectors import with_standing
from mappa.cooperation import policy
from mappa.cooperation.services.telling import require_answers, tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.reading import wider

LISTS = {AgencyStatus.RESPONSIBLE: policy.RESPONSIBLE, AgencyStatus.DUTY: policy.DUTY}
CODE_LENGTH = 44


@dataclass(frozen=True, kw_only=True)
class AgencyFacts:
    """What the register says of an agency.

    Args:
        basis: the law that names the body; needed where the edition's list does not have its kind.
    """

    name: str
    kind: str
    status: str
    basis: str = ""


def _check(facts: AgencyFacts, actor: User, on: date, *, but: Agency | None = None) -> None:
    wrong: dict[str, str] = {}
    if not facts.name.strip():
        wrong["name"] = "Enter the name of the agency"
    same = agencies_of(actor.area).filter(name__iexact=facts.name.strip())
    if same.exclude(pk=but.pk if but else None).exists():
        wrong["name"] = "The register has an agency of this name. Open it, or give this one another name"
    listed = LISTS.get(AgencyStatus(facts.status))
    if listed and facts.kind not in policy.kinds(listed, edition_on(actor.area, on)) and not facts.basis.strip():
        wrong["basis"] = (
            "The edition does not list this kind of body under that status, and only bodies named in law have it."
            " Name the law, or choose Neither"
        )
    if wrong:
        raise Incomplete("The register was not changed, because something is missing or wrong.", wrong)


def _own(agency: Agency, actor: User) -> Agency:
    """The agency, if it serves the actor's area, held until the transaction ends."""
    agencies_of(actor.area).get(pk=agency.pk)
    return Agency.objects.select_for_update().get(pk=agency.pk)


def _enter(agency: Agency, why: str, *, actor: User, at: datetime, what: What = What.ALTERATION) -> AgencyEntry:
    areas = sorted(agency.areas.values_list("code", flat=True))
    entry = AgencyEntry.objects.create(
        agency=agency, name=agency.name, kind=agency.kind, status=agency.status, basis=agency.basis, areas=areas,
        until=agency.until, why=why.strip(), at=at, by=actor.username,
    )  # fmt: skip
    tell(Permission.AGENCY_EDIT, actor=actor, at=at, subject=agency.code, what=what, entry=entry.pk)
    return entry


@transaction.atomic
def add_agency(*, facts: AgencyFacts, actor: User, at: datetime) -> Agency:
    """Add an agency that serves the actor's area.

    Raises:
        Refused: the actor may not change the register.
        Incomplete: something is missing, the name is taken, or the status rests on nothing.
    Covers: AGENCY-01, AGENCY-02.
    """
    require(may(actor, Permission.AGENCY_EDIT))
    _check(facts, actor, day_of(at))
    wanted = f"{actor.area.code}-{slugify(facts.name)}"[:CODE_LENGTH].strip("-")
    taken = Agency.objects.filter(code__startswith=wanted).count()
    agency = Agency.objects.create(
        code=f"{wanted}-{taken + 1}" if taken else wanted, name=facts.name.strip(), kind=facts.kind,
        status=facts.status, basis=facts.basis.strip(),
    )  # fmt: skip
    agency.areas.add(actor.area)
    _enter(agency, "Added to the register", actor=actor, at=at, what=What.COLLECTION)
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, facts: AgencyFacts, why: str, actor: User, at: datetime) -> Agency:
    """Change what the register says of an agency of the actor's area. What stood before is kept.

    Raises:
        Refused, Incomplete: as for `add_agency`; also when no reason is given.
        Agency.DoesNotExist: it does not serve the actor's area.
    Covers: AGENCY-01.
    """
    held = _own(agency, actor)
    require(may(actor, Permission.AGENCY_EDIT))
    require_answers("The agency", why=(why, "Say why the register changes"))
    _check(facts, actor, day_of(at), but=held)
    held.name, held.kind, held.status, held.basis = facts.name.strip(), facts.kind, facts.status, facts.basis.strip()
    held.save(update_fields=["name", "kind", "status", "basis"])
    _enter(held, why, actor=actor, at=at)
    return held


@transaction.atomic
def close_agency(*, agency: Agency, until: date, why: str, actor: User, at: datetime) -> Agency:
    """Say on which day an agency ends. It stays in the register; from the day after, nothing is sent to it.

    Args:
        until: its last day, today or later.

    Raises:
        NotPossible: it leads open cases, or serves another area too.
        Refused, Incomplete, Agency.DoesNotExist: as for `change_agency`.
    Covers: AGENCY-01.
    """
    held = _own(agency, actor)
    require(may(actor, Permission.AGENCY_EDIT))
    require_answers("The agency", why=(why, "Say why it closes, and who takes over its work"))
    on = day_of(at)
    if until < on:
        raise Incomplete("The agency was not closed.", {"until": "Enter today or a later day"})
    others = list(held.areas.exclude(pk=actor.area_id).values_list("name", flat=True))
    if others:
        raise NotPossible(
            f"{held.name} serves {', '.join(others)} too, so it was not closed. Take it off your own area instead."
        )
    with wider("register"):
        leads = with_standing(Case.objects.all(), on).filter(state=CaseState.OPEN, lead_agency=held.pk).count()
    if leads:
        raise NotPossible(
            f"{held.name} leads open cases ({leads}), so it was not closed. Name another lead agency for each first."
        )
    held.until = until
    held.save(update_fields=["until"])
    _enter(held, why, actor=actor, at=at)
    return held


@transaction.atomic
def serve_area(*, agency: Agency, why: str, actor: User, at: datetime) -> Agency:
    """Say that an agency of another area serves the actor's area too. Boundaries differ. Covers: AGENCY-01."""
    require(may(actor, Permission.AGENCY_EDIT))
    require_answers("The agency", why=(why, "Say what it does in your area"))
    held = Agency.objects.select_for_update().get(pk=agency.pk)
    if not agencies_of(actor.area).filter(pk=held.pk).exists():
        held.areas.add(actor.area)
        _enter(held, why, actor=actor, at=at)
    return held


@transaction.atomic
def leave_area(*, agency: Agency, why: str, actor: User, at: datetime) -> Agency:
    """Take an agency that serves several areas off the actor's own.

    Raises:
        NotPossible: it serves no other area; close it instead.
    Covers: AGENCY-01.
    """
    held = _own(agency, actor)
    require(may(actor, Permission.AGENCY_EDIT))
    require_answers("The agency", why=(why, "Say why it serves your area no more"))
    if not held.areas.exclude(pk=actor.area_id).exists():
        raise NotPossible(f"{held.name} serves no other area. Close it instead, with its last day.")
    held.areas.remove(actor.area)
    _enter(held, why, actor=actor, at=at)
    return held


@transaction.atomic
def classify_agency(
    *,
    agency: Agency,
    agreement: str,
    covers_disclosure: bool,
    covers_confidentiality: bool,
    safeguards: str,
    since: date,
    until: date | None,
    actor: User,
    at: datetime,
) -> Classification:
    """Record what an outside body has agreed to. How it is treated follows from that.

    Args:
        agreement: the service level agreement or contract; nothing where there is none.
        safeguards: what is done besides; needed where it is treated as a member of the public.
        until: the last day of the agreement. After it nothing is sent until the body is classified again.

    Raises:
        NotPossible: it is a statutory agency, or an office of the arrangements.
        Refused, Incomplete, Agency.DoesNotExist: as for `change_agency`.
    Covers: INFO-10.
    """
    held = _own(agency, actor)
    require(may(actor, Permission.BODY_CLASSIFY))
    if not held.is_outside_body:
        raise NotPossible(f"{held.name} is no outside body, so it needs no classification. Nothing was changed.")
    wrong = {}
    row = Classification(
        agency=held, agreement=agreement.strip(), covers_disclosure=covers_disclosure,
        covers_confidentiality=covers_confidentiality, safeguards=safeguards.strip(), since=since, until=until,
        at=at, by=actor.username,
    )  # fmt: skip
    if (covers_disclosure or covers_confidentiality) and not row.agreement:
        wrong["agreement"] = "Name the agreement or contract that covers this, and its date"
    if not row.as_statutory and not row.safeguards:
        wrong["safeguards"] = (
            "Without an agreement that covers both, the body is treated as a member of the public. Say which"
            " safeguards are added"
        )
    if since > day_of(at):
        wrong["since"] = "Enter today or an earlier day"
    if until and until < max(since, day_of(at)):
        wrong["until"] = "The agreement has ended by then. Enter a day to come, or record that there is none"
    if wrong:
        raise Incomplete("The body was not classified, because something is missing or wrong.", wrong)
    row.save()
    tell(Permission.BODY_CLASSIFY, actor=actor, at=at, subject=held.code, classification=row.pk,
         as_statutory=row.as_statutory)  # fmt: skip
    return row
