"""Whether an order is applied for: asked at a conviction and at each review of the plan, and kept as answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.kernel.decisions import Incomplete
from mappa.offending.models import Conviction, OrderQuestion
from mappa.offending.movements import OrderKind, OrderOccasion
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person


@dataclass(frozen=True)
class OrderAnswer:
    """What was answered.

    Args:
        apply: whether an order is applied for; None where nobody said.
        order: a value of `OrderKind`, where one is.
        why: the reason, whichever it is.
    """

    apply: bool | None
    order: str
    why: str

    def problems(self) -> dict[str, str]:
        """What is missing, by field."""
        wrong = {}
        if self.apply is None:
            wrong["apply"] = "Say whether an order is applied for"
        if self.apply and self.order not in OrderKind.values:
            wrong["order"] = "Choose the order that is applied for"
        if not self.why.strip():
            wrong["why"] = "Say why"
        return wrong


def keep_answer(
    person: Person, occasion: OrderOccasion, answer: OrderAnswer, *, actor: User, at: datetime,
    conviction: Conviction | None = None,
) -> OrderQuestion:  # fmt: skip
    """Keep an answer. The caller has looked, and the actor may do what the question belongs to.

    Raises:
        Incomplete: something is missing, by field.
    """
    if problems := answer.problems():
        raise Incomplete("Whether an order is applied for is not answered, so nothing was saved.", problems)
    row = OrderQuestion.objects.create(
        person=person, occasion=occasion, conviction=conviction, apply=bool(answer.apply),
        order=answer.order if answer.apply else "", why=answer.why.strip(), at=at, by=actor.username,
    )  # fmt: skip
    tell(person, "offending:order-question:answer", row.pk, actor=actor, at=at)
    return row


@transaction.atomic
def answer_at_conviction(*, conviction: Conviction, answer: OrderAnswer, actor: User, at: datetime) -> OrderQuestion:
    """Say whether an order is applied for at a conviction, while the evidence is before the court.

    A later answer stands beside the earlier one. The same one again gives the row that is there.

    Raises:
        Person.DoesNotExist, Refused: as for `record_conviction`.
        Incomplete: something is missing, by field.
    Covers: ORDERS-08.
    """
    begin(conviction.person, actor=actor, at=at)
    last = OrderQuestion.objects.filter(conviction=conviction).order_by("pk").last()
    if last and (last.apply, last.order, last.why) == (answer.apply, answer.order, answer.why.strip()):
        return last
    return keep_answer(conviction.person, OrderOccasion.CONVICTION, answer, actor=actor, at=at, conviction=conviction)
