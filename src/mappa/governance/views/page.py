"""One page for whoever answers for an area's information."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.audit.services import record, record_shown
from mappa.determinations.presenters import edition_words
from mappa.governance.gathering import Gathered, gathered_for
from mappa.governance.presenters import gathered as presenters
from mappa.governance.presenters.retrieval import actions_table, tests_table
from mappa.govuk.presenters import Link
from mappa.kernel import clock

PLACES = (
    ("Requests for what is held", "/subject-access/", Permission.SUBJECT_ACCESS_DECIDE),
    ("Emergency access to review", "/emergency-access/reviews/", Permission.BREAK_GLASS_REVIEW),
    ("Quality of records", "/governance/quality/", Permission.QUALITY_TEST),
    ("Shares", "/shares/", Permission.SHARE_LEDGER),
    ("Memoranda and protocols", "/agencies/documents/", Permission.AGENCY_VIEW),
    ("Sharing policies and whom to ask", "/agencies/sharing/", Permission.AGENCY_VIEW),
)


@page(Permission.GOVERNANCE_VIEW)
@require_GET
def gathered(request: HttpRequest) -> HttpResponse:
    """Retention reviews, emergency access, requests, tests, agreements that lapse, and the law of the edition."""
    actor, at = actor_of(request), clock.now()
    on = clock.day_of(at)
    held = gathered_for(actor, on)
    record(
        what=What.CONSULTATION, operation="governance:page:view", actor=actor, subject=actor.area.code, at=at,
        subject_type="area",
    )  # fmt: skip
    record_shown(operation="governance:page:view", actor=actor, subjects=_shown(held), at=at)
    context = {
        "page_title": "Governance",
        "caption": actor.area.name,
        "places": [Link(text=text, href=href) for text, href, needs in PLACES if may(actor, needs)],
        "retention_due": presenters.retention_due_table(held.retention_due),
        "retention_done": presenters.retention_done_table(held.retention_done),
        "emergencies": presenters.emergencies_table(held.emergencies, on),
        "subject_access": presenters.subject_access_table(held.subject_access, on),
        "cut_at": held.cut_at,
        "tests": tests_table(held.tests, held.figures, caption="Retrieval tests, the latest"),
        "actions": actions_table(held.actions, on, with_test=True),
        "lapsing": presenters.lapsing_table(held.lapsing, on),
        "edition": edition_words(held.edition),
        "law": presenters.law_tables(held.edition, on),
    }
    return render(request, "governance/page.html", context)


def _shown(held: Gathered) -> list[str]:
    people = [
        *(one.person for one in held.retention_due), *(one.person for one in held.retention_done),
        *(one.person for one, _ in held.emergencies), *(one.person for one in held.subject_access),
    ]  # fmt: skip
    return [one.reference for one in people]
