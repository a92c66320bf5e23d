"""An agency answers what it was asked before a meeting."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.meetings.models import InformationReply, InformationRequest, Invitation
from mappa.meetings.selectors import cases_left_by
from mappa.meetings.services.telling import tell

CONTENT = ("contact", "risk", "service", "victims")
ATTENDING = (("attend", "We will attend"), ("deputy", "We will send a deputy"), ("report", "We send a written report"))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether it is within the agency's role, how it is done and by whom, and what the agency holds, in its own words.

    It stays the agency's information (INFO-07). When it is not within its role, why not is all that it says.
    """

    in_role: bool | None
    searched: str
    nothing_held: bool
    why_not: str = ""
    how: str = ""
    by_whom: str = ""
    contact: str = ""
    risk: str = ""
    service: str = ""
    victims: str = ""
    restrictions: str = ""
    attending: str = ""
    representative: str = ""


def _check(answer: Answer) -> None:
    wrong: dict[str, str] = {}
    if answer.attending not in dict(ATTENDING):
        wrong["attending"] = "Say whether you attend, send a deputy or send a report."
    if answer.in_role is None:
        wrong["in_role"] = "Say whether what is asked is within your agency's role."
    if answer.in_role is False:
        if not answer.why_not.strip():
            wrong["why_not"] = "Say why it is not within your agency's role, and who could be asked instead."
    else:
        wrong |= _missing_from(answer)
    if wrong:
        raise Incomplete("The answer was not sent, because something is missing. Put it right.", wrong)


def _missing_from(answer: Answer) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not answer.how.strip():
        wrong["how"] = "Say how your agency does it."
    if not answer.by_whom.strip():
        wrong["by_whom"] = "Say who does it."
    held = any(getattr(answer, name).strip() for name in CONTENT)
    if not answer.searched.strip():
        wrong["searched"] = "Name the systems that were searched."
    if not answer.nothing_held and not held:
        wrong["nothing_held"] = "Say that nothing is held, or write what is held."
    if answer.nothing_held and held:
        wrong["nothing_held"] = "You say that nothing is held and also write something. Correct one of them."
    return wrong


@transaction.atomic
def answer_request(*, request: InformationRequest, answer: Answer, actor: User, at: datetime) -> InformationReply:
    """Keep an agency's answer and, when it was invited, how it will take part.

    Raises:
        Refused: the actor's role answers no requests, or it is not the actor's agency that was asked.
        Incomplete: something is missing; `fields` says what.
        NotPossible: it is answered already, or the person has left MAPPA.
    Covers: AGENCY-07, MEET-04, MEET-05, MEET-07.
    """
    require(may(actor, Permission.REQUEST_ANSWER))
    held = InformationRequest.objects.select_for_update().get(pk=request.pk, agency=actor.agency_id)
    if InformationReply.objects.filter(request=held).exists():
        raise NotPossible("Your agency has answered this request. Tell the co-ordinator what has changed since.")
    if cases_left_by(day_of(at)).filter(pk=held.meeting.case_id).exists():
        raise NotPossible("The person has left MAPPA, so this request is closed. Your answer was not sent or kept.")
    _check(answer)
    reply = InformationReply.objects.create(
        request=held,
        in_role=answer.in_role,
        why_not=answer.why_not,
        how=answer.how,
        by_whom=answer.by_whom,
        searched=answer.searched,
        nothing_held=answer.nothing_held,
        contact=answer.contact,
        risk=answer.risk,
        service=answer.service,
        victims=answer.victims,
        restrictions=answer.restrictions,
        attending=answer.attending,
        at=at,
        by=actor.username,
    )
    Invitation.objects.filter(meeting=held.meeting_id, agency=actor.agency_id).update(
        reply=answer.attending, replied_at=at, representative=answer.representative
    )
    tell(held.meeting, "meetings:request:answer", actor=actor, at=at, what=What.COLLECTION, request=held.reference)
    return reply
