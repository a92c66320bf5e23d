"""The risk of serious harm in plain values: what is said in words beside the levels, and how the level changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mappa.assessments.models import Assessment, GroupTrait, RiskGroup, RoshLevel, RoshRating
from mappa.assessments.words import BESIDE_A_SCORE, IN_WORDS
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, row, summary_list, table

LEVELS = list(RoshLevel)
TRAITS: dict[str, str] = dict(GroupTrait.choices)
KEPT = "Somebody named in the victims section, for those who may read it"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 240, 100, 20, 20, 40
"""The drawing in units of its own: it takes the width of the page. The lines of the levels lie inside the margins."""
ENOUGH = 2
ALWAYS = (*BESIDE_A_SCORE, "static_factors", "changing_factors", "triggers", "protective", "imminence")


def words_list(latest: Assessment | None) -> Options | None:
    """The judgement, its evidence, and what the risk rests on; what is always asked for shows where it is missing.

    Covers: RISK-19, RISK-21, RISK-22.
    """
    if latest is None:
        return None
    said = {name: getattr(latest, name) for name in IN_WORDS}
    return summary_list(row(label, said[name]) for name, label in IN_WORDS.items() if said[name] or name in ALWAYS)


def history_chart(assessments: Sequence[Assessment], on: date) -> dict[str, Any] | None:
    """The overall level over time: the points of a drawing, and the table that says the same in words.

    Args:
        assessments: newest first, as received. Those without an overall level, or after the day, are left out.

    Returns:
        None where fewer than two levels are recorded: there is no change to draw.
    Covers: RISK-07.
    """
    rated = [each for each in reversed(assessments) if each.rosh and each.on <= on]
    if len(rated) < ENOUGH:
        return None
    first, span = rated[0].on, max((on - rated[0].on).days, 1)
    wide = WIDTH - LEFT - RIGHT
    points = [
        {
            "x": LEFT + wide * (each.on - first).days // span,
            "y": _height(each.rosh),
            "label": f"{days.long_date(each.on)}: {each.get_rosh_display()}, {each.tool}",
        }
        for each in rated
    ]
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "bottom": HEIGHT - BOTTOM,
        "label_x": LEFT - 10, "day_y": HEIGHT - BOTTOM // 3, "middle": TOP // 4,
        "lines": [{"y": _height(level), "label": level.label} for level in LEVELS],
        "points": points,
        "path": _stepped(points, WIDTH - RIGHT),
        "first": days.long_date(first), "last": days.long_date(on),
        "title": "Overall risk of serious harm over time",
        "says": f"From {days.long_date(first)} to {days.long_date(on)}: {_sentence(rated)}.",
        "table": _changes(rated),
    }  # fmt: skip


def _height(level: str) -> int:
    """How far down the line of a level lies: the highest level on top."""
    place = LEVELS.index(RoshLevel(level))
    return TOP + (HEIGHT - TOP - BOTTOM) * (len(LEVELS) - 1 - place) // (len(LEVELS) - 1)


def _stepped(points: Sequence[dict[str, Any]], end: int) -> str:
    """The line: a level stands until the next is recorded, and the last one to the end."""
    corners: list[str] = []
    for before, point in zip([None, *points], points, strict=False):
        if before is not None:
            corners.append(f"{point['x']},{before['y']}")
        corners.append(f"{point['x']},{point['y']}")
    return " ".join([*corners, f"{end},{points[-1]['y']}"])


def _sentence(rated: Sequence[Assessment]) -> str:
    return ", then ".join(f"{each.get_rosh_display().lower()} from {days.long_date(each.on)}" for each in rated)


def _changes(rated: Sequence[Assessment]) -> Options:
    rows = []
    for before, each in zip([None, *rated], rated, strict=False):
        change = "First recorded" if before is None else _change(before.rosh, each.rosh)
        rows.append((each.on, each.get_rosh_display(), change, each.tool))
    columns = ["From", "Overall RoSH", "Change", "By"]
    return table(caption="How the overall level changed", caption_size="s", columns=columns, rows=rows[::-1])


def _change(before: str, now: str) -> str:
    one, other = (LEVELS.index(RoshLevel(level)) for level in (before, now))
    return "Same" if one == other else "Raised" if other > one else "Lowered"


def groups_table(latest: Assessment | None, named: Mapping[int, str], base: str) -> Options:
    """The level for every group, rated or not, and who they are (RISK-05, RISK-20).

    Args:
        named: the words of the entries of the victims section that the reader may read, by number.
    """
    ratings = {rating.group: rating for rating in latest.ratings.all()} if latest else {}
    rows = []
    for group in RiskGroup:
        rating = ratings.get(group)
        who = people_at_risk(rating, named, base) if rating else None
        rows.append((group.label, rating.get_level_display() if rating else "Not rated", who))
    return table(caption="Risk to each group", columns=["Group", "RoSH", "Who"], rows=rows)


def people_at_risk(rating: RoshRating, named: Mapping[int, str], base: str) -> list[str | Link]:
    """Who they are: the words typed, what picks a group out, and the entry behind its wall for those who may read it.

    Args:
        named: the words of the entries of the victims section that the reader may read, by number.
    """
    who: list[str | Link] = [rating.who] if rating.who else []
    if rating.traits:
        who.append(f"Picked out by: {', '.join(TRAITS[trait].lower() for trait in rating.traits)}")
    if rating.entry_id in named:
        who.append(Link(text=named[rating.entry_id], href=f"{base}victims/", hidden="in the victims section"))
    elif rating.entry_id:
        who.append(KEPT)
    return who
