"""Plans and actions in plain values for pages."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from mappa.assessments.models import RiskGroup
from mappa.govuk.days import days_left, long_date
from mappa.govuk.presenters import Change, Event, Link, Options, Tag, row, summary_list, table, timeline
from mappa.plans.lifecycle import ActionState
from mappa.plans.models import Action, ActionStep, Pillar, PlanCopy, PlanLine
from mappa.plans.selectors import PlanView

CONTROL = {"internal": "Internal", "external": "External", "": "Not said"}
GROUPS = dict(RiskGroup.choices)
STEP_WORDS = {"open": "Open", "done": "Done", "cannot": "Cannot be done", "declined": "Declined"}
MOVE_WORDS = {"accept": "Accepted", "decline": "Declined"}


def summary(view: PlanView, base: str, on: date, *, editable: bool) -> Options:
    """When the plan is reviewed, who changed it last, and the balance of controls (PLAN-06, PLAN-12)."""
    plan, balance = view.plan, view.balance
    late = [Tag(text="Review overdue", colour="red")] if plan.review_on < on else []
    changes = [Change(href=f"{base}review/")] if editable else []
    return summary_list(
        [
            row(
                "Next formal review",
                [f"{long_date(plan.review_on)} ({days_left(plan.review_on, on)})", *late],
                *changes,
            ),
            row(
                "Balance of controls",
                f"{balance['internal']} internal, {balance['external']} external, {balance['']} not said",
            ),
            row("Last changed", plan.changed_at),
        ]
    )


def gaps(view: PlanView) -> list[Options]:
    """What is not tied up: risks that nothing answers, measures that nobody carries out (PLAN-04)."""
    found = [
        ("Risks that no measure answers", [risk.text for risk in view.risks_without_line]),
        ("Risks with no action", [risk.text for risk in view.risks_without_action]),
        ("Measures tied to no risk", [line.text for line in view.lines_without_risk]),
        ("Measures with no action", [line.text for line in view.lines_without_action]),
        (
            "Actions that the agency declined",
            [f"{one.reference}, {one.agency.name}: {one.note}" for one in view.declined],
        ),
    ]
    return [{"title": title, "texts": texts} for title, texts in found if texts]


def risks_table(view: PlanView) -> Options:
    """The risks, each with how many measures answer it."""
    answered = [line.risk_id for line in view.lines]
    return table(
        caption="Risks",
        columns=["Who may be harmed", "Risk", "Measures", "State"],
        rows=[
            (
                GROUPS.get(risk.group, risk.group),
                risk.text,
                f"{answered.count(risk.pk)}",
                f"Closed {long_date(risk.closed_on)}" if risk.closed_on else "Open",
            )
            for risk in view.risks
        ],
    )


def pillars(view: PlanView, base: str, *, editable: bool) -> list[Options]:
    """One table a pillar, in the order of the guidance (PLAN-02)."""
    return [
        table(
            caption=label,
            columns=["Measure", "Answers the risk", "Control", "Agency", "Actions"],
            rows=[_line(line, view, base, editable=editable) for line in view.lines if line.pillar == pillar],
        )
        for pillar, label in Pillar.choices
    ]


def _line(line: PlanLine, view: PlanView, base: str, *, editable: bool) -> tuple[Any, ...]:
    actions = [action.reference for action in view.actions if action.line_id == line.pk]
    change = [Link(text="Change", href=f"{base}lines/{line.pk}/", hidden=line.text[:60])] if editable else []
    return (
        [line.text, *change],
        line.risk.text if line.risk else Tag(text="No risk", colour="red"),
        CONTROL[line.control],
        line.agency.name if line.agency else None,
        actions or Tag(text="No action", colour="yellow"),
    )


def contingencies(view: PlanView) -> Options:
    """What happens if (PLAN-09)."""
    return table(
        caption="Contingencies",
        columns=["If", "Then", "Who acts", "Out of hours"],
        rows=[(one.trigger, one.response, [one.who, one.agency.name], one.out_of_hours) for one in view.contingencies],
    )


def plan_actions(actions: Iterable[Action], on: date) -> Options:
    """The actions of a case with owner, agency and day."""
    return table(
        caption="Actions",
        columns=["Action", "What", "Owner", "By", "State"],
        rows=[
            (one.reference, one.what, [one.owner_name, one.agency.name], _due(one, on), _stands(one, on))
            for one in actions
        ],
    )


def _stands(one: Action, on: date) -> list[Any]:
    taken = [f"{one.agency.name} took it on"] if one.taken_on == "accept" else []  # type: ignore[attr-defined]
    return [state(one, on), *taken, *([one.note] if one.note else [])]


def agency_actions(actions: Iterable[Action], on: date, *, known: Collection[int], people: bool) -> Options:
    """The actions of one agency.

    Args:
        known: the ids of people of whom the reader may know; others are not named.
        people: whether the list names people at all. An agency contact reads only what the action says.
    """
    columns = ["Action", "What", "Owner", "By", "State"] + (["Person"] if people else [])
    rows = []
    for one in actions:
        link = Link(text=one.reference, href=reverse("action-detail", args=[one.reference]), hidden="report on it")
        cells: list[Any] = [link, one.what, one.owner_name, _due(one, on), state(one, on)]
        if people:
            person = one.case.person
            known_person = person.pk in known
            reference = person.reference
            cells.append(
                Link(text=reference, href=f"/people/{reference}/plan/") if known_person else "Not shown to you"
            )
        rows.append(cells)
    return table(caption="Actions of your agency", columns=columns, rows=rows)


def _due(action: Action, on: date) -> Any:
    return [action.due, days_left(action.due, on)] if action.state == ActionState.OPEN else action.due


def state(action: Action, on: date) -> Tag:
    """Where an action stands on a day, in words."""
    if action.state == ActionState.DONE:
        return Tag(text="Done", colour="green")
    if action.state == ActionState.CANNOT:
        return Tag(text="Cannot be done", colour="orange")
    if action.state == ActionState.DECLINED:
        return Tag(text="Declined", colour="orange")
    return Tag(text="Overdue", colour="red") if action.due < on else Tag(text="Open", colour="blue")


def action_summary(action: Action, on: date) -> Options:
    """What an agency is told of its action: no more than the action says."""
    return summary_list(
        [
            row("What is to be done", action.what),
            row("Owner", [action.owner_name, action.agency.name]),
            row("By", [action.due, days_left(action.due, on)] if action.state == ActionState.OPEN else action.due),
            row("State", state(action, on)),
            row("Your agency's own decision", decision(action)),
        ]
    )


def decision(action: Action) -> str:
    """What the agency decided about an action: its own decision, kept as that (AGENCY-09)."""
    return {"accept": "Taken on", "decline": "Declined"}.get(action.taken_on, "Not given yet")  # type: ignore[attr-defined]


def action_history(steps: Iterable[ActionStep]) -> Options:
    """What was said about an action, newest first."""
    return timeline(
        Event(
            title=MOVE_WORDS.get(step.move, STEP_WORDS[step.state]),
            at=step.at,
            text=step.note,
            by=step.agency.name if step.agency else "",
        )
        for step in sorted(steps, key=lambda step: -step.pk)
    )


def copies_table(copies: Iterable[PlanCopy]) -> Options:
    """Who holds which version of the plan, the latest first (PLAN-29)."""
    return table(
        caption="Who holds which version",
        columns=["Agency", "Version", "Since", "By"],
        rows=[(copy.agency.name, f"{copy.edition.number}", copy.at, copy.by) for copy in copies],
    )
