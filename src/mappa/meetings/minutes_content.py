"""The minutes of a meeting as plain values: what is locked at approval, and what the documents print.

Every value is a string, number, true, false, list or mapping, so the same content always gives the same hash.
"""

import hashlib
import json
from datetime import date
from typing import Any

from mappa.assessments.models import Assessment
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel.clock import LONDON
from mappa.meetings import agenda, category_3, standards
from mappa.meetings.models import Meeting, MeetingDecision
from mappa.meetings.selectors import core_group_of, held_on
from mappa.plans.models import Action

Content = dict[str, Any]
STATEMENT = (
    "Those present accept that what is said here is confidential, is shared to protect the public, and may not be used"
    " for anything else or passed on without the chair's agreement. Everybody is treated with respect for who they are."
)


def content_of(meeting: Meeting) -> Content:
    """Everything that the minutes say, as it is recorded now."""
    on = held_on(meeting)
    return {
        **_head(meeting, on),
        "attendance": _attendance(meeting),
        "sections": _sections(meeting),
        "ratings": _ratings(meeting, on),
        "earlier_actions": [_action(one) for one in _actions(meeting).exclude(meeting=meeting.reference)],
        "actions": [_action(one) for one in _actions(meeting).filter(meeting=meeting.reference)],
        "disclosures": _disclosures(meeting),
        "views": _views(meeting),
        "decision": _decision(meeting),
    }


def sha256_of(content: Content) -> str:
    """The hash of content, in hexadecimal."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def readable(content: Content, *, walled: bool) -> Content:
    """The content as one reader may see it: without the right to victims' sections they are absent, not blank."""
    if walled:
        return content
    sections = [section for section in content["sections"] if not section["walled"]]
    return {**content, "sections": sections}


def _head(meeting: Meeting, on: date) -> Content:
    case, starts = meeting.case, meeting.starts_at.astimezone(LONDON)
    category = case.categories.filter(since__lte=on).order_by("-since", "-id").first()
    return {
        "reference": meeting.reference,
        "marking": standards.marking(case.edition),
        "edition": case.edition,
        "statement": STATEMENT,
        "level": meeting.level,
        "kind": meeting.get_kind_display(),
        "number": case.meetings.filter(starts_at__lte=meeting.starts_at).count(),
        "on": on.isoformat(),
        "starts": f"{starts:%H:%M}",
        "place": meeting.place,
        "emergency_reason": meeting.emergency_reason,
        "chair": meeting.chair.name if meeting.chair else "",
        "chair_grade": meeting.chair.grade if meeting.chair else "",
        "minute_taker": meeting.minute_taker.name if meeting.minute_taker else "",
        "person": {
            "reference": case.person.reference,
            "name": f"{case.person.given_names} {case.person.family_name}",
            "born": case.person.date_of_birth.isoformat() if case.person.date_of_birth else "",
        },
        "case": {"reference": case.reference, "category": category.category if category else None},
    }


def _attendance(meeting: Meeting) -> list[Content]:
    return [
        {
            "agency": one.agency.name,
            "representative": one.representative,
            "attendance": one.attendance,
            "has_authority": one.has_authority,
            "joined_remotely": one.joined_remotely,
            "private_place": one.private_place,
            "confidentiality": one.confidentiality_accepted_at is not None,
        }
        for one in meeting.invitations.select_related("agency").order_by("agency__name")
    ]


def _sections(meeting: Meeting) -> list[Content]:
    written = {item.key: item for item in meeting.items.all()}
    return [
        {
            "key": item.key,
            "step": item.step,
            "label": item.label,
            "walled": item.walled,
            "text": row.text,
            "carried_from": row.carried_from if not row.confirmed_at else "",
        }
        for item in agenda.items(meeting.case.edition)
        if (row := written.get(item.key)) and (row.text or item.mandatory_at(meeting.level))
    ]


def _ratings(meeting: Meeting, on: date) -> list[Content]:
    latest = Assessment.objects.filter(person=meeting.case.person, on__lte=on).order_by("-on", "-id")
    held = latest.filter(ratings__isnull=False).first()
    if held is None:
        return []
    return [
        {
            "group": one.get_group_display(),
            "level": one.get_level_display(),
            "tool": held.tool,
            "on": held.on.isoformat(),
        }
        for one in held.ratings.order_by("group", "id")
    ]


def _actions(meeting: Meeting) -> Any:
    return (
        Action.objects.filter(case=meeting.case)
        .select_related("agency")
        .prefetch_related("steps")
        .order_by("due", "id")
    )


def _action(action: Action) -> Content:
    steps = sorted(action.steps.all(), key=lambda step: step.pk)
    return {
        "reference": action.reference,
        "what": action.what,
        "owner": action.owner_name,
        "agency": action.agency.name,
        "due": action.due.isoformat(),
        "state": steps[-1].state.replace("_", " ") if steps else "open",
        "note": steps[-1].note if steps else "",
    }


def _disclosures(meeting: Meeting) -> list[Content]:
    rows = (
        DisclosureDecision.objects.filter(meeting=meeting.reference).select_related("consulted_agency").order_by("id")
    )
    return [
        {
            "decision": one.get_decision_display(),
            "reason": one.reason,
            "recipient": one.recipient,
            "content": one.content,
            "discloser": one.discloser,
            "deadline": one.deadline.isoformat() if one.deadline else "",
            **({"consulted": one.consulted_words} if one.consulted else {}),
        }
        for one in rows
    ]


def _views(meeting: Meeting) -> list[Content]:
    return [
        {
            "agency": one.agency.name,
            "level": one.level,
            "category": one.category,
            "dissent": one.dissent,
            "dissent_reason": one.dissent_reason,
        }
        for one in meeting.views.select_related("agency").order_by("agency__name")
    ]


def _decision(meeting: Meeting) -> Content | None:
    row = MeetingDecision.objects.filter(meeting=meeting).first()
    if row is None:
        return None
    review = {
        "how_long": category_3.how_long(row.category_3_since, held_on(meeting)) if row.category_3_since else "",
        "answer": category_3.SAYS.get(row.category_3, ""),
        "reason": row.category_3_reason,
    }
    return {
        **({"category_3": review} if row.category_3 else {}),
        "level": row.level,
        "category": row.category,
        "reason": row.reason,
        "lower_level_considered": row.lower_level_considered,
        "limbs": row.limbs,
        "next_on": row.next_on.isoformat() if row.next_on else "",
        "next_kind": row.next_kind,
        "late_reason": row.late_reason,
        "substitute": row.substitute,
        "core_group": [
            {
                "name": one.name,
                "agency": one.agency.name,
                "part": one.get_part_display(),
                "coordinates": one.coordinates,
            }
            for one in core_group_of(row)
        ],
    }
