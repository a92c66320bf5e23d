"""Somebody who walks through the product in a browser, on the real demonstration."""

import pytest

from tests.journeys.walking import Walker


@pytest.fixture
def walk(page, demonstration_server):
    """A walker in an ordinary browser."""
    return Walker(page, demonstration_server.url)


@pytest.fixture
def walk_without_scripts(page_without_scripts, demonstration_server):
    """A walker whose browser runs no scripts."""
    return Walker(page_without_scripts, demonstration_server.url)
