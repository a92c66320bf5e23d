"""The chair's steps, one form each."""

from functools import partial
from typing import Any

from django import forms

from mappa.agencies.models import Agency
from mappa.govuk.forms import DayField, Form, long_text
from mappa.govuk.repeating import Repeating, repeating
from mappa.meetings import category_3
from mappa.meetings.models import CorePart, Invitation, MeetingKind
from mappa.meetings.services.chairing import ATTENDANCE, LevelDecision, NextMeeting, Presence
from mappa.meetings.services.core_group import CoreGroup, Member

YES_NO = (("yes", "Yes"), ("no", "No"))
LIMB_ANSWERS = (("yes", "Yes"), ("no", "No"), ("cannot_tell", "Cannot tell"))
LEVELS = (("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3"))
CATEGORIES = (("1", "Category 1"), ("2", "Category 2"), ("3", "Category 3"), ("4", "Category 4"))


def _number(text: str) -> int | None:
    return int(text) if text else None


section_text = partial(long_text, required=False, most=6000)
"""A box for text as long as a section of minutes."""


class OpenForm(Form):
    """Before anything is said."""

    statement = forms.BooleanField(label="The confidentiality and diversity statement was read out or shown")


class AttendanceForm(Form):
    """How each agency took part: every field is there once for each invitation."""

    def __init__(self, *args: Any, invitations: list[Invitation], **kwargs: Any) -> None:
        self.invitations = invitations
        super().__init__(*args, **kwargs)

    def presences(self) -> dict[int, Presence]:
        """What was typed, by the id of the invitation."""
        typed = self.cleaned_data
        return {
            one.pk: Presence(
                attendance=typed[f"attendance_{one.pk}"],
                representative=typed[f"representative_{one.pk}"],
                has_authority={"yes": True, "no": False}.get(typed[f"authority_{one.pk}"]),
                joined_remotely=typed[f"remotely_{one.pk}"],
                private_place=typed[f"private_{one.pk}"],
                confidentiality_accepted=typed[f"confidentiality_{one.pk}"],
            )
            for one in self.invitations
        }


def attendance_form(data: Any, invitations: list[Invitation]) -> AttendanceForm:
    """The form of a meeting's attendance as it is recorded now."""
    fields: dict[str, Any] = {}
    groups = []
    for one in invitations:
        key, name = one.pk, one.agency.name
        authority = {True: "yes", False: "no"}.get(one.has_authority, "")  # type: ignore[call-overload]
        own = {
            f"attendance_{key}": forms.ChoiceField(
                label=f"How did {name} take part?", choices=ATTENDANCE, widget=forms.RadioSelect,
                initial=one.attendance,
            ),
            f"representative_{key}": forms.CharField(
                label=f"Representative of {name}", required=False, max_length=120, initial=one.representative
            ),
            f"authority_{key}": forms.ChoiceField(
                label=f"Can the representative commit {name}?", choices=YES_NO, widget=forms.RadioSelect,
                required=False, initial=authority,
            ),
            f"confidentiality_{key}": forms.BooleanField(
                label=f"{name} accepts that what is said is confidential", required=False,
                initial=one.confidentiality_accepted_at is not None,
            ),
            f"remotely_{key}": forms.BooleanField(
                label=f"{name} joined remotely", required=False, initial=one.joined_remotely
            ),
            f"private_{key}": forms.BooleanField(
                label=f"{name} is in a private place and cannot be overheard", required=False,
                initial=bool(one.private_place),
            ),
        }  # fmt: skip
        fields |= own
        groups.append((name, tuple(own)))
    kind = type("MeetingAttendanceForm", (AttendanceForm,), {**fields, "groups": tuple(groups)})
    form: AttendanceForm = kind(data, invitations=invitations)
    return form


class ViewForm(Form):
    """One agency's own view, and its dissent in its own words."""

    level = forms.ChoiceField(label="Level that the agency holds to be right", choices=LEVELS, widget=forms.RadioSelect)
    category = forms.ChoiceField(label="Category", choices=CATEGORIES, widget=forms.RadioSelect, required=False)
    dissent = section_text("Dissent", "Word for word. Leave empty when the agency agrees.")
    dissent_reason = section_text("Reason for the dissent")

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return {
            "level": _number(typed["level"]),
            "category": _number(typed["category"]),
            "dissent": typed["dissent"],
            "dissent_reason": typed["dissent_reason"],
        }


class LevelForm(Form):
    """The limbs of the tests, then the decision, which people take."""

    limbs: tuple[tuple[str, str], ...] = ()
    level = forms.ChoiceField(label="Level decided", choices=LEVELS, widget=forms.RadioSelect)
    category = forms.ChoiceField(label="Category confirmed", choices=CATEGORIES, widget=forms.RadioSelect)  # fmt: skip
    reason = section_text("Which is the lowest level that still gives a defensible plan, and why?", required=True)
    lower_level_considered = section_text("What was considered about a lower level?", required=True)

    def answers(self) -> dict[str, str]:
        """The answer given to each limb: yes, no, cannot_tell, or nothing."""
        return {limb: self.cleaned_data.get(f"limb_{limb}", "") for limb, _ in self.limbs}

    def decision(self) -> LevelDecision:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return LevelDecision(
            level=_number(typed["level"]),
            category=_number(typed["category"]),
            reason=typed["reason"],
            lower_level_considered=typed["lower_level_considered"],
            answers=self.answers(),
            category_3=typed.get("category_3", ""),
            category_3_reason=typed.get("category_3_reason", ""),
        )


def _category_3_review() -> dict[str, forms.Field]:
    return {
        "category_3": forms.ChoiceField(
            label="Does the person stay in Category 3?", choices=category_3.ANSWERS, widget=forms.RadioSelect,
            help_text="A removal is recorded here. It takes effect when the case is closed or put in another category.",
        ),
        "category_3_reason": section_text("Why, from the risk as it is assessed now?", required=True),
    }  # fmt: skip


def level_form(
    data: Any, limbs: tuple[tuple[str, str], ...], initial: dict[str, Any], *, in_category_3: bool = False
) -> LevelForm:
    """The form with one question for each limb: pairs of an id and a question.

    Args:
        in_category_3: whether to ask if somebody taken in by decision stays (IDENT-15).
    """
    fields: dict[str, Any] = {
        f"limb_{limb}": forms.ChoiceField(label=question, choices=LIMB_ANSWERS, widget=forms.RadioSelect)
        for limb, question in limbs
    }
    asked = tuple(fields)
    review = _category_3_review() if in_category_3 else {}
    fields |= review
    groups = (
        *((("The tests for levels 2 and 3", asked),) if asked else ()),
        *((("Category 3", tuple(review)),) if review else ()),
        ("The decision", ("level", "category", "reason", "lower_level_considered")),
    )
    kind = type("MeetingLevelForm", (LevelForm,), {**fields, "groups": groups, "limbs": limbs})
    form: LevelForm = kind(data, initial=initial)
    return form


class NextForm(Form):
    """The next date, and what holds when it is late."""

    next_on = DayField(label="Day of the next meeting", required=False)
    next_kind = forms.ChoiceField(label="Kind of meeting", choices=MeetingKind.choices, widget=forms.RadioSelect,
                                  required=False)  # fmt: skip
    coordinating_agency = forms.ChoiceField(
        label="Which agency co-ordinates the core group?", required=False, help_text="Only for a core group."
    )
    late_reason = section_text("Why the next meeting is later than the last day in time")
    substitute = section_text("How the review is done instead, and who must do it")

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {agency.code: agency for agency in agencies}
        listed = [("", "Choose"), *((agency.code, agency.name) for agency in agencies)]
        self.fields["coordinating_agency"].choices = listed

    def coming(self, members: list[dict[str, Any]]) -> NextMeeting:
        """What was typed, with the members of a core group, as the service takes it."""
        typed = self.cleaned_data
        group = CoreGroup(
            members=tuple(Member(**member) for member in members),
            coordinating=self.named.get(typed["coordinating_agency"]),
        )
        return NextMeeting(
            on=typed["next_on"],
            kind=typed["next_kind"],
            late_reason=typed["late_reason"],
            substitute=typed["substitute"],
            core_group=group,
        )


def core_group(agencies: list[Agency]) -> type[Repeating]:
    """A formset class in which each form names one member of a core group."""
    named = {agency.code: agency for agency in agencies}
    listed = [("", "Choose"), *((agency.code, agency.name) for agency in agencies)]

    class MemberForm(Form):
        name = forms.CharField(label="Name", max_length=120)
        agency = forms.ChoiceField(label="Agency", choices=listed)
        part = forms.ChoiceField(label="Why this person?", choices=[("", "Choose"), *CorePart.choices])

        def clean_agency(self) -> Agency:
            return named[self.cleaned_data["agency"]]

    return repeating(MemberForm, item="Member", least=0, most=12)


def actions(agencies: list[Agency]) -> type[Repeating]:
    """A formset class in which each form gives one person of one agency one thing to do by a day."""
    named = {agency.code: agency for agency in agencies}
    listed = [("", "Choose"), *((agency.code, agency.name) for agency in agencies)]

    class ActionForm(Form):
        what = forms.CharField(label="What is to be done", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
        owner_name = forms.CharField(label="Who does it", max_length=120)
        agency = forms.ChoiceField(label="Agency", choices=listed)
        due = DayField(label="By")

        def clean_agency(self) -> Agency:
            return named[self.cleaned_data["agency"]]

    return repeating(ActionForm, item="Action", least=0, most=20)
