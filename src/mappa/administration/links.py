"""Links by which somebody chooses a password: for a new account, or when it is forgotten.

A link never touches the second factor, so it does not let anybody in by itself.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from mappa.accounts.lifecycle import AccountNote
from mappa.accounts.models import Session, User
from mappa.accounts.permissions import Permission
from mappa.administration.models import PasswordLink
from mappa.administration.services import Administrator, may_administer, note, tell
from mappa.kernel.decisions import Incomplete, NotPossible

LASTS = timedelta(hours=72)


@transaction.atomic
def make_link(*, user: User, reason: str, actor: Administrator, at: datetime) -> str:
    """The path of a fresh link, shown only now. Links made before stop working.

    Raises:
        User.DoesNotExist, Refused: as for every change of an account.
        NotPossible: the account is not open.
        Incomplete: no reason.
    """
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    if not user.is_active:
        raise NotPossible("This account is suspended or closed, so nobody can sign in with it. Reinstate it first.")
    if not reason.strip():
        raise Incomplete("The link was not made.", {"reason": "Say how it was made sure that they are who they say."})
    PasswordLink.objects.filter(user=user, used_at=None, until__gt=at).update(until=at)
    token = secrets.token_urlsafe(32)
    PasswordLink.objects.create(user=user, key=_key(token), made_at=at, made_by=actor.username, until=at + LASTS)
    note(user, AccountNote.LINK, actor=actor, at=at, reason=reason)
    return f"/welcome/{token}"


def link_of(token: str, at: datetime) -> PasswordLink | None:
    """The link, while it works: not used, not run out, not replaced, and its account open."""
    links = PasswordLink.objects.filter(key=_key(token), used_at=None, until__gt=at, user__is_active=True)
    return links.select_related("user").first()


@transaction.atomic
def choose_password(*, token: str, password: str, at: datetime) -> User | None:
    """Set the password of whom the link was made for, once, and end their sessions. None when it does not work.

    Raises:
        Incomplete: the password is too short, too common or too like the user name.
    """
    found = link_of(token, at)
    if found is None:
        return None
    try:
        validate_password(password, found.user)
    except ValidationError as problem:
        raise Incomplete("The password was not set.", {"password": " ".join(problem.messages)}) from None
    if not PasswordLink.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
        return None
    user = found.user
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    tell(user, "password chosen", actor=user, at=at)
    return user


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
