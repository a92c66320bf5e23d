"""Taking in an extract of another register: whom it is about, then what it says of them, and what does not agree."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.imports.extracts import EXTRACTS, PRISON, Extract, ToldRow, read_told
from mappa.imports.grouping import FilePerson, people_in
from mappa.imports.reading import Row
from mappa.imports.refusals import Refusal
from mappa.imports.reports import Report
from mappa.imports.services.ahead import Met, described, look_ahead
from mappa.imports.services.facts import Setting, new_nominal
from mappa.imports.services.files import certain_one, hold, import_file
from mappa.imports.services.together import derive_together, together_or_alone
from mappa.imports.services.told import numbers_of, record_told
from mappa.kernel import clock
from mappa.kernel.announcements import FactsChanged, gathering
from mappa.kernel.decisions import Incomplete
from mappa.matching.selectors import candidates
from mappa.notices.lifecycle import NoticeKind
from mappa.notices.models import Notice
from mappa.notices.services import Told, notify
from mappa.offending.services.telling import looked_at_once
from mappa.people import names
from mappa.people.models import Person

A_BATCH = 2000
"""People who are matched together."""


def import_extract(
    *, extract: Extract, content: bytes, name: str, area: Area, actor: User, at: datetime, dry_run: bool,
    accept_good_rows: bool = False,
) -> Report:  # fmt: skip
    """Take in an extract: its facts go where facts of the kind are kept; a category or level is never set by it.

    What does not agree with our record is put before a person as a `Difference`. Probation's registrations open a
    record of whoever has none; a prison's marking of somebody unknown becomes a notice to the co-ordinator; other rows
    about people on no record are refused.

    Args and raises as `files.import_file`.
    Covers: IDENT-01, IDENT-20.
    """

    def take(rows: list[Row], setting: Setting, report: Report) -> None:
        people, raw = _people(extract, rows, setting, report), {row.number: row for row in rows}

        def take_people(report: Report, *, together: bool) -> None:
            for first in range(0, len(people), A_BATCH):
                changed: dict[int, FactsChanged] | None = {} if together else None
                _take_batch(extract, people[first : first + A_BATCH], raw, setting, report, changed=changed)
                derive_together((changed or {}).keys(), at=setting.at)

        together_or_alone(take_people, report)

    return import_file(
        kind=extract.key, columns=extract.columns, take=take, content=content, name=name, area=area, actor=actor,
        at=at, dry_run=dry_run, accept_good_rows=accept_good_rows, further=tuple(extract.further),
    )  # fmt: skip


def _people(extract: Extract, rows: list[Row], setting: Setting, report: Report) -> list[FilePerson]:
    good: list[ToldRow] = []
    for row in rows:
        read = read_told(extract, row, today=clock.day_of(setting.at))
        if isinstance(read, list):
            report.refused += read
        else:
            good.append(read)
    people, clashes = people_in(good)
    report.refused += clashes
    return people


def _take_batch(
    extract: Extract, people: list[FilePerson], raw: dict[int, Row], setting: Setting, report: Report,
    *, changed: dict[int, FactsChanged] | None,
) -> None:  # fmt: skip
    """Take people in the order of the file. Whoever is like one ahead who has changed is asked about again.

    Args:
        changed: where it is left whose facts changed; None has it announced at once.
    """
    numbers = partial(numbers_of, extract)
    ahead, met = look_ahead(people, numbers, setting), Met(numbers)
    with looked_at_once(setting.actor, {person.pk for person in ahead.known.values()}, setting.at):
        for place, told in enumerate(people):
            person = ahead.known.get(place)
            asked = met.alike(told) or met.had(person.pk if person else None)
            if asked or not (person or place in ahead.new):
                found = candidates(described(told), numbers(told))
                person = certain_one(found, setting)
                if found and person is None:
                    hold(extract.key, told, found, raw, setting)
                    report.held += [row.row for row in told.rows]
                    continue
            _take_person(extract, person, told, setting, report, changed=changed)
            if person is None:
                met.add_new(told)
            elif _names(told, person):
                met.add_other(told, person)
            else:
                met.add_known(told, person.pk)


def _names(told: FilePerson, person: Person) -> bool:
    """Whether rows may have added a name to a record."""
    own = names.full(person.given_names, person.family_name)
    return any(
        names.full(row.given_names, row.family_name) != own or row.facts.get("other_family_name") for row in told.rows
    )


def _take_person(
    extract: Extract, person: Person | None, told: FilePerson, setting: Setting, report: Report,
    *, changed: dict[int, FactsChanged] | None,
) -> None:  # fmt: skip
    if person is None and not extract.opens:
        _unknown(extract, told, setting, report)
        return
    numbers = [row.row for row in told.rows]
    report.took(numbers, _record(extract, person, told, setting, report, changed=changed), new=person is None)


def _record(
    extract: Extract, person: Person | None, told: FilePerson, setting: Setting, report: Report,
    *, changed: dict[int, FactsChanged] | None,
) -> list[Refusal]:  # fmt: skip
    try:
        with transaction.atomic(), gathering(changed):
            return record_told(extract, person or new_nominal(told, setting), told, setting, report)
    except Incomplete as problem:
        remedy = "Compare this person's rows with the source and correct them."
        return [Refusal(row.row, extract.day, str(problem), remedy) for row in told.rows]


def _unknown(extract: Extract, told: FilePerson, setting: Setting, report: Report) -> None:
    """Somebody on no record: a prison's marking is a notice to the co-ordinator (IDENT-20), other rows are refused."""
    for row in told.rows:
        if extract.key == PRISON and row.facts["mappa_marked"] and row.facts["received_on"]:
            _notify(row, setting)
            report.notified.append(row.row)
            report.taken.append(row.row)
            continue
        report.refused.append(
            Refusal(
                row.row, "", "Nobody on record is this person.",
                "Check the name, birth and numbers. If they are right, open the record first, and send the row again.",
            )
        )  # fmt: skip


def _notify(row: ToldRow, setting: Setting) -> None:
    place = row.facts["establishment"] or "A prison"
    about: dict[str, Any] = {
        "kind": NoticeKind.RECEPTION, "family_name": row.family_name, "given_names": row.given_names,
        "date_of_birth": row.date_of_birth, "place": place, "on": row.facts["received_on"],
    }  # fmt: skip
    if not Notice.objects.filter(area=setting.area, **about).exists():
        what = f"Marked as a MAPPA offender by the prison: {setting.file} row {row.row}"
        notify(told=Told(**about, what=what, area=setting.area), actor=setting.actor, at=setting.at)


def record_held(
    match_facts: dict[str, Any], person: Person | None, setting: Setting, today: date
) -> tuple[Person | None, list[Refusal]]:
    """Put the held rows of an extract on a record, or on one of their own where the extract opens records.

    Gives the record, if there is one, and the rows that were refused.
    """
    extract = EXTRACTS[match_facts["kind"]]
    told = FilePerson(rows=told_of(match_facts, today))
    report = Report(file=setting.file, area=setting.area.code, sha256="", dry_run=False)
    if person is None and not extract.opens:
        _unknown(extract, told, setting, report)
        return None, report.refused
    with gathering():
        person = person or new_nominal(told, setting)
        return person, record_told(extract, person, told, setting, report)


def told_of(match_facts: dict[str, Any], today: date) -> list[ToldRow]:
    """The rows of a match as they came, read again by the rules of the day they were raised."""
    extract = EXTRACTS[match_facts["kind"]]
    read = [read_told(extract, Row(number=one["row"], cells=one["cells"]), today=today) for one in match_facts["rows"]]
    return [row for row in read if isinstance(row, ToldRow)]
