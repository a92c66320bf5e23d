"""A request of a person for what is held about them: recorded once, routed to each owner, decided by each owner."""

from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.cases.shareable import SECTIONS, Whose, owners_of
from mappa.determinations import sharing as words
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.models import next_reference
from mappa.ledger.models import AccessDecision, SubjectAccess, SubjectAccessPart
from mappa.ledger.selectors import access_parts_to_decide, people_of_the_area
from mappa.people.models import Person


@transaction.atomic
def record_subject_access(
    *, person: str, who: str, asked_for: str, received_on: date | None, owner: Agency | None, actor: User, at: datetime
) -> SubjectAccess:
    """Record a request and route it to every agency that owns a part of the record.

    Args:
        person: the reference of the record.
        owner: who answers for what the record names no owner of.

    Raises:
        Refused: the actor's role records no such requests.
        Incomplete: something is missing, the record is not one of the actor's area, or a part has no owner.
    Covers: INFO-09.
    """
    require(may(actor, Permission.SUBJECT_ACCESS_RECORD))
    on = day_of(at)
    held = people_of_the_area(actor, on).filter(reference=person.strip().upper()).first()
    if problems := _problems(held, who, asked_for, received_on, on):
        raise Incomplete("The request was not recorded.", problems)
    if held is None or received_on is None:
        raise Incomplete("The request was not recorded.", problems)
    Person.objects.select_for_update().get(pk=held.pk)
    same = {"person": held, "who": who.strip(), "asked_for": asked_for.strip(), "received_on": received_on}
    if known := SubjectAccess.objects.filter(**same).first():
        return known
    owners = owners_of(held, SECTIONS, actor=actor, on=on, otherwise=owner)
    edition = edition_on(actor.area, on)
    request = SubjectAccess.objects.create(
        **same, reference=next_reference(f"{actor.area.prefix}-D-{on.year}"), at=at, by=actor.username,
        due=words.subject_access_due(edition, received_on),
    )  # fmt: skip
    _route(request, owners)
    record(
        what=What.COLLECTION, operation="sharing:subject-access:record", actor=actor, subject=held.reference, at=at,
        request=request.reference, agencies=sorted({agency.code for agency in owners.values()}),
    )  # fmt: skip
    return request


def _problems(person: Person | None, who: str, asked_for: str, received_on: date | None, on: date) -> dict[str, str]:
    problems = {}
    if person is None:
        problems["person"] = "There is no record of your area with this reference. Check it."
    if not who.strip():
        problems["who"] = "Say who asks."
    if not asked_for.strip():
        problems["asked_for"] = "Say what they ask for."
    if received_on is None or received_on > on:
        problems["received_on"] = "Give the day on which the request came, today or before."
    return problems


def _route(request: SubjectAccess, owners: dict[str, Agency]) -> None:
    parts: dict[Agency, list[str]] = {}
    for name, agency in owners.items():
        parts.setdefault(agency, []).append(name)
    SubjectAccessPart.objects.bulk_create(
        SubjectAccessPart(
            request=request, agency=agency, sections=names,
            intelligence=any(SECTIONS[name].whose is Whose.RECORD for name in names),
        )
        for agency, names in parts.items()
    )  # fmt: skip


@transaction.atomic
def decide_subject_access(*, part: int, decision: str, reasons: str, actor: User, at: datetime) -> SubjectAccessPart:
    """The owning agency's decision on its part, with reasons, whatever was expected.

    Raises:
        SubjectAccessPart.DoesNotExist: the part is not the actor's agency's.
        Refused: the actor's role decides none.
        Incomplete: no decision or no reasons.
        NotPossible: it was decided already.
    Covers: INFO-09.
    """
    require(may(actor, Permission.SUBJECT_ACCESS_DECIDE))
    held = access_parts_to_decide(actor).get(pk=part)
    problems = {}
    if decision not in AccessDecision.values:
        problems["decision"] = "Choose what your agency decides."
    if not reasons.strip():
        problems["reasons"] = "Give the reasons: this case's own, also where a refusal is expected."
    if problems:
        raise Incomplete("Nothing was decided.", problems)
    given = {"decision": decision, "reasons": reasons.strip(), "decided_at": at, "decided_by": actor.username}
    if not SubjectAccessPart.objects.filter(pk=held.pk, decided_at=None).update(**given):
        raise NotPossible("Your agency has decided this already. Open it again to read the decision.")
    record(
        what=What.ALTERATION if decision == AccessDecision.REFUSE else What.DISCLOSURE,
        operation="sharing:subject-access:decide", actor=actor, subject=held.request.person.reference, at=at,
        request=held.request.reference, decision=decision,
    )  # fmt: skip
    held.refresh_from_db()
    return held
