"""``mappa duties FILE``: the duties of every scenario in a file. Needs no database."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mappa_policy import editions
from mappa_policy.cli import add_departures, day, departures_in, read_cases, report, say
from mappa_policy.duties.answer import answer_for
from mappa_policy.duties.model import LATE, OPEN, Answer
from mappa_policy.model import BadCase

FIRST = (LATE, OPEN)


def in_words(answer: Answer) -> str:
    """One scenario for a person: late duties first, then open ones, then the rest."""
    lines = [f"{answer.id}: {answer.edition}, on {answer.on.isoformat()}"]
    if answer.clocks_of != answer.edition:
        lines.append(f"  This edition has no clocks of its own: those of {answer.clocks_of} were used.")
    ranked = sorted(answer.duties, key=lambda duty: FIRST.index(duty.state) if duty.state in FIRST else len(FIRST))
    for duty in ranked:
        due = "no date" if duty.due is None else duty.due.isoformat()
        aim = "" if duty.aim is None else f", aim {duty.aim.isoformat()}"
        lines.append(f"  {duty.state}: {duty.label} ({duty.owner}), due {due}{aim}")
        lines.append(f"    {duty.because}")
    if not answer.duties:
        lines.append("  No duty has started.")
    return "\n".join(lines)


def _answers(asked: argparse.Namespace) -> tuple[list[Answer], int]:
    """Every answer, and how many scenarios were refused; what is wrong or in doubt has been said."""
    overlay = departures_in(asked.departures)
    answers: list[Answer] = []
    refused, seen = 0, set()
    for place, case in enumerate(read_cases(asked.file, "scenarios", "cases"), start=1):
        try:
            answer = answer_for(case, edition=asked.edition, on=asked.on, overlay=overlay)
        except (BadCase, editions.UnknownEdition) as error:
            refused += 1
            named = isinstance(case, Mapping) and case.get("id")
            say(f"{asked.file}: {'' if named else f'item {place}: '}{_place(case, error)}{error}")
            continue
        answers.append(answer)
        if answer.id and answer.id in seen:
            say(f"{asked.file}: scenario {answer.id}: id: Another scenario has it too. Give each its own.")
        seen.add(answer.id)
        for doubt in answer.doubts:
            say(f"{asked.file}: scenario {answer.id}: {doubt}")
    return answers, refused


def _place(case: object, error: Exception) -> str:
    """The scenario and key of an error that does not name them itself."""
    named = case.get("id") if isinstance(case, Mapping) else None
    return "" if isinstance(error, BadCase) or not named else f"scenario {named}: edition: "


def _duties(asked: argparse.Namespace) -> int:
    if asked.edition:
        editions.get(asked.edition)
    answers, refused = _answers(asked)
    shown = [in_words(answer) if asked.format == "text" else answer.as_dict() for answer in answers]
    return report(asked, answers, shown, refused, kind="scenario")


def add_command(commands: Any) -> None:
    """Register ``mappa duties`` with a set of subparsers."""
    command = commands.add_parser("duties", help="who must do what by when, from the events of each case")
    command.add_argument("file", type=Path, help="YAML or JSON, shaped like the worked timelines")
    command.add_argument("--edition", help="an id of editions.yaml; else each scenario's own")
    add_departures(command)
    command.add_argument("--on", type=day, help="the day asked about, 2026-11-20; else each scenario's own")
    command.add_argument("--format", choices=("json", "text"), default="json")
    command.set_defaults(handler=_duties)
