"""How hard the installation's secret is to guess."""

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
