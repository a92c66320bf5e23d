"""The proposed category, why, and what a person decides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import CONFLICT, SHOWN, UNSAVED, page, save
from mappa.accounts.permissions import Permission, may
from mappa.cases.considerations import choices, considerations_of, to_consider_about
from mappa.cases.forms import NOT_IN_MAPPA, CategoryForm
from mappa.cases.lifecycle import CaseState
from mappa.cases.looking import Seen, look, show
from mappa.cases.presenters.records import considerations_table
from mappa.cases.services import confirm_category
from mappa.determinations import presenters
from mappa.determinations.facts import case_for
from mappa.determinations.models import Determination
from mappa.determinations.selectors import determinations_of
from mappa.determinations.services import propose
from mappa.kernel.decisions import Incomplete, require


@page(Permission.DETERMINATION_VIEW)
def case_category(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the newest answer and the earlier ones; take a decision; or ask the engine again."""
    seen = look(request, reference, "determinations:determination:view")
    if request.method == "POST" and "ask" in request.POST:
        try:
            propose(person=seen.person, on=seen.on, actor=seen.actor, at=seen.at)
        except Incomplete as wrong:
            messages.error(request, str(wrong))
        return redirect("case-category", reference)
    answers = list(determinations_of(seen.person))
    newest = answers[0] if answers else None
    if request.method == "POST":
        return _decide(request, seen, answers)
    form = CategoryForm(initial=_initial(newest), edition=seen.edition) if newest else None
    return _page(request, seen, answers, form)


def _initial(newest: Determination) -> dict[str, object]:
    proposed = newest.answer["recorded_category"]
    sure = proposed or newest.answer.get("mappa_eligible") is False
    return {"determination": newest.pk, "category": (str(proposed) if proposed else NOT_IN_MAPPA) if sure else None}


def _decide(request: HttpRequest, seen: Seen, answers: list[Determination]) -> HttpResponse:
    require(may(seen.actor, Permission.DETERMINATION_DECIDE))
    form = CategoryForm(request.POST, edition=seen.edition)
    if not form.is_valid():
        return _page(request, seen, answers, form, UNSAVED)
    typed = form.cleaned_data
    read = next((answer for answer in answers if answer.pk == typed["determination"]), None)
    if read is None:
        raise Http404
    category = None if typed["category"] == NOT_IN_MAPPA else int(typed["category"])
    status = save(
        form,
        lambda: confirm_category(
            determination=read,
            category=category,
            reason=typed["reason"],
            source=typed["source"],
            actor=seen.actor,
            at=seen.at,
        ),
    )
    if status == SHOWN:
        messages.success(request, "The category is decided.")
        return redirect("case-category", seen.person.reference)
    return _page(request, seen, list(determinations_of(seen.person)), form, status)


def _page(
    request: HttpRequest, seen: Seen, answers: list[Determination], form: CategoryForm | None, status: int = SHOWN
) -> HttpResponse:
    newest = answers[0] if answers else None
    context = {"page_title": "Category", "form": form, "status_conflict": status == CONFLICT}
    context |= _considered(seen)
    if may(seen.actor, Permission.DETERMINATION_DECIDE) and not (seen.case and seen.case.state == CaseState.OPEN):
        context["outside_href"] = seen.base + "outside-criteria/"
    if newest:
        decided = getattr(newest, "decision", None) is not None
        context |= {
            "summary": presenters.answer_summary(newest),
            "limbs": presenters.limbs_table(newest),
            "facts": presenters.facts_table(newest),
            "flags": presenters.flags(newest),
            "changes": presenters.changes(newest),
            "earlier": presenters.earlier_table(answers[1:]) if answers[1:] else None,
            "facts_changed": case_for(seen.person) != newest.facts,
            "may_decide": may(seen.actor, Permission.DETERMINATION_DECIDE).allowed and not decided,
        }
    return show(request, seen, "cases/category.html", context, section="category/", status=status)


def _considered(seen: Seen) -> dict[str, object]:
    """What was recorded about Category 3, and what calls for a record that is not there (IDENT-14)."""
    edition = seen.edition
    grounds = dict(choices(edition))
    rows = list(considerations_of(seen.person))
    if not grounds and not rows:
        return {}
    return {
        "to_consider": to_consider_about(seen.person, edition, seen.on),
        "considered": considerations_table(rows, grounds),
        "may_consider": bool(grounds) and may(seen.actor, Permission.REFERRAL_MAKE).allowed,
        "consider_href": seen.base + "category-3/",
    }
