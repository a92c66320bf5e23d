"""A security key made of software, which can also lie."""

import hashlib
import json
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "https://testserver"
PRESENT, HOLDS_CREDENTIAL = 0x01, 0x40


class SecurityKey:
    """Answers what a browser would pass on. Counts its answers unless told that it does not."""

    def __init__(self, *, site="testserver", origin=ORIGIN, counts=True, name=b"credential"):
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.site, self.origin, self.counts, self.count, self.name = site, origin, counts, 0, name

    def made(self, options):
        """The answer to a wish for a new key."""
        credential = AttestedCredentialData.create(Aaguid.NONE, self.name, ES256.from_cryptography_key(self.public))
        data = AuthenticatorData.create(self._site_hash(), PRESENT | HOLDS_CREDENTIAL, 0, credential)
        attested = AttestationObject.create("none", data, {})
        said = self._said("webauthn.create", options["publicKey"]["challenge"])
        return self._answer({"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attested)})

    def shown(self, options, *, challenge=None, signer=None, kind="webauthn.get"):
        """The answer to being asked for."""
        self.count += self.counts
        said = self._said(kind, challenge or options["publicKey"]["challenge"])
        data = self._site_hash() + struct.pack(">BI", PRESENT, self.count)
        signed = data + hashlib.sha256(said).digest()
        signature = (signer or self.secret).sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": None,
            }
        )

    @property
    def public(self):
        return self.secret.public_key()

    def _site_hash(self):
        return hashlib.sha256(self.site.encode()).digest()

    def _said(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response):
        name = websafe_encode(self.name)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
