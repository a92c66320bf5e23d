"""Reads the worked cases of duties and compares lists as sets."""

from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
NOTES = {"rows", "about", "title", "why", "expected", "complete"}


def cases(name):
    """Every case of a file as a test parameter, marked with the rows it proves."""
    listed = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))["scenarios"]
    return [pytest.param(case, id=str(case["id"]), marks=_marks(case)) for case in listed]


def _marks(case):
    return [pytest.mark.requirement(*case["rows"])] if case.get("rows") else []


def asked(case):
    """The scenario without the answers."""
    return {key: value for key, value in case.items() if key not in NOTES}


def _row(duty):
    started = duty["started_by"]
    return (
        duty["duty"],
        duty["owner"],
        (started["type"], str(started["date"]), started.get("agency")),
        str(duty.get("aim")),
        str(duty["due"]),
        duty["state"],
    )


def rows(duties):
    """Duties as comparable rows, in a stable order."""
    return sorted(_row(duty) for duty in duties)
