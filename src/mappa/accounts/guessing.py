"""Passwords are checked here, and whoever guesses waits longer each time.

A colleague cannot be locked out by guessing at their name: a browser in which they have signed in before has an
allowance of its own. From anywhere else, failures count against the name that was typed, whether or not it exists, and
against the address they come from. Whoever waits reads what everybody reads who typed something wrong, and an attempt
made meanwhile is not looked at, even with the right password.
"""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpRequest, HttpResponse

from mappa.accounts.models import FailedSignIn, KnownDevice, User
from mappa.accounts.second_factor import use_code
from mappa.accounts.security_keys import use_key
from mappa.accounts.unused import unused_too_long
from mappa.audit.models import What
from mappa.audit.services import record

COUNTED_FOR = timedelta(hours=1)
FREE_FOR_A_NAME = 5
FREE_FOR_AN_ADDRESS = 20
FREE_FOR_A_KNOWN_DEVICE = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
DEVICE_KEPT_FOR = timedelta(days=90)
HOST_BITS_OF_ONE_LINE = 64
"""Of an IPv6 address: whoever has a line has all the addresses of its network."""


@dataclass(frozen=True)
class Allowance:
    """What failures are counted against, and how many are free in `COUNTED_FOR`."""

    key: str
    free: int

    def waits_until(self, at: datetime) -> datetime | None:
        """Until when the next attempt is not looked at; None when it is."""
        failures = FailedSignIn.objects.filter(key=self.key, at__gt=at - COUNTED_FOR).order_by("-at")
        times = list(failures.values_list("at", flat=True)[: self.free + 16])
        over = len(times) - self.free
        if over < 0 or not times:
            return None
        until = times[0] + min(FIRST_WAIT * 2**over, LONGEST_WAIT)
        return until if until > at else None


@dataclass(frozen=True)
class NobodyYet:
    """Who acts when nobody has signed in."""

    username: str = "not signed in"
    agency_code: str = ""


def who_has_password(request: HttpRequest, *, username: str, password: str, at: datetime) -> User | None:
    """The user with this name and password, or None; a failure is counted and recorded.

    It takes the same time and the same rows whether the name is unknown, the password wrong or the answer "wait".
    """
    known = User.objects.filter(username=username).first()
    allowances = _allowances(request, username, known)
    _one_at_a_time(allowances)
    if any(allowance.waits_until(at) for allowance in allowances):
        make_password(password)  # as long as checking it would take
        _record_refusal(known, username, at, waits=True)
        return None
    user = authenticate(request, username=username, password=password)
    if isinstance(user, User):
        return user if may_come_in(user, at=at) else None
    FailedSignIn.objects.filter(at__lte=at - COUNTED_FOR).delete()
    FailedSignIn.objects.bulk_create(FailedSignIn(key=allowance.key, at=at) for allowance in allowances)
    _record_refusal(known, username, at, waits=False)
    return None


def may_come_in(user: User, *, at: datetime) -> bool:
    """Whether somebody who has shown who they are may sign in; not after leaving the account unused for too long.

    They read what everybody reads: whom to ask. That the password was right is nobody else's to know.
    """
    if not unused_too_long(user, at):
        return True
    _record_refusal(user, user.username, at, waits=False, why="not used for too long")
    return False


def who_has_code(user: User, code: str, *, at: datetime) -> str | None:
    """The kind of the code when it is one of this user's and unused, else None; a failure is counted and recorded.

    Only somebody who has given the password comes here, so no stranger can make a colleague wait.
    """
    allowance = Allowance(_keyed("code", str(user.pk)), FREE_FOR_A_NAME)
    _one_at_a_time([allowance])
    waits = allowance.waits_until(at) is not None
    kind = None if waits else use_code(user, code, at=at)
    if kind is None:
        if not waits:
            FailedSignIn.objects.create(key=allowance.key, at=at)
        _record_refusal(user, user.username, at, waits=waits, factor="code")
    return kind


def who_has_key(user: User, answer: Any, *, at: datetime) -> str | None:
    """The kind of factor when one of this user's security keys gave this answer, else None; a failure is recorded.

    There is nothing to guess at, so nobody has to wait.
    """
    kind = use_key(user, answer, at=at)
    if kind is None:
        _record_refusal(user, user.username, at, waits=False, factor="security key")
    return kind


def remember_device(request: HttpRequest, response: HttpResponse, *, user: User, at: datetime) -> None:
    """Know this browser again. Several people may share one; each is known there only after signing in there."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or secrets.token_urlsafe(32)
    KnownDevice.objects.filter(user=user, last_at__lt=at - DEVICE_KEPT_FOR).delete()
    KnownDevice.objects.update_or_create(user=user, key=_keyed("device", token), defaults={"last_at": at})
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, token, max_age=DEVICE_KEPT_FOR, secure=settings.SESSION_COOKIE_SECURE,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. In `live` the proxy in front says so, in the last place of its header.

    An IPv6 address stands for its whole network.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENVIRONMENT.live else ""
    address = said.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6 and not parsed.ipv4_mapped:  # noqa: PLR2004 - the name of a protocol
        return str(ipaddress.ip_network((parsed, HOST_BITS_OF_ONE_LINE), strict=False))
    return str(parsed)


def _allowances(request: HttpRequest, username: str, known: User | None) -> list[Allowance]:
    name = unicodedata.normalize("NFKC", username).casefold()
    device = _keyed("device", request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    if KnownDevice.objects.filter(user_id=known.pk if known else None, key=device).exists():
        return [Allowance(_keyed("known", f"{device} {name}"), FREE_FOR_A_KNOWN_DEVICE)]
    return [
        Allowance(_keyed("name", name), FREE_FOR_A_NAME),
        Allowance(_keyed("address", address_of(request)), FREE_FOR_AN_ADDRESS),
    ]


def _keyed(kind: str, text: str) -> str:
    """A hash that nobody without the installation's secret can compare with a list of names or addresses."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind} {text}".encode(), hashlib.sha256).hexdigest()


def _one_at_a_time(allowances: list[Allowance]) -> None:
    """Attempts that count against the same thing follow one another, so that none slips past the count."""
    with connection.cursor() as cursor:
        for key in sorted(allowance.key for allowance in allowances):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _record_refusal(known: User | None, username: str, at: datetime, **details: Any) -> None:
    record(
        what=What.ACCESS,
        operation="sign-in refused",
        actor=NobodyYet(),
        subject_type="user" if known else "unknown name",
        subject=known.username[:64] if known else _keyed("name", username)[:16],
        at=at,
        **details,
    )
