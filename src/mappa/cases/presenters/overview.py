"""What the first page of a record says of a case, in plain values: what needs somebody now, and how the case ends."""

from collections.abc import Iterable
from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import SCOPES, Permission, Role, Scope, may
from mappa.assessments.selectors import latest_assessment
from mappa.cases.ending import Ending, ending_of
from mappa.cases.levels import HIGH_ROSH
from mappa.cases.lifecycle import CaseState
from mappa.cases.models import Case
from mappa.cases.presenters.frame import MENU
from mappa.cases.retention import review_waits
from mappa.cases.selectors import differs
from mappa.determinations import policy
from mappa.determinations.labels import level_words
from mappa.determinations.models import Determination
from mappa.determinations.presenters import proposal_line
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, table
from mappa.people.models import Involvement, Person

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


def what_can_be_done(person: Person, case: Case, actor: User) -> list[Link]:
    """What the reader can do with a case that has ended."""
    base = f"/people/{person.reference}/"
    return [
        Link(text=text, href=base + path)
        for text, path, permission, states in MENU
        if case.state != CaseState.OPEN and case.state in states and may(actor, permission)
    ]


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


def why_seen(actor: User, involved: Iterable[Involvement]) -> str:
    """Why the reader may see this person: the scope of the role, and the involvement that opens it."""
    role = Role(actor.role)
    if SCOPES[role] is Scope.AREA:
        return f"You see this person because you are a {role.label} and {actor.area.name} manages them."
    involvement = next((each for each in involved if each.agency_id == actor.agency_id), None)
    if involvement is None:
        return f"You see this person because you are a {role.label} with access for a limited time."
    kind = involvement.get_kind_display()
    kind = kind[0].lower() + kind[1:]
    since = days.long_date(involvement.since)
    return f"You see this person because {actor.agency.name} is involved: it {kind} (since {since})."
