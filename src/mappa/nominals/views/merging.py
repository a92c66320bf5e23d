"""Merging two records of one person: name the other, compare, say how you know; and taking them apart."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mappa.accounts.pages import page, tried
from mappa.accounts.permissions import Permission
from mappa.audit.services import record_shown
from mappa.cases.looking import look, show_form
from mappa.kernel.decisions import NotPossible
from mappa.nominals import presenters, services
from mappa.nominals.forms import ApartForm, OtherForm, ReasonForm
from mappa.nominals.selectors import decision_on, kept_for, merges_of, standing_cases, stands, why_not
from mappa.people.selectors import people_visible_to

BACK = "merge/"


@page(Permission.PERSON_MERGE)
def record_merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Name the record to merge into this one, and see what was merged before."""
    seen = look(request, reference, "nominals:record:merge-form")
    form = OtherForm(request.POST or None)

    def find() -> None:
        other = form.cleaned_data["other"]
        if not people_visible_to(seen.actor, seen.on).filter(reference=other).exists():
            kept = kept_for(seen.actor, other, seen.on)
            raise NotPossible(
                f"{other} has been merged already and is part of {kept.reference} now. Give that reference instead."
                if kept
                else f"There is no record {other} that you may know of. Check the reference."
            )

    status = tried(request, form, find)
    if status is None:
        return redirect("record-merge-with", reference, form.cleaned_data["other"])
    done = list(merges_of(seen.person))
    context = {"merges": presenters.merges_table(seen.person, done) if done else None, "submit_text": "Compare the two"}
    return show_form(
        request, seen, form, title="Merge with another record", back="", status=status,
        template="nominals/merge.html", **context,
    )  # fmt: skip


@page(Permission.PERSON_MERGE)
def record_merge_with(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Compare two records, and merge them."""
    seen = look(request, reference, "nominals:record:compare", beside=other)
    gives = people_visible_to(seen.actor, seen.on).filter(reference=other).first()
    if gives is None:
        raise Http404
    record_shown(operation="nominals:record:compare", actor=seen.actor, subjects=[other], at=seen.at, beside=reference)
    decision = decision_on(seen.person, gives)
    form = ReasonForm(request.POST or None, initial={"seen": decision.pk if decision else None})
    merge = partial(services.merge_records, kept=reference, other=other, actor=seen.actor, at=seen.at)
    status = tried(request, form, lambda: merge(**form.cleaned_data))
    if status is None:
        messages.success(request, f"{other} is part of this record now. Its reference leads here.")
        return redirect("case-overview", reference)
    cases = standing_cases((seen.person, gives), seen.on)
    context = {
        "problem": why_not(seen.person, gives, cases, seen.on),
        "sides": presenters.side_by_side(seen.person, gives, cases),
        "said_before": presenters.said_before(decision, stands=stands(decision, seen.person, gives)),
        "submit_text": "Merge the records",
    }
    return show_form(
        request, seen, form, title="Is this one person?", back=BACK, status=status,
        template="nominals/compare.html", **context,
    )  # fmt: skip


@page(Permission.PERSON_MERGE)
def record_apart(request: HttpRequest, reference: str, merge: int) -> HttpResponse:
    """Take two records apart again."""
    seen = look(request, reference, "nominals:record:apart-form")
    found = merges_of(seen.person).filter(pk=merge).first()
    if found is None:
        raise Http404
    form = ApartForm(request.POST or None)
    act = partial(services.take_apart, merge=merge, kept=reference, actor=seen.actor, at=seen.at)
    status = tried(request, form, lambda: act(**form.cleaned_data))
    if status is None:
        messages.success(request, f"{found.other.reference} is a record of its own again.")
        return redirect("record-merge", reference)
    return show_form(
        request, seen, form, title=f"Take {found.other.reference} apart again", back=BACK, status=status,
        template="nominals/apart.html", submit_text="Take apart", away=found.other.reference,
    )  # fmt: skip
