"""How long it takes to take in files of court results, with determinations, and extracts; how much memory that holds.

``make bench`` runs it in a database of its own, which is made and dropped here. Each size is a file of so many rows
about as many people whom nobody knows yet, of whom one in fifty has a second row and one in a hundred is refused. The
next file has a later result each about as many of them as the first, who are on record then; the one after it about
some of them, each of whom has a case by then. Last comes an extract each of probation, prison and police about those.

Prints JSON. The promise is 100,000 results in 120 s and under 1 GiB; exit status 1 where the largest file of new people
says otherwise, by the time for each row. Whether it would hold for people on record is printed beside it. How busy a
processor was is told too, because on a machine that does other work the time alone says little.
"""

import argparse
import csv
import hashlib
import io
import itertools
import json
import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench_database import own_database

RESULTS, SECONDS, MEMORY = 100_000, 120.0, 1024**3
AGAIN, WRONG = 50, 100
LATER = 60
"""How many days later the results of people on record are."""
TOLD = 2_000
"""Rows of each extract, and of the file about people with a case, at most."""
CODES = (("TH68023", "Robbery", "IMP_12"), ("OF61102", "Assault occasioning actual bodily harm", "IMP_12"))


def a_file(rows: int, *, first: int = 0, later: int = 0) -> bytes:
    """An invented file of so many rows about the people from a number on: the same wishes give the same file."""
    from mappa.imports.results import COLUMNS  # noqa: PLC0415 - after the start of the product

    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for number in range(first, first + rows):
        again = number % AGAIN == 1
        writer.writerow(a_row(number - again, again=again, wrong=number % WRONG == 0, later=later))
    return text.getvalue().encode()


def a_row(number: int, *, again: bool, wrong: bool, later: int = 0) -> dict[str, str]:
    """One row about the person of a number."""
    letters = hashlib.sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    code, title, disposal = CODES[number % len(CODES)]
    convicted = date(2025, 3, 3) - timedelta(days=number % 700 + 30 * again - later)
    return {
        "person_ref": f"R{number}", "family_name": letters[:9].capitalize(), "given_names": letters[9:15].capitalize(),
        "date_of_birth": (date(1940, 1, 1) + timedelta(days=number * 7919 % 24_000)).isoformat(), "sex": "male",
        "pnc_id": "", "court": "Northshire Crown Court", "conviction_date": convicted.isoformat(), "offence_date": "",
        "cjs_code": code, "offence_title": title, "victim_age": "34", "plea_or_finding": "guilty",
        "sentence_date": (convicted + timedelta(days=28)).isoformat(), "disposal": "GAOL" if wrong else disposal,
        "term_months": "24", "suspended": "no", "licence_end": (convicted + timedelta(days=760)).isoformat(),
        "home_address": f"{number % 200} Test Street", "managing_agency": "probation",
    }  # fmt: skip


def an_extract(kind: str, rows: int) -> bytes:
    """An invented extract of so many rows, each about another of the people from the first on."""
    from mappa.imports.extracts import EXTRACTS  # noqa: PLC0415 - after the start of the product

    said = {
        "probation-extract": {
            "category": "2", "level": "1", "registered_from": "2025-06-02", "officer": "Kit Umber",
            "team": "North team", "lead_agency": "probation",
        },
        "prison-extract": {
            "establishment": "HMP Benchshire", "received_on": "2025-06-02", "release_date": "2027-06-01",
            "licence_end": "2028-06-01", "mappa_marked": "no",
        },
        "police-extract": {"kind": "periodic_notification", "on": "2025-07-01", "days": "3"},
    }[kind]  # fmt: skip
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, EXTRACTS[kind].columns, restval="", extrasaction="ignore")
    writer.writeheader()
    people = (number for number in range(2 * rows) if number % WRONG and number % AGAIN != 1)
    for number in itertools.islice(people, rows):
        writer.writerow(a_row(number, again=False, wrong=False) | said | {"person_ref": f"{kind[:3].upper()}{number}"})
    return text.getvalue().encode()


def open_cases(most: int) -> None:
    """Give the first people on record a case each."""
    from mappa.agencies.models import Agency  # noqa: PLC0415 - after the start of the product
    from mappa.cases.lifecycle import CaseAction, CaseState  # noqa: PLC0415
    from mappa.cases.models import Case, CaseStep, CategoryRow, LeadAgencyRow, LevelRow  # noqa: PLC0415
    from mappa.kernel import clock  # noqa: PLC0415
    from mappa.people.models import Person  # noqa: PLC0415

    since, told = date(2025, 6, 2), {"at": clock.now(), "by": "bench"}
    lead = Agency.objects.get(code="bench-probation")
    cases = Case.objects.bulk_create(
        Case(reference=f"BS-C-{person}", person_id=person, opened_on=since, edition="hampshire-2008")
        for person in Person.objects.order_by("pk").values_list("pk", flat=True)[:most]
    )
    CaseStep.objects.bulk_create(
        CaseStep(case=case, action=CaseAction.OPEN, state=CaseState.OPEN, on=since, **told) for case in cases
    )
    CategoryRow.objects.bulk_create(
        CategoryRow(case=case, category=2, all_categories=[2], since=since, **told) for case in cases
    )
    LeadAgencyRow.objects.bulk_create(LeadAgencyRow(case=case, agency=lead, since=since, **told) for case in cases)
    LevelRow.objects.bulk_create(
        LevelRow(case=case, level=1, since=since, decided_by="bench", **told) for case in cases
    )


def told(kind: str, rows: int) -> dict[str, Any]:
    """One extract taken in."""
    from mappa.agencies.models import Area  # noqa: PLC0415 - after the start of the product
    from mappa.imports.job import job_for  # noqa: PLC0415
    from mappa.imports.services import IMPORTS  # noqa: PLC0415
    from mappa.kernel import clock  # noqa: PLC0415

    content, area = an_extract(kind, rows), Area.objects.get(code="benchshire")
    begun, busy, server = time.perf_counter(), time.process_time(), server_busy()
    report = IMPORTS[kind](
        content=content, name=f"{kind}.csv", area=area, actor=job_for(area), at=clock.now(), dry_run=False,
        accept_good_rows=True,
    ).as_dict()  # fmt: skip
    took, busy, spent = time.perf_counter() - begun, time.process_time() - busy, server_busy()
    return {
        "kind": kind, "rows": rows, "seconds": round(took, 1), "busy_seconds_here": round(busy, 1),
        "busy_seconds_of_the_database": None if server is None or spent is None else round(spent - server, 1),
        "rows_taken": report["rows_taken"], "people_new": report["people_new"], "differences": report["differences"],
        "milliseconds_a_row": round(1000 * took / rows, 2),
    }  # fmt: skip


def measured(rows: int, **wishes: int) -> dict[str, Any]:
    """One file taken in. `wishes`: as for `a_file`."""
    from mappa.agencies.models import Area  # noqa: PLC0415 - after the start of the product
    from mappa.determinations.models import Determination  # noqa: PLC0415
    from mappa.imports.job import job_for  # noqa: PLC0415
    from mappa.imports.services import import_results  # noqa: PLC0415
    from mappa.kernel import clock  # noqa: PLC0415

    content = a_file(rows, **wishes)
    area = Area.objects.get(code="benchshire")
    begun, busy, server = time.perf_counter(), time.process_time(), server_busy()
    report = import_results(
        content=content, name=f"{rows}.csv", area=area, actor=job_for(area), at=clock.now(), dry_run=False,
        accept_good_rows=True,
    ).as_dict()  # fmt: skip
    took, busy, spent = time.perf_counter() - begun, time.process_time() - busy, server_busy()
    return {
        "rows": rows, "seconds": round(took, 1), "busy_seconds_here": round(busy, 1),
        "busy_seconds_of_the_database": None if server is None or spent is None else round(spent - server, 1),
        "rows_taken": report["rows_taken"],
        "rows_held": report["rows_held"], "rows_refused": report["rows_refused"], "people_new": report["people_new"],
        "determinations_in_all": Determination.objects.count(), "milliseconds_a_row": round(1000 * took / rows, 2),
        "seconds_for_100000_at_this_rate": round(RESULTS * took / rows),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def server_busy() -> float | None:
    """Seconds of a processor that our connection's server process has used; None where it runs on another machine."""
    from django.db import connection  # noqa: PLC0415 - after the start of the product

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    if "postgres" not in stat:
        return None
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def an_area() -> None:
    """An area with the agencies that its files name."""
    from mappa.agencies.models import Agency, AgencyKind, AgencyStatus, Area  # noqa: PLC0415

    area = Area.objects.create(code="benchshire", name="Benchshire", prefix="BS", edition="hampshire-2008")
    for kind in (AgencyKind.COORDINATION_UNIT, AgencyKind.PROBATION, AgencyKind.POLICE):
        agency = Agency.objects.create(
            code=f"bench-{kind}".replace("_", "-"), name=f"Benchshire {kind}", kind=kind, status=AgencyStatus.values[0]
        )
        agency.areas.add(area)


def in_turn(sizes: list[int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every size, the two files about people on record, the extracts: one after the other, into one database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mappa.config.settings", "MAPPA_LOG_LEVEL": "ERROR"}
    from mappa.config import embedded, environment, rubbish  # noqa: PLC0415

    with embedded.running(environment.read()):
        import django  # noqa: PLC0415

        django.setup()
        from mappa.imports.extracts import EXTRACTS  # noqa: PLC0415
        from mappa.kernel.reading import command_reads_widely  # noqa: PLC0415

        command_reads_widely()
        rubbish.look_seldom()  # as every command of the product does
        an_area()
        begins = [sum(sizes[:place]) for place in range(len(sizes))]
        found = [measured(rows, first=first) for rows, first in zip(sizes, begins, strict=True)]
        some = min(TOLD, sizes[0] * 9 // 10)
        found.append(measured(sizes[0], later=LATER))
        open_cases(2 * some)
        found.append(measured(some, later=2 * LATER))
        return found, [told(kind, some) for kind in EXTRACTS]


def main() -> int:
    """Measure each size, one after the other, into the same database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[2_000, 10_000])
    sizes = parser.parse_args().sizes
    with own_database():
        subprocess.run([sys.executable, "-m", "mappa.config", "migrate"], check=True, stdout=sys.stderr)
        (*new, on_record, with_case), extracts = in_turn(sizes)
    kept = _kept(max(new, key=lambda one: one["rows"]))
    found = {
        "imports": new, "people_on_record": on_record, "people_with_a_case": with_case,
        "extracts": extracts,
        "promise": f"{RESULTS} in {SECONDS:.0f} s", "kept": kept,
        "kept_for_people_on_record": _kept(on_record),
    }  # fmt: skip
    json.dump(found, sys.stdout, indent=1)
    print()
    return int(not kept)


def _kept(one: dict[str, Any]) -> bool:
    return bool(one["seconds_for_100000_at_this_rate"] <= SECONDS and one["memory_mib"] <= MEMORY // 1024**2)


if __name__ == "__main__":
    sys.exit(main())
