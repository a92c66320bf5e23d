"""A conviction, caution or finding recorded by hand, and corrected."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from mappa.accounts.pages import CONFLICT, SHOWN, UNSAVED, page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, and_ask_again, look, show_form
from mappa.cases.presenters.offences import Offered, offered
from mappa.determinations import policy
from mappa.govuk.forms import Form
from mappa.govuk.repeating import Repeating
from mappa.kernel.decisions import Incomplete, NotPossible, Stale
from mappa.offending import services
from mappa.offending.forms import ConvictionCorrectionForm, ConvictionForm, sentence_forms, sentences_told
from mappa.offending.models import Conviction
from mappa.offending.selectors import conviction_to_ask_about, order_questions_of

FIND, TAKE = "find", "take"
"""The buttons that look an offence up, and that take one of those found."""


@page(Permission.FACT_RECORD)
def conviction_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a conviction, caution or finding with what was imposed for it."""
    seen = look(request, reference, "offending:conviction:form")
    known = [(each.code, each.name) for each in policy.disposals.all()]
    kind = sentence_forms(known)
    data = _taken(request.POST) if request.method == "POST" else None
    form, formset = ConvictionForm(data), kind(data, prefix="sentences")
    more: dict[str, Any] = {"title": "Record a conviction, caution or finding", "formset": formset}
    if formset.button_pressed():
        form.quiet, more["formset"] = True, formset.after_button()
    elif _looking(request):
        form.quiet = formset.quiet = True
        for each in formset.forms:
            each.quiet = True
    elif request.method == "POST" and form.is_valid() & formset.is_valid():
        told = form.told()

        recorded: list[Conviction] = []

        def act() -> None:
            sentences = sentences_told(formset)
            recorded.append(
                services.record_with_sentences(
                    person=seen.person, conviction=told, sentences=sentences, actor=seen.actor, at=seen.at
                )
            )

        status = _save(form, formset, and_ask_again(seen, act))
        if status == SHOWN:
            answer = _recorded(request, seen, told.cjs_code)
            return _then_ask(seen, recorded[0]) or answer
        more["status"] = status
    elif request.method == "POST":
        more["status"] = UNSAVED
    return _show(request, seen, form, **more)


@page(Permission.FACT_RECORD)
def conviction_correct(request: HttpRequest, reference: str, conviction: int) -> HttpResponse:
    """Correct a conviction. What was recorded stays in the history."""
    seen = look(request, reference, "offending:conviction:correct-form")
    row = Conviction.every.filter(person=seen.person, pk=conviction).first()
    if row is None or (request.method != "POST" and not Conviction.objects.filter(pk=conviction).exists()):
        raise Http404
    data = _taken(request.POST) if request.method == "POST" else None
    form = ConvictionCorrectionForm(data, initial=ConvictionCorrectionForm.typed_of(row))
    status = SHOWN
    if _looking(request):
        form.quiet = True
    elif request.method == "POST" and form.is_valid():
        told = form.told(before=row)

        def act() -> None:
            services.correct_conviction(
                conviction=row, told=told, reason=form.cleaned_data["reason"], actor=seen.actor, at=seen.at
            )

        status = _save(form, None, and_ask_again(seen, act))
        if status == SHOWN:
            return _recorded(request, seen, told.cjs_code)
    return _show(request, seen, form, title="Correct a conviction, caution or finding", status=status)


def _recorded(request: HttpRequest, seen: Seen, code: str) -> HttpResponse:
    words = "Recorded."
    if code and policy.offences.by_cjs_code(code) is None:
        words += f" The code {code} is in no list held here, so the words of the offence are kept beside it."
    messages.success(request, words)
    return redirect("case-facts", seen.person.reference)


def _then_ask(seen: Seen, row: Conviction) -> HttpResponse | None:
    """On to whether an order is applied for, after a conviction or finding at which nobody has answered it."""
    if conviction_to_ask_about([row], order_questions_of(seen.person)) is None:
        return None
    return redirect("order-question", seen.person.reference, row.pk)


def _looking(request: HttpRequest) -> bool:
    return request.method == "POST" and (FIND in request.POST or TAKE in request.POST)


def _taken(data: QueryDict) -> QueryDict:
    """What was typed, with the offence that was taken from those found in its place."""
    place = data.get(TAKE, "")
    found = offered(data.get("wanted", ""))
    if not (place.isdecimal() and int(place) < len(found)):
        return data
    moved = data.copy()
    for name, value in found[int(place)].typed().items():
        moved[name] = value
    return moved


def _show(
    request: HttpRequest, seen: Seen, form: Form, *, title: str, status: int = SHOWN, **more: Any
) -> HttpResponse:
    wanted = request.POST.get("wanted", "").strip()
    found: list[Offered] = offered(wanted) if FIND in request.POST else []
    more |= {"wanted": wanted, "found": found, "looked": FIND in request.POST, "submit_text": "Record"}
    return show_form(
        request, seen, form, title=title, back="facts/", status=status, template="cases/conviction.html", **more
    )


def _save(form: Form, formset: Repeating | None, act: Any) -> int:
    """Do it, or say beside each field what can be put right, those of the sentences too."""
    try:
        act()
    except Incomplete as wrong:
        for name, message in wrong.fields.items():
            form_of, field = form, name
            if formset is not None and name.startswith("sentences-"):
                _, number, field = name.split("-", 2)
                form_of = _filled(formset)[int(number)]
            form_of.add_error(field if field in form_of.fields else None, message)
        if not wrong.fields:
            form.add_error(None, str(wrong))
        return UNSAVED
    except (NotPossible, Stale) as wrong:
        form.add_error(None, str(wrong))
        return CONFLICT
    return SHOWN


def _filled(formset: Repeating) -> list[Any]:
    return [form for form in formset.forms if form.has_changed()]
