"""What changes a plan and its actions."""

from mappa.plans.services.actions import report_action, set_action
from mappa.plans.services.holding import plan_opened, share_plan
from mappa.plans.services.plans import (
    add_contingency,
    add_line,
    add_risk,
    change_line,
    close_risk,
    ensure_plan,
    set_review_day,
)

__all__ = [
    "add_contingency",
    "add_line",
    "add_risk",
    "change_line",
    "close_risk",
    "ensure_plan",
    "plan_opened",
    "report_action",
    "set_action",
    "set_review_day",
    "share_plan",
]
