"""What makes a person findable: a few dozen numbers for every name, kept in a narrow table (docs/adr/0023).

Most keys join a part of a family name to a part of a given name, because one of them alone fits thousands. Whoever
searches makes keys of what they typed by the same rules, in either order of the names, and counts whose keys agree.

- Every family name with one letter left out, and the sound that the given name begins with: one wrong, missing,
  further or swapped letter in a family name still shares such a key.
- How the family name sounds, and every given name with one letter left out: the same for given names.
- Halves of the family name and the end of the given name, for two errors at once.
- Words by themselves: whole, by sound, by beginning, by end and by their letters.

Other forms of a given name (Bill, William) are looked up when somebody searches, so the list of them can grow without
new keys.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise, permutations
from pathlib import Path

import jellyfish

from mappa.people import names

BEGINNING = 3
"""Letters of a word that stand for its beginning."""
SHORTEST_HALF = 3
LETTER_SOUNDS = {
    "c": "KSX", "g": "JKN", "h": "HAEIOU", "k": "KN", "o": "OW", "p": "PFN", "s": "SXK", "t": "TX0", "w": "WRH",
    "e": "EU", "a": "AE", "j": "JHY", "y": "YIJ", "z": "ZS",
    "x": "SKX",
}  # fmt: skip
"""The sounds that a word may begin with which is written with a letter, besides the letter itself."""
MOST_WORDS = 6
"""Words of a search text that are looked at; a name with more is found by these."""
MASK = 2**64 - 1
SPREAD = 0x9E3779B97F4A7C15
"""An odd number with bits all over, so that a pair the other way round is another key."""

POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")

EXACT, STRONG, FAIR, WEAK = 8, 4, 3, 1
"""How much a shared key says, to put candidates in an order before their names are compared."""


@lru_cache(maxsize=2**18)
def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _signed(number: int) -> int:
    return number - 2**64 if number >> 63 else number


def _one(sort: str, text: str) -> int:
    return _signed(_hashed(f"{sort}:{text}"))


def _both(sort: str, family: str, given: str) -> int:
    return _signed(_spread(f"{sort}:{family}") ^ _hashed(f"g:{given}"))


@lru_cache(maxsize=2**16)
def _spread(text: str) -> int:
    return _hashed(text) * SPREAD & MASK


@lru_cache(maxsize=2**16)
def sound(word: str) -> str:
    """How one word sounds; the word itself where that cannot be told, as in other alphabets."""
    return jellyfish.metaphone(word).replace(" ", "") or word


@lru_cache(maxsize=2**16)
def shortened(word: str) -> tuple[str, ...]:
    """The word, and the word with one letter left out, in every place."""
    return tuple(dict.fromkeys((word, *(word[:at] + word[at + 1 :] for at in range(len(word)) if len(word) > 1))))


def _halves(word: str) -> tuple[str, str]:
    length = max(SHORTEST_HALF, len(word) // 2)
    return f"b{word[:length]}", f"e{word[-length:]}"


def _beginnings(word: str) -> set[str]:
    """The sounds that a typed word may begin with, were the rest of it misspelt."""
    return {sound(word)[0], word[0].upper(), *LETTER_SOUNDS.get(word[0], "")}


@cache
def _groups() -> tuple[dict[str, tuple[int, ...]], tuple[tuple[str, ...], ...]]:
    text = (Path(__file__).parent / "data" / "forms_of_names.csv").read_text(encoding="utf-8")
    groups = tuple(tuple(line.split(",")) for line in text.splitlines() if line and not line.startswith("#"))
    places: dict[str, tuple[int, ...]] = {}
    for place, group in enumerate(groups):
        for name in group:
            places[name] = (*places.get(name, ()), place)
    return places, groups


@lru_cache(maxsize=2**14)
def other_forms(word: str) -> frozenset[str]:
    """Other given names that a given name may stand for, or that may stand for it; both normalised."""
    places, groups = _groups()
    return frozenset(name for place in places.get(word, ()) for name in groups[place]) - {word}


@lru_cache(maxsize=2**16)
def _word_keys(word: str) -> frozenset[int]:
    letters = "".join(sorted(word))
    return frozenset({
        _one("w", word), _one("s", sound(word)), _one("x", word[:BEGINNING]), _one("a", letters),
        _one("h", _halves(word)[1]),
    })  # fmt: skip


@lru_cache(maxsize=2**14)
def _pair_keys(family: str, given: str) -> frozenset[int]:
    begins = sound(given)[0]
    first, last = _hashed(f"g:{begins}"), _spread(f"s:{sound(family)}")
    keys = {_signed(_spread(f"d:{part}") ^ first) for part in shortened(family)}
    keys |= {_signed(_hashed(f"g:{part}") ^ last) for part in shortened(given)}
    keys.add(_both("s", sound(family), f"i{begins}"))
    keys |= {_both("h", half, given[-BEGINNING:]) for half in _halves(family)}
    keys.add(_both("x", family[:BEGINNING], given[:BEGINNING]))
    return frozenset(keys)


def _families(words: list[str]) -> list[str]:
    return list(dict.fromkeys([*words, "".join(words)]))


def keys_of_name(given_names: str, family_name: str) -> set[int]:
    """The keys of one name. Given names after the first get fewer of them: people search by them less."""
    given, family = names.normalised(given_names).split(), names.normalised(family_name).split()
    keys: set[int] = set()
    for word in {*given, *_families(family)}:
        keys |= _word_keys(word)
    for last in _families(family):
        for place, first in enumerate(given):
            if place == 0:
                keys |= _pair_keys(last, first)
            else:
                keys |= {_both("d", last, sound(first)[0]), _both("s", sound(last), first)}
    return keys


def number_key(number: str) -> int | None:
    """The key of a number or a reference, whatever stands between its letters and digits; None where there are none."""
    return _one("n", plain) if (plain := plain_number(number)) else None


def plain_number(number: str) -> str:
    """A number as it is compared: letters and digits alone, in capitals, and of a year its last two figures.

    ``2019/0123456d`` and ``19/123456D`` are one number.
    """
    tidy = re.sub(r"[^0-9A-Za-z/]", "", number).upper()
    if police := re.fullmatch(r"(?:\d\d)?(\d\d)/0*(\d{1,7}[A-Z])", tidy):
        return f"{police[1]}/{police[2]}"
    return tidy.replace("/", "")


def birth_key(born: date) -> int:
    """The key of a birth date."""
    return _one("b", born.isoformat())


def address_keys(text: str) -> set[int]:
    """The keys of an address or of a typed one: its postcode, and each number with the word after it.

    ``12 Alder Rise, Northwick`` and ``alder rise 12`` differ: the number comes first, as addresses are written.
    """
    words = names.normalised(text).split()
    keys = {_one("p", inward + outward) for inward, outward in pairwise(words) if POSTCODE.fullmatch(inward + outward)}
    keys |= {_one("p", word) for word in words if POSTCODE.fullmatch(word)}
    return keys | {_one("o", f"{one} {sound(other)}") for one, other in pairwise(words) if one[0].isdigit()}


def keys_of_person(
    known_as: Iterable[tuple[str, str]], born: date | None, numbers: Iterable[str], addresses: Iterable[str] = ()
) -> set[int]:
    """Every key of a person.

    Args:
        known_as: (given names, family name) of every name that the person uses or used.
        numbers: the reference of the record, and the numbers that agencies gave.
        addresses: every address, former ones too.
    """
    keys: set[int] = set()
    for given, family in known_as:
        keys |= keys_of_name(given, family)
    if born:
        keys.add(birth_key(born))
    for address in addresses:
        keys |= address_keys(address)
    return keys | {key for number in numbers if (key := number_key(number)) is not None}


class Asked(dict[int, int]):
    """The keys of what was typed, and how much each says."""

    def ask(self, key: int, says: int) -> None:
        """Ask for a key, by the most that it says."""
        self[key] = max(says, self.get(key, 0))

    def ask_word(self, word: str) -> None:
        """Ask for the one word that was typed, in every way."""
        self.ask(_one("w", word), EXACT)
        self.ask(_one("s", sound(word)), STRONG)
        self.ask(_one("a", "".join(sorted(word))), STRONG)
        self.ask(_one("h", _halves(word)[1]), FAIR)
        self.ask(_one("x", word[:BEGINNING]), FAIR)
        for form in other_forms(word):
            self.ask(_one("w", form), WEAK)

    def ask_pair(self, family: str, given: str) -> None:
        """Ask for one word as family name and another as given name, one of them misspelt."""
        begins = sound(given)[0]
        for part in shortened(family):
            self.ask(_both("d", part, begins), STRONG)
        for part in shortened(given):
            self.ask(_both("s", sound(family), part), STRONG)
        self.ask(_both("s", sound(family), given), EXACT)
        for form in other_forms(given):
            self.ask(_both("s", sound(family), form), EXACT)

    def ask_widely(self, family: str, given: str) -> None:
        """Ask for what two errors leave, or another form of the given name and an error, or names half typed."""
        begins = _beginnings(given).union(sound(form)[0] for form in other_forms(given)) - {sound(given)[0]}
        for each in begins:
            for part in shortened(family):
                self.ask(_both("d", part, each), FAIR)
        for each in {*begins, sound(given)[0]}:
            self.ask(_both("s", sound(family), f"i{each}"), FAIR)
        for half in _halves(family):
            self.ask(_both("h", half, given[-BEGINNING:]), FAIR)
        self.ask(_both("x", family[:BEGINNING], given[:BEGINNING]), FAIR)


def keys_of_search(text: str, *, widely: bool = False) -> dict[int, int]:
    """The keys of a typed name, and how much each says. The order of the words does not matter.

    Args:
        widely: the further keys, which fit more people each: for when the others have found too few.
    """
    words = names.normalised(text).split()[:MOST_WORDS]
    asked = Asked()
    if len(words) == 1 and not widely:
        asked.ask_word(words[0])
    joined = [(at, at + 1, one + other) for at, (one, other) in enumerate(pairwise(words))]
    pieces = [(at, at, word) for at, word in enumerate(words)] + joined
    for (begin, end, family), (first, last, given) in permutations(pieces, 2):
        if end < first or last < begin:
            (asked.ask_widely if widely else asked.ask_pair)(family, given)
    for _, _, both in joined if widely else []:
        asked.ask(_one("w", both), STRONG)
    if widely and len(words) > 1:
        for word in _rarer(words):
            asked.ask(_one("w", word), WEAK)
    return asked


def _rarer(words: list[str]) -> list[str]:
    """The words that are no given name in common use, which by itself says nothing; all of them where none is left."""
    long = [word for word in words if len(word) > 1 or not word.isascii()]
    return [word for word in long if not other_forms(word)] or long
