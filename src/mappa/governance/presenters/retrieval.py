"""Retrieval tests in plain values: by reference, never by name."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from mappa.governance import policy
from mappa.governance.models import Found, Retrieval, RetrievalAction, RetrievalTest, SampledRecord
from mappa.governance.selectors import Figures, result_of
from mappa.govuk.presenters import Link, Options, Tag, Value, due_by, row, summary_list, table

FOUND: dict[str, Tag] = {
    Found.YES: Tag(text="Found", colour="green"),
    Found.PART: Tag(text="In part", colour="yellow"),
    Found.NO: Tag(text="Not found", colour="red"),
}


def tests_table(tests: Iterable[RetrievalTest], figures: Mapping[int, Figures], caption: str) -> Options:
    """Every test with its figures, so that results can be compared over time."""
    rows = []
    for one in tests:
        told = figures[one.pk]
        short = f"{told.in_part} in part, {told.missing} not at all" if told.in_part + told.missing else "None"
        rows.append((
            Link(text=one.reference, href=reverse("retrieval-test", args=[one.pk])), one.drawn_on,
            f"{told.found} of {told.asked}", short, str(told.failing),
            "None looked for" if told.minutes is None else f"{told.minutes:g}",
        ))  # fmt: skip
    columns = ["Test", "Drawn", "Found", "Not found whole", "Below a standard", "Minutes, median"]
    return table(caption=caption, columns=columns, rows=rows)


def test_summary(test: RetrievalTest, figures: Figures) -> Options:
    """How a sample was drawn, by what it can be drawn again, and what it showed."""
    missing = figures.asked - figures.found - figures.in_part - figures.missing
    return summary_list(
        [
            row("Purpose", test.purpose),
            row("Drawn", [test.drawn_on, test.by]),
            row("Records", f"{figures.records} of {test.drawn_from} in MAPPA here"),
            row("Seed", test.seed),
            row("Draw again", "The records whose SHA-256 of the seed, a colon and the reference is least"),
            row("Found", f"{figures.found} of {figures.asked}; {figures.in_part} in part, {figures.missing} not found"),
            row("Below a standard", figures.failing),
            row("Minutes, median", "" if figures.minutes is None else f"{figures.minutes:g}"),
            row("Still to look for", missing),
        ]
    )


def records_table(test: RetrievalTest, records: Iterable[SampledRecord]) -> Options:
    """What was asked of each record, and what came of it."""
    words = policy.questions(test.edition)

    def cell(one: SampledRecord, question: str) -> Value:
        href = reverse("retrieval", args=[test.pk, one.person.reference, question])
        done = result_of(one, question)
        asked = f"{words.get(question, question)}, {one.person.reference}"
        return [
            *([FOUND[done.found]] if done else []),
            Link(text="Read the result" if done else "Look", href=href, hidden=asked),
        ]

    return table(
        caption="What is asked of each record",
        columns=["Record", *(words.get(question, question) for question in test.questions)],
        rows=[(one.person.reference, *(cell(one, question) for question in test.questions)) for one in records],
    )


def result_summary(done: Retrieval, standards: Mapping[str, str]) -> Options:
    """What came of looking for one thing."""
    return summary_list(
        [
            row("Found", FOUND[done.found]),
            row("Minutes", done.minutes),
            row("Standards not met", [standards.get(one, one) for one in done.failed] or "None"),
            row("What was wrong", done.wrong or "Nothing"),
            row("Recorded", [done.by, done.at]),
        ]
    )


def actions_table(actions: Iterable[RetrievalAction], on: date, *, with_test: bool) -> Options:
    """What is done because of tests, and what came of it."""

    def due(one: RetrievalAction) -> Value:
        if one.done_at:
            return [one.due, Tag(text="Done", colour="green")]
        return due_by(one.due, on)

    def outcome(one: RetrievalAction) -> Value:
        if one.done_at:
            return [one.outcome, f"{one.done_by}"]
        return Link(text="Say what came of it", href=reverse("retrieval-action", args=[one.pk]), hidden=one.what[:60])

    def test(one: RetrievalAction) -> list[Value]:
        return [Link(text=one.test.reference, href=reverse("retrieval-test", args=[one.test_id]))] if with_test else []

    return table(
        caption="Actions",
        columns=["What", *(["Test"] if with_test else []), "Who", "By", "What came of it"],
        rows=[(one.what, *test(one), one.owner, due(one), outcome(one)) for one in actions],
    )
