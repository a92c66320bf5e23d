"""What is recorded for fairness, in plain values for pages."""

from collections.abc import Iterable
from datetime import date

from mappa.cases.presenters.frame import age_on
from mappa.diversity.models import DiversityFact
from mappa.diversity.selectors import AGE, Characteristic, standing
from mappa.govuk import days
from mappa.govuk.presenters import Change, Options, Tag, Value, row, summary_list, table
from mappa.people.models import Person

WHY = (
    "This is asked for one reason: so that it can be shown whether people are treated fairly. It is shown on this page"
    " only, never on lists. No category, level, date or duty rests on it, and figures from it never name anybody."
)
EMPTY = "Nothing recorded"


def _said(fact: DiversityFact) -> list[str]:
    how = str(fact.get_basis_display())
    return [*filter(None, (how, fact.said_by)), f"on {days.long_date(fact.on)}"]


def age_words(asked: Characteristic, person: Person, on: date) -> list[str]:
    """The group of age of a managed person, which nobody records: it follows from the date of birth."""
    born = person.date_of_birth
    if born is None:
        return ["No date of birth on record"]
    return [asked.groups[asked.at_age(age_on(born, person.died_on or on))], "Worked out from the date of birth"]


def standing_card(
    asked: Iterable[Characteristic], facts: list[DiversityFact], *, base: str, age: list[str] | None
) -> Options:
    """Each characteristic with what counts now, and the way to record it.

    Args:
        age: what stands for the age of a managed person; None where age is recorded, for a victim.
    """
    known = standing(facts)
    rows = []
    for each in asked:
        if each.key == AGE and age is not None:
            rows.append(row(each.label, age))
            continue
        fact = known.get(each.key)
        text = [each.words_of(fact), *_said(fact)] if fact else EMPTY
        rows.append(row(each.label, text, Change(href=f"{base}{each.key}/", text="Change" if fact else "Record")))
    return summary_list(rows, card_title="What counts now")


def history_table(asked: dict[str, Characteristic], facts: list[DiversityFact]) -> Options:
    """Everything that was recorded, the latest first, with what was wrong and why."""
    return table(
        caption="Everything that was recorded",
        columns=["Characteristic", "Answer", "Who said so", "Recorded"],
        rows=[_past(asked, fact) for fact in reversed(facts)],
    )


def _past(asked: dict[str, Characteristic], fact: DiversityFact) -> tuple[Value, ...]:
    known = asked.get(fact.characteristic)
    answer: list[str | Tag] = [known.words_of(fact) if known else fact.words or fact.group]
    corrected = getattr(fact, "corrected_by", None)
    if corrected:
        answer += [Tag(text="Recorded by mistake", colour="red"), corrected.why]
    label = known.label if known else fact.characteristic
    return (label, answer, _said(fact), [fact.recorded_by, f"on {days.long_date(fact.recorded_at.date())}"])
