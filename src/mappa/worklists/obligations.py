"""What a body must do in the arrangements: its functions and its duties, each with how much waits now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from mappa.accounts.permissions import Permission, Role, may
from mappa.cooperation.selectors import gaps_of
from mappa.determinations import policy
from mappa.duties.selectors import late_on, owner_code, running_for
from mappa.worklists import panels
from mappa.worklists.panels import Today

FUNCTIONS = "agencies/functions"
POSTS = {Role.CHAIR: "police"}
"""Whose functions a post of the arrangements reads, where it is not the co-ordinator's."""
SHARED = {"lead agency": "when it leads", "record manager": "when it manages the record", "agency": "when it is asked"}
_P = Permission


@dataclass(frozen=True)
class Waiting:
    """How much waits, and how much of it is late; None where nothing is counted."""

    count: int | None = None
    late: int = 0


@dataclass(frozen=True)
class Place:
    """Where a function is done: the page, who may open it, and what is counted there.

    Args:
        duties: the ids of duties whose running clocks are counted.
        waiting: else what counts.
    """

    name: str
    href: str
    permission: Permission
    duties: frozenset[str] = frozenset()
    waiting: Callable[[Today], Waiting] | None = None


def _of(maker: Callable[[Today], Any]) -> Callable[[Today], Waiting]:
    def count(today: Today) -> Waiting:
        panel = maker(today)
        return Waiting(panel.count, panel.urgent)

    return count


def _gaps(today: Today) -> Waiting:
    return Waiting(len(gaps_of(today.actor.area, today.on)))


def _duties(*ids: str) -> Place:
    return Place("Duties", "/duties/", _P.DUTY_VIEW, frozenset(ids))


PEOPLE = Place("People", "/people/", _P.PERSON_LIST)
MEETINGS = Place("Meetings", "/meetings/", _P.MEETING_VIEW, waiting=_of(panels.meetings))
INBOX = Place("Inbox", "/inbox/", _P.INBOX, waiting=_of(panels.requests))
PLACES: Mapping[str, Mapping[str, Place]] = {
    "co-ordinator": {
        "register": PEOPLE,
        "contact_point": Place("Agencies", "/agencies/", _P.AGENCY_VIEW, waiting=_gaps),
        "sharing": Place("Shares", "/shares/", _P.SHARE_LEDGER),
        "referrals": Place("Referrals", "/referrals/", _P.REFERRAL_VIEW, waiting=_of(panels.referrals)),
        "meeting": MEETINGS,
        "core_partners": Place("Agencies", "/agencies/", _P.AGENCY_VIEW),
        "receiving": Place("Inbox", "/inbox/", _P.INBOX, waiting=_of(panels.receipts)),
        "quality": Place(
            "Emergency access to review", "/emergency-access/reviews/", _P.BREAK_GLASS_REVIEW,
            waiting=_of(panels.emergencies),
        ),
        "board": Place("Reports", "/reports/annual/", _P.STATISTICS_VIEW),
    },
    "police": {
        "notification": _duties("initial-notification", "address-change-notification", "sro-notification"),
        "risk": PEOPLE,
        "visits": _duties("police-visit", "address-verification"),
        "reviews": _duties("level-1-review", "level-1-disclosure-review"),
        "records": _duties("category-1-record", "archive-record", "retention-review"),
        "unit": Place("Actions", "/actions/", _P.ACTION_UPDATE, waiting=_of(panels.actions)),
        "chairing": MEETINGS,
    },
    "probation": {
        "standards": _duties("first-home-visit", "probation-visit", "pre-move-visit", "post-move-visit",
                             "level-1-review", "level-before-release", "ap-referral"),
        "breach": PEOPLE,
        "record_review": _duties("probation-record-review"),
        "right_staff": MEETINGS,
    },
    "prison": {
        "identify": PEOPLE,
        "share": Place("Inbox", "/inbox/", _P.INBOX, waiting=_of(panels.requests)),
        "assess": PEOPLE,
        "take_part": MEETINGS,
        "advise": Place("Actions", "/actions/", _P.ACTION_UPDATE, waiting=_of(panels.actions)),
        "parole": _duties("release-date-confirmation", "ecl-confirmation"),
        "partners": Place("Agencies", "/agencies/", _P.AGENCY_VIEW),
    },
}  # fmt: skip
"""Where each function of the edition's list is done. A test holds that none is missing."""


@dataclass(frozen=True)
class Function:
    """One function of a body, where it is done and what waits there. `place` is None for those who may not open it."""

    words: str
    place: Place | None
    waiting: Waiting


@dataclass(frozen=True)
class Obligation:
    """One duty of the catalogue: what, whose in words, by which rule, and how many clocks run."""

    label: str
    whose: str
    rule: str
    citations: tuple[str, ...]
    running: int
    late: int


def body_of(today: Today) -> str:
    """The owner code whose functions the reader's agency has: the police's for a chair of the police."""
    role = Role(today.actor.role)
    return str(today.actor.agency.kind) if role in POSTS else owner_code(today.actor)


def running_by_duty(today: Today) -> dict[str, tuple[int, int]]:
    """How many clocks of each duty run for the reader's post or agency, and how many are late. One query."""
    rows = running_for(today.actor, today.on).order_by().values("duty")
    counted = rows.annotate(clocks=Count("pk"), overdue=Count("pk", filter=late_on(today.on)))
    return {row["duty"]: (row["clocks"], row["overdue"]) for row in counted}


def functions_of(today: Today, running: Mapping[str, tuple[int, int]]) -> list[Function]:
    """The functions of the reader's body in the edition of the area; none where the edition lists none for it."""
    held = policy.find_parameter(FUNCTIONS, today.edition)
    body = body_of(today)
    table = dict(held.value.get(body, {})) if held else {}
    return [_function(str(words), PLACES[body][key], today, running) for key, words in table.items()]


def _function(words: str, place: Place, today: Today, running: Mapping[str, tuple[int, int]]) -> Function:
    if not may(today.actor, place.permission):
        return Function(words, None, Waiting())
    if place.duties:
        counted = [running.get(duty, (0, 0)) for duty in place.duties]
        return Function(words, place, Waiting(sum(one for one, _ in counted), sum(late for _, late in counted)))
    return Function(words, place, place.waiting(today) if place.waiting else Waiting())


def duties_of(today: Today, running: Mapping[str, tuple[int, int]]) -> list[Obligation]:
    """The duties of the catalogue that fall to the reader's post or agency under the edition of the area."""
    code = owner_code(today.actor)
    book = policy.duties_of(today.edition)
    found = []
    for kind in book.kinds.values():
        owner = kind.entry.owner
        if code not in owner.split(" or ") and not (owner in SHARED and kind.entry.id in running):
            continue
        count, late = running.get(kind.entry.id, (0, 0))
        rule = kind.rules.get("") or next(iter(kind.rules.values()), "")
        found.append(Obligation(kind.entry.label, SHARED.get(owner, ""), rule, kind.citations, count, late))
    return found
