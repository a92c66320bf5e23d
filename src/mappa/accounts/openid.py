"""OpenID Connect, as far as we use it: where to send somebody, and what a token that comes back is worth.

Only the code flow, with state, nonce and PKCE. A token is believed when a key that the provider publishes signed it,
for us, for this very sign-in, a moment ago. `allauth` leaves signature and nonce of such tokens unchecked, so it is not
asked.
"""

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""Each with the kind of key that it needs. None of them is symmetric: what is published must not sign."""
CLOCKS_DIFFER_BY = timedelta(seconds=60)
OLDEST_TOKEN = timedelta(minutes=5)
ANSWERS_WITHIN = 5.0
"""Seconds."""
LONGEST_ANSWER = 256 * 1024
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class NotBelieved(Exception):
    """What came back proves nothing. The message is a word for the record, and is shown to nobody."""


@dataclass(frozen=True)
class Provider:
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(frozen=True)
class Asked:
    """What one sign-in asked for, kept in the session until its answer comes back."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def afresh(cls) -> "Asked":
        """Three secrets that nobody can guess."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """A provider that sends us elsewhere is not followed."""


_opener = urllib.request.build_opener(_NoRedirect)


def is_offered() -> bool:
    """Whether this installation knows a provider."""
    return bool(settings.ENVIRONMENT.oidc_issuer)


def provider() -> Provider:
    """The provider that the settings name, as it describes itself.

    Raises:
        NotBelieved: it does not answer, or speaks of another issuer.
    """
    issuer = settings.ENVIRONMENT.oidc_issuer
    said = _fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise NotBelieved("another issuer")
    try:
        found = Provider(**{name: said[name] for name in Provider.__dataclass_fields__})
    except KeyError:
        raise NotBelieved("no description") from None
    for address in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
        _require_safe(address)
    return found


def address_to_ask(found: Provider, asked: Asked, *, back_to: str, again: bool) -> str:
    """Where the browser goes. ``again``: whoever is signed in there shows once more who they are."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code", "client_id": settings.ENVIRONMENT.oidc_client_id, "redirect_uri": back_to,
        "scope": "openid", "state": asked.state, "nonce": asked.nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    if again:
        query |= {"prompt": "login", "max_age": "0"}
    mark = "&" if "?" in found.authorization_endpoint else "?"
    return f"{found.authorization_endpoint}{mark}{urllib.parse.urlencode(query)}"


def claims_for(code: str, asked: Asked, *, back_to: str, at: datetime) -> dict[str, Any]:
    """What the provider says of whoever came back with this code.

    Raises:
        NotBelieved: for whatever is not right. The word says which check it failed.
    """
    found = provider()
    environment = settings.ENVIRONMENT
    sent = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": asked.verifier,
        "client_id": environment.oidc_client_id, "client_secret": environment.oidc_client_secret,
    }  # fmt: skip
    token = _fetch(found.token_endpoint, sent).get("id_token")
    claims = believed(token, found, at=at)
    if not constant_time_compare(str(claims.get("nonce", "")), asked.nonce):
        raise NotBelieved("nonce")
    return claims


def believed(token: Any, found: Provider, *, at: datetime) -> dict[str, Any]:
    """The claims of a token that this provider signed, for us and a moment ago.

    Raises:
        NotBelieved: with the check that it failed.
    """
    client = settings.ENVIRONMENT.oidc_client_id
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise NotBelieved("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(found, header.get("kid"), algorithm),
            algorithms=[algorithm],
            audience=client,
            issuer=found.issuer,
            leeway=CLOCKS_DIFFER_BY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as problem:
        raise NotBelieved(type(problem).__name__) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", client) != client or (several and "azp" not in claims):
        raise NotBelieved("azp")
    if at.timestamp() - claims["iat"] > OLDEST_TOKEN.total_seconds():
        raise NotBelieved("iat")
    return claims


def proves_second_factor(claims: dict[str, Any]) -> bool:
    """Whether the provider says that a second factor was shown, in words that the settings accept."""
    environment = settings.ENVIRONMENT
    methods, level = claims.get("amr"), claims.get("acr")
    shown = {method for method in methods if isinstance(method, str)} if isinstance(methods, list) else set()
    if isinstance(level, str) and level in environment.oidc_accepted("acr"):
        return True
    return bool(shown & environment.oidc_accepted("amr"))


def shown_since(claims: dict[str, Any], moment: datetime) -> bool:
    """Whether they showed who they are at the provider after a moment, and not long ago with a session kept since."""
    shown = claims.get("auth_time")
    return isinstance(shown, int) and shown >= (moment - CLOCKS_DIFFER_BY).timestamp()


def subject_logged_out(token: str, *, at: datetime) -> str:
    """The subject whose sign-in ended at the provider, by its token for that.

    Raises:
        NotBelieved: it is no such token.
    """
    claims = believed(token, provider(), at=at)
    events = claims.get("events")
    if not isinstance(events, dict) or LOGGED_OUT not in events or "nonce" in claims:
        raise NotBelieved("no logout")
    return str(claims["sub"])


def _key(found: Provider, name: Any, algorithm: str) -> Any:
    """The one published key that can have signed."""
    keys = _fetch(found.jwks_uri).get("keys")
    fitting = [
        key
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, dict) and key.get("kty") == ALGORITHMS[algorithm] and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm and (name is None or key.get("kid") == name)
    ]  # fmt: skip
    if len(fitting) != 1:
        raise NotBelieved("key")
    return jwt.PyJWK(fitting[0], algorithm=algorithm).key


def _require_safe(address: Any) -> None:
    parts = urllib.parse.urlsplit(address if isinstance(address, str) else "")
    here = parts.hostname in {"127.0.0.1", "localhost"} and not settings.ENVIRONMENT.live
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise NotBelieved("address")


def _fetch(address: str, sent: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object from the provider, over TLS."""
    _require_safe(address)
    data = urllib.parse.urlencode(sent).encode() if sent else None
    request = urllib.request.Request(address, data=data, headers={"Accept": "application/json"})  # noqa: S310
    try:
        with _opener.open(request, timeout=ANSWERS_WITHIN) as answer:
            said = json.loads(answer.read(LONGEST_ANSWER))
    except (urllib.error.URLError, OSError, ValueError, RecursionError):
        raise NotBelieved("no answer") from None
    if not isinstance(said, dict):
        raise NotBelieved("no answer")
    return said
