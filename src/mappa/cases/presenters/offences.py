"""Offences of the lists, as they are offered to somebody who records one."""

from dataclasses import dataclass

from mappa.determinations import policy


@dataclass(frozen=True)
class Offered:
    """One offence and everywhere it is listed."""

    title: str
    code: str
    statute: str
    section: str
    where: tuple[str, ...]
    conditions: tuple[str, ...]

    def typed(self) -> dict[str, str]:
        """What taking it puts into the form. A code that is in no list brings no words of its own."""
        found = {"cjs_code": self.code, "statute": self.statute, "section": self.section}
        return found | ({"title": self.title} if self.title else {})


def offered(text: str) -> list[Offered]:
    """The offences that fit what was typed, each once; empty where no list has one."""
    if not text.strip():
        return []
    places: dict[tuple[str, str, str, str], list[policy.offences.Found]] = {}
    for found in policy.offences.find(text):
        places.setdefault((found.title, found.code, found.statute, found.section), []).append(found)
    return [
        Offered(
            *key,
            where=tuple(one.where for one in held if one.where),
            conditions=tuple(dict.fromkeys(one.condition for one in held if one.condition)),
        )
        for key, held in places.items()
    ]
