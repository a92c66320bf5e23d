"""What an area measures its records by: how many are drawn, what is asked for, and the standards."""

from typing import cast

from mappa.determinations.policy import parameter

SIZE = "record/retrieval_sample_size"
QUESTIONS = "record/retrieval_questions"
STANDARDS = "record/quality_standards"


def sample_size(edition: str) -> int:
    """How many records one test draws."""
    return parameter(SIZE, edition).number


def questions(edition: str) -> dict[str, str]:
    """What may be asked for, by key."""
    return cast("dict[str, str]", parameter(QUESTIONS, edition).value)


def standards(edition: str) -> dict[str, str]:
    """What an entry has to be, by key."""
    return cast("dict[str, str]", parameter(STANDARDS, edition).value)


def citation(name: str, edition: str) -> str:
    """Where a value comes from, as printed."""
    return parameter(name, edition).citation
