"""Administering accounts. Choices come from selectors; whatever else a browser sends is not looked at."""

from typing import Any

from django import forms

from mappa.accounts.models import User
from mappa.accounts.roles import Role
from mappa.administration.leftovers import Leftover
from mappa.administration.selectors import agencies_of, colleagues_of
from mappa.agencies.models import Agency
from mappa.govuk.forms import Form

ROLES = [("", "Choose"), *((role.value, role.label.capitalize()) for role in Role)]
NOBODY = "nobody"
EVERYTHING = "everything"
"""The name of the button that hands over all that is listed."""


def _agencies(actor: User) -> list[tuple[str, str]]:
    return [("", "Choose"), *((agency.code, agency.name) for agency in agencies_of(actor))]


class ReasonForm(Form):
    """Why something is done to an account."""

    reason = forms.CharField(label="Why?", max_length=300, help_text="Say who asked for it")


class NewAccountForm(Form):
    """Who gets an account, and for what."""

    name = forms.CharField(label="Name of the person", max_length=120)
    username = forms.CharField(
        label="User name",
        max_length=64,
        help_text="Small letters, numbers, dots and hyphens. It stays the same for good",
    )
    agency = forms.ChoiceField(label="Agency")
    role = forms.ChoiceField(label="What they are here to do", choices=ROLES)
    post = forms.CharField(label="Post", max_length=120, required=False)
    reason = forms.CharField(label="Why?", max_length=300, help_text="Say who asked for it")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = _agencies(actor)

    def chosen_agency(self) -> Agency:
        """The agency that was chosen."""
        return Agency.objects.get(code=self.cleaned_data["agency"])


class MoveForm(Form):
    """Where somebody goes."""

    agency = forms.ChoiceField(label="Agency from now on")
    role = forms.ChoiceField(label="What they are here to do from now on", choices=ROLES)
    reason = forms.CharField(label="Why?", max_length=300, help_text="Say who asked for it")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = _agencies(actor)


class HandOverForm(Form):
    """What is handed over, and to whom."""

    to = forms.ChoiceField(label="Who takes it over?")
    reason = forms.CharField(label="Why?", max_length=300, help_text="The colleague reads it with each action")
    things = forms.MultipleChoiceField(
        label="What is handed over", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Choose here, or use the second button for all of it",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, left: list[Leftover], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = [(item.key, item.words) for item in left]
        colleagues = [(str(each.pk), f"{each.name}, {each.agency.name}") for each in colleagues_of(user)]
        nobody = (NOBODY, "Nobody: it ends, or stays with the agency with nobody named")
        self.fields["to"].choices = [("", "Choose"), *colleagues, nobody]

    def chosen(self) -> list[str]:
        """The keys of what was chosen."""
        offered = [key for key, _words in self.fields["things"].choices]
        return offered if EVERYTHING in self.data else list(self.cleaned_data["things"])

    def colleague(self) -> User | None:
        """Who was chosen; None where it ends."""
        to = self.cleaned_data["to"]
        return None if to == NOBODY else User.objects.select_related("agency").get(pk=to)


class IdentityForm(Form):
    """Whom the provider means."""

    subject = forms.CharField(
        label="Lasting id of the person at the provider",
        max_length=255,
        required=False,
        help_text="The provider calls it subject or sub. Leave it empty to end what is bound",
    )
    reason = forms.CharField(label="Why?", max_length=300, help_text="Say how you know that this id is this person")


class PasswordForm(Form):
    """A password of one's own choice."""

    password = forms.CharField(
        label="Your new password",
        max_length=256,
        strip=False,
        help_text="At least 12 characters. Three words that do not belong together are easy to remember",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
