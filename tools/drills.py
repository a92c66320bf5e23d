"""Run the longer drills and print one line for each: its name, how many of its checks passed, and how many there are.

A test that makes many checks says how many (``record_property("checks", n)``); any other counts as one. What it says
besides (``record_property("note", words)``) is printed after; a further figure that the same walk gave
(``record_property("figure NAME", "passed/total")``) has a line of its own.
Exit status 1 when one failed, or when none ran.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET


def main(workers: str) -> int:
    """Run every test marked as a drill and sum up by its class."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "drills.xml"
        command = [
            sys.executable, "-m", "pytest", "-q", "--no-header", "-m", "drill", "-n", workers, "--dist", "loadscope",
            "--junitxml", str(report), "tests/journeys",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        ran, passed, notes = counted(report) if report.exists() else (Counter(), Counter(), {})
    for name in ran:
        print(f"{name} {passed[name]}/{ran[name]}", *(f"({note})" for note in notes.get(name, [])))
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return int(bool(done.returncode) or not ran)


def counted(report: Path) -> tuple[Counter[str], Counter[str], dict[str, list[str]]]:
    """The checks that ran, those that passed, and what was said of them, by class."""
    ran: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    notes: dict[str, list[str]] = {}
    for test in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        name = test.get("classname", "").rpartition(".")[2].removeprefix("Test")
        said = test.find("properties/property[@name='checks']")
        checks = int(said.get("value", "1")) if said is not None else 1
        ran[name] += checks
        if (note := test.find("properties/property[@name='note']")) is not None:
            notes.setdefault(name, []).append(note.get("value", ""))
        for figure in test.iterfind("properties/property"):
            if (words := figure.get("name", "")).startswith("figure "):
                print(words.removeprefix("figure "), figure.get("value"))
        if not any(test.find(outcome) is not None for outcome in ("failure", "error", "skipped")):
            passed[name] += checks
    return ran, passed, notes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "auto"))
