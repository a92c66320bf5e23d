"""Whether an order is applied for at a conviction (ORDERS-08)."""

from django.http import Http404, HttpRequest, HttpResponse

from mappa.accounts.pages import page
from mappa.accounts.permissions import Permission
from mappa.cases.looking import look, record_fact
from mappa.offending.forms import OrderQuestionForm
from mappa.offending.models import Conviction
from mappa.offending.services.order_questions import answer_at_conviction


@page(Permission.FACT_RECORD)
def order_question(request: HttpRequest, reference: str, conviction: int) -> HttpResponse:
    """Answer whether an order is applied for at this conviction, and why or why not."""
    seen = look(request, reference, "offending:order-question:form")
    row = Conviction.objects.filter(person=seen.person, pk=conviction).select_related("person").first()
    if row is None:
        raise Http404
    form = OrderQuestionForm(request.POST or None)

    def act() -> None:
        answer_at_conviction(conviction=row, answer=form.answer(), actor=seen.actor, at=seen.at)

    return record_fact(request, seen, form, f"An order at conviction: {row.title}", act)
