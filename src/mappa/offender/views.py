"""What the person managed is told and says: one page, and forms that add to it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission, may
from mappa.cases.looking import Seen, answered, look, show
from mappa.govuk.forms import Form
from mappa.kernel.decisions import NOTHING_SAVED, Incomplete
from mappa.meetings.models import Meeting
from mappa.offender import presenters, services
from mappa.offender.forms import DecisionForm, MappaForm, PartForm, RepresentationForm, ResponseForm, ToldForm
from mappa.offender.models import MEETINGS, PART, ToldKind
from mappa.offender.selectors import Teller, meetings_of, representations_of, tellers, told_of, withholdings_of

VIEWED = "offender:told:view"
TITLES = {
    "mappa": "Told that they are under MAPPA", "meeting": "Told before or after a meeting",
    "part": "Their part in the plan", "representation": "What they want the meeting to know",
}  # fmt: skip


@page(Permission.PLAN_VIEW)
@require_GET
def told(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person was told, what was withheld, their part, and what they say to meetings."""
    seen = look(request, reference, VIEWED)
    rows, named = list(told_of(seen.person)), _tellers(seen)
    may_add, may_chair = (bool(may(seen.actor, each)) for each in (Permission.PLAN_EDIT, Permission.MEETING_CHAIR))
    context = {
        "page_title": "What the person is told and says",
        "standing": presenters.standing(rows, list(withholdings_of(seen.person)), named.roles, _expected(named)),
        "meetings": presenters.told_table("Before and after meetings", [e for e in rows if e.what in MEETINGS]),
        "part": presenters.told_table("Their part, and restrictions explained", [e for e in rows if e.what in PART]),
        "representations": presenters.representations_table(
            reference, list(representations_of(seen.person)), may_answer=may_chair
        ),
        "links": [(TITLES[kind], reverse("told-new", args=[reference, kind])) for kind in TITLES] if may_add else [],
        "decide_href": reverse("told-decide", args=[reference]) if may_chair and seen.case else "",
        "record_href": f"{seen.base}record/" if may(seen.actor, Permission.RECORD_VIEW) else "",
        "access_href": reverse("subject-access-new") if may(seen.actor, Permission.SUBJECT_ACCESS_RECORD) else "",
    }  # fmt: skip
    return show(request, seen, "offender/told.html", context, section="told/")


def _tellers(seen: Seen) -> Teller:
    return tellers(getattr(seen.case, "category", None), seen.edition)


def _expected(named: Teller) -> str:
    return f"{named.roles.get(named.expected, '')} ({named.citation})" if named.expected else ""


@page(Permission.PLAN_EDIT)
def new(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record something they were told, took on or said."""
    seen = look(request, reference, VIEWED)
    if kind not in TITLES:
        raise Http404
    form = _form(kind, seen, request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        if kind == "representation":
            services.bring_representation(
                person=seen.person, on=typed["on"], through=typed["teller"], text=typed["said"], actor=seen.actor,
                at=seen.at,
            )  # fmt: skip
            return
        names = ("on", "teller", "teller_role", "leaflet", "said", "response")
        telling = services.Telling(
            what=typed.get("what", ToldKind.MAPPA), meeting=form.meeting(),
            **{name: typed[name] for name in names if name in typed},
        )  # fmt: skip
        services.record_told(person=seen.person, telling=telling, actor=seen.actor, at=seen.at)

    return _again_or_back(request, seen, form, act, TITLES[kind])


def _form(kind: str, seen: Seen, posted: Any) -> Any:
    if kind == "mappa":
        named = _tellers(seen)
        return MappaForm(posted, roles=named.roles, expected=_expected(named))
    if kind == "meeting":
        return ToldForm(posted, meetings=_meetings(seen))
    return PartForm(posted) if kind == "part" else RepresentationForm(posted)


def _meetings(seen: Seen) -> list[Meeting]:
    return list(meetings_of(seen.case).select_related("case")) if seen.case else []


@page(Permission.MEETING_CHAIR)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a meeting's decision to withhold that they are under MAPPA, or to tell them."""
    seen = look(request, reference, VIEWED)
    form = DecisionForm(request.POST or None, meetings=_meetings(seen))

    def act() -> None:
        typed = form.cleaned_data
        services.decide_telling(
            person=seen.person, meeting=_chosen(form), decision=typed["decision"], reasons=typed["reasons"],
            actor=seen.actor, at=seen.at,
        )  # fmt: skip

    return _again_or_back(request, seen, form, act, "Withhold or tell: a meeting's decision")


@page(Permission.MEETING_CHAIR)
def answer(request: HttpRequest, reference: str, representation: int) -> HttpResponse:
    """Record what a meeting made of what the person wrote."""
    seen = look(request, reference, VIEWED)
    if not representations_of(seen.person).filter(pk=representation).exists():
        raise Http404
    form = ResponseForm(request.POST or None, meetings=_meetings(seen))

    def act() -> None:
        services.answer_representation(
            person=seen.person, representation=representation, meeting=_chosen(form),
            response=form.cleaned_data["response"], actor=seen.actor, at=seen.at,
        )  # fmt: skip

    return _again_or_back(request, seen, form, act, "The meeting's answer")


def _chosen(form: Any) -> Meeting:
    meeting: Meeting | None = form.meeting()
    if meeting is None:
        raise Incomplete(NOTHING_SAVED, {"meeting": "Select the meeting"})
    return meeting


def _again_or_back(request: HttpRequest, seen: Seen, form: Form, act: Callable[[], None], title: str) -> HttpResponse:
    return answered(request, seen, form, act, to=f"{seen.base}told/", title=title, back="told/", submit_text="Record")
