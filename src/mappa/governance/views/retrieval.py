"""Retrieval tests: drawing records, looking for named things, and what is done about what is wrong."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.audit.purposes import RETRIEVAL_TEST
from mappa.audit.services import record, record_shown
from mappa.governance import policy, services
from mappa.governance.finding import found_in
from mappa.governance.forms import ActionForm, DrawForm, OutcomeForm, RetrievalForm
from mappa.governance.models import RetrievalTest
from mappa.governance.presenters import retrieval as presenters
from mappa.governance.selectors import (
    actions_visible_to,
    figures_of,
    people_to_draw,
    records_visible_to,
    result_of,
    tests_visible_to,
)
from mappa.govuk.paging import slice_of
from mappa.kernel import clock

ROOT = "/governance/quality/"


def _test(request: HttpRequest, test: int) -> RetrievalTest:
    held = tests_visible_to(actor_of(request)).filter(pk=test).first()
    if held is None:
        raise Http404
    return held


def _read(request: HttpRequest, operation: str, *, subject: str = "") -> None:
    actor = actor_of(request)
    record(
        what=What.CONSULTATION, operation=operation, actor=actor, subject=subject or actor.area.code, at=clock.now(),
        subject_type="retrieval-test" if subject else "area", purpose=RETRIEVAL_TEST,
    )  # fmt: skip


def _form(request: HttpRequest, form: Any, *, title: str, back: str, status: int, **more: Any) -> HttpResponse:
    context = {"page_title": title, "form": form, "cancel_href": back, **more}
    return render(request, more.get("template", "govuk/form_page.html"), context, status=status)


@page(Permission.QUALITY_TEST)
@require_GET
def tests(request: HttpRequest) -> HttpResponse:
    """Every test of the area with its figures, and what is still to be done."""
    actor, on = actor_of(request), clock.day_of(clock.now())
    found = slice_of(tests_visible_to(actor), request)
    _read(request, "governance:retrieval:list")
    edition = edition_on(actor.area, on)
    context = {
        "page_title": "Quality of records",
        "back_href": "/governance/",
        "caption": actor.area.name,
        "standards": list(policy.standards(edition).values()),
        "standards_source": policy.citation(policy.STANDARDS, edition),
        "table": presenters.tests_table(found.rows, figures_of(found.rows), caption="Results over time"),
        "pagination": found.links,
        "actions": presenters.actions_table(actions_visible_to(actor).filter(done_at=None), on, with_test=True),
    }
    return render(request, "governance/tests.html", context)


@page(Permission.QUALITY_TEST)
@require_http_methods(["GET", "POST"])
def test_new(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    actor, at = actor_of(request), clock.now()
    edition = edition_on(actor.area, clock.day_of(at))
    form = DrawForm(request.POST or None, questions=policy.questions(edition))
    made: list[RetrievalTest] = []

    def act() -> None:
        typed = form.cleaned_data
        seed = typed.pop("seed") or secrets.token_hex(8)
        made.append(services.draw_sample(**typed, seed=seed, actor=actor, at=at))

    status = tried(request, form, act)
    if status is None:
        messages.success(request, "The sample is drawn.")
        return redirect("retrieval-test", made[0].pk)
    intro = (
        f"{policy.sample_size(edition)} records are drawn from the {people_to_draw(actor, clock.day_of(at)).count()} in"
        " MAPPA here that you may know of. Records behind a wall that you are not cleared for are not drawn."
    )
    return _form(request, form, title="Draw records to test", back=ROOT, status=status, submit_text="Draw", intro=intro)


@page(Permission.QUALITY_TEST)
@require_GET
def test(request: HttpRequest, test: int) -> HttpResponse:
    """One sample: how it was drawn, what was found, and what is done about it."""
    actor, at = actor_of(request), clock.now()
    held, on = _test(request, test), clock.day_of(at)
    records = list(records_visible_to(actor, held, on))
    _read(request, "governance:retrieval:view", subject=held.reference)
    record_shown(
        operation="governance:retrieval:view", actor=actor, subjects=[one.person.reference for one in records], at=at,
        purpose=RETRIEVAL_TEST, test=held.reference,
    )  # fmt: skip
    figures = figures_of([held])[held.pk]
    context = {
        "page_title": f"Test {held.reference}",
        "back_href": ROOT,
        "summary": presenters.test_summary(held, figures),
        "table": presenters.records_table(held, records),
        "gone": figures.records - len(records),
        "actions": presenters.actions_table(actions_visible_to(actor).filter(test=held), on, with_test=False),
        "action_href": reverse("retrieval-action-new", args=[held.pk]),
    }
    return render(request, "governance/test.html", context)


@page(Permission.QUALITY_TEST)
@require_http_methods(["GET", "POST"])
def retrieval(request: HttpRequest, test: int, reference: str, question: str) -> HttpResponse:
    """Look for one thing in one record, and record what came of it. Each look is audited with the test."""
    actor, at = actor_of(request), clock.now()
    held, on = _test(request, test), clock.day_of(at)
    one = records_visible_to(actor, held, on).filter(person__reference=reference).first()
    if one is None or question not in held.questions:
        raise Http404
    standards = policy.standards(held.edition)
    form = RetrievalForm(request.POST or None, standards=standards)
    back = reverse("retrieval-test", args=[held.pk])

    def act() -> None:
        services.record_retrieval(
            test=held, person=one.person, question=question, **form.cleaned_data, actor=actor, at=at
        )

    status = tried(request, form, act)
    if status is None:
        messages.success(request, "The result is recorded.")
        return redirect(back)
    record_shown(
        operation="governance:retrieval:look", actor=actor, subjects=[reference], at=at, purpose=RETRIEVAL_TEST,
        test=held.reference, question=question,
    )  # fmt: skip
    done = result_of(one, question)
    found = found_in(one.person, question, on)
    return _form(
        request, form, title=policy.questions(held.edition).get(question, question), back=back, status=status,
        submit_text="Record the result", template="governance/retrieval.html", caption=f"Record {reference}",
        found=found, not_looked_up=found is None, done=presenters.result_summary(done, standards) if done else None,
        back_href=back,
    )  # fmt: skip


@page(Permission.QUALITY_TEST)
@require_http_methods(["GET", "POST"])
def action_new(request: HttpRequest, test: int) -> HttpResponse:
    """Record what is to be done because of a test."""
    actor, at = actor_of(request), clock.now()
    held = _test(request, test)
    form = ActionForm(request.POST or None)
    back = reverse("retrieval-test", args=[held.pk])
    status = tried(request, form, lambda: services.add_action(test=held, **form.cleaned_data, actor=actor, at=at))
    if status is None:
        messages.success(request, "The action is recorded.")
        return redirect(back)
    return _form(
        request, form, title="What is to be done", back=back, status=status, submit_text="Record the action",
        caption=f"Test {held.reference}",
    )  # fmt: skip


@page(Permission.QUALITY_TEST)
@require_http_methods(["GET", "POST"])
def action(request: HttpRequest, number: int) -> HttpResponse:
    """Record what came of an action."""
    actor, at = actor_of(request), clock.now()
    held = actions_visible_to(actor).filter(pk=number).first()
    if held is None:
        raise Http404
    form = OutcomeForm(request.POST or None)
    back = reverse("retrieval-test", args=[held.test_id])
    status = tried(request, form, lambda: services.finish_action(action=held, **form.cleaned_data, actor=actor, at=at))
    if status is None:
        messages.success(request, "What came of it is recorded.")
        return redirect(back)
    return _form(
        request, form, title="What came of an action", back=back, status=status, submit_text="Record it",
        caption=f"Test {held.test.reference}", intro=held.what,
    )  # fmt: skip
