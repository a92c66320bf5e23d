"""How fast the rules answer, beside openfisca-core on the same two rules: part of ``make bench``.

Makes sentenced people from a seed, asks the product for the whole explained answer (every category and limb), and
asks openfisca-core, in an environment of its own, for notification and Category 2. Both must agree on everybody.
Prints JSON on standard output and a table on standard error. Exit status 1: a figure is worse than promised, or
the answers differ.
"""

import argparse
import datetime as dt
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mappa_policy import parameters
from mappa_policy.answer import Answer
from mappa_policy.caseload import determine_all
from mappa_policy.determination import determine

HERE = Path(__file__).parent
AS_OF = dt.date(2026, 11, 20)
EDITION = "statute-current"
MOST_SECONDS, MOST_BYTES, START_SECONDS, TIMES_FASTER = 60, 2**30, 0.3, 20
# what a court can do, and the months that go with it
DISPOSALS = ("IMP_12", "IMP_U12", "SSO_12", "LIFE", "HO", "HO_R", "CO", "FINE", "YRO", "CAUTION")
RAPE, ASSAULT = ("Sexual Offences Act 2003", "1"), ("Offences against the Person Act 1861", "47")
LISTED = {
    "rape": {"statute": RAPE[0], "section": RAPE[1], "sch3_para": "17", "sch15_para": "102", "sch15_part": 2},
    "assault": {"statute": ASSAULT[0], "section": ASSAULT[1], "sch3_para": None, "sch15_para": "20", "sch15_part": 1},
    "theft": {"statute": "Theft Act 1968", "section": "1", "sch3_para": None, "sch15_para": None},
}


def people(number: int, seed: int) -> Iterator[dict[str, object]]:
    """Sentenced people, one conviction or caution each: the same seed makes the same people."""
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    for place in range(number):
        kind = chance.choice(DISPOSALS)
        convicted = dt.date(2005, 1, 1) + dt.timedelta(days=chance.randrange(7800))
        born = convicted - dt.timedelta(days=chance.randrange(14 * 365, 70 * 365))
        months = {
            "IMP_12": chance.randrange(12, 120),
            "IMP_U12": chance.randrange(1, 12),
            "SSO_12": chance.randrange(12, 25),
        }
        title = chance.choice(tuple(LISTED))
        event: dict[str, object] = {
            "id": "C1", "type": "caution" if kind == "CAUTION" else "conviction", "date": convicted, "court": "crown",
            "offence": {"title": title, **LISTED[title]}, "offence_date": convicted - dt.timedelta(days=200),
            "victim_age": 30,
        }  # fmt: skip
        events = [event]
        if kind != "CAUTION":
            passed: dict[str, object] = {
                "id": "D1",
                "type": "disposal",
                "date": convicted,
                "for_event": "C1",
                "disposal": kind,
            }
            if kind in months:
                passed["term_months"] = months[kind]
            if kind == "SSO_12":
                passed["operational_period_months"] = 24
            events.append(passed)
        yield {"id": f"P{place}", "as_of": AS_OF, "person": {"initials": "XX", "dob": born}, "events": events}


def for_the_peer(case: Any) -> dict[str, object]:
    """The same person as the peer is told of them."""
    conviction, *passed = case["events"]
    kind = passed[0]["disposal"] if passed else "CAUTION"
    term = passed[0].get("term_months", 0) if passed else 0
    limb = parameters.value("category-2/limb_of_disposal", EDITION).value.get(kind, {})
    return {
        "date_of_birth": str(case["person"]["dob"]),
        "relevant_date": str(conviction["date"]),
        "sentence_class": parameters.value("notification/class_of_disposal", EDITION).value[kind],
        "category_2_class": limb.get("limb", ""),
        "term_months": term,
        "months_under_sentence": passed[0].get("operational_period_months", term) if passed else 0,
        "schedule_3_paragraph": conviction["offence"]["sch3_para"] or "",
        "schedule_15_paragraph": conviction["offence"]["sch15_para"] or "",
    }


def limits() -> dict[str, int]:
    """The numbers of the two rules, from the policy files, for the peer."""
    names = {
        "indefinite_term": "notification/indefinite_term", "short_term": "notification/short_term",
        "period_medium": "notification/period_medium_custody", "period_short": "notification/period_short_custody",
        "period_hospital": "notification/period_hospital", "period_caution": "notification/period_caution",
        "period_other": "notification/period_other", "young_divisor": "notification/young_person_divisor",
        "shortest_custody": "category-2/shortest_custody",
        "initial_days": "notification/initial_days",
    }  # fmt: skip
    found = {name: parameters.value(held, EDITION).number for name, held in names.items()}
    return {**found, "young_age_months": parameters.value("notification/young_person_age", EDITION).number * 12}


def compared(answer: Answer) -> tuple[str, ...]:
    """What both sides are asked for, as text."""
    fields, never, ever = answer.fields, "1900-01-01", "9999-12-31"
    last = (answer.periods[0]["last_day"] or ever) if answer.periods else never
    second = (answer.exits["cat2_last_day"] or ever) if "cat2_last_day" in answer.exits else never
    subject = bool(fields["notification.subject_on_as_of"])
    first = fields["notification.initial_deadline"] if subject else never
    categories = " ".join(str(number) for number in fields["categories"])
    values = (last, subject, first, second, categories, fields["recorded_category"] or "")
    return tuple(str(value) for value in values)


def summed(answer: Answer) -> tuple[int, int]:
    """How many reasons an answer gives, and how many sentences they are: so that every one is really made."""
    return len(answer.reasons), sum(bool(reason.because and reason.citations) for reason in answer.reasons)


def explained(answer: Answer) -> tuple[tuple[str, ...], list[str]]:
    """What both sides are asked for, and the whole explanation: a line for every limb with reason and citations."""
    lines = [
        f"{reason.limb} {reason.about}: {reason.outcome.value}. {reason.because} [{'; '.join(reason.citations)}]"
        for reason in answer.reasons
    ]
    return compared(answer), lines


def ask_the_peer(python: str, cases: list[dict[str, object]], alone: int) -> dict[str, Any]:
    """The peer's answers and times."""
    asked = {"limits": limits(), "people": [for_the_peer(case) for case in cases], "alone": alone}
    command = [python, str(HERE / "bench_peer.py")]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout)


def start_seconds() -> float:
    """From nothing to the first answer in a new process: the best of five."""
    code = "import json, sys; from mappa_policy import determine; case = json.loads(sys.argv[1]); determine(case)"
    case = json.dumps(next(people(1, 1)), default=str)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, case], check=True)  # noqa: S603 - our own command
        took.append(time.perf_counter() - began)
    return min(took)


def one_by_one(cases: list[dict[str, object]]) -> list[float]:
    """Seconds of processor time for one explained determination, told as text: the mean of each hundred people."""
    took = []
    for place in range(0, len(cases), 100):
        batch = cases[place : place + 100]
        began = time.process_time()
        for case in batch:
            explained(determine(case))
        took.append((time.process_time() - began) / len(batch))
    return took


def caseload(number: int, processes: int) -> tuple[float, int, int]:
    """Seconds, reasons given and most memory of one process for a whole caseload."""
    began, said = time.perf_counter(), 0
    for place, (reasons, cited) in enumerate(determine_all(people(number, 11), processes=processes, keep=summed), 1):
        if reasons != cited:
            raise SystemExit(f"Person {place} has a reason without words or citation.")
        said += reasons
        if sys.stderr.isatty() and place % 5000 == 0:
            print(f"\r{place} of {number}", end="", file=sys.stderr)
    took = time.perf_counter() - began
    kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return took, said, kilobytes * 1024


def peer_figures(python: str, alone: int, number: int) -> dict[str, object]:
    """Both sides on the same people, and whether they agree.

    Both are told the days as text, and both are timed in processor seconds as a median over batches of a hundred. Ours
    is measured before and after the peer, so that a load that comes or goes meets both.
    """
    cases = list(people(number, 5))
    as_text = json.loads(json.dumps(cases, default=str))
    ours = [compared(determine(case)) for case in as_text]
    before = one_by_one(as_text[:alone])
    peer = ask_the_peer(python, cases, alone)
    single = statistics.median(before + one_by_one(as_text[:alone]))
    theirs = [tuple(row) for row in peer["jointly"]]
    return {
        "people_compared": number,
        "answers_differ": sum(one != other for one, other in zip(ours, theirs, strict=True)),
        "ours_ms": round(single * 1000, 3),
        "peer_ms": round(peer["plain_s"] * 1000, 3),
        "peer_described_ms": round(peer["described_s"] * 1000, 3),
        "peer_explained_ms": round(peer["explained_s"] * 1000, 3),
        "times_faster": round(peer["plain_s"] / single, 1),
        "times_faster_described": round(peer["described_s"] / single, 1),
        "times_faster_explained": round(peer["explained_s"] / single, 1),
        "peer_vector_us_each": round(peer["jointly_s"] / number * 1e6, 2),
        "vector_ratio": round(single / (peer["jointly_s"] / number), 1),
    }


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="how fast the rules answer")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--peer", help="a Python that has openfisca-core; without it there is no comparison")
    asked = parser.parse_args()
    found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2), "cores": os.cpu_count()}
    found["start_to_answer_s"] = round(start_seconds(), 3)
    if asked.peer:
        found["peer"] = peer_figures(asked.peer, 1000, 10_000)
    took, reasons, memory = caseload(asked.people, os.cpu_count() or 1)
    found["caseload"] = {
        "people": asked.people,
        "reasons": reasons,
        "seconds": round(took, 1),
        "peak_mib": memory >> 20,
    }
    over = [
        name
        for name, missed in {
            "start_to_answer_s": found["start_to_answer_s"] > START_SECONDS,
            "caseload.seconds": took > MOST_SECONDS * asked.people / 100_000,
            "caseload.peak_mib": memory > MOST_BYTES,
            "peer.answers_differ": asked.peer and found["peer"]["answers_differ"],
            "peer.times_faster_explained": asked.peer and found["peer"]["times_faster_explained"] < TIMES_FASTER,
        }.items()
        if missed
    ]
    print(json.dumps({**found, "missed": over}, indent=1))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
