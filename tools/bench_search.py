"""How well and how fast people are found: part of ``make bench``.

For each size it fills a database of its own with ``mappa generate``, asks for people by names that were spoilt by rule
(``corrupt_names.py``, which shares nothing with the product's own keys), prints JSON and a table, and drops the
database. Beside it stands what ``pg_trgm`` finds, where the server has it.

- *same name*: among the first 20 is somebody with the given and family name of the one who was meant. A common name
  is borne by more than 20 people, of whom no search can tell one from another by name.
- *person*: with the birth date typed too, the very person is among the first 20.
- *everybody*: among all people at once, which no user may do; *area*: as a co-ordinator of one of 42 areas.

Exit status 1: less is found, or it takes longer, than promised.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from random import Random
from typing import Any

from bench_database import own_database
from corrupt_names import questions

SEED, AREAS, FIRST = 1, 42, 20
LEAST_RECALL = 0.99
PROMISED = {200_000: {"database": 10, "page": 60}, 1_000_000: {"database": 40}}
"""Milliseconds that 95 of 100 searches may take, by people on record; and what they are of."""
SMALL = 10_000
ENTRIES, MOST_QUERIES, SUMMARY_MS, GROWS = 2_000, 20, 100, 1.2
"""Of a summary page: entries, queries, milliseconds, and how much slower it may be among most people."""


class Watch:
    """Adds up how long the database takes."""

    def __init__(self) -> None:
        self.took = 0.0

    def __call__(self, execute: Any, *asked: Any) -> Any:
        """Run one statement."""
        began = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            self.took += (time.perf_counter() - began) * 1000


def p95(took: list[float]) -> float:
    """What 95 of 100 stay within, in milliseconds."""
    return round(statistics.quantiles(took, n=20, method="inclusive")[-1], 1)


class Bench:
    """One database, filled."""

    def __init__(self, asked: int) -> None:
        from mappa.people.models import Person  # noqa: PLC0415 - after the start of the product

        random = Random(SEED)  # noqa: S311 - no secret
        last = Person.objects.latest("pk").pk
        chosen = Person.objects.filter(pk__in=random.sample(range(1, last + 1), min(asked, last)))
        rows = chosen.order_by("pk").values_list("pk", "reference", "given_names", "family_name", "date_of_birth")
        self.meant = [
            (kind, text, reference, (given.split()[0], family), born)
            for _, reference, given, family, born in rows
            for kind, text in questions(given.split()[0], family, random).items()
        ]

    def everybody(self) -> dict[str, Any]:
        """Among all people: what is found, by kind, and how long the database takes."""
        from django.db import connection  # noqa: PLC0415

        from mappa.accounts.models import User  # noqa: PLC0415
        from mappa.kernel import clock  # noqa: PLC0415
        from mappa.kernel.models import is_one_of  # noqa: PLC0415
        from mappa.matching.selectors import searching  # noqa: PLC0415
        from mappa.people.models import Person  # noqa: PLC0415

        anybody, scope = User.objects.get(username="unit.1"), searching.people_visible_to
        searching.people_visible_to = lambda _actor, _on, among: Person.objects.filter(is_one_of("pk", among))
        on, hits, took, whole = clock.day_of(clock.now()), defaultdict(list), [], []
        for kind, text, reference, (given, family), born in self.meant:
            watch, began = Watch(), time.perf_counter()
            with connection.execute_wrapper(watch):
                found = searching.search(anybody, text, on=on, limit=FIRST)
            took.append(watch.took)
            whole.append((time.perf_counter() - began) * 1000)
            names = {(hit.given_names.split()[0], hit.family_name) for hit in found}
            hits[kind, "same name"].append((given, family) in names)
            dated = searching.search(anybody, f"{text} {born:%d/%m/%Y}", on=on, limit=FIRST)
            hits[kind, "person"].append(reference in [hit.reference for hit in dated])
        searching.people_visible_to = scope
        return {"recall": self._recall(hits), "database_p95": p95(took), "search_p95": p95(whole)}

    @staticmethod
    def _recall(hits: dict[tuple[str, str], list[bool]]) -> dict[str, dict[str, float]]:
        told: dict[str, dict[str, float]] = defaultdict(dict)
        for (kind, way), found in hits.items():
            told[way][kind] = round(statistics.mean(found), 4)
        for way, by_kind in told.items():
            by_kind["all"] = round(
                statistics.mean(hit for key, found in hits.items() if key[1] == way for hit in found), 4
            )
        return told

    def in_an_area(self, times: int = 300) -> dict[str, float]:
        """As a co-ordinator: how long the search takes in the database, behind its wall, and the whole page."""
        from django.db import connection, transaction  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from mappa.accounts.models import User  # noqa: PLC0415
        from mappa.kernel import clock  # noqa: PLC0415
        from mappa.kernel.reading import read_as_user  # noqa: PLC0415
        from mappa.matching.selectors import search  # noqa: PLC0415

        actor, at = User.objects.select_related("area", "agency").get(username="unit.1"), clock.now()
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(actor)
        mine = [text for _, text, reference, *_ in self.meant if reference.startswith("G1-")]
        database, page = [], []
        for text in (mine * (times // len(mine) + 1))[:times]:
            watch = Watch()
            with transaction.atomic():
                read_as_user(actor, at=at)
                with connection.execute_wrapper(watch):
                    search(actor, text, on=clock.day_of(at), limit=FIRST)
            database.append(watch.took)
            began = time.perf_counter()
            _answered(client.post("/search/", {"text": text}))
            page.append((time.perf_counter() - began) * 1000)
        return {"database_p95": p95(database), "page_p95": p95(page), "page_p50": round(statistics.median(page), 1)}

    @staticmethod
    def summary(times: int = 100) -> dict[str, float]:
        """The summary page of somebody with a long record, as their area's co-ordinator, in this process."""
        from django.db import connection  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        from mappa.accounts.models import User  # noqa: PLC0415

        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(User.objects.get(username="unit.1"))
        path = f"/people/{_with_a_long_record()}/"
        with CaptureQueriesContext(connection) as seen:
            _answered(client.get(path))
        queries, took, used = len(seen), [], []
        for _ in range(times):
            began, worked = time.perf_counter(), time.process_time()
            _answered(client.get(path))
            took.append((time.perf_counter() - began) * 1000)
            used.append((time.process_time() - worked) * 1000)
        cpu = round(statistics.median(used), 1)
        return {"queries": queries, "p50": round(statistics.median(took), 1), "p95": p95(took), "cpu": cpu}

    def trigrams(self) -> dict[str, Any]:
        """The same questions to ``pg_trgm``, among everybody; empty where the server lacks it."""
        from django.db import DatabaseError, connection  # noqa: PLC0415

        with connection.cursor() as cursor:
            try:
                cursor.execute("SET ROLE NONE; CREATE EXTENSION IF NOT EXISTS pg_trgm")
            except DatabaseError:
                return {}
            cursor.execute(
                "CREATE TABLE trigrams AS SELECT reference, split_part(given_names, ' ', 1) AS given, family_name, "
                "lower(given_names || ' ' || family_name) AS name FROM people_person"
            )
            cursor.execute("CREATE INDEX ON trigrams USING gin (name gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE trigrams")
            hits, took = defaultdict(list), []
            for kind, text, _, name, _ in self.meant:
                began = time.perf_counter()
                cursor.execute(
                    "SELECT given, family_name FROM trigrams WHERE name %% %s "
                    "ORDER BY similarity(name, %s) DESC LIMIT %s",
                    [text, text, FIRST],
                )
                hits[kind, "same name"].append(name in cursor.fetchall())
                took.append((time.perf_counter() - began) * 1000)
            cursor.execute("DROP TABLE trigrams")
        return {"recall": self._recall(hits), "database_p95": p95(took)}


def _answered(answer: Any) -> None:
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"a page answers {answer.status_code}")


def _with_a_long_record() -> str:
    """Somebody of the first area, to whose record so many entries were added."""
    from mappa.agencies.models import Agency  # noqa: PLC0415
    from mappa.kernel import clock  # noqa: PLC0415
    from mappa.people.models import Person  # noqa: PLC0415
    from mappa.record.contents import sealed  # noqa: PLC0415
    from mappa.record.models import Attachment  # noqa: PLC0415

    person, at = Person.objects.filter(reference__startswith="G1-").earliest("pk"), clock.now()
    police = Agency.objects.get(code="area-1-police")
    said = {"with_whom": "The landlord", "how": "telephone", "said": "Nothing new.", "concern": "no"}
    Attachment.objects.bulk_create(
        Attachment(
            person=person, kind="contacts", since=clock.day_of(at), source=police, marking="OFFICIAL-SENSITIVE",
            recorded_by="police.1", recorded_agency=police.code, recorded_at=at, **sealed(said),
        )
        for _ in range(ENTRIES)
    )  # fmt: skip
    return str(person.reference)


def measure(asked: int) -> dict[str, Any]:
    """Everything about the database that is there."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mappa.config.settings", "MAPPA_LOG_LEVEL": "ERROR"}
    from mappa.config import embedded, environment  # noqa: PLC0415

    with embedded.running(environment.read()):
        import django  # noqa: PLC0415

        django.setup()
        from mappa.kernel.reading import command_reads_widely  # noqa: PLC0415

        command_reads_widely()
        bench = Bench(asked)
        return {
            "questions": len(bench.meant), "area": bench.in_an_area(), "everybody": bench.everybody(),
            "summary": bench.summary(), "pg_trgm": bench.trigrams(),
        }  # fmt: skip


def short_of(size: int, found: dict[str, Any]) -> list[str]:
    """What is less than promised."""
    wrong = []
    promised = PROMISED.get(size, {})
    for way, recall in found["everybody"]["recall"].items():
        if promised.get("page") and recall["all"] < LEAST_RECALL:
            wrong.append(f"{size:,}: {recall['all']:.2%} found ({way})")
    area, everybody = found["area"], found["everybody"]
    if found["summary"]["queries"] > MOST_QUERIES or found["summary"]["p95"] > SUMMARY_MS:
        wrong.append(f"{size:,}: summary page, {found['summary']}")
    for where, of, took in (
        ("everybody", "database", everybody["database_p95"]), ("area", "database", area["database_p95"]),
        ("area", "page", area["page_p95"]),
    ):  # fmt: skip
        if took > promised.get(of, took):
            wrong.append(f"{size:,}: {took} ms ({of}, {where})")
    return wrong


def report(size: int, found: dict[str, Any]) -> None:
    """The table, on standard error."""
    ours, trigrams = found["everybody"]["recall"], found["pg_trgm"].get("recall", {}).get("same name", {})
    print(f"\n{size:,} people, {found['questions']:,} questions", file=sys.stderr)
    print(f"{'recall@20':16}{'same name':>12}{'person':>12}{'pg_trgm, same name':>22}", file=sys.stderr)
    for kind, share in ours["same name"].items():
        other = f"{trigrams[kind]:22.2%}" if trigrams else f"{'not there':>22}"
        print(f"{kind:16}{share:12.2%}{ours['person'][kind]:12.2%}{other}", file=sys.stderr)
    area, everybody = found["area"], found["everybody"]
    print(
        f"p95 in the database: everybody {everybody['database_p95']} ms, an area {area['database_p95']} ms, "
        f"pg_trgm {found['pg_trgm'].get('database_p95', '-')} ms; page {area['page_p95']} ms\n"
        f"summary page: {found['summary']}",
        file=sys.stderr,
    )


def main() -> int:
    """Fill, measure, print, judge."""
    parser = argparse.ArgumentParser(description="how well and how fast people are found")
    parser.add_argument(
        "--people", type=int, nargs="+", default=[SMALL, *PROMISED], help="sizes (default 10000 200000 1000000)"
    )
    parser.add_argument("--asked", type=int, default=400, help="people who are looked for, by up to 5 names each")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.asked)))
        return 0
    told, wrong = {}, []
    for size in asked.people:
        with own_database():
            began = time.perf_counter()
            words = [sys.executable, "-m", "mappa.config", "generate", "--people", str(size), "--seed", str(SEED)]
            subprocess.run([*words, "--areas", str(AREAS)], check=True, stdout=sys.stderr)  # noqa: S603 - our own command
            filled = time.perf_counter() - began
            own = [sys.executable, __file__, "--measure", "--asked", str(asked.asked)]
            done = subprocess.run(own, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        found = json.loads(done.stdout)
        told[size] = {"seconds_to_fill": round(filled), **found}
        report(size, found)
        wrong += short_of(size, found)
    sizes = sorted(told)
    grew = told[sizes[-1]]["summary"]["p50"] / told[sizes[0]]["summary"]["p50"]
    print(f"\nsummary page, {sizes[-1]:,} people to {sizes[0]:,}: {grew:.2f} times (p50)", file=sys.stderr)
    if grew > GROWS:
        wrong.append(f"summary page takes {grew:.2f} times as long among {sizes[-1]:,} people")
    print(json.dumps({"seed": SEED, "cores": os.cpu_count(), "sizes": told, "over": wrong}, indent=1))
    for line in wrong:
        print(f"less than promised: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
