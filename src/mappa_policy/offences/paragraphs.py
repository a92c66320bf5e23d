"""One paragraph of Schedule 15 on one day: worked out once, because the same few are asked for again and again."""

import datetime as dt
import functools
from typing import NamedTuple

from mappa_policy.offences.lists import in_force, schedule_15, was_read

PARAGRAPHS_KEPT = 4096  # not policy: paragraphs and days in use at one time; one that was dropped is worked out again


class Paragraph(NamedTuple):
    """What the list says of a paragraph on a day.

    Args:
        where: the Part and paragraph in words.
        citation: the paragraph as printed.
        was_read: whether the law of every row that counts on that day was read.
        number_verified: whether the list has its number from the Act.
        out_of_force: every row of it had ended by that day, or begins after it.
    """

    where: str
    citation: str
    was_read: bool
    number_verified: bool
    out_of_force: bool


@functools.lru_cache(maxsize=PARAGRAPHS_KEPT)
def paragraph_15(part: int, para: str, day: dt.date) -> Paragraph:
    """A paragraph of a Part of Schedule 15; one that the list does not have is taken as the record gives it."""
    held = [row for row in schedule_15().get(para, ()) if int(row["part"]) == part]
    live = [row for row in held if in_force(row, day)]
    return Paragraph(
        where=f"Schedule 15 Part {part} paragraph {para}",
        citation=f"CJA 2003 Sch 15 para {para}".removesuffix(" para "),
        was_read=all(was_read(row) or not row["para"] for row in live or held),
        number_verified=all(row["para"] for row in live or held),
        out_of_force=bool(held and not live),
    )
