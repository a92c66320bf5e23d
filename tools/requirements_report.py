"""Which rows of the requirements register the suite proves. Exit 1 when a test names a row that does not exist."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.requirements import known_requirements, unknown_requirements  # noqa: E402 - after the path is set


def main() -> int:
    """Collect the tests without running them, and print the coverage."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "proofs.json"
        done = subprocess.run(  # noqa: S603 - our own test collection
            [
                sys.executable,
                "-m",
                "pytest",
                "--collect-only",
                "-q",
                "--no-header",
                "-m",
                "",
                f"--requirements-to={target}",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if not target.is_file():
            print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
            return 1
        proofs: dict[str, list[str]] = json.loads(target.read_text())
    known = known_requirements()
    print_groups(known, proofs)
    if unknown := unknown_requirements(proofs, known):
        print(f"unknown: {unknown}")
        return 1
    return 0


def print_groups(known: dict[str, str], proofs: dict[str, list[str]]) -> None:
    """One line for each group, then the totals."""
    sizes = Counter(known.values())
    covered = [row for row in known if row in proofs]
    for group, size in sizes.items():
        rows = [row for row in covered if known[row] == group]
        missing = [row.removeprefix(f"{group}-") for row in known if known[row] == group and row not in proofs]
        print(f"{group:<9} {len(rows):>3} of {size:<3} not yet: {' '.join(missing) or '-'}")
    print(f"covered {len(covered)}, uncovered {len(known) - len(covered)}, of {len(known)}")
    print("covered rows: " + " ".join(covered))


if __name__ == "__main__":
    raise SystemExit(main())
