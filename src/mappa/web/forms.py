"""Signing in."""

from django import forms


class SignInForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(label="User name", max_length=150)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
