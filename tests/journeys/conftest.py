"""Somebody who walks through the product in a browser, on the real demonstration."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.journeys.walking import Walker


@pytest.fixture(scope="session")
def sessions():
    """The cookies of those who have signed in, by username."""
    return {}


@pytest.fixture
def walk(page, demonstration_server, sessions):
    """A walker in an ordinary browser."""
    return Walker(page, demonstration_server.url, sessions)


@pytest.fixture
def walk_without_scripts(page_without_scripts, demonstration_server, sessions):
    """A walker whose browser runs no scripts."""
    return Walker(page_without_scripts, demonstration_server.url, sessions)


@pytest.fixture
def noon():
    """The clock stands still, or a long walk would end the sessions of those who make it."""
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        yield
