"""One way from a component's name and options to its official HTML.

The HTML comes from the Jinja port of GOV.UK Frontend, with autoescape on. Options named ``html`` are the
door through which a stored script would walk, so `component` escapes them unless the value is already safe.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from jinja2 import Environment, PackageLoader, PrefixLoader, TemplateNotFound
from markupsafe import Markup

_ENGINE = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    auto_reload=False,
)


@functools.cache
def macro(name: str) -> Callable[[Mapping[str, Any]], Markup]:
    """The macro of a GOV.UK component.

    Args:
        name: as the design system writes it in addresses, for example ``summary-list``.

    Raises:
        LookupError: there is no such component.
    """
    try:
        template = _ENGINE.get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    except TemplateNotFound as missing:
        raise LookupError(f"There is no GOV.UK component called {name!r}.") from missing
    pascal = "".join(word.capitalize() for word in name.split("-"))
    return getattr(template.module, f"govuk{pascal}")


def component(name: str, options: Mapping[str, Any]) -> Markup:
    """A GOV.UK component as safe HTML; options are those of the design system's own tables."""
    return macro(name)(guarded(options))


def guarded(options: Any, key: str = "") -> Any:
    """The same options, with every untrusted ``html`` value escaped, however deep it lies."""
    if isinstance(options, Mapping):
        return {name: guarded(value, name) for name, value in options.items()}
    if isinstance(options, list | tuple):
        return [guarded(value, key) for value in options]
    if isinstance(options, str) and key.lower().endswith("html"):
        return conditional_escape(options)
    return options
