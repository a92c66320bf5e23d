"""The form of a disclosure decision at level 1."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.disclosures.checklist import PROPORTIONALITY, TESTS
from mappa.disclosures.consultation import Consultation
from mappa.govuk.forms import DayField, Form, long_text
from mappa.govuk.wording import speak_plainly

IF_YES = "If something is disclosed"
YOUNG = "Consultation about a young person"


class ConsultationForm(Form):
    """Who was consulted about somebody young, in every form that decides on disclosure."""

    consulted = forms.CharField(
        label="Who was consulted? (name and post)", max_length=150, required=False,
        help_text="A senior person. Nothing can be decided about somebody so young without one.",
    )  # fmt: skip
    consulted_agency = forms.TypedChoiceField(
        label="Agency of the person consulted", coerce=int, empty_value=None, required=False
    )
    consulted_on = DayField(label="Day of the consultation", required=False)
    CONSULTED = ("consulted", "consulted_agency", "consulted_on")

    def ask_who_was_consulted(self, rule: Consultation | None, agencies: Iterable[Agency]) -> None:
        """Offer the agencies that may be consulted, or leave the questions out where no rule applies."""
        if rule is None:
            for name in self.CONSULTED:
                del self.fields[name]
            return
        for name, says in rule.says.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = says
        self.consultable = {agency.pk: agency for agency in agencies if agency.kind in rule.agencies}
        choices = [("", "Choose"), *((key, agency.name) for key, agency in self.consultable.items())]
        self.fields["consulted_agency"].choices = choices

    def who_was_consulted(self) -> dict[str, Any]:
        """What was typed, in the service's words; empty where nothing was asked."""
        if "consulted" not in self.fields:
            return {}
        typed = self.cleaned_data
        agency = self.consultable.get(typed["consulted_agency"])
        return {"consulted": typed["consulted"], "consulted_agency": agency, "consulted_on": typed["consulted_on"]}


class DisclosureForm(ConsultationForm):
    """Disclose or not, with the reasons; what disclosing needs is demanded by the service."""

    decision = forms.ChoiceField(
        label="Decision", choices=[("yes", "Disclose"), ("no", "Do not disclose")], widget=forms.RadioSelect
    )
    reason = long_text("Reasons for the decision", help_text="Always needed, also when nothing is disclosed.")
    at_risk = forms.CharField(label="Who is at risk", max_length=200, required=False)
    identified_person_at_risk = forms.BooleanField(label="An identified person is at risk", required=False)
    recipient = forms.CharField(label="Who is told", max_length=200, required=False)
    recipient_agency = forms.TypedChoiceField(
        label="Body that is told", coerce=int, empty_value=None, required=False,
        help_text="Where the register has it. Nothing goes to an outside body that nobody has classified.",
    )  # fmt: skip
    content = long_text("What is disclosed", required=False)
    discloser = forms.CharField(label="Who tells them", max_length=120, required=False)
    discloser_agency = forms.TypedChoiceField(
        label="Agency of the person who tells", coerce=int, empty_value=None, required=False
    )
    deadline = DayField(label="By which day", required=False)
    offender_told = forms.ChoiceField(
        label="Does the offender know?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("told", "Yes, told"), ("consented", "Yes, and consented"),
            ("did_it_themselves", "The offender discloses, and it is checked"), ("not_told", "No"),
        ],
    )  # fmt: skip
    offender_not_told_reason = long_text("Why the offender is not told", required=False)

    reveals = {"offender_told": {"not_told": "offender_not_told_reason"}}

    def __init__(
        self, *args: Any, agencies: Collection[Agency], rule: Consultation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_who_was_consulted(rule, agencies)
        choices = [("", "Choose"), *((agency.pk, agency.name) for agency in agencies)]
        self.fields["discloser_agency"].choices = self.fields["recipient_agency"].choices = choices
        for key, question in (PROPORTIONALITY | TESTS).items():
            field = self.fields[f"check_{key}"] = long_text(question, required=False)
            speak_plainly(field, question)
        telling = (
            "recipient", "recipient_agency", "content", "discloser", "discloser_agency", "deadline", "offender_told",
            "offender_not_told_reason",
        )  # fmt: skip
        self.groups = (
            *([(YOUNG, self.CONSULTED)] if rule else []),
            (IF_YES, telling),
            ("Proportionality", tuple(f"check_{key}" for key in PROPORTIONALITY)),
            ("Lawfulness", tuple(f"check_{key}" for key in TESTS)),
        )

    def facts(self) -> dict[str, Any]:
        """What was answered, in the service's words, the checklist gathered into one."""
        given = dict(self.cleaned_data)
        checklist = {key: given.pop(f"check_{key}") for key in PROPORTIONALITY | TESTS}
        return {**given, **self.who_was_consulted(), "checklist": checklist}
