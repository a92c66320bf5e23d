"""Facts about offending and risk: shown, and added to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import SHOWN, page, save
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.assessments import tools
from mappa.assessments.forms import AssessmentForm, DiscussionForm
from mappa.assessments.models import Assessment
from mappa.assessments.oasys import sections_by
from mappa.assessments.selectors import assessments_of
from mappa.assessments.services import record_assessment, record_discussion
from mappa.assessments.words import asks_about_professionals
from mappa.cases.levels import levels_allowed
from mappa.cases.looking import Seen, look, record_fact, show, show_form
from mappa.cases.presenters import facts as plain
from mappa.cases.presenters.failures import actions_table
from mappa.cases.presenters.oasys import factors_table, sections_list
from mappa.cases.presenters.occasions import called_for_table
from mappa.cases.presenters.order_breaches import order_breaches
from mappa.cases.presenters.order_questions import order_questions
from mappa.cases.presenters.risk import groups_table, history_chart, words_list
from mappa.determinations import policy
from mappa.determinations.facts import case_from
from mappa.offending import services
from mappa.offending.forms import (
    MovementForm,
    NotificationForm,
    SentenceForm,
)
from mappa.offending.models import Disposal
from mappa.offending.selectors import (
    breach_actions_of,
    conviction_to_ask_about,
    facts_about,
    order_breaches_of,
    order_questions_of,
)
from mappa.people.selectors import victims_visible_to

SERIOUS_HARM = "risk/serious_harm"
ANY_CATEGORY = 1
"""Every level is open to it; used before the category is decided."""


@page(Permission.DETERMINATION_VIEW)
def case_facts(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything recorded about offending."""
    seen = look(request, reference, "offending:facts:view")
    may_record = may(seen.actor, Permission.FACT_RECORD).allowed
    about = facts_about(seen.person)
    case = case_from(seen.person, about)
    to_tell = plain.must_tell_table(policy.must_tell(case, seen.on))
    orders = policy.orders_looked_at(case, seen.on) if about.orders else {}
    asked = list(order_questions_of(seen.person))
    context = {
        "page_title": "Facts",
        "tables": [
            *plain.facts_tables(about, seen.base, may_record=may_record, orders=orders),
            (
                order_breaches(order_breaches_of(seen.person), seen.base, may_record=may_record),
                "No breach of an order is recorded.",
            ),
            (
                actions_table(breach_actions_of(seen.person), seen.base, may_record=may_record),
                "Nothing is recorded that follows a failure to notify.",
            ),
            (
                order_questions(
                    asked, conviction_to_ask_about(about.convictions, asked), seen.base, may_record=may_record
                ),
                "Nobody was asked yet: no conviction is recorded, and no plan was reviewed.",
            ),
            (to_tell, "Nothing is to be notified on these facts."),
        ],
        "may_record": may_record,
        "base": seen.base,
    }
    return show(request, seen, "cases/facts.html", context, section="facts/")


@page(Permission.FACT_RECORD)
def movement_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a movement."""
    seen = look(request, reference, "offending:movement:form")
    form = MovementForm(request.POST or None)

    def act() -> None:
        services.record_movement(person=seen.person, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record a movement", act)


@page(Permission.FACT_RECORD)
def sentence_correct(request: HttpRequest, reference: str, sentence: int) -> HttpResponse:
    """Correct a sentence. What was recorded stays in the history."""
    seen = look(request, reference, "offending:disposal:correct-form")
    row = Disposal.every.filter(conviction__person=seen.person, pk=sentence).first()
    if row is None or (request.method != "POST" and not Disposal.objects.filter(pk=sentence).exists()):
        raise Http404
    known = [(each.code, each.name) for each in policy.disposals.all()]
    now = {name: getattr(row, name) for name in ("code", "on", "term_months", "licence_end")}
    form = SentenceForm(request.POST or None, disposals=known, initial=now)

    def act() -> None:
        services.correct_disposal(disposal=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Correct a sentence", act)


@page(Permission.FACT_RECORD)
def notification_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what was notified or verified."""
    seen = look(request, reference, "offending:notification:form")
    form = NotificationForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        services.record_notification(
            person=seen.person,
            kind=typed["kind"],
            on=typed["on"],
            details=form.details(),
            actor=seen.actor,
            at=seen.at,
        )

    return record_fact(request, seen, form, "Record a notification", act)


def _serious_harm() -> str:
    return str(policy.parameter(SERIOUS_HARM, policy.LAW).value)


@page(Permission.PLAN_VIEW)
def case_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """The level of risk of serious harm, for whom, and every assessment as it was received."""
    seen = look(request, reference, "assessments:assessment:view")
    received = list(assessments_of(seen.person))
    rated = next((each for each in received if each.rosh and each.on <= seen.on), None)
    edition = tools.edition_of(seen.person, seen.on)
    held = tools.disagreement(seen.person, seen.on, edition)
    oasys = sections_by(seen.person, seen.on)
    context = {
        "page_title": "Risk",
        "oasys": sections_list(oasys, seen.base),
        "factors": factors_table(oasys),
        "serious_harm": _serious_harm(),
        "summary": plain.risk_summary(rated, seen.on),
        "disagreement": plain.disagreement_block(held),
        "waits": held is not None and held.waits,
        "groups": groups_table(rated, _named(seen, rated), seen.base),
        "words": words_list(rated),
        "chart": history_chart(received, seen.on),
        "called_for": called_for_table(tools.called_for(seen.person, seen.on, received, edition)),
        "history": plain.history_table(received),
        "may_record": may(seen.actor, Permission.FACT_RECORD).allowed,
        "base": seen.base,
    }
    return show(request, seen, "cases/risk.html", context, section="risk/")


def _named(seen: Seen, rated: Assessment | None) -> dict[int, str]:
    """The entries that the ratings point to and that the reader may read: their words by number."""
    wanted = {rating.entry_id for rating in rated.ratings.all() if rating.entry_id} if rated else set()
    if not wanted or not may(seen.actor, Permission.VICTIMS_VIEW):
        return {}
    return {entry.pk: entry.description for entry in victims_visible_to(seen.actor, seen.person) if entry.pk in wanted}


@page(Permission.FACT_RECORD)
def assessment_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an assessment as it was received."""
    seen = look(request, reference, "assessments:assessment:form")
    agencies = Agency.objects.filter(areas=seen.actor.area).order_by("name")
    initial = {"agency": seen.actor.agency_id}
    edition = tools.edition_of(seen.person, seen.on)
    listed, asked = policy.risk_tools.approved_tools(edition), asks_about_professionals(edition)
    may_name = may(seen.actor, Permission.VICTIMS_VIEW).allowed
    entries = victims_visible_to(seen.actor, seen.person) if may_name else None
    form = AssessmentForm(
        request.POST or None, agencies=agencies, tools=listed, professionals=asked, entries=entries, initial=initial
    )
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        names = ("tool", "tool_version", "on", "assessor", "agency", "rosh", "reconviction", "next_due")
        typed = {name: form.cleaned_data[name] for name in names}
        typed |= {"tool_answers": form.tool_answers(), "words": form.words()}
        status = save(
            form,
            lambda: record_assessment(
                person=seen.person, ratings=form.ratings(), actor=seen.actor, at=seen.at, **typed
            ),
        )
        if status == SHOWN:
            messages.success(request, "The assessment is recorded.")
            return redirect("case-risk", reference)
    more = {"intro": _serious_harm(), "submit_text": "Record"}
    return show_form(request, seen, form, title="Record an assessment", back="risk/", status=status, **more)


@page(Permission.FACT_RECORD)
def discussion_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the professional discussion that settles the risk where two tools disagree (RISK-12)."""
    seen = look(request, reference, "assessments:discussion:form")
    held = tools.disagreement(seen.person, seen.on)
    if held is None or not held.on_risk:
        raise Http404
    levels = (levels_allowed(seen.case, seen.on) if seen.case else []) or policy.levels_for(ANY_CATEGORY)
    form = DiscussionForm(request.POST or None, levels=levels)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        status = save(
            form,
            lambda: record_discussion(
                person=seen.person, levels=levels, **form.cleaned_data, actor=seen.actor, at=seen.at
            ),
        )
        if status == SHOWN:
            messages.success(request, "The discussion is recorded.")
            return redirect("case-risk", reference)
    more = {"intro": plain.disagreement_words(held), "submit_text": "Record"}
    title = "Record a discussion of differing results"
    return show_form(request, seen, form, title=title, back="risk/", status=status, **more)
