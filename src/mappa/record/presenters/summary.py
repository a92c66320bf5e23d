"""The first page of a record in plain values: who, where, since when and why, and what needs somebody now."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.models import RiskGroup, RoshRating
from mappa.cases.ending import ExitReason, ending_of
from mappa.cases.models import Case, Exit
from mappa.cases.presenters.overview import ending_words
from mappa.cases.presenters.risk import people_at_risk
from mappa.cases.retention import review_due
from mappa.determinations import policy
from mappa.determinations.labels import category_words, level_words, record_not_required_by
from mappa.determinations.models import Determination
from mappa.govuk import days
from mappa.govuk.presenters import Change, Options, Tag, Value, row, summary_list, table
from mappa.offending.movements import OrderKind
from mappa.offending.whereabouts import Whereabouts
from mappa.people.models import Involvement, InvolvementKind, Person
from mappa.record.changes_since import Since
from mappa.record.contents import content_of, unreadable
from mappa.record.facts import Fact, holding, where_on
from mappa.record.models import Attachment
from mappa.record.presenters.entries import title_of
from mappa.record.types import TYPES

Facts = dict[str, list[Fact]]
ORDERS = dict(OrderKind.choices)
WORDS = {Whereabouts.COMMUNITY: "In the community", Whereabouts.CUSTODY: "In custody",
         Whereabouts.HOSPITAL: "In hospital"}  # fmt: skip
RISKY = {"low": "green", "medium": "yellow", "high": "orange", "very_high": "red"}
CONDITIONS, PHOTOGRAPHS = "licence-conditions", "photographs"
OF_A_FACE = ("face", "profile", "full")
ON_THE_LICENCE = ("set", "varied")
SOON = 30
"""Within so many days an end is marked, so that somebody thinks of what follows it."""


def since(what: str, day: date | None, *why: str) -> list[str]:
    """What holds, since when and why, a line for each."""
    return [line for line in (what, f"since {days.long_date(day)}" if day else "", *why) if line]


def face(attached: Iterable[Attachment], base: str) -> dict[str, str] | None:
    """The newest photograph that shows the person, for the first page; the rest are in the record."""
    declared = TYPES[PHOTOGRAPHS]
    photographs = (each for each in attached if each.kind == PHOTOGRAPHS)
    newest = next((each for each in photographs if content_of(each).get("view") in OF_A_FACE), None)
    if newest is None:
        return None
    href = f"{base}record/{PHOTOGRAPHS}/{newest.pk}/"
    return {
        "src": f"{href}picture/", "href": href, "alt": title_of(declared, newest, {}),
        "caption": f"Photograph of {days.long_date(newest.since)}",
    }  # fmt: skip


def where_row(facts: Facts, person: Person, actor: User, on: date) -> list[Options]:
    """Where the person is, and the address where they live or can be found."""
    if person.died_on:
        return [row("Where now", [f"Died on {days.long_date(person.died_on)}"])]
    rows = []
    if may(actor, Permission.DETERMINATION_VIEW):
        here, day, remand = where_on(facts, on)
        words = "In custody, on remand" if remand else WORDS[here]
        rows.append(row("Where now", since(words, day)))
    if may(actor, Permission.PERSON_VIEW):
        known = reversed(facts.get("address", []))
        latest = next((fact for fact in known if fact.since <= on and (not fact.until or fact.until >= on)), None)
        change = Change(href=f"/people/{person.reference}/record/addresses/", text="All addresses")
        rows.append(
            row("Address", since(latest.first, latest.since) if latest else "No address is recorded for today", change)
        )
    return rows


def standing_card(
    case: Case, facts: Facts, involved: Iterable[Involvement], determination: Determination | None, *, actor: User,
    on: date, edition: str,
) -> list[Options]:  # fmt: skip
    """Category, level, lead agency and officer, each since when and why, and how the case ends."""
    base = f"/people/{case.person.reference}/"

    def to(page: str, permission: Permission, text: str = "Change") -> list[Change]:
        return [Change(href=base + page, text=text)] if may(actor, permission) else []

    category, level, lead = (holding(facts.get(name, []), on) for name in ("category", "level", "lead"))
    number = int(category.first) if category and category.first else None
    marked = next(iter(sorted(facts.get("critical", []), key=lambda each: -each.pk)), None)
    critical = since(marked.second, marked.since, f"Marked by {marked.third}") if marked else []
    rows = [
        row("Category", since(category_words(number, edition), category.since, category.second)
            if category and number else None, *to("category/", Permission.DETERMINATION_VIEW, "See why")),
        row("Level", since(level_words(int(level.first), edition), level.since, f"Decided by {level.second}",
                           level.third) if level else None, *to("level/", Permission.LEVEL_SET)),
        row("Lead agency", since(lead.first, lead.since, lead.second) if lead else None,
            *to("lead-agency/", Permission.LEVEL_SET)),
        row("Officers", officers(involved), *to("partners/", Permission.PERSON_VIEW, "Partners")),
        *([row("One of the critical few", critical)] if marked and marked.first == "true" else []),
    ]  # fmt: skip
    if determination:
        held = policy.treated_as_hospital_order(determination.answer, determination.facts, on)
        rows += [row("In hospital", held)] if held else []
        rows.append(row("Ends", ending_words(ending_of(case.person, determination.answer, on), on)))
    rows.append(row("Case", f"{case.reference}, opened {days.long_date(case.opened_on)}"))
    rows.append(row("Retention review", review_due(case.person),
                    *to("record-reviews/", Permission.PERSON_EDIT, "Reviews")))  # fmt: skip
    if number and level and (left_out := record_not_required_by(number, int(level.first))):
        rows.append(row("Record", [f"Not required by: {each}" for each in left_out]
                        + ["This product keeps every one."]))  # fmt: skip
    return rows


def left_card(case: Case, facts: Facts, left: Exit | None) -> list[Options]:
    """A case that has ended: until when, why, the closing statement and who wrote it (IDENT-32, IDENT-33)."""
    held = next((each for each in reversed(facts.get("category", [])) if each.first), None)
    level, lead = (next(reversed(facts.get(name, [])), None) for name in ("level", "lead"))
    considered = left.category_3_considered if left else ""
    return [
        row("Last day in MAPPA", left.on if left else None),
        row("Why it ended", ExitReason(left.reason).label if left and left.reason in ExitReason else None),
        row("Closing statement", left.statement or None if left else None),
        *([row("Category 3", considered)] if considered else []),
        row("Closed by", f"{left.by}, {days.moment(left.at)}" if left else None),
        row("Category when it ended", f"Category {held.first}" if held else None),
        row("Level when it ended", f"Level {level.first}" if level else None),
        row("Lead agency when it ended", lead.first if lead else None),
        row("Case", f"{case.reference}, opened {days.long_date(case.opened_on)}"),
    ]


def officers(involved: Iterable[Involvement]) -> list[str]:
    """The named officers with their agencies, who manages the record first."""
    named = [each for each in involved if each.officer]
    named.sort(key=lambda each: each.kind != InvolvementKind.RECORD_MANAGER)
    return list(dict.fromkeys(f"{each.officer.name}, {each.agency.name}" for each in named if each.officer))


def levels_table(facts: Facts, edition: str) -> Options:
    """Every level the case has had, in the words of an edition, with who decided and why."""
    newest = list(reversed(facts.get("level", [])))
    ends = [None, *(each.since for each in newest)][: len(newest)]
    return table(
        caption="Levels", caption_size="s", columns=["Level", "From", "Until", "Decided by", "Meeting", "Why"],
        rows=[
            (level_words(int(each.first), edition), each.since, f"before {days.long_date(end)}" if end else "Now",
             each.second, each.fourth or "None", each.third or "None")
            for each, end in zip(newest, ends, strict=True)
        ],
    )  # fmt: skip


def risk_card(ratings: list[RoshRating], named: Mapping[int, str], base: str) -> Options | None:
    """The level for each group of people who may be harmed, who they are, and the assessment that says so.

    A group that nobody rated is named too: silence is no low risk.

    Args:
        named: the words of the entries of the victims section that the reader may read, by number.
    """
    if not ratings:
        return None
    told = ratings[0].assessment
    by_group = {each.group: each for each in ratings}
    rows = [
        row(group.label, [Tag(text=rated.get_level_display(), colour=RISKY[rated.level]),
                          *people_at_risk(rated, named, base)])
        for group in RiskGroup if (rated := by_group.get(group))
    ]  # fmt: skip
    silent = [group.label for group in RiskGroup if group not in by_group]
    rows += [row("Not rated", ", ".join(silent))] if silent else []
    rows.append(row("Assessed", f"{told.tool}, {days.long_date(told.on)}, by {told.assessor}"))
    return summary_list(rows)


def binds_table(facts: Facts, attachments: Iterable[Attachment], on: date) -> Options:
    """The orders and licence conditions in force, the next to end first, those without an end last."""
    rows: list[tuple[date, list[Value]]] = []
    for each in facts.get("order", []):
        end = date.fromisoformat(each.third) if each.third else each.until
        if each.since <= on and (end is None or end >= on):
            rows.append((end or date.max, [ORDERS.get(each.first, each.first), each.since, _end(end, on)]))
    for entry in attachments:
        content = content_of(entry)
        shut = unreadable(entry)
        if entry.kind == CONDITIONS and (shut or content.get("state") in ON_THE_LICENCE):
            end = entry.until
            rows.append(
                (
                    end or date.max,
                    [shut or content.get("condition", ""), entry.since, _end(end, on, open_end="No end is recorded")],
                )
            )
    rows.sort(key=lambda each: each[0])
    return table(
        caption="Orders and licence conditions",
        columns=["What binds the person", "From", "Ends"],
        rows=[cells for _, cells in rows],
    )


def _end(end: date | None, on: date, *, open_end: str = "Until further order") -> Value:
    if end is None:
        return open_end
    left = (end - on).days
    return [end, Tag(text=days.days_left(end, on).capitalize(), colour="orange")] if left <= SOON else end


def warnings(attachments: Iterable[Attachment], base: str) -> list[dict[str, str]]:
    """What staff must know before they meet the person, with what to do about it."""
    return [
        {
            "title": title_of(TYPES[each.kind], each, {}), "kind": TYPES[each.kind].label,
            "text": unreadable(each) or content_of(each).get("what_to_do", "") or content_of(each).get("plan", ""),
            "since": days.long_date(each.since), "href": f"{base}record/{each.kind}/{each.pk}/",
        }
        for each in attachments if TYPES[each.kind].warns
    ]  # fmt: skip


def changes(told: Since, base: str) -> dict[str, Any]:
    """What each agency changed since the reader last looked."""
    return {
        "looked": days.moment(told.looked) if told.looked else "",
        "agencies": [
            {
                "name": agency,
                "changes": [
                    {"text": words, "href": base + page, "count": count, "latest": days.long_date(latest.date())}
                    for words, page, count, latest in lines
                ],
            }
            for agency, lines in told.by_agency.items()
        ],
    }  # fmt: skip


def involved_table(involved: Iterable[Involvement]) -> Options:
    """The agencies involved on a day."""
    return table(
        caption="Who is involved", caption_size="s", columns=["Agency", "Why", "Officer", "Since"],
        rows=[
            (each.agency.name, each.get_kind_display(), each.officer.name if each.officer else "Not named", each.since)
            for each in involved
        ],
    )  # fmt: skip
