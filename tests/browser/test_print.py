"""On paper: the marking on every sheet, the record, and no navigation."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.govuk.style_pages")]


class TestPrint:
    def test_keeps_the_record_and_drops_the_navigation(self, page, live_server):
        page.goto(f"{live_server.url}/components")

        page.emulate_media(media="print")

        for kept in (".mappa-marking", ".moj-identity-bar", ".govuk-summary-list", ".mappa-table"):
            assert page.is_visible(kept), kept
        for dropped in (".moj-primary-navigation", ".moj-sub-navigation", ".moj-button-menu", ".mappa-signed-in__form"):
            assert page.is_hidden(dropped), dropped

    def test_prints_the_marking_of_the_page_on_every_sheet(self, page, live_server):
        page.goto(f"{live_server.url}/components")

        page.emulate_media(media="print")

        sheets = page.evaluate(
            """() => [...document.styleSheets].filter(s => s.href.endsWith('/print.css'))
                .flatMap(s => [...s.cssRules]).filter(r => r.selectorText === 'official-sensitive')
                .map(r => r.cssText)"""
        )
        assert page.evaluate("getComputedStyle(document.body).page") == "official-sensitive"
        assert "@top-center" in sheets[0]
        assert sheets[0].count('content: "OFFICIAL-SENSITIVE"') == 2
