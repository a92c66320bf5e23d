"""Two records side by side, and what was merged, as plain values."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from mappa.cases.models import Case
from mappa.govuk.days import long_date
from mappa.govuk.presenters import Column, Link, Options, Tag, table
from mappa.kernel.clock import day_of
from mappa.matching.selectors import Candidate
from mappa.nominals.elsewhere import Elsewhere
from mappa.nominals.models import Merge, PairDecision, PairQuestion, PossibleDuplicate
from mappa.nominals.weights import chance, signed
from mappa.people.models import Person
from mappa.people.presenters import name_of, page_of


def _one(person: Person, cases: Iterable[Case]) -> list[Any]:
    home = person.addresses.order_by("-since", "-pk").first()
    return [
        Link(text=person.reference, href=page_of(person.reference)),
        person.family_name,
        person.given_names,
        [f"{a.given_names} {a.family_name}".strip() for a in person.aliases.order_by("pk")] or None,
        person.date_of_birth,
        person.sex.capitalize() or None,
        [f"{i.get_kind_display()}: {i.value}" for i in person.identifiers.order_by("kind", "pk")] or None,
        home.text if home else None,
        [_case(case) for case in cases if case.person_id == person.pk] or None,
    ]


def _case(case: Any) -> str:
    return f"{case.reference}: {str(case.state or 'not begun').replace('_', ' ')}"


FACTS = (
    "Reference", "Family name", "Given names", "Other names", "Date of birth", "Sex", "Numbers", "Latest address",
    "Cases",
)  # fmt: skip


KEPT_AND_OTHER = ("The record that is kept", "The record that is merged into it")
OLDER_AND_NEWER = ("The older record", "The newer record")


def side_by_side(kept: Person, other: Person, cases: list[Case], heads: tuple[str, str] = KEPT_AND_OTHER) -> Options:
    """Two records, fact by fact."""
    return table(
        caption="Side by side",
        columns=["Fact", *heads],
        rows=list(zip(FACTS, _one(kept, cases), _one(other, cases), strict=True)),
    )


def said_before(decision: PairDecision | None, *, stands: bool) -> str:
    """What was decided about the two before, as a sentence; empty when nothing was."""
    if decision is None:
        return ""
    said = "of one person" if decision.same else "not of one person"
    since = "" if stands else " Facts have changed since."
    on = long_date(day_of(decision.at))
    return f"{decision.decider} decided on {on} that these records are {said}: {decision.why}{since}"


def merges_table(kept: Person, merges: Iterable[Merge]) -> Options:
    """What was merged into a record, and what was taken apart again."""
    return table(
        caption="Merged into this record",
        columns=["Reference", "On", "By", "Why", "Now"],
        rows=[
            (
                each.other.reference, each.at, each.merger, each.reason,
                [Tag(text="Taken apart", colour="grey"), f"by {each.undoer}: {each.undone_why}"]
                if each.undone_at
                else Link(
                    text="Take apart", href=reverse("record-apart", args=[kept.reference, each.pk]),
                    hidden=each.other.reference,
                ),
            )
            for each in merges
        ],
    )  # fmt: skip


def near_table(near: Iterable[Candidate]) -> Options:
    """Who is on record already and may be the person to be opened."""
    return table(
        caption="On record already, and near",
        columns=["Name", "Reference", "Born", "Why"],
        rows=[
            (
                Link(text=name_of(each.person), href=page_of(each.person.reference)), each.person.reference,
                each.person.date_of_birth, each.why,
            )
            for each in near
        ],
    )  # fmt: skip


def questions_table(rows: Iterable[PairQuestion]) -> Options:
    """Records opened elsewhere, the unanswered first."""
    return table(
        caption="Records that may be one person",
        columns=["Opened", "In", "May be", "Why", "Answer"],
        rows=[
            (
                Link(text=row.told["reference"], href=reverse("pair-question", args=[row.pk])), row.told["area"],
                row.candidate.reference, row.why, _answer(row),
            )
            for row in rows
        ],
    )  # fmt: skip


def _answer(row: PairQuestion) -> Tag:
    if row.decided_at is None:
        return Tag(text="To answer", colour="yellow")
    return Tag(text="One person", colour="green") if row.same else Tag(text="Two people")


def question_sides(row: PairQuestion) -> dict[str, Any]:
    """What was typed elsewhere, beside the person on record."""
    told, held = row.told, row.candidate
    return {
        "sides": table(
            caption="Side by side",
            columns=["Fact", f"Opened in {told['area']}", "On record"],
            rows=[
                ("Reference", told["reference"], Link(text=held.reference, href=page_of(held.reference))),
                ("Family name", told["family_name"], held.family_name),
                ("Given names", told["given_names"], held.given_names),
                ("Date of birth", date.fromisoformat(told["born"]) if told["born"] else None, held.date_of_birth),
            ],
        ),
        "why": row.why,
        "answer": _answer(row),
        "said": f"{row.decided_by}: {row.said_why}" if row.decided_at else "",
    }


TO_MERGE = "Yes. Merge them"
TO_JOIN = "Yes. Agree which area manages the person"


def duplicates_table(rows: Iterable[PossibleDuplicate]) -> Options:
    """Pairs that the linkage found, likeliest first."""
    return table(
        caption="Likeliest first",
        columns=["Pair", "Older record", "Newer record", Column(text="Weight", numeric=True), "One person?", "Found"],
        rows=[
            (
                Link(text=f"{row.one.reference} and {row.other.reference}", href=reverse("duplicate", args=[row.pk])),
                _who(row.one), _who(row.other), signed(row.weight), TO_MERGE if row.said_same else chance(row),
                row.found_at,
            )
            for row in rows
        ],
    )  # fmt: skip


def elsewhere_table(rows: Iterable[Elsewhere]) -> Options:
    """Pairs whose other record another area manages, likeliest first."""
    return table(
        caption="With a record in another area",
        columns=["Your record", "Who", "Other record in", Column(text="Weight", numeric=True), "One person?", "Found"],
        rows=[
            (
                Link(text=row.mine.reference, href=reverse("duplicate", args=[row.pair.pk])), _who(row.mine),
                row.area.name, signed(row.pair.weight), TO_JOIN if row.pair.said_same else chance(row.pair),
                row.pair.found_at,
            )
            for row in rows
        ],
    )  # fmt: skip


def ask_there(row: Elsewhere) -> Options:
    """Whom to ask about the other record."""
    ask = row.ask
    return table(
        caption="Whom to ask",
        columns=["Area", "Name", "Telephone", "Email"],
        rows=[(row.area.name, ask.name or None, ask.telephone or None, ask.email or None) if ask
              else (row.area.name, "Nobody is named: ask its co-ordination unit", None, None)],
    )  # fmt: skip


def own_side(mine: Person, cases: list[Case]) -> Options:
    """The one record, fact by fact."""
    rows = list(zip(FACTS, _one(mine, cases), strict=True))
    return table(caption="Your record", columns=["Fact", "Your record"], rows=rows)


def _who(person: Person) -> list[Any]:
    return [name_of(person), person.date_of_birth]
