"""What an agency answers before a meeting."""

from functools import partial
from typing import Any, ClassVar

from django import forms

from mappa.govuk.forms import Form, long_text
from mappa.meetings.services.answering import ATTENDING, Answer

YES_NO = (("yes", "Yes"), ("no", "No"))
ANSWERS = {"yes": True, "no": False}


_text = partial(long_text, required=False, most=6000)


class AnswerForm(Form):
    """The search, what is held, and who comes."""

    in_role = forms.ChoiceField(
        label="Is what we ask within your agency's role?", choices=YES_NO, widget=forms.RadioSelect
    )
    why_not = _text("Why is it not?", "Say who could be asked instead. Nothing more is needed then.")
    how = _text(
        "How will your agency do it?",
        "Needed when it is within your role: which records it searches, and what it can offer",
    )
    by_whom = forms.CharField(
        label="Who does it?",
        required=False,
        max_length=200,
        help_text="Needed when it is within your role. Name and post",
    )
    searched = forms.CharField(
        required=False,
        label="Systems searched",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Needed when it is within your role. Which systems, by whom and when",
    )
    nothing_held = forms.ChoiceField(label="Is anything held?", choices=(("no", "Yes"), ("yes", "No, nothing is held")),
                                     widget=forms.RadioSelect, required=False)  # fmt: skip
    contact = _text("Contact with your agency", "Dates, addresses, associates, household, children, vulnerable adults")
    risk = _text("Risk", "Incidents, attitudes, health, substances, threats, risk to staff")
    service = _text("Service", "Given, offered or refused, and what your agency could do")
    victims = _text("Victims", "Known or possible victims")
    restrictions = _text("Restrictions", "What of this may be shown to whom")
    attending = forms.ChoiceField(label="How will your agency take part?", choices=ATTENDING, widget=forms.RadioSelect)
    representative = forms.CharField(label="Name of the representative", required=False, max_length=120)

    reveals: ClassVar = {"in_role": {"no": "why_not"}}
    groups: ClassVar = (
        ("2. {role}", ("in_role",)),
        ("3. {how}", ("how", "by_whom", "searched")),
        ("What you hold", ("nothing_held", "contact", "risk", "service", "victims", "restrictions")),
        ("The meeting", ("attending", "representative")),
    )

    def __init__(self, *args: Any, steps: dict[str, str], **kwargs: Any) -> None:
        """`steps` are the words of the three steps of a request, by their keys (AGENCY-07)."""
        super().__init__(*args, **kwargs)
        self.groups = tuple((heading.format(**steps), names) for heading, names in self.groups)

    def answer(self) -> Answer:
        """What was typed, as the service takes it."""
        typed = dict(self.cleaned_data)
        return Answer(
            **{**typed, "nothing_held": typed["nothing_held"] == "yes", "in_role": ANSWERS.get(typed["in_role"])}
        )
