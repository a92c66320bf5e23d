"""What speaks for one person and what against it, as a waterfall of weights and as a table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from mappa.govuk.presenters import Column, Options, table
from mappa.nominals.models import PossibleDuplicate

WIDTH, LEFT, RIGHT, TOP, BAR, STEP = 640, 150, 60, 10, 20, 34
"""The drawing in units of its own: it takes the width of the page. Bars lie between the margins, one below another."""
LEAST_BAR = 2
COMPARED = {
    "given_names_family_name": "Names", "date_of_birth": "Date of birth", "street": "Street", "town": "Town",
    "postcode": "Postcode", "number": "PNC ID",
}  # fmt: skip
BEFORE, IN_ALL = "Before comparing", "In all"


@dataclass(frozen=True)
class Bar:
    """One step: from one weight to another, in bits."""

    label: str
    agreement: str
    adds: float
    begins: float
    ends: float


def bars_of(pair: PossibleDuplicate) -> list[Bar]:
    """The weight before comparing, what each comparison adds to it, and the weight in all."""
    adds = [pair.start, *(part["weight"] for part in pair.parts)]
    ends = [round(total, 3) for total in accumulate(adds)]
    named = [(BEFORE, "Any two records"), *((_named(part), part["agreement"]) for part in pair.parts)]
    steps = [
        Bar(label, agreement, add, begins, end)
        for (label, agreement), add, begins, end in zip(named, adds, [0.0, *ends], ends, strict=False)
    ]
    return [*steps, Bar(IN_ALL, chance(pair), pair.weight, 0.0, pair.weight)]


def _named(part: dict[str, Any]) -> str:
    return COMPARED.get(part["column"], part["column"])


def chance(pair: PossibleDuplicate) -> str:
    """How likely the linkage finds it that the two are one person, in words."""
    percent = pair.probability * 100
    return "More than 99.9% likely" if percent > 99.9 else f"{percent:.1f}% likely"  # noqa: PLR2004 - 100% is never said


def weights_chart(pair: PossibleDuplicate) -> dict[str, Any]:
    """The waterfall: where each bar stands, and the table that says the same."""
    bars = bars_of(pair)
    low = min(0.0, *(bar.ends for bar in bars))
    high = max(0.0, *(bar.ends for bar in bars))
    unit = (WIDTH - LEFT - RIGHT) / ((high - low) or 1.0)

    def across(weight: float) -> float:
        return round(LEFT + (weight - low) * unit, 1)

    drawn = [_drawn(bar, place, across) for place, bar in enumerate(bars)]
    height = TOP + STEP * len(bars)
    return {
        "width": WIDTH, "height": height + STEP, "label_x": LEFT - 10, "zero": across(0.0), "top": TOP,
        "bottom": height, "axis_y": height + BAR, "bars": drawn,
        "title": "Match weights",
        "says": "; ".join(f"{bar.label}: {signed(bar.adds)}" for bar in bars) + ".",
        "table": weights_table(bars),
    }  # fmt: skip


def _drawn(bar: Bar, place: int, across: Any) -> dict[str, Any]:
    begins, ends = across(bar.begins), across(bar.ends)
    y = TOP + STEP * place
    way = "total" if bar.label in {BEFORE, IN_ALL} or not bar.adds else "for" if bar.adds > 0 else "against"
    return {
        "x": min(begins, ends), "y": y, "width": max(round(abs(ends - begins), 1), LEAST_BAR), "height": BAR,
        "text_x": max(begins, ends) + 6, "text_y": y + BAR * 3 // 4, "label": bar.label, "value": signed(bar.adds),
        "way": way, "end_x": ends, "next_y": y + STEP, "last": bar.label == IN_ALL,
    }  # fmt: skip


def weights_table(bars: Sequence[Bar]) -> Options:
    """The numbers of the drawing: what each comparison adds, and how far that goes."""
    return table(
        caption="Match weights",
        columns=["Compared", "How they agree", Column(text="Adds", numeric=True), Column(text="So far", numeric=True)],
        rows=[(bar.label, bar.agreement, signed(bar.adds), signed(bar.ends)) for bar in bars],
    )


def signed(weight: float) -> str:
    """A weight with its sign and one decimal."""
    return f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}") if round(weight, 1) else "0"
