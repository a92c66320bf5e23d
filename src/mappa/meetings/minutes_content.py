"""The minutes of a meeting as plain values: what is locked at approval, and what the documents print.

Every value is a string, number, true, false, list or mapping, so the same content always gives the same hash.
"""

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject

from mappa.assessments.models import Assessment, RoshRating
from mappa.cases.models import CategoryRow
from mappa.disclosures.models import DisclosureDecision
from mappa.kernel.clock import LONDON
from mappa.meetings import agenda, category_3, standards
from mappa.meetings.models import CorePart, Meeting, MeetingDecision
from mappa.meetings.selectors import core_group_of, held_day
from mappa.plans.selectors import actions_of

Content = dict[str, Any]
STATEMENT = (
    "Those present accept that what is said here is confidential, is shared to protect the public, and may not be used"
    " for anything else or passed on without the chair's agreement. Everybody is treated with respect for who they are."
)


def content_of(meeting: Meeting) -> Content:
    """Everything that the minutes say, as it is recorded now."""
    facts = _dated(meeting)
    actions = [(one.meeting == meeting.reference, _action(one)) for one in actions_of(meeting.case)]
    return {
        **_head(meeting, facts),
        "attendance": _attendance(meeting),
        "sections": _sections(meeting),
        "ratings": _ratings(meeting, facts.on),
        "earlier_actions": [action for set_here, action in actions if not set_here],
        "actions": [action for set_here, action in actions if set_here],
        "disclosures": _disclosures(meeting),
        "views": _views(meeting),
        "decision": _decision(meeting, facts.on),
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


class _Dated(NamedTuple):
    """The day of a meeting, which meeting about the case it is, and the category on its day."""

    on: date
    number: int
    category: int | None


def _dated(meeting: Meeting) -> _Dated:
    own = OuterRef("case")
    so_far = Meeting.objects.filter(case=own, starts_at__lte=OuterRef("starts_at")).order_by().values("case")
    categories = CategoryRow.objects.filter(case=own, since__lte=OuterRef("held")).order_by("-since", "-id")
    found = Meeting.objects.annotate(
        held=held_day(),
        number=Subquery(so_far.annotate(meetings=Count("pk")).values("meetings")),
        category=Subquery(categories.values("category")[:1]),
    )
    return _Dated(*found.values_list("held", "number", "category").get(pk=meeting.pk))


def _head(meeting: Meeting, facts: _Dated) -> Content:
    case, starts = meeting.case, meeting.starts_at.astimezone(LONDON)
    return {
        "reference": meeting.reference,
        "marking": standards.marking(case.edition),
        "edition": case.edition,
        "statement": STATEMENT,
        "level": meeting.level,
        "kind": meeting.get_kind_display(),
        "number": facts.number,
        "on": facts.on.isoformat(),
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
        "case": {"reference": case.reference, "category": facts.category},
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
    rated = Assessment.objects.filter(person=meeting.case.person_id, on__lte=on, ratings__isnull=False)
    latest = rated.order_by("-on", "-id").values("pk")[:1]
    ratings = RoshRating.objects.filter(assessment=Subquery(latest)).select_related("assessment")
    return [
        {
            "group": one.get_group_display(),
            "level": one.get_level_display(),
            "tool": one.assessment.tool,
            "on": one.assessment.on.isoformat(),
        }
        for one in ratings.order_by("group", "id")
    ]


def _action(action: Any) -> Content:
    return {
        "reference": action.reference,
        "what": action.what,
        "owner": action.owner_name,
        "agency": action.agency.name,
        "due": action.due.isoformat(),
        "state": (action.state or "open").replace("_", " "),
        "note": action.note or "",
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


def _decision(meeting: Meeting, on: date) -> Content | None:
    members = core_group_of(OuterRef("pk")).values(
        json=JSONObject(name="name", agency="agency__name", part="part", coordinates="coordinates")
    )
    row = MeetingDecision.objects.filter(meeting=meeting).annotate(members=ArraySubquery(members)).first()
    if row is None:
        return None
    review = {
        "how_long": category_3.how_long(row.category_3_since, on) if row.category_3_since else "",
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
        "core_group": [{**one, "part": CorePart(one["part"]).label} for one in row.members],
    }
