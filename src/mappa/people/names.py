"""Names as keys: what makes two spellings comparable, and what makes one of them findable.

Every key begins with a letter for its sort: ``n:`` a normalised word, ``p:`` how it sounds, ``x:`` how it begins.
"""

import unicodedata
from collections.abc import Iterable

import jellyfish

BEGINNING = 3
"""Letters of a word that make its ``x:`` key, so that a half-typed or misspelt name still finds candidates."""

APOSTROPHES = "'`\u2019\u2018\u00b4\u02bc"

UNSEEN = "Cf"
"""Signs without width or ink, which tell which way text runs or where it may break. They split no word."""

# letters that Unicode does not take apart into a plain letter and an accent
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "\u0131": "i"}
)

_ASCII = {
    code: None if letter in APOSTROPHES else " " for code in range(128) if not (letter := chr(code)).isalnum()
}  # fmt: skip
"""What becomes of the other ASCII signs: the same as below, for the most of names and in a fraction of the time."""


def normalised(text: str) -> str:
    """The words of a name in lower case, without accents, apostrophes or punctuation, one space between them.

    ``O'Brien-Smith`` becomes ``obrien smith``; letters of other alphabets stay.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    kept = []
    for letter in apart:
        if letter.isalnum():
            kept.append(letter)
        elif letter in APOSTROPHES or unicodedata.combining(letter) or unicodedata.category(letter) == UNSEEN:
            continue
        else:
            kept.append(" ")
    return " ".join("".join(kept).split())


def full(given_names: str, family_name: str) -> str:
    """The whole name, normalised, given names first."""
    return normalised(f"{given_names} {family_name}")


def keys_of(text: str) -> list[str]:
    """The keys of one name or of a search text, sorted, each once."""
    keys: set[str] = set()
    for word in normalised(text).split():
        keys.add(f"n:{word}")
        if sound := jellyfish.metaphone(word).replace(" ", ""):
            keys.add(f"p:{sound}")
        if len(word) >= BEGINNING:
            keys.add(f"x:{word[:BEGINNING]}")
    return sorted(keys)


def keys_of_all(names: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of every (given names, family name) that a person uses or used."""
    return sorted({key for given, family in names for key in keys_of(f"{given} {family}")})


def sound_of(text: str) -> tuple[str, ...]:
    """How a whole name sounds, word by word, in the order of the alphabet."""
    return tuple(sorted(jellyfish.metaphone(word) for word in normalised(text).split()))
