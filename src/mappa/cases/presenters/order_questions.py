"""What was answered about applying for an order, and the conviction at which nobody has answered yet."""

from collections.abc import Iterable

from mappa.govuk.presenters import Link, Options, Tag, Value, table
from mappa.offending.models import Conviction, OrderQuestion


def order_questions(
    rows: Iterable[OrderQuestion], waiting: Conviction | None, base: str, *, may_record: bool
) -> Options:
    """One row for each answer, the newest first, below the question that is still to be answered (ORDERS-08)."""
    lines: list[tuple[Value, ...]] = []
    if waiting is not None:
        answer: Value = Tag(text="Not answered", colour="yellow")
        if may_record:
            href = f"{base}facts/convictions/{waiting.pk}/order/"
            answer = [
                answer,
                Link(text="Answer", href=href, hidden=f"whether an order is applied for, {waiting.title}"),
            ]
        lines.append((["At conviction", waiting.title], answer, None, waiting.on))
    for each in rows:
        when = [each.get_occasion_display(), *([each.conviction.title] if each.conviction else [])]
        said = ["Yes", each.get_order_display()] if each.apply else "No"
        lines.append((when, said, [each.why, f"by {each.answerer}"], each.at))
    columns = ["Asked", "Is an order applied for?", "Why", "When"]
    return table(caption="Whether an order is applied for", columns=columns, rows=lines)
