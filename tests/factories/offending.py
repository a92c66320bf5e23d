"""Invented offending and risk."""

from datetime import date
from typing import Any

from mappa.assessments.models import Assessment
from mappa.offending.models import Conviction, Disposal, Movement
from mappa.people.models import Person
from tests.factories.accounts import an_agency
from tests.factories.people import NOON

RAPE = {"statute": "Sexual Offences Act 2003", "section": "1", "sch3_para": "17", "sch15_para": "102", "sch15_part": 2}
ABH = {"statute": "Offences against the Person Act 1861", "section": "47", "sch15_para": "20", "sch15_part": 1}


def a_conviction(person: Person, *, on: date = date(2019, 3, 14), **more: Any) -> Conviction:
    """A conviction at the Crown Court, for rape unless told."""
    facts = {
        "court": "crown", "title": "Rape", "offence": RAPE, "offence_date": date(2018, 8, 2),
        "facts": {"victim_age": 27}, "recorded_at": NOON, "recorded_by": "factory",
    }  # fmt: skip
    return Conviction.objects.create(person=person, on=on, **facts | more)


def a_sentence(
    conviction: Conviction,
    *,
    code: str = "IMP_12",
    on: date = date(2019, 4, 11),
    term_months: int | None = 96,
    **more: Any,
) -> Disposal:
    return Disposal.objects.create(conviction=conviction, code=code, on=on, term_months=term_months, **more)


def a_movement(person: Person, kind: str, on: date, **more: Any) -> Movement:
    return Movement.objects.create(person=person, kind=kind, on=on, recorded_at=NOON, recorded_by="factory", **more)


WORDS = {
    "narrative": "Unaltered words", "evidence": "Supervision notes of January", "protocol": "Risk protocol 3",
    "professionals": "Threats at the office", "mitigation": "Two officers at every visit",
}  # fmt: skip
"""What has to be said beside every score, in every edition."""


def an_assessment(person: Person, *, rosh: str = "high", on: date = date(2026, 1, 5), **more: Any) -> Assessment:
    facts = {"tool": "OASys", "assessor": "Pat Practitioner", "recorded_at": NOON, "recorded_by": "factory"}
    agency = more.pop("agency", None) or an_agency("probation")
    return Assessment.objects.create(person=person, rosh=rosh, on=on, agency=agency, **facts | more)
