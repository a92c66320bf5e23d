"""What follows when a person has decided about a doubtful match: the held rows go where they belong."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.imports.grouping import FilePerson
from mappa.imports.job import job_for
from mappa.imports.reading import Row
from mappa.imports.refusals import Refusal
from mappa.imports.results import CourtResult, read_row
from mappa.imports.services.extracts import record_held, told_of
from mappa.imports.services.facts import Setting, new_nominal, record_rows
from mappa.imports.services.files import agencies_of
from mappa.imports.services.take import KIND
from mappa.kernel import clock
from mappa.kernel.reading import wider
from mappa.matching.models import DoubtfulMatch
from mappa.matching.services import decide_match
from mappa.nominals.services import remember_apart
from mappa.people.models import Person
from mappa.people.selectors import managing_area_of


def rows_of(match: DoubtfulMatch) -> list[Any]:
    """The rows of a match as they came, read again by the rules of the day they were raised."""
    today = clock.day_of(match.raised_at)
    if match.facts.get("kind", KIND) != KIND:
        return told_of(match.facts, today)
    read = [read_row(Row(number=one["row"], cells=one["cells"]), today=today) for one in match.facts["rows"]]
    return [row for row in read if isinstance(row, CourtResult)]


@dataclass(frozen=True)
class Put:
    """Where held rows went.

    Args:
        person: on whose record they are now; None where other matches of the same rows wait, or no record is opened.
        refused: rows that the record did not take. They stay with the match as they came.
        waits: whether other matches of the same rows wait for a decision.
    """

    person: Person | None
    refused: list[Refusal] = field(default_factory=list)
    waits: bool = False


@transaction.atomic
@wider("court-results")
def decide_held(*, match: int, same_person: bool, actor: User, at: datetime) -> Put:
    """Decide a doubtful match, and put the held rows on the candidate's record or on a new one.

    A new nominal belongs to the area that sent the rows, even when somebody of another area decided.

    Raises:
        As `matching.services.decide_match`.
    """
    row = decide_match(match=match, same_person=same_person, actor=actor, at=at)
    doer = actor if same_person or actor.area_id == row.area_id else job_for(row.area)
    setting = Setting(area=row.area, file=row.facts["file"], actor=doer, at=at, agencies=agencies_of(row.area))
    if same_person:
        return _put(row, row.candidate, setting)
    siblings = DoubtfulMatch.objects.filter(area=row.area, source=row.source)
    if siblings.filter(decided_at__isnull=True).exists() or siblings.filter(same_person=True).exists():
        return Put(None, waits=True)
    put = _put(row, None, setting)
    for other in siblings.select_related("candidate").order_by("pk") if put.person else ():
        why = f"Decided about {other.source}"
        remember_apart(put.person, other.candidate, why=why, by=other.decided_by, at=at)
    return put


def _put(match: DoubtfulMatch, person: Person | None, setting: Setting) -> Put:
    """Put the held rows on a record, or on a new one where rows of this kind open one."""
    if match.facts.get("kind", KIND) != KIND:
        return Put(*record_held(match.facts, person, setting, clock.day_of(match.raised_at)))
    told = FilePerson(rows=rows_of(match))
    if person is None:
        person = new_nominal(told, setting)
        return Put(person, record_rows(person, told, setting))
    managing = managing_area_of(person.pk, clock.day_of(setting.at))
    return Put(person, record_rows(person, told, setting, managed_here=managing == setting.area.pk))
