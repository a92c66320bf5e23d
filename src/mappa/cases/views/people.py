"""The list of people."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mappa.accounts.pages import UNSAVED, actor_of, page
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import edition_on
from mappa.audit.services import record_shown
from mappa.cases.forms import PeopleFilter
from mappa.cases.presenters import people as rows
from mappa.cases.selectors import ListFilter, people_listed
from mappa.kernel import clock

A_PAGE = 25


@page(Permission.PERSON_LIST)
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody whom the reader may know of, narrowed and sorted. The count comes from the same selector."""
    actor, at = actor_of(request), clock.now()
    agencies = Agency.objects.filter(areas=actor.area).order_by("name").values_list("pk", "name")
    edition = edition_on(actor.area, clock.day_of(at))
    form = PeopleFilter(request.GET, agencies=list(agencies), edition=edition)
    valid = form.is_valid()
    narrowed = {name: form.cleaned_data[name] for name in form.fields} if valid else {}
    people = people_listed(actor, clock.day_of(at), ListFilter(**narrowed))
    shown = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    listed = list(shown)
    record_shown(operation="cases:people:list", actor=actor, subjects=[person.reference for person in listed], at=at)
    context = {
        "page_title": "People",
        "filter_form": form,
        "table": rows.people_table(listed, edition),
        "count_text": rows.count_words(shown.paginator.count),
        "empty_text": "Nobody on your list fits. Clear the filters to see everybody whom you may know of.",
        "pagination": rows.pages(shown.number, shown.paginator.num_pages, narrowed),
        "has_errors": not valid,
        "narrowed": any(narrowed.values()),
        "may_open": may(actor, Permission.PERSON_EDIT).allowed,
        "may_see_outside": may(actor, Permission.DETERMINATION_DECIDE).allowed,
    }
    return render(request, "cases/people.html", context, status=200 if valid else UNSAVED)
