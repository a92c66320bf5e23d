"""The plan's own forms, and the report on an action."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.assessments.models import RiskGroup
from mappa.govuk.forms import DayField, Form, VersionField, long_text
from mappa.offending.forms import OrderQuestionForm
from mappa.plans.lifecycle import ActionMove
from mappa.plans.models import Pillar, PlanLine, PlanRisk

SHORT = 120
NONE = ("", "Choose")


_text = partial(long_text, most=2000)


def _pick(label: str, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=[NONE], coerce=int, empty_value=None, **more)


def _offer(form: Form, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    form.fields[name].choices = [NONE, *choices]


def _agencies(agencies: Iterable[Agency]) -> list[tuple[int, str]]:
    return [(agency.pk, agency.name) for agency in agencies]


def risk_label(risk: PlanRisk) -> str:
    """A risk in one line of a list."""
    return f"{dict(RiskGroup.choices).get(risk.group, risk.group)}: {risk.text[:80]}"


class StartForm(Form):
    """A plan begins with the day on which it is reviewed."""

    review_on = DayField(label="Day of the next formal review")


class ReviewForm(OrderQuestionForm, StartForm):
    """The next review, and whether an order is applied for, over the version that was read."""

    version = VersionField()


class RiskForm(Form):
    """A risk that the plan must answer."""

    group = forms.ChoiceField(label="Who may be harmed", choices=RiskGroup.choices, widget=forms.RadioSelect)
    text = _text("The risk", help_text="What may happen, when and to whom.")


class LineForm(Form):
    """A measure under one pillar, tied to a risk."""

    pillar = forms.ChoiceField(label="Pillar", choices=Pillar.choices, widget=forms.RadioSelect)
    text = _text("The measure")
    control = forms.ChoiceField(
        label="Who is in control",
        choices=[("internal", "The person (internal control)"), ("external", "Others (external control)")],
        widget=forms.RadioSelect,
    )
    risk = _pick("Risk that it answers")
    agency = _pick("Agency that carries it out", required=False)

    def __init__(self, *args: Any, risks: Iterable[PlanRisk], agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "risk", [(risk.pk, risk_label(risk)) for risk in risks])
        _offer(self, "agency", _agencies(agencies))


class ChangeLineForm(LineForm):
    """The same, over the version of the plan that was read."""

    version = VersionField()


class ContingencyForm(Form):
    """What happens if."""

    trigger = _text("What would set it off")
    response = _text("What is done then")
    who = forms.CharField(label="Who acts", max_length=SHORT)
    agency = _pick("Agency that acts")
    out_of_hours = forms.CharField(label="Whom to ring out of hours", max_length=SHORT, required=False)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", _agencies(agencies))


class ActionForm(Form):
    """One thing, one owner, one agency, one day."""

    what = _text("What is to be done", help_text="One thing that can be seen to be done.")
    owner_name = forms.CharField(label="Who will do it", max_length=SHORT, help_text="One named person.")

    agency = _pick("Their agency")
    due = DayField(label="By which day")
    line = _pick("Measure that it carries out", required=False)

    def __init__(self, *args: Any, lines: Iterable[PlanLine], agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", _agencies(agencies))
        _offer(self, "line", [(line.pk, f"{line.get_pillar_display()}: {line.text[:80]}") for line in lines])


class ReportForm(Form):
    """What came of an action."""

    outcome = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        choices=[
            (ActionMove.ACCEPT.value, "Our agency takes it on"),
            (ActionMove.DECLINE.value, "Our agency declines it"),
            (ActionMove.COMPLETE.value, "It is done"),
            (ActionMove.PROGRESS.value, "It is under way"),
            (ActionMove.GIVE_UP.value, "It cannot be done"),
        ],
    )
    note = _text(
        "What was done and what shows it, how far it is, or why it cannot be done or is declined", required=False
    )
