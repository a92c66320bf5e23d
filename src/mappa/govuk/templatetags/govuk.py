"""The tags and filters of every page: see docs/how-to/write-a-page.md for examples."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from markupsafe import Markup

from mappa.govuk import components, days, fields, presenters

register = template.Library()


@register.simple_tag
def govuk(name: str, options: dict[str, Any] | None = None, /, **more: Any) -> Markup:
    """Render a GOV.UK component.

    Args:
        name: as the design system writes it in addresses, for example ``summary-list``.
        options: a dictionary from a presenter, in the design system's own words.
        **more: further options; a double underscore steps inside, so ``label__text="Name"``.
    """
    return components.component(name, _merged(options, more))


@register.simple_tag
def moj(name: str, options: dict[str, Any] | None = None, /, **more: Any) -> SafeString:
    """Render a Ministry of Justice component from ``templates/moj``, for example ``identity-bar``."""
    return render_to_string(f"moj/{name}.html", _merged(options, more))


@register.filter
def folded(items: Sequence[presenters.Options], most: int) -> dict[str, list[presenters.Options]]:
    """The links of a navigation as `line` and `more`, so that its bar keeps to one line."""
    line, more = presenters.folded(items, most)
    return {"line": line, "more": more}


@register.simple_tag
def govuk_field(field: BoundField) -> Markup | SafeString:
    """Render one field of a form: label, hint, error message and control."""
    return fields.render(field)


@register.simple_tag
def govuk_form(form: BaseForm) -> SafeString:
    """Render every field of a form, hidden ones included; the error summary is separate."""
    return form.render()


@register.simple_tag
def govuk_formset(formset: BaseFormSet) -> SafeString:
    """Render repeated forms, with buttons to add and remove that work without JavaScript."""
    return formset.render()


@register.simple_tag
def govuk_errors(*forms: BaseForm | BaseFormSet | None) -> SafeString:
    """Render one error summary for all the forms of a page, or nothing when there is no error."""
    errors = [error for form in forms if form for error in fields.errors_of(form)]
    return render_to_string("govuk/parts/error_summary.html", {"errors": errors})


@register.filter
def long_date(day: date | None) -> str:
    """``3 March 2026``; nothing for no date."""
    return days.long_date(_local(day)) if day else ""


@register.filter
def when(moment: datetime | None) -> str:
    """``3 March 2026 at 2:05pm`` in local time; nothing for no moment."""
    return days.moment(_local(moment)) if moment else ""


@register.filter
def clock(moment: time | datetime | None) -> str:
    """``2:05pm``; nothing for no time."""
    return days.clock(_local(moment)) if moment is not None else ""


@register.filter
def days_left(due: date | None, on: date) -> str:
    """``in 3 days``, ``today`` or ``2 days late``, counted from ``on``; nothing for no date."""
    return days.days_left(due, on) if due else ""


@register.filter
def thousands(number: int | None) -> str:
    """``12,345``; nothing for no number."""
    return "" if number is None else f"{number:,}"


def _local(moment: Any) -> Any:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def _merged(options: dict[str, Any] | None, more: dict[str, Any]) -> dict[str, Any]:
    merged = dict(options or {})
    for path, value in more.items():
        *above, last = path.split("__")
        inside = merged
        for step in above:
            inside[step] = dict(inside.get(step) or {})
            inside = inside[step]
        inside[last] = value
    return merged
