"""How fast pages answer on the demonstration: ``make bench``.

Starts the product's own server on the loaded demonstration (loading it first if need be), asks for every kind of page
as the person whose page it is, and prints JSON on standard output and a table on standard error. Queries are counted
in this process, over the same data, and so is processor time, which other work on the machine leaves alone. Exit
status 1: a page takes too long, asks too much, does not answer, or is not in the list of pages to measure.
"""

import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from bench_pages import PAGES, Page, examples, forgotten

MOST_QUERIES = 20
SLOWEST_MS = 150
TIMES_IN_PROCESS = 5


@dataclass
class Measured:
    """How one kind of page did, in milliseconds."""

    page: str
    user: str
    path: str
    status: int
    queries: int
    p50_ms: float
    p95_ms: float
    cpu_ms: float

    @property
    def over(self) -> list[str]:
        """What is wrong: it did not answer, asks for more or is slower than it may. Empty: nothing."""
        wrong = {
            f"answers {self.status}": self.status != http.HTTPStatus.OK,
            f"{self.queries} queries": self.queries > MOST_QUERIES,
            f"{self.p95_ms:.0f} ms": self.p95_ms > SLOWEST_MS,
        }
        return [words for words, so in wrong.items() if so]


class Browser:
    """One signed-in person on one kept connection."""

    def __init__(self, port: int, username: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        status = self._post("/signin", {"username": username})
        if status != http.HTTPStatus.FOUND:
            raise SystemExit(f"{username} could not be signed in ({status}): is this the demonstration?")

    def page(self, path: str, typed: Mapping[str, str]) -> int:
        """Ask for a page, or send what is typed into its form. Gives the status."""
        return self._post(path, typed) if typed else self.ask("GET", path)[0]

    def _post(self, path: str, typed: Mapping[str, str]) -> int:
        if path not in self.tokens:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", path)[1])
            self.tokens[path] = token[1] if token else ""
        return self.ask("POST", path, urlencode({**typed, "csrfmiddlewaretoken": self.tokens[path]}))[0]

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """The status and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except ConnectionError:  # the server closes a connection that nobody used for a while; the next one is new
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()


@contextmanager
def served() -> Iterator[int]:
    """The product's server on a free port, with the demonstration loaded."""
    command = [sys.executable, "-m", "mappa.config"]
    subprocess.run([*command, "demo", "--no-serve"], check=True, stdout=sys.stderr)  # noqa: S603 - our own command
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "serve", "--port", str(port), "--workers", "1"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "MAPPA_LOG_LEVEL": "WARNING"},
    )  # fmt: skip
    try:
        if not (process.stdout and process.stdout.readline().startswith("ready")):
            raise SystemExit("The server did not start; what it said is above.")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def in_process(page: Page, path: str) -> tuple[int, float]:
    """How often the page asks the database, audit rows included, and its processor time without other load, in ms."""
    from django.db import connection  # noqa: PLC0415 - after the start of the product
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from mappa.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=page.user))
    with CaptureQueriesContext(connection) as seen:
        _ask(client, page, path)
    queries, used = len(seen), []
    for _ in range(TIMES_IN_PROCESS):
        began = time.process_time()
        _ask(client, page, path)
        used.append((time.process_time() - began) * 1000)
    return queries, statistics.median(used)


def _ask(client: Any, page: Page, path: str) -> None:
    if page.typed:
        client.post(path, page.typed)
    else:
        client.get(path)


def measure(port: int, times: int, pages: Sequence[Page]) -> list[Measured]:
    """Every kind of page, so many times after one that warms up."""
    known, browsers, found = examples(), {}, []
    for page in pages:
        path = page.address.format(**known)
        browser = browsers.get(page.user) or browsers.setdefault(page.user, Browser(port, page.user))
        status = browser.page(path, page.typed)
        took = []
        for _ in range(times):
            began = time.perf_counter()
            browser.page(path, page.typed)
            took.append((time.perf_counter() - began) * 1000)
        p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
        queries, cpu = in_process(page, path)
        found.append(
            Measured(
                page.name, page.user, path, status, queries, round(statistics.median(took)), round(p95), round(cpu)
            )
        )
    return found


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="how fast pages answer on the demonstration")
    parser.add_argument("--times", type=int, default=30, help="requests for each page (default 30)")
    parser.add_argument("--only", default="", help="only pages whose name holds this text")
    asked = parser.parse_args()
    times = max(2, asked.times)
    pages = [page for page in PAGES if asked.only in page.name]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mappa.config.settings", "MAPPA_LOG_LEVEL": "WARNING"}
    load_before = os.getloadavg()[0]
    with served() as port:
        import django  # noqa: PLC0415 - after the server is there, whose database it shares

        django.setup()
        from mappa.kernel.reading import command_reads_widely  # noqa: PLC0415

        command_reads_widely()  # until a page says who reads
        missed = forgotten()
        found = measure(port, times, pages)
    report(found, missed, {"times": times, "load_before": round(load_before, 2), "cores": os.cpu_count()})
    return 1 if missed or any(each.over for each in found) else 0


def report(found: list[Measured], missed: list[str], facts: Mapping[str, Any]) -> None:
    """JSON on standard output; the table, the pages that are over and those that were missed on standard error."""
    limits = {"queries": MOST_QUERIES, "p95_ms": SLOWEST_MS}
    over = {each.page: each.over for each in found if each.over}
    measured = [asdict(each) for each in found]
    print(json.dumps({**facts, "limits": limits, "pages": measured, "over": over, "missed": missed}, indent=1))
    print(f"{'page':32}{'as':17}{'status':>7}{'queries':>8}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}", file=sys.stderr)
    for each in found:
        line = f"{each.page:32}{each.user:17}{each.status:7}{each.queries:8}{each.p50_ms:8.0f}{each.p95_ms:8.0f}"
        print(f"{line}{each.cpu_ms:8.0f}{'  over' if each.over else ''}", file=sys.stderr)
    for page, wrong in over.items():
        print(f"over the limit: {page} ({', '.join(wrong)})", file=sys.stderr)
    for name in missed:
        print(f"not measured: {name}. Add it to tools/bench_pages.py.", file=sys.stderr)
    print(f"{len(over)} of {len(found)} pages are over", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
