"""The requirements register as the suite reads it."""

import csv
from collections.abc import Iterable
from pathlib import Path

REGISTER = Path(__file__).parent.parent / "docs" / "reference" / "requirements.csv"


def known_requirements() -> dict[str, str]:
    """Every id with its group, in the register's order."""
    with REGISTER.open(newline="") as file:
        return {row["id"]: row["group"] for row in csv.DictReader(file)}


def unknown_requirements(used: Iterable[str], known: Iterable[str]) -> str:
    """The ids that tests name and the register does not, for a message; empty when there are none."""
    return ", ".join(sorted(set(used) - set(known)))
