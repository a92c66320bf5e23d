"""The furniture of every page, its filters, and the pages for refusals and failures."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from mappa.govuk.forms import Form
from mappa.govuk.presenters import links, table

PROBLEMS = ("400", "403", "403_csrf", "404", "409", "413", "422", "500", "503")


class Named(Form):
    name = forms.CharField(label="Family name")


def said(expression, **context):
    return Template("{% load govuk %}{{ " + expression + " }}").render(Context(context))


class TestFilters:
    @pytest.mark.parametrize(
        ("expression", "value", "text"),
        [
            ("x|long_date", date(2026, 3, 3), "3 March 2026"),
            ("x|long_date", datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026"),
            ("x|long_date", None, ""),
            ("x|when", datetime(2026, 7, 3, 13, 5, tzinfo=UTC), "3 July 2026 at 2:05pm"),
            ("x|when", None, ""),
            ("x|clock", time(0), "midnight"),
            ("x|clock", time(12), "midday"),
            ("x|clock", time(12, 30), "12:30pm"),
            ("x|clock", time(9), "9am"),
            ("x|clock", None, ""),
            ("x|thousands", 12345, "12,345"),
            ("x|thousands", 0, "0"),
            ("x|thousands", None, ""),
        ],
    )
    def test_write_as_people_do(self, expression, value, text):
        assert said(expression, x=value) == text

    @pytest.mark.parametrize(
        ("due", "text"),
        [
            (date(2026, 3, 6), "in 3 days"),
            (date(2026, 3, 4), "tomorrow"),
            (date(2026, 3, 3), "today"),
            (date(2026, 3, 2), "1 day late"),
            (date(2026, 3, 1), "2 days late"),
            (None, ""),
        ],
    )
    def test_count_the_days_left(self, due, text):
        assert said("due|days_left:on", due=due, on=date(2026, 3, 3)) == text


class TestBase:
    def test_marks_the_page_top_and_bottom_in_words(self):
        html = render_to_string("govuk/page.html", {"page_title": "People"})

        assert html.count("OFFICIAL-SENSITIVE") == 2
        assert html.index("OFFICIAL-SENSITIVE") < html.index("<main") < html.rindex("OFFICIAL-SENSITIVE")
        assert "<title>People - mappa</title>" in html

    def test_says_on_every_page_of_a_demonstration_that_people_are_invented(self):
        for name in ("govuk/page.html", *(f"{problem}.html" for problem in PROBLEMS)):
            assert "All invented" in render_to_string(name, {"demo_banner": "All invented"})

    def test_signs_out_by_sending_a_form(self):
        html = render_to_string("govuk/page.html", {"signed_in": {"name": "Mo", "sign_out_url": "/signout"}})

        assert 'method="post" action="/signout"' in html

    def test_escapes_what_it_is_given(self):
        bad = "<script>alert(1)</script>"
        html = render_to_string(
            "govuk/case_page.html",
            {
                "page_title": bad,
                "marking": bad,
                "handling": bad,
                "caption": bad,
                "service_name": bad,
                "signed_in": {"name": bad, "agency": bad},
                "navigation": [{"text": bad, "href": bad}],
                "identity": {"name": bad, "facts": [{"key": bad, "value": bad}]},
                "sections": [{"text": bad}],
            },
        )

        assert bad not in html


class TestNavigation:
    @pytest.mark.parametrize(("bar", "most"), [("primary", 8), ("sub", 8)])
    def test_keeps_to_one_line_with_the_rest_and_never_the_page_shown_under_more(self, bar, most):
        places = [(f"Place {n}", f"/{n}/") for n in range(14)]

        def shown(current):
            page = render_to_string(f"moj/{bar}-navigation.html", {"items": links(places, current=current)})
            line, _, more = page.partition("<details")
            return line, more

        line, more = shown("/12/")

        assert line.count("<a ") == most + 1
        assert 'aria-current="page" href="/12/"' in line
        assert more.count("<a ") == 14 - most - 1
        assert all(f'href="{href}"' in line + more for _, href in places)
        assert "<details" not in render_to_string("moj/sub-navigation.html", {"items": links(places[:most])})


class TestFormPage:
    def test_needs_nothing_but_a_form(self):
        html = render_to_string("govuk/form_page.html", {"page_title": "Name", "form": Named({})})

        assert "<title>Error: Name - mappa</title>" in html
        assert 'href="#id_name">Enter family name' in html
        assert "Save and continue" in html

    def test_stands_empty_without_one(self):
        assert "There is a problem" not in render_to_string("govuk/form_page.html", {"page_title": "Name"})


class TestListPage:
    def test_says_what_is_missing_and_what_to_do(self):
        nobody = table(caption="People", columns=["Name"], rows=[])
        html = render_to_string("govuk/list_page.html", {"table": nobody, "empty_text": "Nobody yet. Add one."})

        assert "<table" not in html
        assert "Nobody yet. Add one." in html


class TestProblemPages:
    @pytest.mark.parametrize("name", PROBLEMS)
    def test_say_what_happened_and_what_to_do(self, name):
        html = render_to_string(f"{name}.html", {})

        assert html.count("<h1") == 1
        assert html.count('<p class="govuk-body">') == 2

    @pytest.mark.parametrize("name", ["403", "409", "422"])
    def test_use_the_words_of_a_refusal(self, name):
        html = render_to_string(
            f"{name}.html", {"page_title": "You cannot do this", "explanation": "Only a chair can."}
        )

        assert "You cannot do this - mappa" in html
        assert "Only a chair can." in html
        assert html.count('<p class="govuk-body">') == 1

    def test_tell_nothing_about_what_is_hidden(self):
        plain = render_to_string("404.html", {})
        told = render_to_string(
            "404.html",
            {
                "page_title": "Ashworth",
                "explanation": "Hidden",
                "exception": "x",
                "request_path": "/p/1",
                "actions": [{"text": "Ask", "href": "/"}],
                "why": "Because",
                "then": "Ask",
            },
        )

        assert plain == told
