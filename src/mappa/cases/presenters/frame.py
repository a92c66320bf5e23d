"""What stands above every page about one person: who it is, and the sections that the reader may open."""

from datetime import date
from functools import cache
from typing import Any

from django.urls import Resolver404, resolve

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.assessments.selectors import rosh_label
from mappa.cases.lifecycle import CaseState
from mappa.cases.marking import marking_of_records
from mappa.cases.models import Case
from mappa.cases.selectors import Identity, identity_of
from mappa.govuk import days, presenters
from mappa.govuk.presenters import Link
from mappa.people.models import Person
from mappa.people.presenters import name_of

_P = Permission
SECTIONS: tuple[tuple[str, str, Permission], ...] = (
    ("Summary", "", _P.CASE_VIEW),
    ("Record", "record/", _P.RECORD_VIEW),
    ("Category", "category/", _P.DETERMINATION_VIEW),
    ("Facts", "facts/", _P.DETERMINATION_VIEW),
    ("Risk", "risk/", _P.PLAN_VIEW),
    ("Plan", "plan/", _P.PLAN_VIEW),
    ("Meetings", "meetings/", _P.MEETING_VIEW),
    ("Duties", "duties/", _P.DUTY_VIEW),
    ("Told and says", "told/", _P.PLAN_VIEW),
    ("Agencies", "agencies/", _P.CASE_INPUT_VIEW),
    ("Disclosures", "disclosures/", _P.DISCLOSURE_VIEW),
    ("Shares", "shares/", _P.SHARE_LEDGER),
    ("Victims", "victims/", _P.VICTIMS_VIEW),
    ("Case reviews", "case-reviews/", _P.CASE_REVIEW_VIEW),
    ("Details", "details/", _P.PERSON_VIEW),
    ("Diversity", "diversity/", _P.DIVERSITY_RECORD),
    ("Address checks", "address-checks/", _P.PERSON_VIEW),
    ("Events before release", "release-events/", _P.CASE_VIEW),
    ("Timeline", "timeline/", _P.CASE_VIEW),
    ("Who has looked", "who-has-looked/", _P.PERSON_LOOKED),
    ("Why can I see this?", "why/", _P.WHY_SEEN),
)
MENU: tuple[tuple[str, str, Permission, frozenset[CaseState | None]], ...] = (
    ("Refer", "referrals/new/", _P.REFERRAL_MAKE, frozenset(CaseState)),
    ("Set the level", "level/", _P.LEVEL_SET, frozenset({CaseState.OPEN})),
    ("Mark as one of the critical few", "critical/", _P.LEVEL_SET, frozenset({CaseState.OPEN})),
    ("Change the lead agency", "lead-agency/", _P.LEVEL_SET, frozenset({CaseState.OPEN})),
    ("Partners and record manager", "partners/", _P.PERSON_VIEW, frozenset(CaseState)),
    ("Restrict or exclude", "access-lists/", _P.ACCESS_LIST_SET, frozenset(CaseState)),
    ("Merge with another record", "merge/", _P.PERSON_MERGE, frozenset({*CaseState, None})),
    ("Request a transfer", "transfer/", _P.TRANSFER_REQUEST, frozenset({CaseState.OPEN})),
    ("Close the case", "exit/", _P.CASE_EXIT, frozenset({CaseState.OPEN})),
    ("Archive", "archive/", _P.CASE_EXIT, frozenset({CaseState.EXITED})),
    ("Re-activate", "reactivate/", _P.CASE_REACTIVATE, frozenset({CaseState.EXITED, CaseState.ARCHIVED})),
)
WALLS = {"category_4": "Restricted: Category 4"}
STATES = {CaseState.EXITED: "Out of MAPPA", CaseState.ARCHIVED: "Archived"}


def case_frame(case: Case, actor: User, on: date, section: str = "") -> dict[str, Any]:
    """The identity bar, the sections and the reader's menu, to merge into the context of a page about a case.

    Args:
        on: the day for which everything is shown.
        section: the part of the address after the reference of the section shown, for example ``plan/``.
    """
    return person_frame(case.person, actor, on, case=case, section=section)


def person_frame(
    person: Person, actor: User, on: date, *, case: Case | None = None, section: str = ""
) -> dict[str, Any]:
    """As `case_frame`, also for somebody who has no case yet. One query."""
    standing, known = identity_of(person, case, on, reader=actor.area)
    base = f"/people/{person.reference}/"
    sections = [
        (text, base + path)
        for text, path, permission in SECTIONS
        if may(actor, permission) and _built(path)
    ]  # fmt: skip
    return {
        "identity": presenters.identity(
            name=name_of(person),
            href=base,
            facts=_facts(person, known, standing, on),
            badges=_badges(person, standing),
            menu=_menu(base, actor, standing),
        ),
        "sections": presenters.links(sections, current=base + section),
        "caption": person.reference,
        "marking": marking_of_records(known.edition),
    }


def age_on(born: date, on: date) -> int:
    """Whole years of age on a day. Somebody born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _facts(person: Person, known: Identity, standing: Case | None, on: date) -> list[tuple[str, str | None]]:
    born = person.date_of_birth
    facts: list[tuple[str, str | None]] = [
        ("Born", f"{days.long_date(born)} (age {age_on(born, person.died_on or on)})" if born else None),
        ("Reference", person.reference),
        ("PNC ID", known.pnc),
    ]
    if standing:
        facts += [
            ("Category", str(standing.category) if standing.category else "None now"),
            ("Level", str(standing.level) if standing.level else "Not set"),
            ("Lead agency", known.lead_agency or "Not named"),
        ]
    else:
        facts.append(("Category", "Not decided"))
    return [*facts, ("RoSH", rosh_label(known.rosh)), ("Managing area", known.area)]


def _badges(person: Person, standing: Case | None) -> list[tuple[str, str]]:
    badges = []
    if person.compartment:
        badges.append((WALLS.get(person.compartment, "Restricted"), "red"))
    if standing and standing.critical and standing.state == CaseState.OPEN:
        badges.append(("Critical few", "red"))
    if standing and standing.state in STATES:
        badges.append((STATES[CaseState(standing.state)], "grey"))
    if person.died_on:
        badges.append((f"Died {days.long_date(person.died_on)}", "grey"))
    return badges


def _menu(base: str, actor: User, standing: Case | None) -> list[Link]:
    state = CaseState(standing.state) if standing and standing.state else None
    return [
        Link(text=text, href=base + path)
        for text, path, permission, states in MENU
        if state in states and may(actor, permission) and _built(path)
    ]


@cache
def _built(path: str) -> bool:
    """Whether some app answers at this part of a person's address, so that no link leads nowhere."""
    try:
        resolve(f"/people/X/{path}")
    except Resolver404:
        return False
    return True
