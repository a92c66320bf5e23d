"""From a Django field to the GOV.UK component that shows it. Every control gets its label here."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from markupsafe import Markup

from mappa.govuk import components
from mappa.govuk.forms import DayInput

Options = dict[str, Any]

DAY_WIDTHS = {"day": "govuk-input--width-2", "month": "govuk-input--width-3", "year": "govuk-input--width-4"}


def render(field: BoundField) -> Markup:
    """One field as its component: label or legend, hint, error message and control."""
    widget = field.field.widget
    if widget.is_hidden:
        return Markup(conditional_escape(field.as_hidden()))  # noqa: S704 - Django escaped it
    for kinds, build in BUILDERS:
        if isinstance(widget, kinds):
            return components.component(*build(field)) + _revealed(field)
    raise TypeError(f"{type(widget).__name__} has no GOV.UK component. Add it to BUILDERS in govuk/fields.py.")


def errors_of(form: BaseForm | BaseFormSet) -> Iterator[Options]:
    """The errors of a form or formset for the summary, each with the address of the control to put right."""
    if isinstance(form, BaseFormSet):
        if form.is_bound and not getattr(form, "quiet", False):
            inside = [error for inner in form.forms for error in errors_of(inner)]
            yield from inside or ({"text": message} for message in form.non_form_errors())
        return
    if not form.is_bound or getattr(form, "quiet", False):
        return
    for name, messages in form.errors.items():
        target = None if name == NON_FIELD_ERRORS or form[name].is_hidden else _first_control(form[name])
        for message in messages:
            yield {"text": message, "href": f"#{target}"} if target else {"text": message}


def _revealed(field: BoundField) -> Markup:
    """The fields that belong to one answer of this one.

    The design system's own way marks radio buttons as expanded, which ARIA does not allow; ours is ``reveal.js``.
    """
    revealed = field.form.revealed_by(field.name) if hasattr(field.form, "revealed_by") else []
    shown = [{"answer": answer, "field": field.form[name]} for answer, name in revealed]
    return Markup(render_to_string("govuk/parts/revealed.html", {"name": field.html_name, "shown": shown}))  # noqa: S704 - a template made it


def _first_control(field: BoundField) -> str:
    if isinstance(field.field.widget, DayInput):
        return f"{field.auto_id}_{_wrong_parts(field)[0]}"
    return field.auto_id


def _wrong_parts(field: BoundField) -> list[str]:
    codes = {
        code
        for error in field.form.errors.get(field.name, forms.utils.ErrorList()).as_data()
        for code in (error.code or "").split()
    }
    return [part for part in DayInput.PARTS if part in codes] or list(DayInput.PARTS)


def _messages(field: BoundField) -> list[str]:
    return [] if not field.form.is_bound or getattr(field.form, "quiet", False) else list(field.errors)


def _label(field: BoundField) -> str:
    asks = field.field.required or isinstance(field.field, forms.BooleanField) or "(optional)" in field.label
    return field.label if asks else f"{field.label} (optional)"


def _common(field: BoundField) -> Options:
    options: Options = {"id": field.auto_id, "name": field.html_name}
    if field.help_text:
        options["hint"] = {"text": field.help_text}
    if messages := _messages(field):
        options["errorMessage"] = {"text": ". ".join(messages)}
    if field.field.disabled:
        options["disabled"] = True
    return options


def _labelled(field: BoundField) -> Options:
    return {**_common(field), "label": {"text": _label(field), "classes": "govuk-label--s"}}


def _legended(field: BoundField) -> Options:
    legend = {"text": _label(field), "classes": "govuk-fieldset__legend--s"}
    return {**_common(field), "fieldset": {"legend": legend}}


def _attributes(field: BoundField) -> tuple[str, Options]:
    attrs = {name: value for name, value in field.field.widget.attrs.items() if value not in (None, False)}
    attrs.pop("maxlength", None)  # it would cut pasted text without a word; the server says how much too long it is
    return attrs.pop("class", ""), attrs


def _refuse_one_box_date(field: BoundField) -> tuple[str, Options]:
    raise TypeError(f"The field {field.name!r} asks for a date in one box. Use DayField, and ClockField for a time.")


def _input(field: BoundField) -> tuple[str, Options]:
    widget, (classes, attrs) = field.field.widget, _attributes(field)
    options = {**_labelled(field), "value": _text(field), "classes": classes}
    options["autocomplete"] = attrs.pop("autocomplete", "off")
    if isinstance(widget, forms.NumberInput):
        options |= {"inputmode": "decimal" if isinstance(field.field, forms.DecimalField) else "numeric"}
        options |= {"classes": classes or "govuk-input--width-5", "spellcheck": False}
        attrs = {name: value for name, value in attrs.items() if name not in {"min", "max", "step"}}
    elif isinstance(widget, forms.EmailInput | forms.URLInput):
        options |= {"type": widget.input_type, "spellcheck": False}
    for name in ("prefix", "suffix"):
        if name in attrs:
            options[name] = {"text": attrs.pop(name)}
    return "input", {**options, "attributes": attrs}


def _password(field: BoundField) -> tuple[str, Options]:
    classes, attrs = _attributes(field)
    return "password-input", {
        **_labelled(field),
        "classes": classes,
        "autocomplete": attrs.get("autocomplete", "current-password"),
    }


def _textarea(field: BoundField) -> tuple[str, Options]:
    classes, attrs = _attributes(field)
    options = {**_labelled(field), "value": _text(field), "classes": classes, "rows": attrs.pop("rows", 5)}
    attrs.pop("cols", None)
    longest = getattr(field.field, "max_length", None)
    if longest:
        return "character-count", {**options, "maxlength": longest, "threshold": 75, "attributes": attrs}
    return "textarea", {**options, "attributes": attrs}


def _choices(field: BoundField) -> list[Options]:
    hints = getattr(field.field, "choice_hints", {})
    items = []
    for choice in field.subwidgets:
        value, label = str(choice.data["value"]), choice.data["label"]
        item: Options = {"value": value, "text": label, "checked": bool(choice.data["selected"])}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        items.append(item)
    return items


def _several(field: BoundField, **more: Any) -> Options:
    options = {**_legended(field), "idPrefix": field.auto_id, "items": _choices(field), **more}
    del options["id"]
    if field.field.disabled:
        options["items"] = [{**item, "disabled": True} for item in options["items"]]
    return options


def _radios(field: BoundField) -> tuple[str, Options]:
    options = _several(field)
    options["items"] = [item for item in options["items"] if item["value"]]
    few = len(options["items"]) == 2 and not any("hint" in i for i in options["items"])  # noqa: PLR2004 - yes or no
    return "radios", {**options, "classes": "govuk-radios--inline" if few else ""}


def _checkboxes(field: BoundField) -> tuple[str, Options]:
    return "checkboxes", _several(field)


def _tick(field: BoundField) -> tuple[str, Options]:
    item: Options = {"value": "on", "text": _label(field), "checked": bool(field.value())}
    options = {**_common(field), "idPrefix": field.auto_id, "items": [item]}
    del options["id"]
    if "hint" in options:
        item["hint"] = options.pop("hint")
    item["disabled"] = field.field.disabled
    return "checkboxes", options


def _select(field: BoundField) -> tuple[str, Options]:
    classes, attrs = _attributes(field)
    items = []
    for choice in field.subwidgets:
        value, text = str(choice.data["value"]), choice.data["label"]
        stock = not value and set(str(text)) <= {"-"}  # Django's own dashes say nothing when read out
        items.append(
            {"value": value, "text": "Choose one" if stock else text, "selected": bool(choice.data["selected"])}
        )
    return "select", {**_labelled(field), "items": items, "classes": classes, "attributes": attrs}


def _file(field: BoundField) -> tuple[str, Options]:
    _, attrs = _attributes(field)
    return "file-upload", {**_labelled(field), "attributes": attrs}


def _day(field: BoundField) -> tuple[str, Options]:
    wrong = _wrong_parts(field) if _messages(field) else []
    values = field.field.widget.format_value(field.value())
    items = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": value,
            "classes": f"{DAY_WIDTHS[part]}{' govuk-input--error' if part in wrong else ''}",
            "inputmode": "text" if part == "month" else "numeric",
            "autocomplete": "off",
        }
        for part, value in zip(DayInput.PARTS, values, strict=True)
    ]
    hint = {"hint": {"text": field.help_text or "For example, 27 3 2026 or 27 March 2026"}}
    return "date-input", {**_legended(field), **hint, "items": items}


def _text(field: BoundField) -> str:
    value = field.field.widget.format_value(field.value())
    return "" if value is None else str(value)


BUILDERS = (
    (DayInput, _day),
    ((forms.CheckboxSelectMultiple, forms.SelectMultiple), _checkboxes),  # which Django derives from radios
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    ((forms.DateInput, forms.DateTimeInput), _refuse_one_box_date),
    (Input, _input),
)
"""Widget classes and the component that shows each; the first that fits is used."""
