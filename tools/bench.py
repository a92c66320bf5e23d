"""How fast pages answer on the demonstration: ``make bench``.

Starts the product's own server on the loaded demonstration (loading it first if need be), asks for every kind of page
as the person whose page it is, and prints JSON on standard output and a table on standard error. Queries are counted
in this process, over the same data. Exit status 1: a page takes too long, asks too much or does not answer.
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

MOST_QUERIES = 20
SLOWEST_MS = 150
PERSON, MEETING, REFERRAL = "NS-P-0001", "{meeting}", "{referral}"
# What is asked for, as whom, and where.
PAGES = (
    ("home of a co-ordinator", "coordinator", "/"),
    ("home of an administrator", "administrator", "/"),
    ("home of a chair", "chair", "/"),
    ("home of a police officer", "police.om", "/"),
    ("home of a probation practitioner", "probation.om", "/"),
    ("home of an agency contact", "housing.spoc", "/"),
    ("home of an analyst", "analyst", "/"),
    ("list of people", "coordinator", "/people/"),
    ("list of people of an agency", "police.om", "/people/"),
    ("search", "coordinator", "/search/?text=Thornfield"),
    ("overview of a case", "coordinator", f"/people/{PERSON}/"),
    ("details of a person", "coordinator", f"/people/{PERSON}/details/"),
    ("timeline", "coordinator", f"/people/{PERSON}/timeline/"),
    ("category", "coordinator", f"/people/{PERSON}/category/"),
    ("facts", "coordinator", f"/people/{PERSON}/facts/"),
    ("risk", "coordinator", f"/people/{PERSON}/risk/"),
    ("plan", "coordinator", "{planned}plan/"),
    ("disclosures", "coordinator", f"/people/{PERSON}/disclosures/"),
    ("duties of a case", "coordinator", f"/people/{PERSON}/duties/"),
    ("who has looked", "coordinator", f"/people/{PERSON}/who-has-looked/"),
    ("meetings of a case", "coordinator", "{planned}meetings/"),
    ("duties", "coordinator", "/duties/"),
    ("duties of the police", "police.om", "/duties/"),
    ("duties later", "police.om", "/duties/?when=later"),
    ("referrals", "coordinator", "/referrals/"),
    ("a referral", "coordinator", f"/referrals/{REFERRAL}/"),
    ("meetings", "administrator", "/meetings/"),
    ("a meeting", "administrator", f"/meetings/{MEETING}/"),
    ("actions", "police.om", "/actions/"),
    ("inbox", "housing.spoc", "/inbox/"),
    ("doubtful matches", "coordinator", "/matches/"),
    ("court results", "coordinator", "/imports/court-results/"),
    ("transfers", "coordinator", "/transfers/"),
    ("emergency access to review", "coordinator", "/emergency-access/reviews/"),
    ("audit log", "auditor", "/audit/?purpose=complaint&who=coordinator"),
    ("annual figures", "analyst", "/reports/annual/"),
    ("annual figures 2018/19", "analyst", "/reports/annual/2018/"),
    (
        "people behind a figure", "coordinator",
        "/reports/annual/2018/behind/eligible_on_snapshot.level_1.category_1/",
    ),
)  # fmt: skip


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

    @property
    def over(self) -> bool:
        """Whether it is slower or asks for more than it may, or did not answer at all."""
        return self.status != http.HTTPStatus.OK or self.queries > MOST_QUERIES or self.p95_ms > SLOWEST_MS


class Browser:
    """One signed-in person on one kept connection."""

    def __init__(self, port: int, username: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", "/signin")[1])
        form = urlencode({"username": username, "csrfmiddlewaretoken": token[1] if token else ""})
        status, _ = self.ask("POST", "/signin", form)
        if status != http.HTTPStatus.FOUND:
            raise SystemExit(f"{username} could not be signed in ({status}): is this the demonstration?")

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """The status and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
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


def examples() -> dict[str, str]:
    """A meeting, a referral and a person with a plan, to be put into addresses."""
    from mappa.meetings.models import Meeting  # noqa: PLC0415 - after the start of the product
    from mappa.plans.models import Plan  # noqa: PLC0415
    from mappa.referrals.models import Referral  # noqa: PLC0415

    return {
        "meeting": Meeting.objects.latest("starts_at").reference,
        "referral": Referral.objects.latest("pk").reference,
        "planned": f"/people/{Plan.objects.earliest('pk').case.person.reference}/",
    }


def queries_of(username: str, path: str) -> int:
    """How often the page asks the database, the audit rows that it writes included."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from mappa.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=username))
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


def measure(port: int, times: int) -> list[Measured]:
    """Every kind of page, so many times after one that warms up."""
    known, browsers, found = examples(), {}, []
    for page, username, address in PAGES:
        path = address.format(**known)
        browser = browsers.get(username) or browsers.setdefault(username, Browser(port, username))
        status, _ = browser.ask("GET", path)
        took = []
        for _ in range(times):
            began = time.perf_counter()
            browser.ask("GET", path)
            took.append((time.perf_counter() - began) * 1000)
        p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
        queries = queries_of(username, path)
        found.append(Measured(page, username, path, status, queries, round(statistics.median(took)), round(p95)))
    return found


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="how fast pages answer on the demonstration")
    parser.add_argument("--times", type=int, default=30, help="requests for each page (default 30)")
    times = max(2, parser.parse_args().times)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mappa.config.settings", "MAPPA_LOG_LEVEL": "WARNING"}
    load_before = os.getloadavg()[0]
    with served() as port:
        import django  # noqa: PLC0415 - after the server is there, whose database it shares

        django.setup()
        found = measure(port, times)
    over = [each.page for each in found if each.over]
    facts = {"times": times, "load_before": round(load_before, 2), "cores": os.cpu_count()}
    limits = {"queries": MOST_QUERIES, "p95_ms": SLOWEST_MS}
    print(json.dumps({**facts, "limits": limits, "pages": [asdict(each) for each in found], "over": over}, indent=1))
    print(f"{'page':36}{'as':18}{'status':>7}{'queries':>9}{'p50 ms':>8}{'p95 ms':>8}", file=sys.stderr)
    for each in found:
        mark = "  over" if each.over else ""
        line = f"{each.page:36}{each.user:18}{each.status:7}{each.queries:9}{each.p50_ms:8.0f}{each.p95_ms:8.0f}{mark}"
        print(line, file=sys.stderr)
    print(f"{len(over)} of {len(found)} pages are over", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
