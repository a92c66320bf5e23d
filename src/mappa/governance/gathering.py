"""What whoever answers for an area's information has to look after, gathered from where it is kept. Writes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from mappa.accounts.models import User
from mappa.agencies.models import Classification
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.cases.retention import RetentionReview, retention_reviews_done, retention_reviews_due
from mappa.cooperation.documents import reviews_before
from mappa.cooperation.models import DocumentVersion, SharingPolicy
from mappa.cooperation.sharing import policies_in_force
from mappa.determinations.sharing import review_due
from mappa.governance.models import RetrievalAction, RetrievalTest
from mappa.governance.selectors import Figures, actions_visible_to, figures_of, tests_visible_to
from mappa.kernel.clock import day_of
from mappa.ledger.models import SubjectAccess
from mappa.ledger.selectors import people_of_the_area, subject_access_visible_to
from mappa.people.models import EmergencyAccess, RecordStep
from mappa.sharing.selectors import emergencies_awaiting_review

LINES = 10
"""How many reviews done, requests and actions the page shows; it says so where one of them is cut."""
NEAR = timedelta(days=60)
"""How long before its day an agreement is about to lapse: our own measure, no text's. A board meets in that time."""


@dataclass(frozen=True)
class Lapsing:
    """What an agency or the area works by that ends, or is to be reviewed, soon or already."""

    what: str
    href: str
    kind: str
    by: date


@dataclass(frozen=True)
class Gathered:
    """What stands on the page, each list with the most urgent first."""

    edition: str
    retention_due: list[RetentionReview]
    retention_done: list[RecordStep]
    emergencies: list[tuple[EmergencyAccess, date]]
    subject_access: list[SubjectAccess]
    lapsing: list[Lapsing]
    tests: list[RetrievalTest]
    figures: dict[int, Figures]
    actions: list[RetrievalAction]

    @property
    def cut_at(self) -> int:
        """How many of a list are shown at most, where a list may have more; else 0."""
        return LINES if LINES in {len(self.retention_done), len(self.subject_access), len(self.actions)} else 0


def gathered_for(actor: User, on: date) -> Gathered:
    """Everything that the actor's area has to look after on a day. A constant number of queries."""
    edition = edition_on(actor.area, on)
    people = people_of_the_area(actor, on)
    opened = emergencies_awaiting_review(actor, on)
    due = sorted(((one, review_due(edition, day_of(one.opened_at))) for one in opened), key=lambda pair: pair[1])
    tests = list(tests_visible_to(actor)[:3])
    return Gathered(
        edition=edition,
        retention_due=retention_reviews_due(people, on),
        retention_done=list(retention_reviews_done(people)[:LINES]),
        emergencies=due,
        subject_access=list(subject_access_visible_to(actor, on).filter(waiting=True)[:LINES]),
        lapsing=_lapsing(actor, on),
        tests=tests,
        figures=figures_of(tests),
        actions=list(actions_visible_to(actor).filter(done_at=None)[:LINES]),
    )


def _lapsing(actor: User, on: date) -> list[Lapsing]:
    before = on + NEAR
    found = [
        *(_of_version(one) for one in reviews_before(actor.area, before)),
        *(_of_policy(one) for one in policies_in_force(actor.area, on) if one.review_on <= before),
        *(_of_agreement(one) for one in _agreements(actor, on) if one.until and one.until <= before),
    ]
    return sorted(found, key=lambda one: (one.by, one.what))


def _of_version(one: DocumentVersion) -> Lapsing:
    href = f"/agencies/documents/{one.document_id}/"
    return Lapsing(one.document.title, href, f"{one.document.get_kind_display()}, to be reviewed", one.review_on)


def _of_policy(one: SharingPolicy) -> Lapsing:
    href = f"/agencies/{one.agency.code}/"
    return Lapsing(f"{one.title} ({one.agency.name})", href, "Sharing policy, to be reviewed", one.review_on)


def _of_agreement(one: Classification) -> Lapsing:
    name = one.agreement or "Classification"
    href = f"/agencies/{one.agency.code}/"
    return Lapsing(f"{name} ({one.agency.name})", href, "Agreement with an outside body, ends", one.until or date.max)


def _agreements(actor: User, on: date) -> list[Classification]:
    """How each outside body of the area is classified now, whether its agreement still runs or has ended."""
    begun = Classification.objects.filter(since__lte=on, agency__in=agencies_of(actor.area, on).values("pk"))
    return list(begun.select_related("agency").order_by("agency", "-since", "-id").distinct("agency"))
