"""Asking the chair before minutes are copied, passed on, newly used or released, and the chair's answer."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.meetings.models import MinutesAnswer, MinutesIssue, MinutesRequest, MinutesRequester, MinutesRequestKind
from mappa.meetings.selectors import issues_for, latest_with_minutes, minutes_requests_for_chair
from mappa.meetings.services.telling import tell
from mappa.people.selectors import people_visible_to

OWN_USES = (MinutesRequestKind.COPY, MinutesRequestKind.FORWARD, MinutesRequestKind.NEW_USE)
TO_AGENCY = (MinutesAnswer.AGREED, MinutesAnswer.REFUSED)
TO_OTHERS = (MinutesAnswer.SUMMARY, MinutesAnswer.REDIRECTED, MinutesAnswer.REFUSED)
"""What a chair may answer to whom: nobody outside is given the minutes themselves (DISC-24)."""


def answers_open_to(request: MinutesRequest) -> tuple[MinutesAnswer, ...]:
    """What the chair may answer."""
    return TO_AGENCY if request.requester == MinutesRequester.AGENCY else TO_OTHERS


@transaction.atomic
def ask_the_chair(
    *, issue: MinutesIssue, kind: str, recipients: str, why: str, actor: User, at: datetime
) -> MinutesRequest:
    """Ask the chair whether one's agency may copy its minutes, pass them on or use them for something new.

    Until the chair agrees it is forbidden. The same unanswered question asked twice is kept once.

    Raises:
        Refused: the actor's role receives no minutes.
        MinutesIssue.DoesNotExist: the copy went to another agency.
        Incomplete: what, why or to whom is missing.
    Covers: MEET-32, INFO-17.
    """
    require(may(actor, Permission.MINUTES_RECEIVE))
    held = issues_for(actor).select_for_update(of=("self",)).get(pk=issue.pk)
    problems = {}
    if kind not in OWN_USES:
        problems["kind"] = "Choose what your agency wants to do."
    if not why.strip():
        problems["why"] = "Say why it is needed."
    if kind == MinutesRequestKind.FORWARD and not recipients.strip():
        problems["recipients"] = "Say who would see them."
    if problems:
        raise Incomplete("Nothing was asked.", problems)
    meeting = held.minutes.meeting
    asked, new = MinutesRequest.objects.get_or_create(
        meeting=meeting, kind=kind, requester=MinutesRequester.AGENCY, agency=actor.agency, why=why.strip(),
        recipients=recipients.strip(), asked_by=actor.username, answered_at=None,
        defaults={"who": f"{actor.name}, {actor.agency.name}"[:200], "asked_at": at},
    )  # fmt: skip
    if new:
        tell(
            meeting, "meetings:minutes-request:ask", actor=actor, at=at, what=What.COLLECTION, request=asked.pk,
            kind=kind,
        )  # fmt: skip
    return asked


@transaction.atomic
def record_request(*, person: str, requester: str, who: str, why: str, actor: User, at: datetime) -> MinutesRequest:
    """Record that a court, the Parole Board, the person concerned or somebody else asks for minutes.

    It goes to the chair of the person's latest meeting that has minutes.

    Args:
        person: the reference of the record.

    Raises:
        Person.DoesNotExist: no such record, or the actor may not know of it.
        Refused: the actor's role issues no minutes.
        NotPossible: there are no minutes.
        Incomplete: who or why is missing.
    Covers: DISC-26.
    """
    require(may(actor, Permission.MINUTES_ISSUE))
    held = people_visible_to(actor, day_of(at), at=at).get(reference=person)
    problems = {}
    if requester not in MinutesRequester.values or requester == MinutesRequester.AGENCY:
        problems["requester"] = "Choose who asks. An agency that holds a copy asks on its own page."
    problems |= {
        name: say
        for name, say, given in (("who", "Name who asks.", who), ("why", "Say what they want it for.", why))
        if not given.strip()
    }
    if problems:
        raise Incomplete("The request was not recorded.", problems)
    meeting = latest_with_minutes(held)
    if meeting is None:
        raise NotPossible("No meeting about this person has approved minutes, so there is nothing to release.")
    asked, new = MinutesRequest.objects.get_or_create(
        meeting=meeting, kind=MinutesRequestKind.RELEASE, requester=requester, who=who.strip(), why=why.strip(),
        answered_at=None, defaults={"asked_at": at, "asked_by": actor.username},
    )  # fmt: skip
    if new:
        tell(meeting, "meetings:minutes-request:record", actor=actor, at=at, what=What.COLLECTION, request=asked.pk)
    return asked


@transaction.atomic
def answer_minutes_request(
    *, request: int, answer: str, reasons: str, redirected_to: Agency | None, actor: User, at: datetime
) -> MinutesRequest:
    """The chair's answer, with reasons. It is given once.

    Raises:
        MinutesRequest.DoesNotExist: the actor did not chair that meeting.
        NotPossible: it is answered already.
        Incomplete: the answer is not open to this requester, or lacks its reasons or the agency to ask.
    Covers: MEET-32, DISC-26.
    """
    held = minutes_requests_for_chair(actor, day_of(at)).get(pk=request)
    problems = {}
    if answer not in answers_open_to(held):
        problems["answer"] = "Choose one of the answers listed."
    if not reasons.strip():
        problems["reasons"] = "Give the reasons. They are kept with the answer."
    if answer == MinutesAnswer.REDIRECTED and redirected_to is None:
        problems["redirected_to"] = "Choose the agency whose material it is."
    if problems:
        raise Incomplete("Nothing was answered.", problems)
    given = {
        "answer": answer, "reasons": reasons.strip(), "answered_at": at, "answered_by": actor.username,
        "redirected_to": redirected_to if answer == MinutesAnswer.REDIRECTED else None,
    }  # fmt: skip
    if not MinutesRequest.objects.filter(pk=held.pk, answered_at=None).update(**given):
        raise NotPossible("This was answered already. Open it again to read the answer.")
    what = What.DISCLOSURE if answer in (MinutesAnswer.AGREED, MinutesAnswer.SUMMARY) else What.ALTERATION
    tell(held.meeting, "meetings:minutes-request:answer", actor=actor, at=at, what=what, request=held.pk, answer=answer)
    held.refresh_from_db()
    return held
