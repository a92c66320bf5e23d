"""Which version and which build of the product this is."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@cache
def product_version() -> str:
    """The version of the installed product."""
    try:
        return version("mappa")
    except PackageNotFoundError:
        return "unknown"


@cache
def build_id() -> str:
    """Twelve digits that change with any line of our code: a stale server shows an older one."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.parent.joinpath("mappa_policy").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
