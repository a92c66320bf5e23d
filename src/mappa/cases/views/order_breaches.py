"""Breaches of orders: opening one, and what came of it."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import look, record_fact
from mappa.offending.forms import OrderBreachForm, OrderBreachOutcomeForm
from mappa.offending.models import OrderBreach
from mappa.offending.movements import OrderKind
from mappa.offending.services.order_breaches import decide_order_breach, record_order_breach


@page(Permission.FACT_RECORD)
def order_breach_new(request: HttpRequest, reference: str, order: int) -> HttpResponse:
    """Open the record of a breach of one order."""
    seen = look(request, reference, "offending:order-breach:form")
    row = seen.person.orders.filter(pk=order).first()
    if row is None:
        raise Http404
    form = OrderBreachForm(request.POST or None)
    name = dict(OrderKind.choices).get(row.kind, row.kind)

    def act() -> None:
        record_order_breach(order=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, f"Record a breach: {name}", act)


@page(Permission.FACT_RECORD)
def order_breach_outcome(request: HttpRequest, reference: str, order_breach: int) -> HttpResponse:
    """Record what came of a breach of an order."""
    seen = look(request, reference, "offending:order-breach:outcome-form")
    row = OrderBreach.objects.filter(order__person=seen.person, pk=order_breach).select_related("order__person").first()
    if row is None:
        raise Http404
    form = OrderBreachOutcomeForm(request.POST or None)

    def act() -> None:
        decide_order_breach(breach=row, **form.cleaned_data, actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, "Record the outcome", act)
