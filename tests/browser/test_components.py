"""Every component in a real browser: accessible, narrow enough, under the product's content security policy."""

import pytest

from tests.browser.checks import (
    assert_accessible,
    assert_everything_labelled,
    assert_no_sideways_scroll,
    assert_plain,
    follow,
    hold,
)

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.govuk.style_pages")]

ADDRESSES = ("components", "form", "list/3", "list/0", "conflict",
             *(f"problem/{n}" for n in (400, 403, 404, 409, 413, 422, 500, 503)))  # fmt: skip


class TestComponents:
    def test_hold_to_every_standard(self, page, live_server):
        for address in ADDRESSES:
            page.goto(f"{live_server.url}/{address}")

            hold(page, address)

    def test_hold_to_every_standard_when_everything_is_wrong(self, page, live_server):
        page.goto(f"{live_server.url}/form")
        follow(page.locator("text=Save and continue"))

        assert page.title().startswith("Error: ")
        assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
        hold(page, "form-errors")

    def test_bring_nothing_inline(self, page, live_server):
        page.goto(f"{live_server.url}/components")

        assert_plain(page)

    def test_keep_their_javascript_improvements(self, page, live_server):
        page.goto(f"{live_server.url}/components")

        page.click(".moj-button-menu__toggle-button")

        assert page.is_visible("text=Record a visit")
        assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")

    def test_show_a_field_with_the_answer_it_belongs_to(self, page, live_server):
        page.goto(f"{live_server.url}/form")
        assert page.is_hidden("#id_why")

        page.check("#id_decision-2")
        assert page.is_visible("#id_why")

        page.check("#id_decision")
        assert page.is_hidden("#id_why")

    def test_start_with_a_skip_link(self, page, live_server):
        page.goto(f"{live_server.url}/list/3")

        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main-content"

    def test_work_without_javascript(self, page_without_scripts, live_server):
        page = page_without_scripts
        page.goto(f"{live_server.url}/form")

        page.fill("#id_actions-0-what", "Visit the address")
        page.click("text=Add another action")

        assert page.input_value("#id_actions-0-what") == "Visit the address"
        assert page.is_visible("#id_actions-1-what")
        assert page.query_selector(".govuk-error-summary") is None
        page.fill("#id_actions-1-what", "Call the school")
        page.click("text=Remove action 1")
        assert page.input_value("#id_actions-0-what") == "Call the school"

    def test_send_the_form_when_enter_is_pressed(self, page, live_server):
        page.goto(f"{live_server.url}/form")
        page.click("text=Add another action")

        page.press("#id_actions-0-what", "Enter")
        page.wait_for_selector(".govuk-error-summary")

        assert page.is_visible("#id_actions-1-what")


class TestChecks:
    """The checks themselves find what they look for."""

    @pytest.mark.parametrize(
        ("check", "harm"),
        [
            (assert_accessible, "document.querySelector('h1').outerHTML = '<h4>x</h4>'"),
            (assert_everything_labelled, "document.querySelector('label').remove()"),
            (assert_no_sideways_scroll, "document.querySelector('h1').textContent = 'x'.repeat(500)"),
        ],
    )
    def test_fail_a_page_that_was_harmed(self, page, live_server, check, harm):
        page.goto(f"{live_server.url}/form")
        check(page)

        page.evaluate(harm)

        with pytest.raises(AssertionError):
            check(page)
