"""The bench measures every page that there is."""

import importlib.util
import sys

from tests.architecture.test_docs import ROOT


def bench_pages():
    spec = importlib.util.spec_from_file_location("bench_pages", ROOT / "tools" / "bench_pages.py")
    module = sys.modules["bench_pages"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestBench:
    def test_asks_for_every_page_of_the_address_table(self):
        assert bench_pages().forgotten() == []

    def test_names_a_page_that_is_in_neither_list_and_a_reason_without_one(self):
        pages = bench_pages()
        pages.PAGES = tuple(page for page in pages.PAGES if not page.address.startswith("/matches/"))
        pages.NOT_MEASURED["long-gone"] = "it was taken away"

        assert pages.forgotten() == ["long-gone", "match-detail", "matches"]

    def test_gives_each_page_a_name_of_its_own(self):
        names = [page.name for page in bench_pages().PAGES]

        assert len(names) == len(set(names))
