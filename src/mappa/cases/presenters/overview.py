"""The overview of a case in plain values: what matters now."""

from datetime import date
from typing import Any

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.agencies.selectors import edition_on
from mappa.assessments.selectors import latest_assessment
from mappa.cases.ending import Ending, ExitReason, ending_of
from mappa.cases.levels import HIGH_ROSH
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.presenters.critical import mark_words
from mappa.cases.presenters.frame import MENU
from mappa.cases.retention import review_due, review_waits
from mappa.cases.selectors import differs, latest_row
from mappa.determinations import policy
from mappa.determinations.labels import category_words, level_words, record_not_required_by
from mappa.determinations.models import Determination
from mappa.determinations.presenters import proposal_line
from mappa.govuk import days
from mappa.govuk.presenters import Change, Link, Options, row, summary_list, table
from mappa.people.models import Involvement, Person
from mappa.people.selectors import involved_on

LAPSE_WARNING = "category-2/lapse_warning"


def alerts(
    person: Person, case: Case | None, determination: Determination | None, actor: User, on: date
) -> list[dict[str, str]]:
    """What needs somebody now, the most pressing first. Each with words, and where to go if the reader may."""
    base = f"/people/{person.reference}/"
    found = _retention(person, actor, on, base)
    if determination is None:
        return found
    in_mappa = case is not None and case.state == CaseState.OPEN
    ending = ending_of(person, determination.answer, on)
    if in_mappa and ending.by_law and ending.last_day and ending.last_day < on:
        late = {
            "title": "Out of MAPPA by law",
            "text": f"{ending.words} The closing statement is still to be written.",
            "variant": "error",
        }
        link = {"href": base + "exit/", "link_text": "Close the case"} if may(actor, Permission.CASE_EXIT) else {}
        found.append(late | link)
    elif in_mappa and _about_to_lapse(ending, on) and _still_high(person, on):
        text = (
            f"{ending.words} RoSH is still high. Consider Category 3 before then: Category 1 or 2 cannot be extended."
        )
        found.append({"title": "Consider Category 3", "text": text, "variant": "warning"})
    undecided = getattr(determination, "decision", None) is None
    if undecided and may(actor, Permission.DETERMINATION_VIEW) and differs(determination.answer, case, on):
        words = f"Proposed: {proposal_line(determination.answer)}. Nobody has decided yet."
        waiting = {"title": "A proposed category is waiting", "text": words, "variant": "warning"}
        found.append(waiting | {"href": base + "category/", "link_text": "See why"})
    return found


def _retention(person: Person, actor: User, on: date, base: str) -> list[dict[str, str]]:
    """The retention review, once its day has come and until somebody has recorded it (NOMINAL-13)."""
    if not review_waits(person, on):
        return []
    text = (
        "The 100th anniversary of birth has come. Removal is the expected result; a person decides and carries it out."
    )
    waiting = {"title": "The record is due for a retention review", "text": text, "variant": "warning"}
    link = {"href": base + "record-reviews/", "link_text": "Record the review"}
    return [waiting | (link if may(actor, Permission.PERSON_EDIT) else {})]


def _about_to_lapse(ending: Ending, on: date) -> bool:
    if not ending.by_law or ending.last_day is None:
        return False
    months = policy.parameter(LAPSE_WARNING, policy.LAW).number
    return policy.calendar.months_before(ending.last_day, months) <= on


def _still_high(person: Person, on: date) -> bool:
    latest = latest_assessment(person, on)
    return latest is not None and latest.rosh in HIGH_ROSH


def standing_summary(case: Case, determination: Determination | None, actor: User, on: date) -> Options:
    """Category, level and lead agency with the day each began, and how the case ends or ended."""
    if case.state != CaseState.OPEN:
        return _left_summary(case)
    category, level = latest_row(case.categories, on), latest_row(case.levels, on)
    lead = case.lead_agencies.select_related("agency").filter(since__lte=on).order_by("since", "id").last()
    base = f"/people/{case.person.reference}/"
    edition = edition_on(actor.area, on)
    set_level = [Change(href=base + "level/")] if may(actor, Permission.LEVEL_SET) else []
    set_lead = [Change(href=base + "lead-agency/")] if may(actor, Permission.LEVEL_SET) else []
    look = [Change(href=base + "category/", text="See why")] if may(actor, Permission.DETERMINATION_VIEW) else []
    reviews = [Change(href=base + "record-reviews/", text="Reviews")] if may(actor, Permission.PERSON_EDIT) else []
    rows = [
        row("Category", _since(category_words(category.category, edition), category.since, category.basis)
            if category and category.category else None, *look),
        row("Level", _since(level_words(level.level, edition), level.since, f"Decided by {level.decided_by}")
            if level else None, *set_level),
        row("Lead agency", _since(lead.agency.name, lead.since, lead.reason) if lead else None, *set_lead),
        *([row("One of the critical few", mark_words(case))] if case.critical else []),
        row("Case", f"{case.reference}, opened {days.long_date(case.opened_on)}"),
        row("Retention review", review_due(case.person), *reviews),
    ]  # fmt: skip
    if (
        category
        and category.category
        and level
        and (left_out := record_not_required_by(category.category, level.level))
    ):
        rows.append(
            row("Record", [f"Not required by: {name}" for name in left_out] + ["This product keeps every one."])
        )
    if determination:
        held = policy.treated_as_hospital_order(determination.answer, determination.facts, on)
        rows += [row("In hospital", held)] if held else []
        rows.append(row("Ends", ending_words(ending_of(case.person, determination.answer, on), on)))
    return summary_list(rows)


def _left_summary(case: Case) -> Options:
    """A case that has ended: until when, why, the closing statement and who wrote it (IDENT-32, IDENT-33)."""
    left = case.exits.order_by("on", "id").last()
    held = case.categories.filter(category__isnull=False).order_by("since", "id").last()
    level = latest_row(case.levels)
    lead = case.lead_agencies.select_related("agency").order_by("since", "id").last()
    rows = [
        row("Last day in MAPPA", left.on if left else None),
        row("Why it ended", ExitReason(left.reason).label if left and left.reason in ExitReason else None),
        row("Closing statement", left.statement or None if left else None),
        row("Closed by", f"{left.by}, {days.moment(left.at)}" if left else None),
        row("Category when it ended", f"Category {held.category}" if held else None),
        row("Level when it ended", f"Level {level.level}" if level else None),
        row("Lead agency when it ended", lead.agency.name if lead else None),
        row("Case", f"{case.reference}, opened {days.long_date(case.opened_on)}"),
    ]
    if left and left.category_3_considered:
        rows.insert(3, row("Category 3", left.category_3_considered))
    return summary_list(rows)


def what_can_be_done(person: Person, case: Case, actor: User) -> list[Link]:
    """What the reader can do with a case that has ended."""
    base = f"/people/{person.reference}/"
    return [
        Link(text=text, href=base + path)
        for text, path, permission, states in MENU
        if case.state != CaseState.OPEN and case.state in states and may(actor, permission)
    ]


def _since(what: str, since: date, why: str) -> list[str]:
    return [text for text in (what, f"since {days.long_date(since)}", why) if text]


def ending_words(ending: Ending, on: date) -> list[str]:
    """How the case ends, with the days that are left (IDENT-32)."""
    if ending.last_day is None or ending.last_day < on:
        return [ending.words]
    left = (ending.last_day - on).days
    return [ending.words, f"{left:,} day{'' if left == 1 else 's'} left"]


def levels_table(case: Case, edition: str) -> Options:
    """Every level the case has had, in the words of an edition, with who decided and why."""
    rows = list(case.levels.order_by("-since", "-id"))
    ends = [None, *(later.since for later in rows)][: len(rows)]
    return table(
        caption="Levels",
        columns=["Level", "From", "Until", "Decided by", "Meeting", "Why"],
        rows=[
            (
                level_words(level.level, edition),
                level.since,
                f"before {days.long_date(end)}" if end else "Now",
                level.decided_by,
                level.meeting or "None",
                level.rationale,
            )
            for level, end in zip(rows, ends, strict=True)
        ],
    )


def involved_table(person: Person, on: date) -> Options:
    """The agencies involved on a day."""
    rows = (
        Involvement.objects.filter(involved_on(on), person=person)
        .select_related("agency", "officer")
        .order_by("since", "id")
    )
    return table(
        caption="Who is involved",
        columns=["Agency", "Why", "Officer", "Since"],
        rows=[
            (each.agency.name, each.get_kind_display(), each.officer.name if each.officer else "Not named", each.since)
            for each in rows
        ],
    )


def why_seen(person: Person, actor: User, on: date) -> str:
    """Why the reader may see this person: the scope of the role, and the involvement that opens it."""
    role = Role(actor.role)
    if SCOPES[role] is Scope.AREA:
        return f"You see this person because you are a {role.label} and {actor.area.name} manages them."
    involvement = (
        Involvement.objects.filter(involved_on(on), person=person, agency=actor.agency_id).order_by("since").first()
    )
    if involvement is None:
        return f"You see this person because you are a {role.label} with access for a limited time."
    kind = involvement.get_kind_display()
    kind = kind[0].lower() + kind[1:]
    since = days.long_date(involvement.since)
    return f"You see this person because {actor.agency.name} is involved: it {kind} (since {since})."


def context_of(
    person: Person, case: Case | None, determination: Determination | None, actor: User, on: date
) -> dict[str, Any]:
    """Everything of the overview but the frame and the panels of higher apps."""
    context: dict[str, Any] = {
        "alerts": alerts(person, case, determination, actor, on),
        "involved": involved_table(person, on),
        "why_seen": why_seen(person, actor, on),
    }
    if case:
        context |= {
            "standing": standing_summary(case, determination, actor, on),
            "levels": levels_table(case, edition_on(actor.area, on)),
            "can_be_done": what_can_be_done(person, case, actor),
        }
    return context
