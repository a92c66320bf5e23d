"""The second factor: a security key, a code of an app, or a recovery code in their place. Each counts once.

allauth keeps the authenticators and knows their protocols; what a code may be used for, and how often, is decided here.
"""

import base64
import hmac
import io
import os
from datetime import datetime
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from qrcode.image.svg import SvgPathImage

from mappa.accounts.lifecycle import AccountNote
from mappa.accounts.models import AccountStep, Session, User
from mappa.audit.commands import CommandLine
from mappa.audit.models import What
from mappa.audit.purposes import LOOKING_AFTER_ACCOUNTS
from mappa.audit.services import record
from mappa.kernel.decisions import NotPossible

STEP_SECONDS = 30
STEPS_EITHER_SIDE = 1
LAST_STEP = "last_step"
NONCE_BYTES = 12
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Adapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted under the installation's own secret."""

    def encrypt(self, text: str) -> str:
        """The text under AES-GCM with a nonce of its own, in base 64."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again.

        Raises:
            NotPossible: it was changed, or encrypted under another secret.
        """
        sealed = base64.b64decode(encrypted_text)
        try:
            return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
        except InvalidTag:
            raise NotPossible(
                "Your second factor cannot be read, because this installation's secret has changed. "
                "Ask your system administrator to let you set it up again."
            ) from None

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What a security key shows and keeps: the name somebody signs in with, which people it opens is not in it."""
        return {"id": str(user.pk).encode(), "name": user.username, "display_name": user.username}


def _cipher() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mappa second factor")
    return AESGCM(key.derive(settings.SECRET_KEY.encode()))


def has_app(user: User) -> bool:
    """Whether somebody has set up an app."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def has_second_factor(user: User, *, besides: int | None = None) -> bool:
    """Whether somebody has set up an app or a security key. Recovery codes only stand in for one.

    Args:
        besides: the id of an authenticator that is not counted.
    """
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exclude(pk=besides).exists()


def lock(user: User) -> None:
    """Let changes of one person's second factors follow one another."""
    User.objects.select_for_update().get(pk=user.pk)


def new_secret() -> str:
    """A secret for an app, not yet anybody's."""
    return generate_totp_secret()


def address_for_app(user: User, secret: str) -> str:
    """What an app reads from the picture."""
    return f"otpauth://totp/mappa:{user.pk}?secret={secret}&issuer=mappa"


def picture_for_app(user: User, secret: str) -> bytes:
    """That address as a QR code, in SVG."""
    file = io.BytesIO()
    qrcode.make(address_for_app(user, secret), image_factory=SvgPathImage).save(file)
    return file.getvalue()


@transaction.atomic
def set_up_app(user: User, *, secret: str, code: str, at: datetime) -> list[str] | None:
    """Make an app somebody's second factor, once it has shown a right code. Gives their recovery codes, or None.

    Raises:
        NotPossible: there is a second factor already.
    """
    lock(user)
    if has_second_factor(user):
        raise NotPossible("You have a second factor already. Nothing was changed. Sign in with it.")
    step = _step_of(secret, code, at)
    if step is None:
        return None
    app = TOTP.activate(user, secret).instance
    app.data[LAST_STEP] = step
    app.save()
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Fresh recovery codes. Those given before stop working."""
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


@transaction.atomic
def use_code(user: User, code: str, *, at: datetime) -> str | None:
    """Accept a code of somebody's app or one of their recovery codes, once. Gives which it was, or None.

    A code of the app holds for its half minute and one either side. It must be later than the last one that was
    accepted, so none is accepted twice, whichever process asks (allauth's own note of used codes lives in a cache
    for half a minute, in each process for itself).
    """
    code = "".join(code.split())
    for row in Authenticator.objects.select_for_update().filter(user_id=user.pk).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            step = _step_of(Adapter().decrypt(row.data["secret"]), code, at)
            if step is not None and step > row.data.get(LAST_STEP, 0):
                row.data[LAST_STEP] = step
                row.last_used_at = at
                row.save()
                return str(row.type)
        elif row.type == Authenticator.Type.RECOVERY_CODES and row.wrap().validate_code(code):
            return str(row.type)
    return None


@transaction.atomic
def forget(user: User, *, reason: str, at: datetime) -> None:
    """Take somebody's second factor and recovery codes away and end their sessions. Done at the machine itself."""
    Authenticator.objects.filter(user_id=user.pk).delete()
    Session.objects.filter(user=user).delete()
    by = CommandLine()
    AccountStep.objects.create(user=user, action=AccountNote.FORGET.value, at=at, by=by.username, reason=reason[:300])
    record(
        what=What.ACCESS, operation="second factor forgotten", actor=by, subject_type="user", subject=user.username,
        at=at, purpose=LOOKING_AFTER_ACCOUNTS,
    )  # fmt: skip


def codes_left(user: User) -> int:
    """How many recovery codes somebody has not used."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def code_at(secret: str, at: datetime) -> str:
    """What an app with this secret shows at an instant."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // STEP_SECONDS)))


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which half minute a code belongs to, of those that are near enough. None when it belongs to none of them."""
    now = int(at.timestamp()) // STEP_SECONDS
    near = range(now + STEPS_EITHER_SIDE, now - STEPS_EITHER_SIDE - 1, -1)
    return next((step for step in near if _same(format_hotp_value(hotp_value(secret, step)), code)), None)


def _same(expected: str, typed: str) -> bool:
    return hmac.compare_digest(expected.encode(), typed.encode())
