"""Orders: recording one, what became of it, and its end."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import Seen, look, record_fact
from mappa.cases.presenters.orders import name_of
from mappa.offending.forms import OrderEndForm, OrderForm, OrderStepForm
from mappa.offending.models import Order
from mappa.offending.services.orders import end_order, record_order, record_order_step


@page(Permission.FACT_RECORD)
def order_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an order."""
    seen = look(request, reference, "offending:order:form")
    form = OrderForm(request.POST or None)

    def act() -> None:
        record_order(person=seen.person, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record an order", act)


@page(Permission.FACT_RECORD)
def order_end(request: HttpRequest, reference: str, order: int) -> HttpResponse:
    """Record that an order was discharged."""
    seen = look(request, reference, "offending:order:end-form")
    row = _order(seen, order)
    form = OrderEndForm(request.POST or None)

    def act() -> None:
        end_order(order=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record the end of an order", act)


@page(Permission.FACT_RECORD)
def order_step_new(request: HttpRequest, reference: str, order: int) -> HttpResponse:
    """Record that an order was varied or renewed, or what came of an appeal."""
    seen = look(request, reference, "offending:order:step-form")
    row = _order(seen, order)
    form = OrderStepForm(request.POST or None)

    def act() -> None:
        record_order_step(order=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, f"Record what became of it: {name_of(row)}", act)


def _order(seen: Seen, number: int) -> Order:
    row = seen.person.orders.filter(pk=number).first()
    if row is None:
        raise Http404
    return row
