"""Signing in, and confirming who one is."""

from django import forms

from mappa.govuk.forms import Form


class SignInForm(Form):
    """A name and a password."""

    username = forms.CharField(
        label="User name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password",
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class CodeForm(Form):
    """A code of an app."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="The 6 numbers that your app shows now, or one of your recovery codes",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SetUpForm(Form):
    """The first code of a new app."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="The 6 numbers that your app shows now",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(Form):
    """One's own password, once more."""

    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class KeyForm(Form):
    """What somebody calls a security key. Its answer is read beside the form."""

    name = forms.CharField(
        label="Name of this key", max_length=60, help_text="So that you know it again, for example \u201cblue key\u201d"
    )
