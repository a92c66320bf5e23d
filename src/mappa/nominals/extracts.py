"""What the linkage compares of somebody: names, birth, where they live and one number, without marks."""

import re
from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from mappa.nominals.linkage import Row
from mappa.people.models import Address, Identifier, IdentifierKind, Person
from mappa.people.names import normalised
from mappa.people.search_keys import POSTCODE

AT_ONCE = 2_000


def rows_of(people: QuerySet[Person]) -> Iterator[Row]:
    """A row for each of some people: the latest address, and the PNC ID as the number that agencies share."""
    latest = Address.objects.filter(person=OuterRef("pk")).order_by("-since", "-pk")
    number = Identifier.objects.filter(person=OuterRef("pk"), kind=IdentifierKind.PNC).order_by("pk")
    told = people.order_by("reference").values_list(
        "reference", "given_names", "family_name", "date_of_birth", Subquery(latest.values("text")[:1]),
        Subquery(number.values("value")[:1]),
    )  # fmt: skip
    for reference, given_names, family_name, born, address, value in told.iterator(AT_ONCE):
        yield {
            "id": reference, "given_names": normalised(given_names), "family_name": normalised(family_name),
            "date_of_birth": born.isoformat() if born else "", "number": re.sub(r"\W", "", value or "").lower(),
            **place_of(address or ""),
        }  # fmt: skip


def place_of(address: str) -> dict[str, str]:
    """Street, town and postcode of an address written as lines with commas between; blank where there is none."""
    lines = [normalised(line) for line in address.split(",")]
    postcode = ""
    rest = []
    for line in lines:
        words = line.split()
        for size in (2, 1):  # the postcode ends its line, written with a space or without
            if not postcode and words and POSTCODE.fullmatch("".join(words[-size:])):
                postcode, words = "".join(words[-size:]), words[:-size]
        if words:
            rest.append(" ".join(words))
    return {"street": rest[0] if rest else "", "town": rest[-1] if len(rest) > 1 else "", "postcode": postcode}
