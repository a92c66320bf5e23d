"""A real Chromium for pages: see docs/how-to/write-a-page.md.

``page`` fails its test when the browser's console shows an error, which is where breaches of the content security
policy appear. Without a Chromium these tests are skipped; with REQUIRE_BROWSER=1 that is a failure.
"""

import os
import shutil
import threading

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import sync_playwright

# the first is the same engine without windows of its own: a page opens in a third of the time
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright keeps an event loop in this thread, and the tests use the database in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Django would keep one connection for when that loop runs and another for when it does not; one for each thread is
# what the fixtures that set roles and empty tables rely on.
connections._connections = threading.local()


def chromium_path():
    """Where Chromium is: the CHROMIUM variable, else the usual names."""
    named = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    return next((found for name in named if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        said = "No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser):
    """Make pages with options of your own; all are watched and closed: ``new_page(java_script_enabled=False)``."""
    contexts, troubles = [], []

    def make(*, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(10_000)
        made.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        made.on("pageerror", lambda error: troubles.append(str(error)))
        return made

    yield make
    for context in contexts:
        context.close()
    # a refusal's page is a page: the browser notes its status, and that is no fault of the page
    faults = [said for said in troubles if not said.startswith("Failed to load resource: the server responded with")]
    missing = [said for said in troubles if "status of 404" in said and "/static/" in said]
    assert faults + missing == [], "the browser's console shows errors"


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def page_without_scripts(new_page):
    return new_page(java_script_enabled=False)


def session_of(user, url):
    """The cookie of somebody who has signed in, without the sign-in page."""
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": url}


@pytest.fixture
def open_as(page, live_server):
    """Open an address as somebody: ``open_as(user, "/people/")``."""

    def visit(user, address):
        page.context.clear_cookies()
        page.context.add_cookies([session_of(user, live_server.url)])
        page.goto(live_server.url + address)
        return page

    return visit
