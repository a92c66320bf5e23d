"""What agencies give to a case, each entry as that agency's own."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyKind
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.agencies.sending import Sent, may_be_sent
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.models import Case
from mappa.cases.selectors import cases_visible_to
from mappa.cooperation import policy
from mappa.cooperation.models import HousingInput, MonitoringEntry, SafeguardingLink
from mappa.cooperation.services.telling import require_answers
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require

LANDLORDS = frozenset({AgencyKind.HOUSING, AgencyKind.SOCIAL_LANDLORD})
TOLD, SUPPLIED = "told", "supplied"


def _look(case: Case, actor: User, at: datetime) -> Case:
    seen = cases_visible_to(actor, day_of(at)).select_related("person").get(pk=case.pk)
    require(may(actor, Permission.CASE_INPUT_RECORD))
    return seen


def _tell(case: Case, what: What, name: str, actor: User, at: datetime, **details: Any) -> None:
    record(
        what=what, operation=f"cooperation:{name}", actor=actor, subject=case.person.reference, at=at,
        case=case.reference, **details,
    )  # fmt: skip


def _check(on: date, at: datetime, agency: Agency, actor: User, kinds: frozenset[AgencyKind] | None) -> None:
    wrong = {}
    if on > day_of(at):
        wrong["on"] = "Enter a day that has come"
    if not agencies_of(actor.area).filter(pk=agency.pk).exists():
        wrong["agency"] = "Choose an agency of your area"
    elif kinds and agency.kind not in kinds:
        wrong["agency"] = f"Choose one of these: {', '.join(sorted(AgencyKind(kind).label for kind in kinds))}"
    if wrong:
        raise Incomplete("Nothing was recorded.", wrong)


@transaction.atomic
def record_housing_input(
    *, case: Case, agency: Agency, kind: str, text: str, vulnerability: str, preference: str, houses: bool, on: date,
    actor: User, at: datetime,
) -> HousingInput:  # fmt: skip
    """Record what a housing agency gave. It implies no duty to house.

    Args:
        houses: whether the agency houses the person on that day; a social landlord has the duty only then.

    Raises:
        Case.DoesNotExist, Refused: the actor may not know of the case, or may not record.
        Incomplete: something is missing, or the agency is no housing agency of the area.
    Covers: AGENCY-10.
    """
    seen = _look(case, actor, at)
    require_answers("The input", text=(text, "Say what the agency gave"))
    if kind not in policy.words(policy.HOUSING, edition_on(actor.area, day_of(at))):
        raise Incomplete("Nothing was recorded.", {"kind": "Choose what the agency gave"})
    _check(on, at, agency, actor, LANDLORDS)
    made = HousingInput.objects.create(
        case=seen, agency=agency, kind=kind, text=text.strip(), vulnerability=vulnerability.strip(),
        preference=preference.strip(), houses=houses, on=on, at=at, by=actor.username,
    )  # fmt: skip
    _tell(seen, What.COLLECTION, "housing-input:record", actor, at, agency_of=agency.code)
    return made


@transaction.atomic
def link_safeguarding(
    *, case: Case, agency: Agency, kind: str, reference: str, contact: str, since: date, actor: User, at: datetime
) -> SafeguardingLink:
    """Link a case to safeguarding work of an agency, by its reference and contact.

    Raises:
        Case.DoesNotExist, Refused, Incomplete: as for `record_housing_input`.
    Covers: AGENCY-11.
    """
    seen = _look(case, actor, at)
    require_answers(
        "The link", reference=(reference, "Give the other agency's reference, never a name"),
        contact=(contact, "Name who is asked about it there, with the post"),
    )  # fmt: skip
    if kind not in policy.words(policy.SAFEGUARDING, edition_on(actor.area, day_of(at))):
        raise Incomplete("Nothing was recorded.", {"kind": "Choose what the work is"})
    _check(since, at, agency, actor, None)
    made = SafeguardingLink.objects.create(
        case=seen, agency=agency, kind=kind, reference=reference.strip(), contact=contact.strip(), since=since, at=at,
        by=actor.username,
    )  # fmt: skip
    _tell(seen, What.COLLECTION, "safeguarding:link", actor, at, agency_of=agency.code)
    return made


@transaction.atomic
def end_safeguarding(
    *, link: SafeguardingLink, ended_on: date, outcome: str, actor: User, at: datetime
) -> SafeguardingLink:
    """Say how safeguarding work that a case was linked to ended.

    Raises:
        NotPossible: that is recorded already.
        Case.DoesNotExist, Refused, Incomplete: as for `record_housing_input`.
    Covers: AGENCY-11.
    """
    seen = _look(link.case, actor, at)
    require_answers("The outcome", outcome=(outcome, "Say what came of it for this case"))
    held = SafeguardingLink.objects.select_for_update().get(pk=link.pk, case=seen)
    if held.ended_on:
        raise NotPossible("How this ended is on record. Nothing was changed.")
    if not held.since <= ended_on <= day_of(at):
        raise Incomplete("Nothing was recorded.", {"ended_on": "Enter a day after it began that has come"})
    held.ended_on, held.outcome = ended_on, outcome.strip()
    held.save(update_fields=["ended_on", "outcome"])
    _tell(seen, What.ALTERATION, "safeguarding:end", actor, at, link=held.pk)
    return held


@transaction.atomic
def record_monitoring(
    *, case: Case, agency: Agency, kind: str, asked: str, text: str, who: str, on: date, actor: User, at: datetime
) -> MonitoringEntry:
    """Record that a monitoring provider was told of the MAPPA status, or what it supplied when it was asked.

    Args:
        kind: ``told`` or ``supplied``. What was asked is needed for ``supplied``.

    Raises:
        Incomplete: something is missing, the agency is no monitoring provider, or nothing may be sent to it.
        Case.DoesNotExist, Refused: as for `record_housing_input`.
    Covers: AGENCY-12, INFO-10.
    """
    seen = _look(case, actor, at)
    require_answers(
        "The entry", text=(text, "Say what it was told, or what it supplied"), who=(who, "Name who at the provider")
    )
    if kind not in {TOLD, SUPPLIED}:
        raise Incomplete("Nothing was recorded.", {"kind": "Choose whether it was told or supplied something"})
    if kind == SUPPLIED and not asked.strip():
        raise Incomplete("Nothing was recorded.", {"asked": "Say what it was asked: it supplies on request"})
    _check(on, at, agency, actor, frozenset({AgencyKind.MONITORING}))
    if kind == TOLD and not (allowed := may_be_sent(agency, Sent.SHARE, day_of(at))):
        raise Incomplete("Nothing was recorded.", {"agency": allowed.reason})
    made = MonitoringEntry.objects.create(
        case=seen, agency=agency, kind=kind, asked=asked.strip(), text=text.strip(), who=who.strip(), on=on, at=at,
        by=actor.username,
    )  # fmt: skip
    what = What.DISCLOSURE if kind == TOLD else What.COLLECTION
    _tell(seen, what, f"monitoring:{kind}", actor, at, agency_of=agency.code)
    return made
