"""The official fixtures of GOV.UK Frontend, rendered through our door, give the official HTML."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template
from markupsafe import Markup

from mappa.govuk.components import component, guarded

FIXTURES = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
INLINE_SPACE = " "


class Tree(HTMLParser):
    """Tags with sorted attributes and text without the white space that a browser drops."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag):
        self.parts.append(f"/{tag}")

    def handle_data(self, data):
        if text := " ".join(data.split()):
            self.parts.append(text)


def trusted(options, key=""):
    """The fixtures' own HTML is trusted; only the product's callers are not."""
    if isinstance(options, dict):
        return {name: trusted(value, name) for name, value in options.items()}
    if isinstance(options, list):
        return [trusted(value, key) for value in options]
    if isinstance(options, str) and key.lower().endswith("html"):
        return Markup(options)  # noqa: S704 - written by the design system
    return options


def fixtures():
    for file in sorted(FIXTURES.glob("*/fixtures.json")):
        loaded = json.loads(file.read_text())
        for fixture in loaded["fixtures"]:
            yield loaded["component"], fixture


class TestComponent:
    def test_gives_the_official_html_for_every_official_fixture(self):
        wrong = []
        seen = list(fixtures())

        for name, fixture in seen:
            made = component(name, trusted(fixture["options"]))
            if Tree(made).parts != Tree(fixture["html"]).parts:
                wrong.append(f"{name}: {fixture['name']}")

        assert wrong == []
        assert len(seen) == 657, "GOV.UK Frontend 6.3.0 has 657 fixtures: run `make setup` to fetch it"

    def test_escapes_text_and_untrusted_html_at_any_depth(self):
        rows = [{"key": {"text": "<b>"}, "value": {"html": "<script>x</script>"}}]

        made = component("summary-list", {"rows": rows})

        assert "<script>" not in made
        assert "&lt;script&gt;" in made
        assert "&lt;b&gt;" in made

    def test_leaves_html_that_is_already_safe(self):
        assert guarded({"titleHtml": Markup("<b>x</b>")}) == {"titleHtml": "<b>x</b>"}

    def test_names_a_component_that_does_not_exist(self):
        with pytest.raises(LookupError, match=r"no GOV\.UK component called 'rocket'"):
            component("rocket", {})


class TestGovukTag:
    def test_renders_options_and_steps_inside_with_double_underscores(self):
        template = Template('{% load govuk %}{% govuk "input" options label__text="Family name" %}')

        html = template.render(Context({"options": {"id": "n", "name": "n", "label": {"classes": "big"}}}))

        assert 'class="govuk-label big" for="n"' in html
        assert "Family name" in html

    def test_escapes_context_values(self):
        html = Template('{% load govuk %}{% govuk "tag" text=x %}').render(Context({"x": "<i>"}))

        assert "&lt;i&gt;" in html
        assert "<i>" not in html
