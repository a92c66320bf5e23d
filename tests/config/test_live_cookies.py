"""The cookies of a live installation, as its settings make them."""

import json
import os
import subprocess
import sys

from django.conf import settings

from mappa.config.own_files import demonstration_master_keys

NAMES = ("SESSION", "CSRF")
ASK = """
import json
from mappa.config import settings
names = [name for name in dir(settings) if "COOKIE" in name or name.startswith("SECURE_")]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


class TestLiveCookies:
    def test_are_for_this_host_alone_over_tls_and_out_of_reach_of_scripts(self, tmp_path):
        known = {
            "MAPPA_MODE": "live", "DATABASE_URL": "postgresql://mappa_app@127.0.0.1/none",
            "MAPPA_ALLOWED_HOSTS": "a.example",
            "MAPPA_SECRET_KEY": "".join(chr(ord("a") + number % 26) for number in range(60)),
            "MAPPA_DATA_DIR": str(tmp_path), "MAPPA_DATABASE_ROLE": "app",
            "MAPPA_MASTER_KEYS_FILE": str(demonstration_master_keys(tmp_path)),
        }  # fmt: skip
        run = subprocess.run([sys.executable, "-c", ASK], env=os.environ | known, capture_output=True, check=True)
        live = json.loads(run.stdout)

        for name in NAMES:
            assert live[f"{name}_COOKIE_NAME"].startswith("__Host-")
            assert live[f"{name}_COOKIE_SECURE"] is True
            assert live[f"{name}_COOKIE_HTTPONLY"] is True
            assert live[f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert live["DEVICE_COOKIE_NAME"].startswith("__Host-")
        assert live["SECURE_HSTS_SECONDS"] >= 31_536_000
        assert live["SECURE_SSL_REDIRECT"] is True

    def test_have_no_wider_place_than_their_prefix_allows(self):
        for name in NAMES:
            assert getattr(settings, f"{name}_COOKIE_DOMAIN") is None
            assert getattr(settings, f"{name}_COOKIE_PATH") == "/"
