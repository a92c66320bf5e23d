"""What putting every reading on record costs: the time of pages with the audit log written, and without.

``make bench`` runs it on the loaded demonstration, in this process. The log is left out only here, by putting nothing
in the place of the two ways to write its rows; the product itself has no such setting. The two are asked in turn, so
that other work on the machine slows both alike. Prints JSON. Exit status 1: the slowest answer of a hundred takes over
1.3 times as long, in the middle of the pages.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from unittest import mock

from bench_pages import CO, OM, PERSON, PLANNED, Page, examples

MOST = 1.3
PAGES = (
    Page("home of a co-ordinator", CO, "/"),
    Page("list of people", CO, "/people/"),
    Page("overview of a case", CO, PERSON),
    Page("details of a person", CO, f"{PERSON}details/"),
    Page("timeline", CO, f"{PERSON}timeline/"),
    Page("plan", CO, f"{PLANNED}plan/"),
    Page("actions", OM, "/actions/"),
)


@contextmanager
def unrecorded() -> Iterator[None]:
    """No row of the log is written in here."""
    from mappa.audit.models import AuditEvent  # noqa: PLC0415 - after the start of the product

    def kept_nowhere(event: Any, *_: Any, **__: Any) -> None:
        event.pk = 1

    with (
        mock.patch.object(AuditEvent, "save", kept_nowhere),
        mock.patch.object(AuditEvent.objects, "bulk_create", list),
    ):
        yield


def measured(page: Page, path: str, times: int) -> dict[str, Any]:
    """The 99th of a hundred answers of a page, with the log and without, and how many times as long the first takes."""
    from django.test import Client  # noqa: PLC0415 - after the start of the product

    from mappa.accounts.models import User  # noqa: PLC0415
    from mappa.audit.models import AuditEvent  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=page.user))
    took: dict[str, list[float]] = {"on": [], "off": []}
    _asked(client, path)
    before = AuditEvent.objects.count()
    for _ in range(times):
        took["on"].append(_asked(client, path))
        with unrecorded():
            took["off"].append(_asked(client, path))
    rows = AuditEvent.objects.count() - before
    p99 = {name: statistics.quantiles(seconds, n=100, method="inclusive")[-1] for name, seconds in took.items()}
    middle = {name: statistics.median(seconds) for name, seconds in took.items()}
    return {
        "page": page.name, "rows_a_reading": rows / times, "on_p99_ms": round(p99["on"] * 1000, 1),
        "off_p99_ms": round(p99["off"] * 1000, 1), "p99_ratio": round(p99["on"] / p99["off"], 2),
        "median_ratio": round(middle["on"] / middle["off"], 2),
    }  # fmt: skip


def _asked(client: Any, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - began
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return took


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="what the audit log costs a page")
    parser.add_argument("--times", type=int, default=200, help="readings of each page, with and without (default 200)")
    times = max(2, parser.parse_args().times)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mappa.config.settings", "MAPPA_LOG_LEVEL": "WARNING"}
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    known = examples()
    found = [measured(page, page.address.format(**known), times) for page in PAGES]
    ratio = statistics.median(each["p99_ratio"] for each in found)
    print(json.dumps({"times": times, "most": MOST, "p99_ratio": ratio, "pages": found}, indent=1))
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
