"""The plan as the meeting revises it: sections and new actions are saved together or not at all."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.meetings.models import Meeting
from mappa.meetings.services.writing import Section, write_sections
from mappa.plans.services import set_action


class NewAction(TypedDict):
    """What somebody is given to do: what, who, for which agency, and the last day on time."""

    what: str
    owner_name: str
    agency: Agency
    due: date


@transaction.atomic
def revise_plan(
    *, meeting: Meeting, sections: dict[str, Section], actions: list[NewAction], actor: User, at: datetime
) -> None:
    """Save the plan's sections and set actions. The same open action twice is kept once.

    Raises:
        Refused, NotPossible, StaleSections: as for writing sections.
        Incomplete: an action lacks its owner, agency or day; `fields` says what.
    Covers: PLAN-03.
    """
    write_sections(meeting=meeting, sections=sections, actor=actor, at=at)
    for action in actions:
        set_action(case=meeting.case, **action, owner=None, meeting=meeting.reference, line=None, actor=actor, at=at)
