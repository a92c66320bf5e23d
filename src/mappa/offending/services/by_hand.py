"""A conviction with its sentences as a person types it, and its correction."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mappa.accounts.models import User
from mappa.audit.models import What
from mappa.govuk import days as writing
from mappa.kernel.announcements import gathering
from mappa.kernel.decisions import Incomplete, Stale
from mappa.offending.impossible import Days
from mappa.offending.models import Conviction, Disposal, OrderQuestion
from mappa.offending.services.court import check_conviction, record_conviction, record_disposal
from mappa.offending.services.telling import begin, tell
from mappa.people.models import Person


@dataclass(frozen=True, kw_only=True)
class ConvictionFacts:
    """A conviction, caution or finding; the words of `record_conviction`."""

    on: date
    title: str
    kind: str = "conviction"
    cjs_code: str = ""
    court: str = ""
    court_name: str = ""
    offence_date: date | None = None
    plea_or_finding: str = ""
    offence: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SentenceFacts:
    """What the court did. The term and the operational period of a suspended sentence are in months."""

    code: str
    on: date
    term_months: int | None = None
    operational_months: int | None = None
    licence_end: date | None = None

    def details(self) -> dict[str, Any]:
        """What the row keeps beside its own fields."""
        return {"operational_period_months": self.operational_months} if self.operational_months else {}


@transaction.atomic
def record_with_sentences(
    *, person: Person, conviction: ConvictionFacts, sentences: list[SentenceFacts], actor: User, at: datetime
) -> Conviction:
    """Record a conviction, caution or finding with everything imposed for it: all of it, or nothing.

    Sent twice, it is recorded once. Duties are derived once for all of it.

    Raises:
        Person.DoesNotExist, Refused: as for `record_conviction`.
        Incomplete: a day cannot be, or something is missing. A field of the second sentence is ``sentences-1-on``.
    Covers: IDENT-05.
    """
    with gathering():
        row = record_conviction(person=person, **vars(conviction), actor=actor, at=at, source="recorded by hand")
        wrong: dict[str, str] = {}
        for number, told in enumerate(sentences):
            try:
                record_disposal(
                    conviction=row, code=told.code, on=told.on, term_months=told.term_months,
                    licence_end=told.licence_end, details=told.details(), actor=actor, at=at,
                )  # fmt: skip
            except Incomplete as problem:
                wrong |= {f"sentences-{number}-{name}": words for name, words in problem.fields.items()}
        if wrong:
            raise Incomplete("These facts cannot be saved as they are. Nothing was saved.", wrong)
    return row


@transaction.atomic
def correct_conviction(
    *, conviction: Conviction, told: ConvictionFacts, reason: str, actor: User, at: datetime
) -> Conviction:
    """Correct what is recorded of a conviction: a new row that replaces the one read, which is kept as it was.

    Its sentences belong to the new row then. Nothing changed gives the row that is there.

    Args:
        conviction: the row that was read.
        reason: why, for those who read the history.

    Raises:
        Person.DoesNotExist, Refused: as for `record_conviction`.
        Incomplete: a day cannot be, or the reason is missing. `fields` says which.
        Stale: somebody corrected it since it was read. Nothing was saved.
    Covers: IDENT-05 (what was recorded can be put right, and what was recorded before is kept).
    """
    days = begin(conviction.person, actor=actor, at=at)
    read = Conviction.every.select_for_update(of=("self",)).select_related("person").get(pk=conviction.pk)
    _require_standing(read)
    check_conviction(days, on=told.on, title=told.title, offence_date=told.offence_date)
    _before_its_sentences(days, read, told.on)
    days.needed("reason", reason.strip(), "Say why the conviction is corrected")
    days.refuse()
    values = asdict(told)
    if all(getattr(read, name) == value for name, value in values.items()):
        return read
    row = Conviction.objects.create(
        person=read.person, recorded_at=at, recorded_by=actor.username, source="recorded by hand", replaces=read,
        correction=reason.strip(), **values,
    )  # fmt: skip
    Disposal.every.filter(conviction=read).update(conviction=row)
    OrderQuestion.objects.filter(conviction=read).update(conviction=row)
    tell(read.person, "offending:conviction:correct", row.pk, actor=actor, at=at, what=What.ALTERATION)
    return row


def _require_standing(read: Conviction) -> None:
    later = Conviction.every.filter(replaces=read).first()
    if later:
        when = writing.long_date(later.recorded_at)
        raise Stale(
            f"{later.recorded_by} corrected this conviction on {when}, after you opened it. Nothing of yours was "
            "saved. Open the facts again and see whether it is right now."
        )


def _before_its_sentences(days: Days, read: Conviction, on: date) -> None:
    first = Disposal.objects.filter(conviction=read).order_by("on").first()
    if first and on > first.on:
        when = writing.long_date(first.on)
        days.wrong("on", f"The conviction cannot be after its sentence of {when}. Correct one of the two")
