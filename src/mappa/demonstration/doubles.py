"""Records that were made twice, and what the linkage says of each pair: a queue for a co-ordinator to review."""

from datetime import date, datetime

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.nominals.models import PossibleDuplicate
from mappa.people.models import Person
from mappa.people.services import NominalFacts, create_nominal

START = -9.5
"""What any two records weigh before they are compared, in bits. Invented, as every weight here."""
NAMES, BORN, NUMBER = "given_names_family_name", "date_of_birth", "number"
MISSING = (NUMBER, "Missing in one of the two", 0.0)


def _misspelt(person: Person) -> NominalFacts:
    """A letter of the family name was left out."""
    name = person.family_name
    return NominalFacts(
        family_name=f"{name[:3]}{name[4:]}", given_names=person.given_names, date_of_birth=person.date_of_birth,
        sex=person.sex,
    )  # fmt: skip


def _swapped(person: Person) -> NominalFacts:
    """Given and family name change places, and the year of birth is one out."""
    born = person.date_of_birth
    return NominalFacts(
        family_name=person.given_names, given_names=person.family_name, sex=person.sex,
        date_of_birth=date(born.year + 1, born.month, 1) if born else None,
    )  # fmt: skip


PAIRS = (
    (_misspelt, ((NAMES, "Family name nearly the same, given names the same", 8.6), (BORN, "The same", 9.3), MISSING)),
    (_swapped, ((NAMES, "The names change places", 10.4), (BORN, "The year is near", 2.1), MISSING)),
)  # fmt: skip
"""How each double was written, and what each comparison adds in bits."""


def record_twice(*, on: date, at: datetime) -> None:
    """Open a second record of two people of the co-ordinator's area, as a hurried hand might have."""
    actor, area = User.objects.get(username="coordinator"), Area.objects.get(code="northshire")
    known = Person.objects.filter(reference__startswith="NS-P-", compartment="", victims__isnull=False)
    for (written, parts), person in zip(PAIRS, known.distinct().order_by("reference"), strict=False):
        other = create_nominal(facts=written(person), area=area, on=on, actor=actor, at=at, source="A referral by post")
        weight = START + sum(adds for *_, adds in parts)
        PossibleDuplicate.objects.create(
            one=person, other=other, start=START, weight=weight, probability=1 / (1 + 2**-weight), found_at=at,
            parts=[{"column": column, "agreement": said, "weight": adds} for column, said, adds in parts],
            found_by=actor.username,
        )  # fmt: skip
