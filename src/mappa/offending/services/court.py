"""Convictions, cautions and findings, and what the court did about each."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.kernel.decisions import Stale
from mappa.offending.impossible import Days
from mappa.offending.models import Conviction, Disposal
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person


def check_conviction(days: Days, *, on: date, title: str, offence_date: date | None) -> None:
    """Look at the days of a conviction, caution or finding; `days` collects what cannot be."""
    days.needed("title", title.strip(), "Enter the offence")
    days.in_life("on", on, "The conviction")
    days.happened("on", on, "The conviction")
    days.in_life("offence_date", offence_date, "The offence")
    days.not_before("on", on, offence_date, "The conviction cannot be before the offence. Correct one of the two")


@transaction.atomic
def record_conviction(
    *,
    person: Person,
    on: date,
    title: str,
    actor: User,
    at: datetime,
    kind: str = "conviction",
    cjs_code: str = "",
    court: str = "",
    court_name: str = "",
    offence: dict[str, Any] | None = None,
    offence_date: date | None = None,
    facts: dict[str, Any] | None = None,
    plea_or_finding: str = "",
    source: str = "",
) -> Conviction:
    """Record a conviction, caution or finding. Sending the same one again gives the row that is there.

    Args:
        on: the day of the conviction, caution or finding.
        offence: what the schedules need: statute, section, sch3_para, sch15_para, sch15_part ...
        facts: victim_age, youngest_person_in_images_age, attempt ... What is left out is unknown.

    Raises:
        Incomplete: a day cannot be, or the offence has no name. `fields` says which.
    Covers: IDENT-05 (offence, date and court are kept).
    """
    days = begin(person, actor=actor, at=at)
    check_conviction(days, on=on, title=title, offence_date=offence_date)
    days.refuse()
    values = {
        "kind": kind, "on": on, "title": title.strip(), "cjs_code": cjs_code.strip().upper(), "court": court,
        "court_name": court_name, "offence": offence or {}, "offence_date": offence_date, "facts": facts or {},
        "plea_or_finding": plea_or_finding,
    }  # fmt: skip
    same = person.convictions.filter(**values).first()
    if same:
        return same
    row = Conviction.objects.create(person=person, recorded_at=at, recorded_by=actor.username, source=source, **values)
    tell(person, "offending:conviction:record", row.pk, actor=actor, at=at)
    return row


def check_sentence(
    days: Days, conviction: Conviction, *, code: str, on: date, term_months: int | None, licence_end: date | None
) -> None:
    """Look at the days and the term of a sentence; `days` collects what cannot be."""
    days.needed("code", code, "Choose the disposal")
    days.in_life("on", on, "The sentence")
    days.happened("on", on, "The sentence")
    days.not_before("on", on, conviction.on, "The sentence cannot be before the conviction. Correct one of the two")
    days.not_before("licence_end", licence_end, on, "The licence cannot end before the sentence")
    if term_months is not None and term_months < 1:
        days.wrong("term_months", "The term must be one month or more. Leave it empty if there is none")


@transaction.atomic
def record_disposal(
    *,
    conviction: Conviction,
    code: str,
    on: date,
    actor: User,
    at: datetime,
    term_months: int | None = None,
    licence_end: date | None = None,
    details: dict[str, Any] | None = None,
) -> Disposal:
    """Record what the court did about one conviction. Sending the same one again gives the row that is there.

    Args:
        code: a row of the engine's table of sentences, for example ``IMP_12``.
        on: the day of sentence.
        term_months: the whole term that the court passed, in months.
        licence_end: the last day of the licence, where it is known.

    Raises:
        Incomplete: a day cannot be, or the term is nothing. `fields` says which.
    """
    person = conviction.person
    days = begin(person, actor=actor, at=at)
    check_sentence(days, conviction, code=code, on=on, term_months=term_months, licence_end=licence_end)
    days.refuse()
    values = {
        "code": code, "on": on, "term_months": term_months, "licence_end": licence_end, "details": details or {},
    }  # fmt: skip
    same = conviction.disposals.filter(**values).first()
    if same:
        return same
    row = Disposal.objects.create(conviction=conviction, **values)
    tell(person, "offending:disposal:record", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def correct_disposal(
    *,
    disposal: Disposal,
    code: str,
    on: date,
    reason: str,
    actor: User,
    at: datetime,
    term_months: int | None = None,
    licence_end: date | None = None,
) -> Disposal:
    """Correct what is recorded of a sentence: a new row that replaces the one read, which is kept as it was.

    A last day of the licence that was recorded as a movement before the correction no longer counts. Nothing changed
    gives the row that is there.

    Args:
        disposal: the row that was read.
        reason: why, for those who read the history.

    Raises:
        Person.DoesNotExist, Refused: as for `record_disposal`.
        Incomplete: a day cannot be, or the reason is missing. `fields` says which.
        Stale: somebody corrected it since it was read. Nothing was saved.
    Covers: IDENT-05 (what was decided can be put right, and what was recorded before is kept).
    """
    days = begin(disposal.conviction.person, actor=actor, at=at)
    read = Disposal.every.select_for_update(of=("self",)).select_related("conviction__person").get(pk=disposal.pk)
    later = Disposal.every.filter(replaces=read).first()
    if later:
        raise Stale(
            f"{later.corrected_by} corrected this sentence on {later.corrected_at:%d %B %Y}, after you opened it. "
            "Nothing of yours was saved. Open the facts again and see whether it is right now."
        )
    check_sentence(days, read.conviction, code=code, on=on, term_months=term_months, licence_end=licence_end)
    days.needed("reason", reason.strip(), "Say why the sentence is corrected")
    days.refuse()
    values = {"code": code, "on": on, "term_months": term_months, "licence_end": licence_end}
    if all(getattr(read, name) == value for name, value in values.items()):
        return read
    row = Disposal.objects.create(
        conviction=read.conviction, details=read.details, replaces=read, corrected_at=at, corrected_by=actor.username,
        correction=reason.strip(), **values,
    )  # fmt: skip
    what = What.ALTERATION
    tell(read.conviction.person, "offending:disposal:correct", row.pk, actor=actor, at=at, what=what)
    return row
