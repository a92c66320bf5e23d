"""Taking emergency access, and reviewing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mappa.accounts.lists import list_page
from mappa.accounts.pages import actor_of, page
from mappa.accounts.permissions import Permission
from mappa.audit.selectors import events_by
from mappa.audit.services import record_shown
from mappa.govuk.paging import slice_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete
from mappa.sharing import presenters, services
from mappa.sharing.forms import EmergencyForm, ReviewForm
from mappa.sharing.selectors import emergencies_visible_to


@page(Permission.BREAK_GLASS)
def emergency_access(request: HttpRequest) -> HttpResponse:
    """Ask for an hour's sight of one record. The answer never says whether there is such a record."""
    form, at = EmergencyForm(request.POST or None), clock.now()
    context = {
        "page_title": "Emergency access",
        "form": form,
        "submit_text": "Open the record",
        "minutes": int(services.lasts().total_seconds() // 60),
    }
    if request.method == "POST" and form.is_valid():
        try:
            ends_at = services.open_emergency(**form.cleaned_data, actor=actor_of(request), at=at)
        except Incomplete as wrong:
            form.say_beside(wrong)
        else:
            reference = form.cleaned_data["reference"].strip().upper()
            told = {"page_title": "Your request is recorded", "reference": reference, "ends_at": ends_at}
            return render(request, "sharing/emergency_opened.html", told)
    return render(request, "sharing/emergency.html", context, status=422 if form.errors else 200)


@page(Permission.BREAK_GLASS_REVIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """Every emergency access of the area, unreviewed first."""
    return list_page(
        request, emergencies_visible_to(actor_of(request), clock.day_of(clock.now())),
        operation="sharing:emergency:list", about=lambda row: [row.person], table=presenters.emergencies_table,
        title="Emergency access to review",
        empty="Nobody has taken emergency access. Nothing needs a review.",
    )  # fmt: skip


@page(Permission.BREAK_GLASS_REVIEW)
def review(request: HttpRequest, access: int) -> HttpResponse:
    """One emergency access: the reason, what was read in that hour, and the reviewer's finding."""
    actor, at = actor_of(request), clock.now()
    row = emergencies_visible_to(actor, clock.day_of(at)).filter(pk=access).first()
    if row is None:
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.review_emergency(access=access, **form.cleaned_data, actor=actor, at=at)
        messages.success(request, "Review recorded. This access is closed.")
        return redirect("emergency-reviews")
    subject = row.person.reference
    record_shown(operation="sharing:emergency:view", actor=actor, subjects=[subject], at=at)
    read = slice_of(
        events_by(row.user.username, since=row.opened_at, until=row.ends_at).filter(subject=subject), request
    )
    context = {
        "page_title": f"Emergency access to {subject}",
        "back_href": "/emergency-access/reviews/",
        "summary": presenters.emergency_summary(row),
        "read": presenters.events_table(
            "What was read or done in that time", read.rows, names={row.user.username: row.user.name}
        ),
        "pagination": read.links,
        "form": form,
        "may_review": row.reviewed_at is None and row.user_id != actor.pk,
        "own": row.reviewed_at is None and row.user_id == actor.pk,
    }
    return render(request, "sharing/emergency_review.html", context, status=422 if form.errors else 200)
