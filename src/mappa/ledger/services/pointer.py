"""Is this person known here? The answer is yes or no and whom to ask, and nothing more."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency, AgencyKind, Area
from mappa.agencies.selectors import contacts_of, edition_on
from mappa.audit.models import What
from mappa.audit.services import record
from mappa.determinations import sharing as words
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.kernel.reading import wider
from mappa.people import names
from mappa.people.models import InvolvementKind, Person
from mappa.people.selectors import involvements_on, managing_area_of, within_walls
from mappa.sharing.models import PointerAsk


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whom somebody asks about: a name with a birth date, or a number that an agency gave."""

    given_names: str = ""
    family_name: str = ""
    born: date | None = None
    number: str = ""


@dataclass(frozen=True)
class AskThere:
    """Whom to ask: an agency and, where one is named, its contact."""

    agency: str
    contact: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Pointed:
    """The whole answer. `ask` is empty when nobody is known."""

    known: bool
    ask: tuple[AskThere, ...] = ()


@transaction.atomic
@wider("pointer")
def is_known_here(*, asked: Asked, purpose: str, necessity: str, actor: User, at: datetime) -> Pointed:
    """Say whether somebody is known here and whom to ask, and record the question with its purpose.

    Somebody behind a wall for which the asker is not cleared is answered as not known. The question is kept all the
    same, and is shown to those who manage the record.

    Args:
        necessity: the key of one of the edition's three purposes (INFO-03).

    Raises:
        Refused: the actor's role may not ask.
        Incomplete: too little to tell one person from another, or no purpose.
        NotPossible: the actor has asked as often today as one user may.

    Covers: INFO-03, INFO-05.
    """
    require(may(actor, Permission.POINTER_ASK))
    on = day_of(at)
    edition = edition_on(actor.area, on)
    if problems := _problems(asked, purpose, necessity, edition):
        raise Incomplete("Nothing was asked.", problems)
    User.objects.select_for_update().get(pk=actor.pk)  # two questions at once count as two
    limit = words.pointer_asks_a_day(edition)
    if PointerAsk.objects.filter(user=actor, day=on).values("at").distinct().count() >= limit:
        raise NotPossible(
            f"You have asked {limit} times today, which is as often as one user may. Your question was not answered. "
            "Ask the co-ordination unit of your area, or ask again tomorrow."
        )
    found = list(_fitting(asked))
    open_to_asker = set(Person.objects.filter(within_walls(actor, ""), pk__in=[person.pk for person in found]))
    for person in found or [None]:
        PointerAsk.objects.create(
            user=actor, purpose=purpose.strip(), necessity=necessity, day=on, at=at, about=person,
            told=person in open_to_asker,
        )  # fmt: skip
        record(
            what=What.DISCLOSURE if person in open_to_asker else What.CONSULTATION, operation="sharing:pointer:ask",
            actor=actor, subject_type="person" if person else "pointer", subject=person.reference if person else "none",
            at=at, purpose=necessity,
        )  # fmt: skip
    told = [person for person in found if person in open_to_asker]
    there = dict.fromkeys(ask for person in told for ask in _whom_to_ask(person, on))
    return Pointed(known=bool(told), ask=tuple(there))


def _problems(asked: Asked, purpose: str, necessity: str, edition: str) -> dict[str, str]:
    problems = {}
    named = asked.given_names.strip() and asked.family_name.strip() and asked.born
    if not named and not asked.number.strip():
        problems["family_name"] = "Enter both names with the date of birth, or a number."
    if not purpose.strip():
        problems["purpose"] = "Say what you need to know it for. The purpose is kept."
    if necessity not in words.necessities(edition):
        problems["necessity"] = "Choose the purpose that makes it necessary."
    return problems


def _fitting(asked: Asked) -> QuerySet[Person]:
    """Everybody who fits exactly, walled or not. A near spelling does not: a pointer is no search."""
    if asked.number.strip():
        return Person.objects.filter(identifiers__value__iexact=asked.number.strip()).distinct().order_by("pk")
    typed = names.full(asked.given_names, asked.family_name).split()
    keys = Q(name_keys__contains=sorted({f"n:{word}" for word in typed}))
    return Person.objects.filter(keys, date_of_birth=asked.born, merged_into__isnull=True).order_by("pk")


def _whom_to_ask(person: Person, on: date) -> list[AskThere]:
    """The contact of the record's manager; where none is named, the co-ordination unit of the managing area."""
    managing = managing_area_of(person.pk, on)
    area = Area.objects.filter(pk=managing).first()
    managers = [row.agency for row in involvements_on(person, on) if row.kind == InvolvementKind.RECORD_MANAGER]
    units = Agency.objects.filter(areas=managing, kind=AgencyKind.COORDINATION_UNIT).order_by("pk")
    agencies = managers or list(units) or list(Agency.objects.filter(areas=managing, kind=AgencyKind.POLICE)[:1])
    there = []
    for agency in agencies:
        contact = contacts_of(agency, area, on).first() if area else None
        there.append(
            AskThere(agency.name, contact.name, contact.telephone, contact.email) if contact else AskThere(agency.name)
        )
    return there
