"""The chair's run sheet: its steps as a task list."""

from typing import Any

from mappa.assessments.models import Assessment
from mappa.govuk.presenters import Tag, Task, row, summary_list, table, task_list
from mappa.meetings import agenda, category_3
from mappa.meetings.completeness import Gap
from mappa.meetings.lifecycle import MeetingState
from mappa.meetings.models import AgencyView, Invitation, Meeting
from mappa.meetings.presenters.meetings import core_group_words
from mappa.meetings.selectors import core_group_of
from mappa.plans.models import Action

DONE, TO_DO = Tag(text="Done", colour="green"), Tag(text="To do", colour="blue")


def steps(meeting: Meeting, state: MeetingState, gaps: list[Gap]) -> dict[str, Any]:
    """The steps in order, each done, to do, or not yet to be started."""
    missing = {gap.step for gap in gaps}
    tasks = []
    for step, heading in agenda.STEPS:
        href, status = f"/meetings/{meeting.reference}/run/{step}/", TO_DO if step in missing else DONE
        if step == "open":
            status = TO_DO if state is MeetingState.SCHEDULED else DONE
            href = href if state is MeetingState.SCHEDULED else ""
        elif state is MeetingState.SCHEDULED:
            tasks.append(Task(title=heading, status="Open the meeting first"))
            continue
        elif step == "close":
            status = TO_DO
        tasks.append(Task(title=heading, status=status, href=href))
    return task_list(tasks)


def gap_links(meeting: Meeting, gaps: list[Gap]) -> list[dict[str, str]]:
    """What is missing, each leading to its step, for the error summary."""
    return [{"text": gap.text, "href": f"/meetings/{meeting.reference}/run/{gap.step}/"} for gap in gaps]


def earlier_actions(actions: list[Action]) -> dict[str, Any]:
    """Actions set before this meeting, with what came of them."""
    return table(
        caption="Actions set before this meeting",
        columns=["Action", "What", "Owner", "By", "State"],
        rows=[
            (
                one.reference,
                one.what,
                f"{one.owner_name}, {one.agency.name}",
                one.due,
                f"{one.state.capitalize()}. {one.note or ''}".strip(),  # type: ignore[attr-defined]
            )
            for one in actions
        ],
    )


def ratings(assessment: Assessment | None) -> dict[str, Any] | None:
    """The risk of serious harm by group, as last assessed."""
    if assessment is None:
        return None
    rows = [(one.get_group_display(), one.get_level_display(), one.who or "-") for one in assessment.ratings.all()]
    caption = f"Risk of serious harm by group: {assessment.tool}, {assessment.on:%d %B %Y}"
    return table(caption=caption, columns=["Who may be harmed", "Level", "Who"], rows=rows)


def views(invitations: list[Invitation], said: dict[int, AgencyView], meeting: Meeting) -> dict[str, Any]:
    """Each agency present, with its view or without."""
    tasks = []
    for one in invitations:
        view = said.get(one.agency_id)
        hint = f"Level {view.level}{'. Dissents' if view.dissent else ''}" if view else ""
        href = f"/meetings/{meeting.reference}/run/views/{one.agency.code}/"
        tasks.append(Task(title=one.agency.name, hint=hint, status=DONE if view else TO_DO, href=href))
    return task_list(tasks)


def decision(meeting: Meeting) -> dict[str, Any] | None:
    """What was decided so far, or nothing."""
    row_held = getattr(meeting, "decision", None)
    if row_held is None:
        return None
    rows = [
        row("Level", str(row_held.level)),
        row("Category", str(row_held.category)),
        row("Why", row_held.reason),
        row("Lower level considered", row_held.lower_level_considered),
        row("Next meeting", row_held.next_on),
    ]
    if group := core_group_words(core_group_of(row_held)):
        rows.append(row("Core group", group))
    if row_held.category_3:
        rows.insert(2, row("Category 3", [category_3.SAYS[row_held.category_3], row_held.category_3_reason]))
    return summary_list(rows, card_title="The decision")
