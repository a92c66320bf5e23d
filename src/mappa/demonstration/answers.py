"""What the engine says about each person: the category when it began, and the day on which it ends."""

from datetime import date, timedelta
from typing import Any

from mappa.agencies.models import Area
from mappa.agencies.selectors import edition_on
from mappa.cases.lifecycle import CaseAction, CaseState
from mappa.cases.models import Case, CaseStep, CategoryRow, Exit, LeadAgencyRow, LevelRow
from mappa.demonstration.story import DAY, Story
from mappa.demonstration.write import BY, Written, noon
from mappa.determinations.facts import case_from
from mappa.determinations.models import CategoryDecision, Determination
from mappa.determinations.policy import LAW, determine
from mappa.determinations.wording import LIMBS, in_words
from mappa.offending.selectors import FactsAbout

ARCHIVED_AFTER = timedelta(days=5)
STATEMENT = "The police, probation and prison services agree that MAPPA management ends here, and why it does."


def decide(written: list[Written], *, on: date) -> list[Case]:
    """Open a case for everybody, with the stored answer that it rests on, its histories, and its end if it has come."""
    areas = {area.code: area for area in Area.objects.all()}
    cases = _cases(written, areas)
    answers = [_answer(each) for each in written]
    determinations = [
        Determination(
            person=each.person, as_of=_entry(each.story), edition=LAW, facts=facts, answer=answer,
            made_at=noon(_entry(each.story) + DAY), made_by=BY,
        )
        for each, (facts, answer) in zip(written, answers, strict=True)
    ]  # fmt: skip
    Determination.objects.bulk_create(determinations, batch_size=500)
    CategoryDecision.objects.bulk_create(
        CategoryDecision(
            determination=made, category=each.story.category, at=made.made_at, by=BY,
            overrides=made.answer["recorded_category"] != each.story.category,
            reason="" if made.answer["recorded_category"] == each.story.category else "Agreed at the first meeting.",
        )
        for each, made in zip(written, determinations, strict=True)
    )  # fmt: skip
    rows: list[CategoryRow] = []
    for each, case, made in zip(written, cases, determinations, strict=True):
        _end(each, made.answer, on=on)
        rows += _categories(each.story, case, made, on=on)
    CategoryRow.objects.bulk_create(rows, batch_size=2000)
    _histories(written, cases)
    return cases


def _entry(story: Story) -> date:
    """The day for which the first answer was asked: the sentence, or the day the case opened."""
    return max(
        [
            story.opened,
            *(sentence.sentenced for sentence in story.sentences if story.category != 1 or len(story.sentences) == 1),
        ]
    )


def _answer(each: Written) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts as they are on record and the engine's answer for the day of entry."""
    about = FactsAbout(each.convictions, each.disposals, each.moves, each.orders, [], [], [])
    facts = case_from(each.person, about)
    return facts, determine(facts, edition=LAW, as_of=_entry(each.story)).as_dict()


def _end(each: Written, answer: dict[str, Any], *, on: date) -> None:
    """Take the last day from the engine where the law ends the category, unless people already decided.

    Somebody whose notification was reviewed is asked about again, on the facts of today.
    """
    story = each.story
    if story.leaves or story.category in {3, 4}:
        return
    if each.reviews:
        about = FactsAbout(each.convictions, each.disposals, each.moves, each.orders, [], [], each.reviews)
        answer = determine(case_from(each.person, about), edition=LAW, as_of=on).as_dict()
    last = answer["exit"].get(f"cat{story.category}_last_day")
    if last and date.fromisoformat(str(last)) < on:
        story.leaves = date.fromisoformat(str(last))
        story.leaves_because = "notification_ended" if story.category == 1 else "licence_ended"


def _cases(written: list[Written], areas: dict[str, Area]) -> list[Case]:
    editions = {}
    cases = []
    for each in written:
        key = (each.story.area, each.story.opened)
        editions[key] = editions.get(key) or edition_on(areas[each.story.area], each.story.opened)
        cases.append(
            Case(
                reference=each.person.reference.replace("-P-", "-C-"), person=each.person,
                opened_on=each.story.opened, edition=editions[key],
            )
        )  # fmt: skip
    return Case.objects.bulk_create(cases, batch_size=1000)


def _categories(story: Story, case: Case, made: Determination, *, on: date) -> list[CategoryRow]:
    """What was recorded until a day. An end that lies ahead is recorded by a person when it has come."""
    every = sorted({*made.answer["categories"], story.category})
    common = {"case": case, "by": BY}
    rows = [
        CategoryRow(
            category=story.category, all_categories=every, since=story.opened, determination=made,
            basis="; ".join(in_words(limb, LIMBS) for limb in made.answer["limbs"])[:200],
            at=noon(story.opened + DAY), **common,
        )
    ]  # fmt: skip
    second = made.answer["exit"].get("cat2_last_day") if every == [1, 2] else None
    if second:
        ends = date.fromisoformat(str(second))
        if ends < on and (not story.leaves or ends < story.leaves):
            rows.append(
                CategoryRow(
                    category=story.category, all_categories=[story.category], since=ends + DAY, determination=made,
                    basis="Licence ended", at=noon(ends + DAY), **common,
                )
            )  # fmt: skip
    if story.leaves:
        rows.append(
            CategoryRow(
                category=None, all_categories=[], since=story.leaves + DAY, determination=made,
                basis=story.leaves_because.replace("_", " "), at=noon(story.leaves + DAY), **common,
            )
        )  # fmt: skip
    return rows


def _histories(written: list[Written], cases: list[Case]) -> None:
    from mappa.agencies.models import Agency  # noqa: PLC0415 - read once, here

    agencies = {agency.code: agency for agency in Agency.objects.all()}
    steps, levels, leads, exits = [], [], [], []
    for each, case in zip(written, cases, strict=True):
        story = each.story
        step = {"case": case, "by": BY}
        steps.append(
            CaseStep(action=CaseAction.OPEN, state=CaseState.OPEN, on=story.opened, at=noon(story.opened), **step)
        )
        first = [] if story.category == 3 else [(story.opened, 1)]  # noqa: PLR2004 - category 3 has no level 1
        levels += [
            LevelRow(
                level=level, since=since, decided_by="Lead agency" if level == 1 else "MAPP meeting", at=noon(since),
                rationale="The lowest level that gives a defensible plan.", **step,
            )
            for since, level in first + story.levels
        ]  # fmt: skip
        leads.append(
            LeadAgencyRow(
                agency=agencies[f"{story.area}-{story.lead}"], since=story.opened, at=noon(story.opened), **step
            )
        )
        if story.leaves:
            out = {"at": noon(story.leaves + DAY), **step}
            steps.append(CaseStep(action=CaseAction.EXIT, state=CaseState.EXITED, on=story.leaves, **out))
            archived = story.leaves + ARCHIVED_AFTER
            steps.append(
                CaseStep(action=CaseAction.ARCHIVE, state=CaseState.ARCHIVED, on=archived, at=noon(archived), **step)
            )
            exits.append(
                Exit(reason=story.leaves_because, computed_on=story.leaves, on=story.leaves, statement=STATEMENT, **out)
            )
    CaseStep.objects.bulk_create(steps, batch_size=2000)
    LevelRow.objects.bulk_create(levels, batch_size=2000)
    LeadAgencyRow.objects.bulk_create(leads, batch_size=2000)
    Exit.objects.bulk_create(exits, batch_size=2000)
