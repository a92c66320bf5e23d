"""What an invitation and a request for information share, and that it ends with the meeting."""

from datetime import datetime

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.agencies.sending import Sent, may_be_sent
from mappa.cases.shareable import Work, owners_of, share_by
from mappa.kernel.clock import day_of
from mappa.meetings.models import Meeting
from mappa.people.selectors import involvements_on
from mappa.sharing.models import MadeThrough
from mappa.sharing.services import end_shares_made_by

ASKED = ("names", "born")
INVITED = (*ASKED, "standing")


def share_who_it_is_about(meeting: Meeting, *, chair: User, actor: User, at: datetime) -> None:
    """Share with each agency asked who is meant, and with each one invited how the case is managed besides.

    Agencies that are involved with the person know that anyway, so nothing is shared with them; nor with a body that
    nothing may be shared with. The shares hold until
    the meeting, or until the reply is due if that is later.

    Covers: INFO-01, INFO-04.
    """
    on, person = day_of(at), meeting.case.person
    known = {row.agency_id for row in involvements_on(person, on)} | {actor.agency_id}
    invited = set(meeting.invitations.values_list("agency", flat=True))
    owners: dict[str, Agency] = {}
    for request in meeting.requests.select_related("agency").order_by("pk"):
        if request.agency_id in known or not may_be_sent(request.agency, Sent.SHARE, on):
            continue
        asked_to_come = request.agency_id in invited
        names = INVITED if asked_to_come else ASKED
        owners = owners or owners_of(person, INVITED, actor=actor, on=on, otherwise=chair.agency)
        work = Work(
            through=MadeThrough.INVITATION if asked_to_come else MadeThrough.REQUEST,
            origin=meeting.reference if asked_to_come else request.reference,
            purpose=f"To search and prepare for the meeting: {request.reason}",
            why_necessary="The agency cannot search for what it holds without knowing who is meant.",
        )
        share_by(
            work,
            person=person,
            agency=request.agency,
            sections={name: owners[name] for name in names},
            gateway="exchange",
            until=max(day_of(meeting.starts_at), request.due),
            actor=actor,
            at=at,
            case=meeting.case,
        )


def end_what_was_shared(meeting: Meeting, *, actor: User, at: datetime) -> None:
    """End what was shared for a meeting that is cancelled."""
    for origin in (meeting.reference, *meeting.requests.values_list("reference", flat=True)):
        end_shares_made_by(origin=origin, reason="The meeting was cancelled.", actor=actor, at=at)
