"""``python -m mappa_linkage A.csv [B.csv]``: the pairs as JSON on standard output. 2: an extract cannot be linked."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from mappa_linkage.linking import MORE_LIKELY_THAN_NOT, BadExtract, link

MOST_FILES = 2


def main() -> int:
    """Link one extract or two, and print the pairs: ids, weights and their parts, and no word of what the rows say."""
    parser = argparse.ArgumentParser(prog="mappa_linkage", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or Parquet; one or two")
    parser.add_argument("--least", type=float, default=MORE_LIKELY_THAN_NOT, help="the least probability, from 0 to 1")
    asked = parser.parse_args()
    if len(asked.files) > MOST_FILES:
        parser.error("give one extract, to compare its rows with each other, or two")
    try:
        pairs = link(asked.files, least=asked.least)
    except BadExtract as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    json.dump([asdict(pair) for pair in pairs], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
