"""Invented plans."""

from datetime import date, datetime
from typing import Any

from mappa.accounts.models import User
from mappa.cases.models import Case
from mappa.kernel.announcements import gathering
from mappa.plans.models import Action, Plan, PlanLine
from mappa.plans.services import add_line, add_risk, ensure_plan, set_action
from tests.factories.people import NOON

REVIEW = date(2026, 6, 1)


def a_plan(case: Case, actor: User, *, at: datetime = NOON) -> Plan:
    return ensure_plan(case=case, review_on=REVIEW, actor=actor, at=at)


@gathering()
def a_line(plan: Plan, actor: User, *, text: str = "Curfew from 8pm", control: str = "external") -> PlanLine:
    risk = add_risk(plan=plan, group="children", text="Contact with children", actor=actor, at=NOON)
    return add_line(
        plan=plan, pillar="monitoring", text=text, risk=risk, agency=actor.agency, control=control, actor=actor, at=NOON
    )


def an_action(case: Case, actor: User, *, at: datetime = NOON, **instead: Any) -> Action:
    facts = {
        "what": "Visit the landlord", "owner_name": "Jo Owner", "owner": None, "agency": actor.agency,
        "due": date(2026, 3, 20), "meeting": "", "line": None,
    }  # fmt: skip
    return set_action(case=case, actor=actor, at=at, **facts | instead)
