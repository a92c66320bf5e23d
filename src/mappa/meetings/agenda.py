"""What a meeting goes through, in order, and which sections of the minutes are mandatory at which level.

The sections are data of the edition. Covers: MEET-01, MEET-25, MEET-26, MEET-27.
"""

from dataclasses import dataclass
from typing import Any

from mappa.determinations import policy

# The chair's steps in the order of the minutes form (MEET-23), each with its heading.
STEPS: tuple[tuple[str, str], ...] = (
    ("open", "Open the meeting"),
    ("attendance", "Attendance and confidentiality"),
    ("actions", "Earlier actions"),
    ("updates", "Updates from agencies"),
    ("risk", "Risk"),
    ("victims", "Victims"),
    ("disclosure", "Disclosure"),
    ("plan", "Risk management plan"),
    ("other", "Other matters"),
    ("views", "Each agency's own view"),
    ("level", "Level and category"),
    ("next", "Next meeting"),
    ("close", "Close the meeting"),
)
HEADINGS = dict(STEPS)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One section of the minutes that people write.

    Args:
        levels: the levels at which a meeting cannot be closed without it.
        carries: whether the last meeting's text is offered, marked as not reviewed.
        walled: whether only readers who may see what is held about victims see it.
    """

    key: str
    step: str
    label: str
    ask: str
    levels: tuple[int, ...]
    carries: bool
    walled: bool

    def mandatory_at(self, level: int) -> bool:
        """Whether a meeting at this level needs it."""
        return level in self.levels


def _item(row: dict[str, Any]) -> Item:
    return Item(
        key=row["key"],
        step=row["step"],
        label=row["label"],
        ask=row["ask"],
        levels=tuple(row.get("levels", ())),
        carries=row.get("carries", False),
        walled=row.get("walled", False),
    )


def items(edition: str) -> tuple[Item, ...]:
    """Every section in the order of the minutes form."""
    rows = list(policy.parameter("meetings/minute_items", edition).value)
    more = policy.find_parameter("meetings/minute_items_more", edition)
    rows += list(more.value) if more else []
    order = [step for step, _ in STEPS]
    return tuple(sorted(map(_item, rows), key=lambda item: order.index(item.step)))


def items_of(step: str, edition: str, *, level: int) -> tuple[Item, ...]:
    """The sections of one step. Those that belong to another level only are left out."""
    return tuple(item for item in items(edition) if item.step == step and (not item.levels or level in item.levels))
