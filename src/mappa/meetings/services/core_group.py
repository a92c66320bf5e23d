"""The core group that does a review in place of a full meeting: who is in it, and which agency co-ordinates it."""

from dataclasses import dataclass

from mappa.agencies.models import Agency
from mappa.meetings import standards
from mappa.meetings.models import CoreGroupMember, MeetingDecision, MeetingKind


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the group. `part`: manager, from day to day, or involved, significantly."""

    agency: Agency
    name: str
    part: str


@dataclass(frozen=True, kw_only=True)
class CoreGroup:
    """The members, and the one agency that co-ordinates them. Empty where a full meeting does the review."""

    members: tuple[Member, ...] = ()
    coordinating: Agency | None = None


FULL_MEETING = CoreGroup()


def missing_in(kind: str, group: CoreGroup, edition: str) -> dict[str, str]:
    """What stands in the way of a core group for the next review, by field; empty for any other kind of meeting.

    Covers: REVIEW-07.
    """
    if kind != MeetingKind.CORE_GROUP:
        return {}
    if kind not in standards.kinds_that_review(edition):
        return {
            "next_kind": "Under the edition of this case a core group is no review. Choose a review meeting: the review"
            " would be late otherwise."
        }
    wrong: dict[str, str] = {}
    if not group.members:
        wrong["core_group"] = "Name who is in the core group: the day-to-day managers, and others closely involved."
    if group.coordinating is None:
        wrong["coordinating_agency"] = "Choose the one agency that co-ordinates the core group."
    elif group.members and group.coordinating not in {member.agency for member in group.members}:
        wrong["coordinating_agency"] = f"{group.coordinating.name} has nobody in the group. Choose an agency that has."
    return wrong


def keep(decision: MeetingDecision, group: CoreGroup) -> None:
    """Record the group of a decision in place of the one before; none unless a core group does the next review."""
    decision.core_group.all().delete()
    if decision.next_kind == MeetingKind.CORE_GROUP:
        CoreGroupMember.objects.bulk_create(
            CoreGroupMember(
                decision=decision, agency=one.agency, name=one.name, part=one.part,
                coordinates=one.agency == group.coordinating,
            )
            for one in group.members
        )  # fmt: skip
