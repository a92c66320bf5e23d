"""Many invented people as lines of tables: names, birth, numbers, who is involved, one case each.

The same seed gives the same rows. No duty is derived and nothing is sealed: it is a caseload to measure with.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mappa.demonstration.names import STREETS
from mappa.demonstration.scale.names import WOMEN_IN_A_HUNDRED, Names
from mappa.people.names import keys_of_all
from mappa.people.numbers import pnc_of
from mappa.people.search_keys import keys_of_person

BY = "generate"
LAST_DAY = date(2026, 10, 31)
"""Nothing that is made up lies after this day, whenever it is made: the same seed gives the same rows."""
FIRST_BORN, BORN_DAYS = date(1940, 1, 1), 25_200
CASE_DAYS = 2_900
TABLES = {
    "people_person": (
        "id", "version", "changed_by", "reference", "family_name", "given_names", "date_of_birth", "sex", "ethnicity",
        "compartment", "recorded_at", "recorded_by", "name_keys",
    ),
    "people_alias": ("id", "person_id", "family_name", "given_names", "kind", "recorded_by", "recorded_agency"),
    "people_identifier": ("id", "person_id", "kind", "value", "recorded_by", "recorded_agency"),
    "people_address": ("id", "person_id", "text", "kind", "since", "recorded_by", "recorded_agency"),
    "people_managingarea": ("id", "person_id", "area_id", "since", "by", "reason"),
    "people_involvement": (
        "id", "person_id", "agency_id", "kind", "since", "reason", "ended_by", "end_reason", "recorded_by",
        "recorded_agency",
    ),
    "people_recordstep": ("id", "person_id", "step", "on", "by", "reason", "kind", "decision"),
    "cases_case": ("id", "reference", "person_id", "opened_on", "edition"),
    "cases_casestep": ("id", "case_id", "action", "state", "on", "at", "by", "reason"),
    "cases_categoryrow": ("id", "case_id", "category", "all_categories", "since", "basis", "at", "by"),
    "cases_levelrow": ("id", "case_id", "level", "since", "decided_by", "meeting", "rationale", "limbs", "at", "by"),
    "cases_leadagencyrow": ("id", "case_id", "agency_id", "since", "at", "by", "reason"),
    "people_searchkey": ("key", "person_id"),
}  # fmt: skip
"""Tables and columns, in the order in which they may be filled."""


@dataclass(frozen=True)
class Place:
    """An area and the ids of those who work there."""

    area: int
    prefix: str
    edition: str
    police: int
    probation: int


def lines(count: int, *, seed: int, places: list[Place], first: int = 1) -> Iterator[tuple[str, str]]:
    """(table, line) of so many people, one after another.

    Args:
        places: people come to them by turns. first: the number of the first person.
    """
    names = Names()
    for number in range(first, first + count):
        random = Random(seed * 10**9 + number)  # noqa: S311 - no secret
        place = places[number % len(places)]
        for table, row in _somebody(number, random, names, place, place_number=number // len(places) + 1):
            yield table, "\t".join("\\N" if value is None else str(value) for value in row) + "\n"


def _somebody(
    number: int, random: Random, names: Names, place: Place, *, place_number: int
) -> Iterator[tuple[str, Iterable[object]]]:
    sex = "female" if random.randrange(100) < WOMEN_IN_A_HUNDRED else "male"
    given, family = names.given(random, sex), names.family(random)
    born = FIRST_BORN + timedelta(days=random.randrange(BORN_DAYS))
    opened = LAST_DAY - timedelta(days=random.randrange(1, CASE_DAYS))
    reference, moment = f"{place.prefix}-P-{place_number:04d}", f"{opened}T12:00:00Z"
    also = [(given, names.family(random))] if random.randrange(8) == 0 else []
    police_number = pnc_of(opened.year, number)
    known_as = [(given, family), *also]
    yield "people_person", (
        number, 1, "", reference, family, given, born, sex, "", "", moment, BY, _json(keys_of_all(known_as)),
    )  # fmt: skip
    for other_given, other_family in also:
        yield "people_alias", (number, number, other_family, other_given, "alias", BY, "")
    yield "people_identifier", (number, number, "pnc", police_number, BY, "")
    address = f"{random.randint(1, 140)} {random.choice(STREETS)}"
    yield "people_address", (number, number, address, "home", opened, BY, "")
    yield "people_managingarea", (number, number, place.area, opened, BY, "")
    for kind, agency, at in (
        ("record_manager", place.police, 2 * number),
        ("offender_manager", place.probation, 2 * number + 1),
    ):
        yield "people_involvement", (at, number, agency, kind, opened, "Generated", "", "", BY, "")
    yield "people_recordstep", (number, number, "registered", opened, BY, "", "", "")
    yield from _case(number, random, place, opened=opened, reference=f"{place.prefix}-{opened.year}-{place_number:04d}")
    for key in sorted(keys_of_person(known_as, born, [reference, police_number], [address])):
        yield "people_searchkey", (key, number)


def _case(
    number: int, random: Random, place: Place, *, opened: date, reference: str
) -> Iterator[tuple[str, Iterable[object]]]:
    moment = f"{opened}T12:00:00Z"
    category, level = random.choices((1, 2, 3), (72, 27, 1))[0], random.choices((1, 2, 3), (97, 2, 1))[0]
    lead = place.police if category == 1 else place.probation
    yield "cases_case", (number, reference, number, opened, place.edition)
    yield "cases_casestep", (number, number, "open", "open", opened, moment, BY, "")
    yield "cases_categoryrow", (number, number, category, f"[{category}]", opened, "Generated", moment, BY)
    yield "cases_levelrow", (number, number, level, opened, "Generated", "", "", "[]", moment, BY)
    yield "cases_leadagencyrow", (number, number, lead, opened, moment, BY, "")


def _json(keys: list[str]) -> str:
    return "[" + ", ".join(f'"{key}"' for key in keys) + "]"
