"""An OpenID Connect provider on this machine, which can misbehave in every way that matters."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "mappa", "kept between us two for the tests alone"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def published(key, name="one", **more):
    return {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "use": "sig", **more}


class OpenIdProvider:
    """What it says is changed by assignment: `claims` are laid over the token's own, `sign` makes the token."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.forget()

    def forget(self):
        """Behave again."""
        self.claims, self.without, self.keys = {}, (), [published(KEY)]
        self.sign = lambda claims: jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})
        self.described, self.asked, self.sent, self.status = {}, {}, {}, 200

    def description(self):
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
        } | self.described  # fmt: skip

    def token(self, **more):
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "person-1", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self.asked.get("nonce"), "amr": ["pwd", "mfa"], "auth_time": now,
        } | self.claims | more  # fmt: skip
        return self.sign({name: value for name, value in claims.items() if name not in self.without})

    def comes_back(self, client, address, *, state=None, code="a-code", **more):
        """What the browser does: it asks the provider, which sends it back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return client.get("/signin/openid/back", {"state": state or self.asked["state"], "code": code}, **more)

    def _handler(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.endswith("openid-configuration"):
                    self.say(provider.description())
                else:
                    self.say({"keys": provider.keys})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.sent = {name: values[0] for name, values in parse_qs(body).items()}
                self.say({"access_token": "unused", "token_type": "Bearer", "id_token": provider.token()})

            def say(self, answer):
                self.send_response(provider.status)
                if provider.status == 302:
                    self.send_header("Location", provider.issuer + "/elsewhere")
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_):
                """Quiet."""

        return Handler


@contextmanager
def a_running_provider():
    provider = OpenIdProvider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()
    thread.join()
