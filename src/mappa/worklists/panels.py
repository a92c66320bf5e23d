"""What needs me today, panel by panel. Reads everything, writes nothing."""

from typing import Any

from django.db.models import QuerySet

from mappa.accounts.permissions import Permission, Role, may
from mappa.cases.considerations import to_consider
from mappa.cases.selectors import proposals_waiting, transfers_visible_to
from mappa.cooperation.documents import overdue_reviews, waiting_for_board
from mappa.determinations.presenters import proposal_line
from mappa.duties.presenters import state_tag
from mappa.duties.selectors import late_on, running_for
from mappa.govuk.days import long_date
from mappa.govuk.presenters import LATE, Link, Tag
from mappa.matching.selectors import differences_waiting, matches_visible_to
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.selectors import issues_for
from mappa.nominals.elsewhere import pairs_elsewhere
from mappa.nominals.selectors import duplicates_visible_to, unfinished
from mappa.notices.counts import counted_or_closed, month_before, month_of
from mappa.notices.selectors import waiting_for
from mappa.referrals.selectors import waiting_for_decision
from mappa.worklists.meeting_panels import (
    ACTIONS,
    asked_of_the_agency,
    meetings,
    minutes_requests,
    minutes_to,
    requests,
)
from mappa.worklists.move_panels import moves
from mappa.worklists.notice_panels import answering, counting, telling
from mappa.worklists.offender_panels import follow_ups, orders_to_ask_about, people_not_told
from mappa.worklists.panel import FORTNIGHT, LINES, Maker, Panel, Today, few, how_many, level_of, named
from mappa.worklists.sharing_panels import emergencies, further_uses, notices
from mappa.worklists.victim_panels import addresses_to_check, release_events


def duties(today: Today) -> Panel:
    """The duties of the actor's post or agency: late first; named officers see their own people."""
    own = today.actor.role in {Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER}
    rows = running_for(today.actor, today.on, mine=own).filter(due__lte=today.on + FORTNIGHT)
    first, count, urgent = few(rows, late_on(today.on))
    return Panel(
        title="Duties due in the next 14 days", count=count, urgent=urgent,
        lines=[
            (
                Link(text=named(row.case.person), href=f"/people/{row.case.person.reference}/duties/"),
                f"{row.label}, by {long_date(row.due)}" if row.due else row.label,
                state_tag(row, today.on),
            )
            for row in first
        ],
        empty="Nothing falls due in the next 14 days.", more=f"/duties/?whose={'mine' if own else 'all'}",
        people=[row.case.person.reference for row in first],
    )  # fmt: skip


def referrals(today: Today) -> Panel:
    """Referrals that wait for the co-ordinator, oldest first."""
    rows = waiting_for_decision(today.actor, today.on).select_related("person").order_by("received_at", "pk")
    first, count, _ = few(rows)
    return Panel(
        title="Referrals to decide", count=count,
        lines=[
            (
                Link(text=row.reference, href=f"/referrals/{row.reference}/"),
                f"{level_of(today, row.level_sought)}, {named(row.person)}", None,
            )
            for row in first
        ],
        empty="No referral is waiting.", more="/referrals/", people=[row.person.reference for row in first],
    )  # fmt: skip


def categories(today: Today) -> Panel:
    """Categories that the engine proposed and nobody has decided."""
    rows = proposals_waiting(today.actor, today.on).select_related("person")
    first, count, _ = few(rows)
    return Panel(
        title="Categories to confirm", count=count,
        lines=[
            (
                Link(text=named(row.person), href=f"/people/{row.person.reference}/category/"),
                proposal_line(row.answer), None,
            )
            for row in first
        ],
        empty="Every proposed category has been decided.", people=[row.person.reference for row in first],
    )  # fmt: skip


def considerations(today: Today) -> Panel:
    """People whose convictions call for Category 3 to be considered (IDENT-14)."""
    rows = to_consider(today.actor, today.edition, today.on)
    return Panel(
        title="Category 3 to consider", count=len(rows),
        lines=[
            (Link(text=named(row.person), href=f"/people/{row.person.reference}/category-3/"), row.label, None)
            for row in rows[:LINES]
        ],
        empty="Nobody waits for Category 3 to be considered.",
        people=[row.person.reference for row in rows[:LINES]],
    )  # fmt: skip


def _counts(today: Today) -> dict[str, int]:
    """What a home counts and does not list, as far as the actor may open it: one query."""
    lists: dict[str, QuerySet[Any]] = {}
    if may(today.actor, Permission.MATCH_DECIDE):
        lists["matches"] = matches_visible_to(today.actor, today.on).filter(decided_at__isnull=True)
        lists["duplicates"] = unfinished(duplicates_visible_to(today.actor, today.on))
    if may(today.actor, Permission.MINUTES_RECEIVE):
        lists["receipts"] = issues_for(today.actor).filter(received_at__isnull=True)
    if may(today.actor, Permission.DIFFERENCE_SETTLE):
        lists["differences"] = differences_waiting(today.actor, today.on)
    if may(today.actor, Permission.COUNT_TELL):
        lists["counted"] = counted_or_closed(today.actor.area, month_before(month_of(today.on)))
    if may(today.actor, Permission.NOTICE_ANSWER):
        lists["notices"] = waiting_for(today.actor, today.on)
    return how_many(lists)


def matches(today: Today) -> Panel:
    """Incoming rows that may be about somebody on record, and records that may be of one person."""
    rows, pairs = today.once(_counts)["matches"], today.once(_counts)["duplicates"]
    pairs += len(pairs_elsewhere(today.actor, today.on))
    lines: list[tuple[Link | str, str, Tag | None]] = []
    if rows:
        lines.append((Link(text="Decide", href="/matches/"), f"{rows} waiting", None))
    if pairs:
        lines.append(
            (
                Link(text="Records that may be one person", href="/one-person/linked/"),
                "1 pair" if pairs == 1 else f"{pairs} pairs",
                None,
            )
        )
    return Panel(
        title="Doubtful matches", count=rows + pairs, lines=lines, empty="Nobody is waiting to be matched.",
        more="/matches/" if rows else "",
    )  # fmt: skip


def transfers(today: Today) -> Panel:
    """Moves between areas that have not been answered."""
    rows = [row for row in transfers_visible_to(today.actor, today.on) if row.state == "requested"]
    return Panel(
        title="Transfers in transit", count=len(rows),
        lines=[
            (
                Link(text=row.reference, href=f"/transfers/{row.reference}/"),
                f"{row.from_area.name} to {row.to_area.name}", None,
            )
            for row in rows[:LINES]
        ],
        empty="No transfer is waiting for an answer.", more="/transfers/" if rows else "",
        people=[row.case.person.reference for row in rows[:LINES]],
    )  # fmt: skip


def actions(today: Today) -> Panel:
    """Open actions of the actor's agency."""
    first, count, late = today.once(asked_of_the_agency)[ACTIONS]
    return Panel(
        title="Actions", count=count, urgent=late,
        lines=[
            (
                Link(text=row.reference, href=f"/actions/{row.reference}/"), f"By {long_date(row.due)}",
                LATE if row.due < today.on else None,
            )
            for row in first
        ],
        empty="Your agency has no open action.", more="/actions/",
    )  # fmt: skip


def receipts(today: Today) -> Panel:
    """Minutes sent to the actor's agency and not yet acknowledged."""
    count = today.once(_counts)["receipts"]
    return Panel(
        title="Minutes to acknowledge", count=count,
        lines=[(Link(text="Open the inbox", href="/inbox/"), f"{count} waiting", None)] if count else [],
        empty="Every copy is acknowledged.", more="/inbox/" if count else "",
    )  # fmt: skip


def differences(today: Today) -> Panel:
    """What another register says and ours does not."""
    count = today.once(_counts)["differences"]
    return Panel(
        title="Differences between registers", count=count,
        lines=[(Link(text="Settle", href="/differences/"), f"{count} waiting", None)] if count else [],
        empty="No extract differs from the record.", more="/differences/" if count else "",
    )  # fmt: skip


def told_of(today: Today) -> Panel:
    """What MAPPA was told of somebody, and nobody has answered (IDENT-20, IDENT-21, IDENT-24)."""
    return answering(today.once(_counts)["notices"])


def month_to_count(today: Today) -> Panel:
    """Probation's count of the month that ended last (IDENT-19)."""
    return counting(month_before(month_of(today.on)), told=bool(today.once(_counts)["counted"]))


def documents_to_approve(today: Today) -> Panel:
    """Versions of memoranda and protocols that wait for the board (SMB-12)."""
    first, count, _ = few(waiting_for_board(today.actor.area))
    return Panel(
        title="Documents to approve", count=count,
        lines=[
            (
                Link(text=row.document.title, href=f"/agencies/documents/{row.document_id}/versions/{row.number}/"),
                f"Version {row.number}, {row.document.get_kind_display().lower()}", None,
            )
            for row in first
        ],
        empty="No document waits for the board.", more="/agencies/documents/",
    )  # fmt: skip


def documents_to_review(today: Today) -> Panel:
    """Memoranda and protocols in force whose review day has passed (AGENCY-04)."""
    first, count, _ = few(overdue_reviews(today.actor.area, today.on))
    return Panel(
        title="Documents overdue for review", count=count, urgent=count,
        lines=[
            (
                Link(text=row.document.title, href=f"/agencies/documents/{row.document_id}/"),
                f"By {long_date(row.review_on)}", LATE,
            )
            for row in first
        ],
        empty="Every document was reviewed in time.", more="/agencies/documents/",
    )  # fmt: skip


def figures(today: Today) -> Panel:
    """Where the figures are."""
    area = today.actor.area.name
    return Panel(
        title="Figures", count=0, empty="",
        lines=[
            (Link(text="Open the four national promises", href="/reports/promises/"), area, None),
            (Link(text="Open the annual tables", href="/reports/annual/"), area, None),
            *(
                [(Link(text="Compare groups", href="/reports/fairness/"), area, None)]
                if may(today.actor, Permission.FAIRNESS_VIEW)
                else []
            ),
        ],
    )  # fmt: skip


_P = Permission
# What a home can show, in order, to those who hold the permission.
PANELS: tuple[tuple[Permission, Maker], ...] = (
    (_P.BREAK_GLASS_REVIEW, emergencies),
    (_P.PERSON_LOOKED, notices),
    (_P.RECORD_VIEW, moves),
    (_P.REFERRAL_DECIDE, referrals),
    (_P.NOTICE_ANSWER, told_of),
    (_P.DETERMINATION_DECIDE, categories),
    (_P.REFERRAL_MAKE, considerations),
    (_P.FACT_RECORD, release_events),
    (_P.FACT_RECORD, follow_ups),
    (_P.FACT_RECORD, orders_to_ask_about),
    (_P.TRANSFER_REQUEST, people_not_told),
    (_P.VICTIMS_EDIT, addresses_to_check),
    (_P.DUTY_VIEW, duties),
    (_P.MATCH_DECIDE, matches),
    (_P.DIFFERENCE_SETTLE, differences),
    (_P.MEETING_VIEW, meetings),
    (
        _P.MINUTES_APPROVE,
        minutes_to(MeetingState.HELD, "Minutes to approve", "No minutes are waiting for your approval."),
    ),
    (
        _P.MINUTES_ISSUE,
        minutes_to(MeetingState.MINUTES_APPROVED, "Minutes to issue", "Every approved set of minutes is issued."),
    ),
    (_P.MEETING_CHAIR, minutes_requests),
    (_P.REQUEST_ANSWER, requests),
    (_P.ACTION_UPDATE, actions),
    (_P.MINUTES_RECEIVE, receipts),
    (_P.FURTHER_USE_ANSWER, further_uses),
    (_P.TRANSFER_ACCEPT, transfers),
    (_P.DOCUMENT_APPROVE, documents_to_approve),
    (_P.DOCUMENT_APPROVE, documents_to_review),
    (_P.DOCUMENT_WRITE, documents_to_review),
    (_P.COUNT_TELL, month_to_count),
    (_P.NOTICE_SEND, telling),
    (_P.STATISTICS_VIEW, figures),
)


def panels_for(today: Today) -> list[Panel]:
    """The panels of somebody's home, those with something urgent first."""
    made = [panel for permission, make in PANELS if may(today.actor, permission) and (panel := make(today)) is not None]
    return sorted(made, key=lambda panel: (not panel.urgent, not panel.count))
