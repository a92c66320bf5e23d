"""How hard the installation's secret is to guess, and whether its master keys can be used."""

from pathlib import Path

from mappa.kernel.sealing import BadKeyFile, read_master_keys

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 10
KNOWN_WEAK_WORDS = ("insecure", "changeme", "change-me", "secret-key", "default", "example", "password")


def weakness_of(secret: str) -> str:
    """Why a secret is too easy to guess, as a sentence; nothing when it is not."""
    if not secret:
        return "No secret is set."
    if len(secret) < SHORTEST_SECRET:
        return f"The secret has {len(secret)} characters; it needs {SHORTEST_SECRET}."
    if len(set(secret)) < FEWEST_DIFFERENT_CHARACTERS:
        return "The secret repeats too few characters."
    if any(word in secret.lower() for word in KNOWN_WEAK_WORDS):
        return "The secret contains a word that people guess first."
    return ""


def problem_of_master_keys(path: Path | None) -> str:
    """Why a file of master keys is of no use, as a sentence with what to do; nothing when it can be used."""
    if path is None:
        return (
            "Victims' details are kept sealed. Name the file of master keys; make a key with: openssl rand -base64 32"
        )
    try:
        read_master_keys(path)
    except BadKeyFile as problem:
        return str(problem)
    return ""
