"""Form A, section by section, and the forms of gatekeeping."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.assessments.models import RoshLevel
from mappa.govuk.forms import DayField, Form, VersionField
from mappa.govuk.repeating import Repeating, repeating
from mappa.referrals.sections import QUESTIONS

LONG = 4000
LEVELS = [(2, "Level 2"), (3, "Level 3")]
CATEGORIES = [
    (1, "Category 1: subject to notification requirements"),
    (2, "Category 2: violent, other sexual and terrorism-related offenders"),
    (3, "Category 3: other dangerous offenders"),
    (4, "Category 4: terrorist and terrorist risk offenders"),
]
YES_OR_NO = [("True", "Yes"), ("False", "No")]


def _text(name: str, hint: str = "", *, required: bool = True, rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=QUESTIONS[name], help_text=hint, max_length=LONG, widget=widget, required=required)


def _choice(label: str, choices: list[tuple[Any, str]], coerce: Callable[[str], Any] = int, **more: Any) -> Any:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=coerce, empty_value=None, widget=forms.RadioSelect, **more
    )


def _truth(value: str) -> bool:
    return value == "True"


class Undemanding(Form):
    """Nothing is demanded while reading what was typed: the service says what its use needs."""

    def full_clean(self) -> None:
        """Check what was typed, and let what was not typed be empty."""
        demanded = [field for name, field in self.fields.items() if field.required and name != "version"]
        for field in demanded:
            field.required = False
        super().full_clean()
        for field in demanded:
            field.required = True


class SectionForm(Undemanding):
    """A section of a draft may be saved with answers missing: sending the form demands them."""

    version = VersionField()


class CategoryForm(SectionForm):
    """One category, and for category 3 both limbs."""

    category = _choice(QUESTIONS["category"], CATEGORIES, help_text="Choose one only.")
    level_sought = _choice(QUESTIONS["level_sought"], LEVELS)
    category_3_offence = _text(
        "category_3_offence",
        "Anywhere in the world: a conviction, an adult's formal caution, a young person's reprimand or warning.",
    )
    category_3_reason = _text("category_3_reason")
    groups = (("For category 3 only", ("category_3_offence", "category_3_reason")),)


class OffenceForm(SectionForm):
    """What happened, and the dates that follow."""

    offence_facts = _text("offence_facts", "Short facts in your own words, not pasted from reports.", rows=8)
    dates = _text("dates", required=False, rows=8)


class ReasonForm(SectionForm):
    """Why more than one agency is needed."""

    concerns = _text("concerns", "Behaviour and attitudes, pattern of offending, what partners told you.")
    gap = _text("gap")
    barrier = _text("barrier")
    added_value = _text("added_value")


class RiskForm(SectionForm):
    """The judgement of risk, and the assessment it rests on."""

    likelihood = _text("likelihood")
    rosh = forms.ChoiceField(label=QUESTIONS["rosh"], choices=RoshLevel.choices, widget=forms.RadioSelect)
    rosh_when_and_to_whom = _text("rosh_when_and_to_whom", "By group: the public, children, a known adult, staff.")
    imminence = _text("imminence")
    assessment_tool = forms.CharField(label=QUESTIONS["assessment_tool"], max_length=40)
    assessment_on = DayField(label=QUESTIONS["assessment_on"])


class VictimsForm(SectionForm):
    """Who is or was harmed, or may be."""

    victims = _text("victims", "Past and potential victims, children, staff; who is in touch with them.", rows=8)


class PlanForm(SectionForm):
    """The outline plan under four pillars, and what happens if it fails."""

    plan_supervision = _text("plan_supervision")
    plan_monitoring = _text("plan_monitoring")
    plan_interventions = _text("plan_interventions")
    plan_victim_safety = _text("plan_victim_safety")
    plan_contingency = _text("plan_contingency")


class UrgencyForm(SectionForm):
    """Emergency meeting or not."""

    emergency = _choice(
        "Is an emergency meeting needed?",
        [("True", "Yes, an emergency meeting"), ("False", "No, the next scheduled meeting will do")],
        _truth,
    )


class DiversityForm(SectionForm):
    """Needs that the meeting must meet."""

    diversity = _text("diversity")


class AwareForm(SectionForm):
    """Told or withheld."""

    offender_aware = forms.ChoiceField(
        label="Does the offender know of this referral?",
        choices=[("told", "Yes, they were told"), ("withheld", "No, it is withheld")],
        widget=forms.RadioSelect,
    )
    offender_aware_reason = _text("offender_aware_reason", rows=3)
    reveals = {"offender_aware": {"withheld": "offender_aware_reason"}}


class EndorsementForm(SectionForm):
    """The manager who stands behind the referral."""

    endorsed_by = forms.CharField(label="Manager who endorses the referral", max_length=120)
    endorsed_on = DayField(label=QUESTIONS["endorsed_on"])


FORMS: dict[str, type[SectionForm]] = {
    "category": CategoryForm,
    "offence": OffenceForm,
    "reason": ReasonForm,
    "risk": RiskForm,
    "victims": VictimsForm,
    "plan": PlanForm,
    "urgency": UrgencyForm,
    "diversity": DiversityForm,
    "aware": AwareForm,
    "endorsement": EndorsementForm,
}


class VersionOnlyForm(Form):
    """Carries the version of a page whose answers are elsewhere."""

    version = VersionField()


def _agency_field(agencies: Iterable[Agency], label: str = "Agency") -> Any:
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, choices=[("", "Choose"), *((a.pk, a.name) for a in agencies)]
    )


def invitee_forms(agencies: Iterable[Agency]) -> type[Repeating]:
    """Agencies to invite, each with the reason; the agencies offered are read once for all of them."""
    reason = forms.CharField(
        label="Why they should be there", max_length=300, help_text="The information, advice or service they bring."
    )
    kind = type("InviteeForm", (Form,), {"agency": _agency_field(agencies), "reason": reason})
    return repeating(kind, item="Agency", least=0)


class DecisionForm(Undemanding):
    """The two questions of gatekeeping, and the outcome."""

    in_remit = _choice("Is the person in MAPPA's remit?", YES_OR_NO, _truth)
    needs_multi_agency = _choice(
        "Is the risk of serious harm, or the need of the case, enough for multi-agency management?",
        YES_OR_NO, _truth,
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        choices=[
            ("accept-2", "Accept at level 2"), ("accept-3", "Accept at level 3"), ("reject", "Reject"),
            ("return", "Return for information"),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label="Reason, or the information that is missing",
        max_length=LONG,
        widget=forms.Textarea,
        help_text="Needed to reject or return. The referrer reads it.",
    )
    pdp_route = _choice(
        "If the person is not in remit, does the potentially dangerous persons route fit?",
        [("True", "Yes, tell the police lead"), ("False", "No")], _truth, required=False,
    )  # fmt: skip
    share_until = DayField(
        label="If accepted, share the referral with the agencies to invite until",
        required=False,
        help_text="The last day. Leave empty to share nothing yet.",
    )


def consultation_form(agencies: Iterable[Agency]) -> type[Form]:
    """Whom the co-ordinator asked."""
    said = forms.CharField(label="What they said", max_length=LONG, widget=forms.Textarea)
    who = forms.CharField(label="Manager who was asked", max_length=120)
    return type("ConsultationForm", (Form,), {"who": who, "agency": _agency_field(agencies), "said": said})


class DisputeForm(Form):
    """Why the agency disagrees, or how it was settled."""

    reason = forms.CharField(label="Reason", max_length=LONG, widget=forms.Textarea)


class FinalForm(Form):
    """The senior manager's final word."""

    outcome = forms.ChoiceField(
        label="Final decision",
        widget=forms.RadioSelect,
        choices=[
            ("overrule-2", "The case goes to a level 2 meeting"), ("overrule-3", "The case goes to a level 3 meeting"),
            ("uphold", "The rejection stands"),
        ],
    )  # fmt: skip
    reason = forms.CharField(label="Reason", max_length=LONG, widget=forms.Textarea)


class ScreeningForm(Form):
    """The level that the agency itself proposes."""

    level = _choice("Level your agency proposes", [(1, "Level 1"), *LEVELS])
    reason = forms.CharField(label="Reason", max_length=LONG, widget=forms.Textarea)
