"""Somebody who walks through the product in a browser, on the real demonstration."""

import pytest

from tests.browser.conftest import browser, new_page, page, page_without_scripts  # noqa: F401 - fixtures
from tests.journeys.walking import Walker


@pytest.fixture
def walk(page, demonstration_server):  # noqa: F811 - the fixture of that name
    """A walker in an ordinary browser."""
    return Walker(page, demonstration_server.url)


@pytest.fixture
def walk_without_scripts(page_without_scripts, demonstration_server):  # noqa: F811
    """A walker whose browser runs no scripts."""
    return Walker(page_without_scripts, demonstration_server.url)
