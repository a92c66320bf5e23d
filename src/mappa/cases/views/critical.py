"""The critical few: the list of them, and the mark on one case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from mappa.accounts.lists import list_page
from mappa.accounts.pages import SHOWN, actor_of, page, save
from mappa.accounts.permissions import Permission
from mappa.cases.forms import CriticalForm
from mappa.cases.looking import look, show_form
from mappa.cases.presenters.critical import critical_table
from mappa.cases.selectors import critical_cases
from mappa.cases.services import mark_critical
from mappa.kernel import clock


@page(Permission.CASE_VIEW)
@require_GET
def critical_list(request: HttpRequest) -> HttpResponse:
    """The critical few among the people whom the reader may know of, the longest marked first."""
    return list_page(
        request, critical_cases(actor_of(request), clock.day_of(clock.now())), operation="cases:critical:list",
        about=lambda case: [case.person], table=critical_table, title="The critical few", count="{} marked.".format,
        empty="No case that you may know of is marked. A co-ordinator or a chair marks one from its own menu.",
    )  # fmt: skip


@page(Permission.LEVEL_SET)
def case_critical(request: HttpRequest, reference: str) -> HttpResponse:
    """Mark the case, or take the mark back."""
    seen = look(request, reference, "cases:critical:edit")
    case = seen.the_case()
    form = CriticalForm(request.POST or None)
    status = SHOWN
    if request.method == "POST" and form.is_valid():
        critical, reason = form.cleaned_data["critical"] == "yes", form.cleaned_data["reason"]
        status = save(
            form, lambda: mark_critical(case=case, critical=critical, reason=reason, actor=seen.actor, at=seen.at)
        )
        if status == SHOWN:
            messages.success(request, "The case is marked." if critical else "The mark is taken back.")
            return redirect("case-overview", reference)
    return show_form(request, seen, form, title="The critical few", back="", status=status, submit_text="Save")
