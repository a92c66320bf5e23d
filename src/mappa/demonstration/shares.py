"""Shares of the demonstration: one that holds, one opened, one taken back and one that lapsed."""

from datetime import date, datetime, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Agency
from mappa.determinations import sharing as words
from mappa.ledger.services import Asked, Decided, is_known_here, record_subject_access, share_on_a_page
from mappa.meetings.models import MinutesIssue
from mappa.meetings.services.minutes_requests import ask_the_chair, record_request
from mappa.people.models import Person
from mappa.sharing.models import Share
from mappa.sharing.services import accept_conditions, ask_further_use, revoke_share

DAY = timedelta(days=1)
EDITION = "cheshire-2022"


def a_share(
    person: Person, agency: Agency, sections: tuple[str, ...], *, purpose: str, actor: User, at: datetime, until: date
) -> Share:
    """One decided outside a meeting, with every ground given."""
    decided = Decided(
        agency=agency, sections=sections, asked_for=sections, purpose=purpose, necessity="manage", gateway="exchange",
        article_8="crime", why_necessary="The agency cannot act safely without it.",
        why_proportionate="Only the sections that it asked for, and only until the work is done.",
        how_secured="Read in this system. Nothing is sent out.", accountable=f"{actor.name}, co-ordinator",
        until=until, fair_handling=tuple(words.fair_handling(EDITION)),
    )  # fmt: skip
    return share_on_a_page(person=person.reference, decided=decided, actor=actor, at=at)


def share_some(
    people: list[Person], *, users: dict[str, User], agencies: dict[str, Agency], at: datetime, on: date
) -> None:
    """Shares with housing and the mental health trust about the first of the people."""
    officer, then = users["coordinator"], at - 6 * DAY
    housing, first = agencies["housing"], people[0]
    letting = a_share(
        first, housing, ("names", "born", "addresses", "orders"), actor=officer, at=then, until=on + 30 * DAY,
        purpose="To find a flat outside the exclusion zone",
    )  # fmt: skip
    told = words.told_to_recipient(EDITION)
    accept_conditions(share=letting.pk, told=told, actor=users["housing.spoc"], at=then + DAY)
    ask_further_use(
        share=letting.pk, sections=["names", "addresses"], use="To tell the neighbouring landlord which flats to avoid",
        recipients="Meadow Lettings", actor=users["housing.spoc"], at=at - DAY,
    )  # fmt: skip
    for purpose in ("Somebody of this name asked for a flat", "A neighbour told us of threats"):
        is_known_here(
            asked=Asked(given_names=first.given_names, family_name=first.family_name, born=first.date_of_birth),
            purpose=purpose, necessity="find", actor=users["housing.spoc"], at=at - DAY,
        )  # fmt: skip
    a_share(
        first, agencies["health"], ("names", "risk", "plan"), actor=officer, at=then, until=on + 14 * DAY,
        purpose="To plan care together with the risk management plan",
    )  # fmt: skip
    a_share(
        people[1], housing, ("names", "addresses"), actor=officer, at=at - 40 * DAY, until=on - 10 * DAY,
        purpose="To check a tenancy that has since ended",
    )  # fmt: skip
    over = a_share(
        people[2], housing, ("names",), actor=officer, at=then, until=on + 30 * DAY, purpose="To prepare a move",
    )  # fmt: skip
    record_subject_access(
        person=first.reference, who="The person's solicitor", asked_for="Everything held since the last conviction",
        received_on=on - 9 * DAY, owner=agencies["police"], actor=users["coordinator"], at=at - 8 * DAY,
    )  # fmt: skip
    revoke_share(share=over.pk, reason="The move was called off.", actor=officer, at=at - DAY)


def ask_about_minutes(*, users: dict[str, User], at: datetime) -> None:
    """An agency asks the chair to pass minutes on, and the Parole Board's request for them waits too."""
    issue = (
        MinutesIssue.objects.filter(agency=users["police.om"].agency).select_related("minutes__meeting").latest("pk")
    )
    ask_the_chair(
        issue=issue, kind="forward", recipients="The safeguarding hub", why="The hub plans for the same children.",
        actor=users["police.om"], at=at - DAY,
    )  # fmt: skip
    record_request(
        person=issue.minutes.meeting.case.person.reference, requester="parole_board", who="The Parole Board",
        why="An oral hearing next month.", actor=users["administrator"], at=at - DAY,
    )  # fmt: skip
