"""What is already known about a person, so that nobody types it twice."""

from datetime import date
from typing import Any

from mappa.assessments.models import Assessment
from mappa.cases.models import Case
from mappa.cases.selectors import with_standing
from mappa.offending.models import Conviction, Movement
from mappa.people.models import Person


def known_facts(person: Person, on: date) -> dict[str, Any]:
    """The answers of form A that the record holds already, as they stand on a day.

    The referrer may change each of them: what is sent is what the referral says.
    """
    case = with_standing(Case.objects.filter(person=person), on).order_by("opened_on", "id").last()
    return {
        "category": case.category if case else None,
        **_offence(person, on),
        **_risk(person, on),
    }


def _offence(person: Person, on: date) -> dict[str, Any]:
    convictions = Conviction.objects.filter(person=person, on__lte=on).prefetch_related("disposals").order_by("-on")
    facts, dates = [], []
    for conviction in convictions[:5]:
        court = f", {conviction.court_name}" if conviction.court_name else ""
        facts.append(f"{conviction.title} ({conviction.get_kind_display().lower()} {conviction.on:%d %B %Y}{court})")
        for disposal in conviction.disposals.all():
            term = f", {disposal.term_months} months" if disposal.term_months else ""
            end = f", licence ends {disposal.licence_end:%d %B %Y}" if disposal.licence_end else ""
            dates.append(f"{disposal.on:%d %B %Y}: {disposal.code.replace('_', ' ').lower()}{term}{end}")
    moves = Movement.objects.filter(person=person).order_by("on", "id")
    dates += [f"{move.on:%d %B %Y}: {move.kind.replace('_', ' ')}" for move in moves]
    return {"offence_facts": "\n".join(facts), "dates": "\n".join(dates)}


def _risk(person: Person, on: date) -> dict[str, Any]:
    found = Assessment.objects.filter(person=person, on__lte=on).prefetch_related("ratings").order_by("on", "id").last()
    if found is None:
        return {}
    harm = [
        f"{rating.get_group_display()}: {rating.get_level_display().lower()}"
        + (f" ({rating.who})" if rating.who and not rating.unreadable() else "")
        + (f". {rating.narrative}" if rating.narrative and not rating.unreadable() else "")
        for rating in found.ratings.all()
    ]
    return {
        "likelihood": found.likelihood,
        "imminence": found.imminence,
        "rosh": found.rosh,
        "rosh_when_and_to_whom": "\n".join(harm),
        "assessment_tool": found.tool,
        "assessment_on": found.on,
    }
