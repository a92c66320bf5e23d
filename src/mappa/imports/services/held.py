"""What follows when a person has decided about a doubtful match: the held rows go where they belong."""

from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.imports.grouping import FilePerson
from mappa.imports.job import job_for
from mappa.imports.reading import Row
from mappa.imports.results import CourtResult, read_row
from mappa.imports.services.facts import Setting, new_nominal, record_rows
from mappa.imports.services.take import agencies_of
from mappa.kernel import clock
from mappa.kernel.reading import wider
from mappa.matching.models import DoubtfulMatch
from mappa.matching.services import decide_match
from mappa.people.models import Person
from mappa.people.selectors import area_on


def rows_of(match: DoubtfulMatch) -> list[CourtResult]:
    """The rows of a match as they came, read again by the rules of the day they were raised."""
    today = clock.day_of(match.raised_at)
    read = [read_row(Row(number=one["row"], cells=one["cells"]), today=today) for one in match.facts["rows"]]
    return [row for row in read if isinstance(row, CourtResult)]


@transaction.atomic
@wider("court-results")
def decide_held(*, match: int, same_person: bool, actor: User, at: datetime) -> Person | None:
    """Decide a doubtful match, and put the held rows on the candidate's record or on a new one.

    Gives the person whose record the rows are on now; None while other matches of the same rows wait for a decision.
    A new nominal belongs to the area that sent the rows, even when somebody of another area decided.

    Raises:
        As `matching.services.decide_match`.
    """
    row = decide_match(match=match, same_person=same_person, actor=actor, at=at)
    told = FilePerson(rows=rows_of(row))
    doer = actor if same_person or actor.area_id == row.area_id else job_for(row.area)
    setting = Setting(area=row.area, file=row.facts["file"], actor=doer, at=at, agencies=agencies_of(row.area))
    if same_person:
        person = row.candidate
        managing = Person.objects.filter(pk=person.pk).values_list(area_on(clock.day_of(at)), flat=True).get()
        record_rows(person, told, setting, managed_here=managing == row.area_id)
        return person
    siblings = DoubtfulMatch.objects.filter(area=row.area, source=row.source)
    if siblings.filter(decided_at__isnull=True).exists() or siblings.filter(same_person=True).exists():
        return None
    person = new_nominal(told, setting)
    record_rows(person, told, setting)
    return person
