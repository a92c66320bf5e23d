"""Run the longer drills and print one line for each: its name, how many of its checks passed, and how many there are.

Exit status 1 when one failed, or when none ran.
"""

import re
import subprocess
import sys
from collections import Counter

RESULT = re.compile(r"(PASSED|FAILED|ERROR|SKIPPED)\s.*?::(\w+)::|::(\w+)::.*?(PASSED|FAILED|ERROR|SKIPPED)")


def main(workers: str) -> int:
    """Run every test marked as a drill and sum up by its class."""
    command = [
        sys.executable, "-m", "pytest", "-v", "--no-header", "-m", "drill", "-n", workers, "--dist", "loadscope",
        "tests/journeys",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    ran: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for line in done.stdout.split("short test summary")[0].splitlines():
        if found := RESULT.search(line):
            name, outcome = found[2] or found[3], found[1] or found[4]
            ran[name] += 1
            passed[name] += outcome == "PASSED"
    for name in ran:
        print(f"{name.removeprefix('Test')} {passed[name]}/{ran[name]}")
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return int(bool(done.returncode) or not ran)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "auto"))
