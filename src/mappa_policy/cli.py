"""The command line: ``mappa determine``, ``mappa duties``, ``mappa editions``, and the product's commands.

What a machine reads goes to standard output, messages for a person to standard error. Status 0 is done, 1 is
"no" (a check failed, a file refused), 2 is wrong usage.
"""

import argparse
import datetime as dt
import importlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from mappa_policy.model import BadCase, PolicyError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
OWN = ("determine", "duties", "editions", "offences")
GROUP = "mappa.commands"
MANY = 5000  # cases from which on more processes save more time than it takes to start them


def say(message: str) -> None:
    """A message for a person."""
    print(message, file=sys.stderr)


def print_json(value: object) -> None:
    """A result for a machine, in UTF-8 whatever the locale is."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)  # a date inside a table is ISO text
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


def day(text: str) -> dt.date:
    """A day given on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2026-11-20") from None


def read_cases(file: Path, *names: str) -> list[Any]:
    """The list of cases in a YAML or JSON file: under one of these keys, or the whole file.

    Raises:
        BadCase: the file cannot be read as such a list.
    """
    import yaml  # noqa: PLC0415 - the other commands start without it

    from mappa_policy.reading import DuplicateKey, read_json, read_yaml_text  # noqa: PLC0415

    where = str(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
        content = read_json(text) if file.suffix == ".json" else read_yaml_text(text)
    except OSError as error:
        raise BadCase(where, f"The file cannot be read: {error.strerror}.", "Check its name.") from None
    except UnicodeDecodeError:
        raise BadCase(where, "The text is not UTF-8.", "Save the file as UTF-8.") from None
    except DuplicateKey as error:
        raise BadCase(f"{where}: {error.key}", f"In one table {error}.", "Keep one of the two.") from None
    except RecursionError:
        raise BadCase(where, "Lists or tables stand too deep in one another.", "Take some levels out.") from None
    except (ValueError, yaml.YAMLError) as error:
        raise BadCase(where, f"This is neither YAML nor JSON: {error}.", "Correct what it names.") from None
    if isinstance(content, Mapping):
        held = next((content[name] for name in names if name in content), None)
        content = [content] if held is None and "events" in content else held
    if not isinstance(content, list):
        raise BadCase(where, "There is no list of cases.", f"Put them under `{names[0]}:`.")
    return content


class Told(Protocol):
    """An answer whose case and unused facts can be named."""

    @property
    def id(self) -> str:
        """Which case it answers."""

    @property
    def unknown(self) -> Sequence[str]:
        """Facts that nobody here knows how to use."""


def report(
    asked: argparse.Namespace,
    answers: Sequence[Told],
    shown: Sequence[object],
    refused: int,
    *,
    kind: str,
    between: str = "\n\n",
) -> int:
    """Print the answers in the format asked for, and name what was not used. Gives the exit status.

    Args:
        shown: each answer as it is printed: words for a person, or plain values for a machine.
        refused: how many could not be answered; each has been named already.
        kind: what an item of the file is called.
        between: what stands between two answers for a person.
    """
    if asked.format == "text":
        sys.stdout.buffer.write((between.join(map(str, shown)) + "\n").encode())
        sys.stdout.flush()
    else:
        print_json({"results": shown})
    for answer in answers:
        for unknown in answer.unknown:
            say(f"{asked.file}: {kind} {answer.id}: {unknown} is not known and was not used.")
    if refused:
        say(f"{refused} refused: correct them and run the command again.")
    return REFUSED if refused else DONE


def departures_in(file: Path | None) -> Any:
    """The departures of an area in a file, or none where none is named."""
    from mappa_policy import overlays  # noqa: PLC0415 - start-up time of the other commands

    return overlays.read(file) if file else None


def add_departures(command: Any) -> None:
    """The option that names a file of departures."""
    command.add_argument("--departures", type=Path, metavar="FILE", help="where an area departs from the edition")


def _explained(answer: Mapping[str, Any], case: Mapping[str, Any], asked: argparse.Namespace) -> object:
    """One answer as it is printed: a table for a machine, or the words that were asked for."""
    from mappa_policy import explain  # noqa: PLC0415 - start-up time of the other commands

    if asked.explain == "changes":
        from mappa_policy.flips import what_would_change  # noqa: PLC0415 - only when asked for

        found = what_would_change(case, edition=answer["edition"], as_of=dt.date.fromisoformat(answer["as_of"]))
        if asked.format == "text":
            return "\n".join([f"{answer['id']}: {explain.compact(answer)}", *(f"- {one}" for one in found.sentences)])
        changes = {"tried": found.tried, "complete": found.complete, "limbs": [one.as_dict() for one in found.changes]}
        return {**answer, "what_would_change": changes}
    if asked.format == "json":
        return answer
    if asked.explain == "compact":
        return f"{answer['id']}: {explain.compact(answer)}"
    return explain.in_full(answer, case)


def _determine(asked: argparse.Namespace) -> int:
    from mappa_policy import editions  # noqa: PLC0415 - start-up time of the other commands
    from mappa_policy.caseload import determine_all  # noqa: PLC0415

    edition = asked.edition or editions.DEFAULT
    editions.get(edition)
    answers, shown, refused = [], [], 0
    cases = read_cases(asked.file, "vignettes", "cases", "people")
    processes = (os.cpu_count() or 1) if len(cases) >= MANY else 1
    overlay = departures_in(asked.departures)
    found = determine_all(cases, edition=edition, as_of=asked.as_of, overlay=overlay, processes=processes, checked=True)
    for place, (case, answer) in enumerate(zip(cases, found, strict=True), start=1):
        if isinstance(answer, BadCase):
            name = case.get("id", place) if isinstance(case, Mapping) else place
            refused += 1
            say(f"{asked.file}: case {name}: {answer}")
        else:
            answers.append(answer)
            shown.append(_explained(answer.as_dict(), case, asked))
        if sys.stderr.isatty() and place % 1000 == 0:
            print(f"\r{place} of {len(cases)} cases", end="\n" if place == len(cases) else "", file=sys.stderr)
    between = "\n" if asked.explain == "compact" else "\n\n"
    return report(asked, answers, shown, refused, kind="case", between=between)


def _find(asked: argparse.Namespace) -> int:
    from mappa_policy import offences  # noqa: PLC0415 - start-up time of the other commands

    found = offences.find(asked.text, limit=asked.limit)
    print_json({"found": [one.as_dict() for one in found]})
    if not found:
        say(f"No list has {asked.text!r}. Keep it as text: what depends on it cannot be told.")
    return DONE if found else REFUSED


def _not_placed(_: argparse.Namespace) -> int:
    from mappa_policy import offences  # noqa: PLC0415 - start-up time of the other commands

    held = [{"code": one.code, "provision": one.provision, "why": one.why_not} for one in offences.unplaced()]
    print_json({**offences.counts(), "not_placed": held})
    return DONE


def _add_offences(commands: Any) -> None:
    kinds = commands.add_parser("offences", help="look up an offence in the statutory lists").add_subparsers(
        dest="what", required=True
    )
    one = kinds.add_parser("find", help="by CJS code, by Act and section, or by words of the title")
    one.add_argument("text")
    one.add_argument("--limit", type=int, default=20, help="the most to print")
    one.set_defaults(handler=_find)
    kinds.add_parser("unplaced", help="codes without a paragraph, and why").set_defaults(handler=_not_placed)


def _add_own(commands: Any) -> None:
    one = commands.add_parser("determine", help="categories, notification, levels and exits from facts")
    one.add_argument("file", type=Path, help="YAML or JSON, shaped like the worked vignettes")
    one.add_argument("--edition", help="an id of editions.yaml; statute-current without it")
    add_departures(one)
    one.add_argument("--as-of", type=day, help="the day of the question, 2026-11-20; else each case's own")
    one.add_argument("--format", choices=("json", "text"), default="json")
    one.add_argument(
        "--explain",
        choices=("full", "compact", "changes"),
        default="full",
        help="text in full, one line for each case, or what would change each limb (in JSON too)",
    )
    one.set_defaults(handler=_determine)
    _add_offences(commands)


def _add_editions(commands: Any) -> None:
    from mappa_policy.editions_cli import add_command  # noqa: PLC0415 - start-up time of the other commands

    add_command(commands)


def _add_duties(commands: Any) -> None:
    add: Callable[[Any], None]
    try:
        add = importlib.import_module("mappa_policy.duties.cli").add_command
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("mappa_policy.duties"):
            raise
        return
    add(commands)


def _add_product(commands: Any) -> bool:
    """Add the commands of whatever product is installed; false where there is none."""
    found = False
    for entry in importlib.metadata.entry_points(group=GROUP):
        try:
            entry.load()(commands)
            found = True
        except ModuleNotFoundError as error:
            say(f"The commands of {entry.value} are not here: {error}. Install mappa[product] to have them.")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    first = next((word for word in words if not word.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="mappa", description="Casework for MAPPA.")
    commands = parser.add_subparsers(dest="command", metavar="command")
    _add_own(commands)
    if first in {"", "editions"}:
        _add_editions(commands)
    if first in {"", "duties"}:
        _add_duties(commands)
    if first not in OWN and not _add_product(commands) and first:
        say(f"{first!r} is not a command of the rules, and the product is not installed.")
        say(f"Use one of {', '.join(OWN)}, or install mappa[product].")
        return WRONG_USAGE
    asked = parser.parse_args(words)
    if asked.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USAGE
    try:
        return int(asked.handler(asked) or DONE)
    except (BadCase, PolicyError) as error:
        say(str(error))
        return REFUSED
    except BrokenPipeError:
        # The reader, such as `head`, has enough. Keep Python from complaining again when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


if __name__ == "__main__":
    sys.exit(main())
