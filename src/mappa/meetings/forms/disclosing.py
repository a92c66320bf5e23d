"""The meeting's decision on disclosure."""

from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.disclosures.consultation import Consultation
from mappa.disclosures.forms import YOUNG, ConsultationForm
from mappa.govuk.forms import DayField
from mappa.meetings.forms.chairing import YES_NO, section_text


class DisclosureForm(ConsultationForm):
    """To disclose or not, always with reasons. Where an identified person is at risk, disclosure is presumed."""

    identified_person_at_risk = forms.ChoiceField(
        label="Is an identified person at risk of serious harm?", choices=YES_NO, widget=forms.RadioSelect,
        help_text="Above all a child. Then disclosure is presumed, and not disclosing needs defensible reasons.",
    )  # fmt: skip
    at_risk = forms.CharField(label="Who is at risk", required=False, max_length=200)
    decision = forms.ChoiceField(
        label="Decision", choices=(("yes", "Disclose"), ("no", "Do not disclose")), widget=forms.RadioSelect
    )
    reason = section_text("Reasons for the decision", required=True)
    recipient = forms.CharField(label="Who is told", required=False, max_length=200)
    content = section_text("What is disclosed")
    discloser = forms.CharField(label="Who tells them", required=False, max_length=120)
    discloser_agency = forms.ChoiceField(label="Agency of that person", required=False)
    deadline = DayField(label="Told by", required=False)
    offender_told = forms.ChoiceField(
        label="Does the offender know?", required=False, widget=forms.RadioSelect,
        choices=(
            ("told", "Told"), ("consented", "Told, and agreed"), ("did_it_themselves", "Made the disclosure"),
            ("not_told", "Not told"),
        ),
    )  # fmt: skip
    offender_not_told_reason = section_text("Why the offender is not told")
    groups = (
        (
            "When you disclose",
            (
                "recipient", "content", "discloser", "discloser_agency", "deadline", "offender_told",
                "offender_not_told_reason",
            ),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: list[Agency], rule: Consultation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_who_was_consulted(rule, agencies)
        if rule:
            self.groups = ((YOUNG, self.CONSULTED), *self.groups)
        self.named = {agency.code: agency for agency in agencies}
        self.fields["discloser_agency"].choices = [
            ("", "Choose"),
            *((agency.code, agency.name) for agency in agencies),
        ]

    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        return {
            **typed,
            "identified_person_at_risk": typed["identified_person_at_risk"] == "yes",
            "discloser_agency": self.named.get(typed["discloser_agency"]),
            **self.who_was_consulted(),
        }
