"""Lists of meetings, and one meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mappa.duties.models import DutyRow
from mappa.govuk.days import long_date
from mappa.govuk.presenters import LATE, Link, Tag, row, summary_list, table
from mappa.kernel.clock import LONDON, day_of
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.models import CoreGroupMember, InformationReply, Meeting
from mappa.meetings.readiness import AgencyReadiness, Readiness
from mappa.people.models import Person

COLOURS = {
    MeetingState.SCHEDULED: "blue",
    MeetingState.OPEN: "purple",
    MeetingState.HELD: "yellow",
    MeetingState.MINUTES_APPROVED: "teal",
    MeetingState.MINUTES_ISSUED: "green",
    MeetingState.CANCELLED: "grey",
}
REPLIES = {"attend": "Will attend", "deputy": "Sends a deputy", "report": "Sends a report", "decline": "Declined"}
TOOK_PART = {"attended": "Attended", "deputy": "Deputy attended", "report": "Sent a report", "absent": "Absent"}
REPLY_TEXTS = (
    ("why_not", "Why it is not within its role"),
    ("how", "How it is done"),
    ("by_whom", "By whom"),
    ("searched", "Systems searched"),
    ("contact", "Contact"),
    ("risk", "Risk"),
    ("service", "Service"),
    ("restrictions", "Restrictions"),
)


def state_tag(state: MeetingState) -> Tag:
    """The state as a tag."""
    return Tag(text=state.label, colour=COLOURS[state])  # type: ignore[arg-type]


def name_of(person: Person) -> str:
    """The person's name as written on a page."""
    return f"{person.given_names} {person.family_name}"


def meetings_table(meetings: Iterable[Meeting], *, caption: str, named: bool) -> dict[str, Any]:
    """Meetings as rows; `named`: with the person in each."""
    columns = ["Meeting", *(["Person"] if named else []), "When", "Level and kind", "Chair", "Where it stands"]
    rows = []
    for one in meetings:
        state = MeetingState(one.state)  # type: ignore[attr-defined]
        tags: Any = state_tag(state)
        if state is MeetingState.SCHEDULED and getattr(one, "waiting", False):
            tags = [state_tag(state), Tag(text="Replies outstanding", colour="orange")]
        cells: list[Any] = [Link(text=one.reference, href=f"/meetings/{one.reference}/")]
        if named:
            cells.append(name_of(one.case.person))
        cells += [
            one.starts_at.astimezone(LONDON),
            f"Level {one.level}, {one.get_kind_display().lower()}",
            one.chair.name if one.chair else "Nobody yet",
            tags,
        ]
        rows.append(cells)
    return table(caption=caption, columns=columns, rows=rows)


def about(meeting: Meeting, state: MeetingState, reason: str) -> dict[str, Any]:
    """The facts of one meeting. `reason` belongs to its latest step."""
    rows = [
        row("When", meeting.starts_at.astimezone(LONDON)),
        row("Length", f"{meeting.minutes_long} minutes"),
        row("Place", meeting.place),
        row("Level and kind", f"Level {meeting.level}, {meeting.get_kind_display().lower()}"),
        row("Chair", meeting.chair.name if meeting.chair else None),
        row("Minute taker", meeting.minute_taker.name if meeting.minute_taker else None),
        row("Where it stands", state_tag(state)),
    ]
    if meeting.emergency_reason:
        rows.append(row("Emergency because", meeting.emergency_reason))
    if reason:
        rows.append(row("Reason given", reason))
    return summary_list(rows)


def core_group_invited(group: Iterable[CoreGroupMember]) -> dict[str, str]:
    """Each agency of a core group by its code, with its members as the reason for inviting it."""
    found: dict[str, list[str]] = {}
    for one in group:
        found.setdefault(one.agency.code, ["Co-ordinates the core group"] if one.coordinates else ["Core group"])
        found[one.agency.code].append(f"{one.name} ({one.get_part_display().lower()})")
    return {code: f"{says}: {', '.join(names)}"[:300] for code, (says, *names) in found.items()}


def core_group_words(group: Iterable[CoreGroupMember]) -> list[str]:
    """Each member with agency and part, the co-ordinating agency first."""
    return [
        f"{one.name}, {one.agency.name}: {one.get_part_display().lower()}"
        f"{'; this agency co-ordinates' if one.coordinates else ''}"
        for one in group
    ]


def readiness_table(readiness: Readiness, on: date) -> dict[str, Any]:
    """Each agency: invited why, asked by when, answered what."""
    return table(
        caption="Agencies",
        columns=["Agency", "Invited because", "Reply to the request", "Taking part"],
        rows=[
            (
                one.agency.name,
                one.invitation.reason if one.invitation else "Asked only",
                _reply_tag(one, on),
                _taking_part(one),
            )
            for one in readiness.agencies
        ],
    )


def _reply_tag(one: AgencyReadiness, on: date) -> Any:
    if one.request is None:
        return "Not asked"
    if one.reply:
        return [Tag(text="Nothing held" if one.reply.nothing_held else "Answered", colour="green"), one.reply.at]
    if one.late_on(on):
        return [LATE, one.request.due]
    return [Tag(text="Waiting", colour="yellow"), one.request.due]


def _taking_part(one: AgencyReadiness) -> str:
    if one.invitation is None:
        return "Not invited"
    if one.invitation.attendance:
        return TOOK_PART[one.invitation.attendance]
    return REPLIES.get(one.invitation.reply, "Not said yet")


def ready_lines(readiness: Readiness) -> list[dict[str, Any]]:
    """What still keeps the meeting from being ready, in words."""
    lines = []
    if readiness.outstanding:
        lines.append(f"{readiness.outstanding} of {len(readiness.agencies)} agencies have not answered.")
    if readiness.assessment is None:
        lines.append("No risk assessment is recorded. The case manager must update it before the meeting.")
    elif not readiness.assessed_since_last_meeting:
        one = readiness.assessment
        lines.append(f"The last assessment ({one.tool}, {one.on:%d %B %Y}) is older than the last meeting.")
    return [{"text": line} for line in lines]


def replies(readiness: Readiness, *, victims: bool) -> list[dict[str, Any]]:
    """What each agency answered, in its own words, one card each. `victims`: the reader may see that part."""
    return [_reply_card(one.agency.name, one.reply, victims=victims) for one in readiness.agencies if one.reply]


def _reply_card(agency: str, reply: InformationReply, *, victims: bool) -> dict[str, Any]:
    within = [] if reply.in_role is None else [row("Within its role", reply.in_role)]
    rows = [*within, *(row(label, getattr(reply, name)) for name, label in REPLY_TEXTS if getattr(reply, name))]
    if reply.nothing_held:
        rows.append(row("Held", "Nothing"))
    if victims and reply.victims:
        rows.append(row("Victims", reply.victims))
    return summary_list(rows, card_title=f"{agency}: its own information")


def clocks(rows: Iterable[DutyRow]) -> list[dict[str, Any]]:
    """The minutes clock in words: due day, edition and why."""
    return [
        {
            "label": one.label,
            "due": one.due,
            "outcome": "Running" if one.running else one.outcome.capitalize(),
            "because": one.because,
        }
        for one in rows
    ]


def reviews_owed(meetings: Iterable[Meeting]) -> list[str]:
    """What an agency has to look at again because of each meeting, in a sentence (RISK-23)."""
    return [
        f"New facts were given at {one.reference} on {long_date(day_of(one.starts_at))}. Your agency must look again at"
        " its own assessment and plan. Record an assessment to clear this."
        for one in meetings
    ]
