"""What a field says when something is wrong with it: what to do, in the words of its label."""

from django import forms
from django.forms import Field

CHOICES = (forms.ChoiceField, forms.ModelChoiceField)

SAYINGS = {
    "max_length": "{Label} must be %(limit_value)d characters or fewer. You have %(show_value)d",
    "min_length": "{Label} must be %(limit_value)d characters or more. You have %(show_value)d",
    "max_value": "{Label} must be %(limit_value)s or less",
    "min_value": "{Label} must be %(limit_value)s or more",
    "invalid_choice": "Select one of the listed answers for {label}",
    "invalid_list": "Select one of the listed answers for {label}",
    "null_characters_not_allowed": "{Label} has a character that cannot be stored. Type it again",
}


def speak_plainly(field: Field, label: str) -> None:
    """Give a field its label, and replace Django's stock messages; words set by the author stay."""
    field.label = label
    stock = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    sayings = {**SAYINGS, "required": _required(field, label), "invalid": _invalid(field, stock)}
    for code, saying in sayings.items():
        if saying and field.error_messages.get(code, stock.get(code)) == stock.get(code):
            field.error_messages[code] = saying.replace("{Label}", start(label)).replace("{label}", middle(label))


def start(label: str) -> str:
    """A label at the start of a sentence, without its question mark."""
    return label.rstrip("?:")


def middle(label: str) -> str:
    """A label inside a sentence: "Family name" becomes "family name", "PNC id" stays."""
    label = start(label)
    capital_first_only = label[:1].isupper() and not label[1:2].isupper() and label[1:2] not in {"", " "}
    return label[:1].lower() + label[1:] if capital_first_only else label


def _required(field: Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Tick the box to go on: {label}"
    if isinstance(field, CHOICES):
        return "Select {label}"
    if isinstance(field, forms.FileField):
        return "Choose a file for {label}"
    return "Enter {label}"


def _invalid(field: Field, stock: dict[str, str]) -> str:
    if isinstance(field, forms.EmailField):
        return "Enter an email address in the correct format, like name@example.com"
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return "{Label} must be a number"
    if isinstance(field, forms.IntegerField):
        return "{Label} must be a whole number"
    return stock.get("invalid", "") if "{Label}" in str(stock.get("invalid", "")) else ""
