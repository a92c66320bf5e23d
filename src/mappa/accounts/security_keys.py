"""Security keys and passkeys as the second factor. allauth and fido2 speak the protocol; what counts is decided here.

A challenge lies in the session and counts once, whatever comes of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction
from fido2.webauthn import AuthenticationResponse

from mappa.accounts.models import User
from mappa.accounts.second_factor import has_second_factor, lock, new_recovery_codes
from mappa.kernel.decisions import NotPossible

KIND = str(Authenticator.Type.WEBAUTHN)
LAST_COUNT = "last_count"
MOST_KEYS = 10
NOT_AN_ANSWER = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the libraries raise for an answer that is wrong, forged or no answer at all."""


@dataclass(frozen=True)
class Key:
    """One of somebody's keys."""

    reference: str
    name: str
    added_at: datetime
    used_at: datetime | None


def keys_of(user: User) -> list[Key]:
    """Somebody's keys, the oldest first."""
    return [
        Key(reference=str(row.pk), name=row.data["name"], added_at=row.created_at, used_at=row.last_used_at)
        for row in Authenticator.objects.filter(user_id=user.pk, type=KIND).order_by("pk")
    ]


def ask_for_new_key(user: User) -> dict[str, Any]:
    """What the browser needs to make a key; its challenge is kept in the session of this request."""
    return auth.begin_registration(user, passwordless=False)


@transaction.atomic
def add_key(user: User, *, name: str, answer: Any, first: bool) -> list[str] | None:
    """Make a key one of somebody's second factors. Gives recovery codes with the first, none with later ones.

    Args:
        name: the user's own word for it.
        answer: what the browser gave, from JSON. None is returned when it does not answer our challenge.
        first: whether it is set up by somebody who has no second factor yet, which is then made sure of.

    Raises:
        NotPossible: there is a second factor already, or there are too many keys.
    """
    lock(user)
    if first and has_second_factor(user):
        raise NotPossible("You have a second factor already. Nothing was changed. Sign in with it.")
    if len(keys_of(user)) >= MOST_KEYS:
        raise NotPossible(f"You have {MOST_KEYS} keys, which is the most. Nothing was changed. Remove one first.")
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except NOT_AN_ANSWER:
        return None
    finally:
        auth.clear_state()
    auth.WebAuthn.add(user, name, answer)
    return new_recovery_codes(user) if first else []


def ask_for_key(user: User) -> dict[str, Any] | None:
    """What the browser needs to ask for one of somebody's keys; None when they have none."""
    return auth.begin_authentication(user) if keys_of(user) else None


@transaction.atomic
def use_key(user: User, answer: Any, *, at: datetime) -> str | None:
    """Accept what one of somebody's keys answered to the challenge of this session, once. Gives its kind, or None.

    A key that counts its answers must have counted on; one that has not was copied.
    """
    lock(user)
    try:
        auth.parse_authentication_response(answer)
        row = auth.complete_authentication(user, answer)
        count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except NOT_AN_ANSWER:
        return None
    finally:
        auth.clear_state()
    if count and count <= row.data.get(LAST_COUNT, 0):
        return None
    row.data[LAST_COUNT] = max(count, row.data.get(LAST_COUNT, 0))
    row.last_used_at = at
    row.save()
    return KIND


@transaction.atomic
def remove_key(user: User, reference: str) -> str:
    """Take one of somebody's keys away, never their last second factor. Gives its name.

    Raises:
        NotPossible: it is not theirs, or nothing else would be left to sign in with.
    """
    lock(user)
    row = (
        Authenticator.objects.filter(user_id=user.pk, type=KIND, pk=reference).first()
        if reference.isdecimal()
        else None
    )
    if row is None:
        raise NotPossible("This key has been removed already. Nothing was changed. Look again at your sign-in.")
    if not has_second_factor(user, besides=row.pk):
        raise NotPossible(
            "This is your only second factor, so it stays: without it you could not sign in. Add another key first."
        )
    row.delete()
    return str(row.data["name"])
