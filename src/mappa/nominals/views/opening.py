"""Opening a record: search, decide about whoever is near, then open. And answering for records opened elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page, tried
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.kernel import clock
from mappa.nominals import presenters, services
from mappa.nominals.asking import FOUND, OPENED, ask_and_open
from mappa.nominals.forms import QuestionForm
from mappa.nominals.selectors import questions_visible_to
from mappa.nominals.services.opening import SAME


@page(Permission.PERSON_EDIT)
def record_open(request: HttpRequest) -> HttpResponse:
    """Who the person is; then those who are near, each to be decided about; then the record."""
    actor, at = actor_of(request), clock.now()
    asked = ask_and_open(
        request, {"since": clock.day_of(at)}, lambda **typed: services.open_record(**typed, actor=actor, at=at), at=at
    )
    if asked.opened:
        person, new = asked.opened
        messages.success(request, OPENED if new else FOUND)
        return redirect("person-details", person.reference)
    return render(request, "nominals/open.html", asked.context | {"cancel_href": "/people/"}, status=asked.status)


@page(Permission.MATCH_DECIDE)
def questions(request: HttpRequest) -> HttpResponse:
    """Records opened by somebody who may not know of a person whom the reader may know of."""
    return list_page(
        request, questions_visible_to(actor_of(request), clock.day_of(clock.now())),
        operation="nominals:question:list", about=lambda row: [row.candidate], table=presenters.questions_table,
        title="Records that may be one person", empty="No record waits for an answer.",
        template="nominals/questions.html",
    )  # fmt: skip


@page(Permission.MATCH_DECIDE)
def question(request: HttpRequest, question: int) -> HttpResponse:
    """What was typed elsewhere beside the person on record, and the answer."""
    actor, at = actor_of(request), clock.now()
    row = questions_visible_to(actor, clock.day_of(at)).filter(pk=question).first()
    if row is None:
        raise Http404
    form = QuestionForm(request.POST or None)

    def act() -> None:
        same = form.cleaned_data["same"] == SAME
        services.answer_question(question=row, same=same, why=form.cleaned_data["why"], actor=actor, at=at)

    status = tried(request, form, act)
    if status is None:
        messages.success(request, "Answer recorded. Whoever may know of both records can merge them.")
        return redirect("pair-questions")
    record_shown(operation="nominals:question:view", actor=actor, subjects=[row.candidate.reference], at=at)
    context = {
        "page_title": "Is this one person?", "back_href": "/one-person/", "form": form,
        "submit_text": "Record the answer", "undecided": row.decided_at is None,
        **presenters.question_sides(row),
    }  # fmt: skip
    return render(request, "nominals/question.html", context, status=status)
