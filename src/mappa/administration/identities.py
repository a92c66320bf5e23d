"""Whom an agency's own sign-in means: a subject of its provider, bound to an account by an administrator."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mappa.accounts.lifecycle import AccountNote
from mappa.accounts.models import ProviderIdentity, Session, User
from mappa.accounts.permissions import Permission
from mappa.administration.services import Administrator, may_administer, note
from mappa.kernel.decisions import Incomplete, NotPossible


def identity_of(user: User) -> ProviderIdentity | None:
    """What is bound to an account at the provider of the settings."""
    return user.identities.filter(issuer=settings.ENVIRONMENT.oidc_issuer, ended_at=None).first()


@transaction.atomic
def bind_identity(*, user: User, subject: str, reason: str, actor: Administrator, at: datetime) -> None:
    """Let somebody sign in at the provider too, as this subject; or, without a subject, no more.

    What was bound before ends, with the sessions. Rows stay.

    Args:
        subject: the provider's own lasting id of the person, never an e-mail address, which may pass to another.

    Raises:
        User.DoesNotExist, Refused: as for every change of an account.
        Incomplete: no reason; an e-mail address; or the subject is bound to another account.
        NotPossible: the settings name no provider.
    """
    may_administer(user, Permission.ACCOUNT_CHANGE, actor)
    issuer, subject = settings.ENVIRONMENT.oidc_issuer, subject.strip()
    if not issuer:
        raise NotPossible("This installation knows no provider, so nothing was bound. Its settings name one.")
    User.objects.select_for_update().get(pk=user.pk)
    wrong = {} if reason.strip() else {"reason": "Say how it was made sure that this subject is this person"}
    others = ProviderIdentity.objects.filter(issuer=issuer, subject=subject, ended_at=None).exclude(user=user)
    if "@" in subject:
        wrong["subject"] = (
            "This is an e-mail address, which may pass to somebody else. Give the lasting id of the person"
        )
    elif others.exists():
        wrong["subject"] = "Another account is bound to this id. End that first"
    if wrong:
        raise Incomplete("Nothing was bound.", wrong)
    ProviderIdentity.objects.filter(user=user, issuer=issuer, ended_at=None).update(ended_at=at)
    Session.objects.filter(user=user).delete()
    if subject:
        ProviderIdentity.objects.create(user=user, issuer=issuer, subject=subject, bound_at=at, bound_by=actor.username)
    note(user, AccountNote.BIND if subject else AccountNote.UNBIND, actor=actor, at=at, reason=reason)
