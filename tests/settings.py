"""The product's settings for the suite: real PostgreSQL, connected as the owner so that databases can be made.

Every test that touches the database then works as ``mappa_app`` (see conftest).
"""

import atexit
import os
import secrets
import shutil
import tempfile

if not os.environ.get("DATABASE_URL") and "MAPPA_TEST_DATA_DIR" not in os.environ:
    # one embedded server for the whole run: the processes of a parallel run inherit this
    os.environ["MAPPA_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="mappa-tests-")
    atexit.register(shutil.rmtree, os.environ["MAPPA_TEST_DATA_DIR"], ignore_errors=True)

os.environ["MAPPA_DATA_DIR"] = os.environ.get("MAPPA_TEST_DATA_DIR", os.environ.get("MAPPA_DATA_DIR", "var"))
os.environ["MAPPA_MODE"] = "demo"
os.environ["MAPPA_DATABASE_ROLE"] = "owner"
os.environ["MAPPA_STATIC_FILES"] = "plain"
os.environ["MAPPA_LOG_LEVEL"] = "WARNING"
os.environ["MAPPA_SECRET_KEY"] = secrets.token_urlsafe(64)

from mappa.config.settings import *  # noqa: F403 - after the environment is set

DATABASES["default"]["ENGINE"] = "tests.postgresql"  # noqa: F405 - from the product's settings
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
