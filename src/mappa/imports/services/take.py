"""One file of court results: whom it is about, and what each court decided."""

from datetime import datetime
from functools import partial
from itertools import zip_longest

from django.db import transaction

from mappa.accounts.models import User
from mappa.agencies.models import Area
from mappa.determinations import policy
from mappa.imports.grouping import FilePerson, people_in
from mappa.imports.reading import Row
from mappa.imports.refusals import Refusal
from mappa.imports.reports import Report
from mappa.imports.results import COLUMNS, CourtResult, read_row
from mappa.imports.services.ahead import Met, described
from mappa.imports.services.bulk import A_BATCH, Together, Written
from mappa.imports.services.facts import Setting, identifiers_of, new_nominal, record_rows
from mappa.imports.services.files import certain_one, hold, import_file
from mappa.imports.services.together import together_or_alone
from mappa.kernel import clock
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete
from mappa.matching.selectors import candidates
from mappa.people.models import Person

KIND = "court-results"


def import_results(
    *, content: bytes, name: str, area: Area, actor: User, at: datetime, dry_run: bool, accept_good_rows: bool = False
) -> Report:
    """Take in a file of court results: people, convictions, sentences, and a proposed category for each person.

    A person already on record is not made twice; where that is in doubt, the rows are held for somebody to decide.

    Args and raises as `files.import_file`.
    Covers: IDENT-01, IDENT-05, IDENT-22.
    """
    return import_file(
        kind=KIND, columns=COLUMNS, take=_take_results, content=content, name=name, area=area, actor=actor, at=at,
        dry_run=dry_run, accept_good_rows=accept_good_rows,
    )  # fmt: skip


def _take_results(rows: list[Row], setting: Setting, report: Report) -> None:
    people, raw = _people(rows, setting, report), {row.number: row for row in rows}

    def take(report: Report, *, together: bool) -> None:
        _take_people(people, raw, setting, report, cases=together)

    together_or_alone(take, report)


def _people(rows: list[Row], setting: Setting, report: Report) -> list[FilePerson]:
    """The people of the file, from the rows that are right by themselves."""
    good: list[CourtResult] = []
    for row in rows:
        read = read_row(row, today=clock.day_of(setting.at))
        if isinstance(read, list):
            report.refused += read
        elif read.managing_agency and read.managing_agency.casefold() not in setting.agencies:
            report.refused.append(
                Refusal(
                    row.number,
                    "managing_agency",
                    f"{setting.area.name} has no such agency.",
                    "Use the code of an agency of the area, its name, police or probation; or leave it empty.",
                )
            )
        else:
            good.append(read)
    people, clashes = people_in(good)
    report.refused += clashes
    return people


def _record(person: Person | None, told: FilePerson, setting: Setting) -> list[Refusal]:
    """Record one person's rows; what follows from them is derived once. A new nominal without a good row is dropped."""
    try:
        with transaction.atomic(), gathering():
            refused = record_rows(person or new_nominal(told, setting), told, setting)
            if person is None and {refusal.row for refusal in refused} == {row.row for row in told.rows}:
                transaction.set_rollback(True)
    except Incomplete as problem:
        remedy = "Compare the dates of this person's rows with the court's record and correct them."
        return [Refusal(row.row, "conviction_date", str(problem), remedy) for row in told.rows]
    return refused


def _take_people(
    people: list[FilePerson], raw: dict[int, Row], setting: Setting, report: Report, *, cases: bool = True
) -> None:
    """Take them in the order of the file: those who are simple together, the others each by themselves.

    While one batch is being written the next is worked out, so each is matched before the one ahead of it is there.
    """
    batches, met = (
        [people[first : first + A_BATCH] for first in range(0, len(people), A_BATCH)],
        Met(partial(identifiers_of, area=setting.area)),
    )
    with Together(setting, cases=cases) as together:
        looked = together.look(batches[0] if batches else [])
        for batch, following in zip_longest(batches, batches[1:], fillvalue=()):
            for place, told in enumerate(batch):
                sure = looked.known.get(place)
                if not (met.alike(told) or met.had(sure)) and together.add(told, looked, place):
                    met.add_new(told) if sure is None else met.add_known(told, sure)
                    continue
                _count(together.write(), report)
                _take_person(told, raw, setting, report, met)
            together.catch_up()
            looked = together.look(following)
            _count(together.send(following=sum(len(told.rows) for told in following)), report)
            met.begin_batch()


def _count(written: list[Written], report: Report) -> None:
    for one in written:
        report.took([row.row for row in one.told.rows], [], new=one.new)
        _note_unknown_codes(one.told, report)


def _note_unknown_codes(told: FilePerson, report: Report) -> None:
    for row in told.rows:
        if row.cjs_code and policy.offences.by_cjs_code(row.cjs_code) is None:
            report.unknown_codes[row.row] = row.cjs_code


def _take_person(told: FilePerson, raw: dict[int, Row], setting: Setting, report: Report, met: Met) -> None:
    found = candidates(described(told), identifiers_of(told, setting.area))
    numbers = [row.row for row in told.rows]
    person = certain_one(found, setting)
    if found and person is None:
        hold(KIND, told, found, raw, setting)
        report.held += numbers
    else:
        report.took(numbers, _record(person, told, setting), new=person is None)
        met.add_other(told, person) if person else met.add_new(told)
    _note_unknown_codes(told, report)
