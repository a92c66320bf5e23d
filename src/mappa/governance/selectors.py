"""One door to retrieval tests: those of the area, and of their records what walls and lists allow."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Prefetch, Q, QuerySet

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.selectors import open_cases_of
from mappa.governance.models import Found, Retrieval, RetrievalAction, RetrievalTest, SampledRecord
from mappa.kernel.reading import wider
from mappa.ledger.selectors import people_of_the_area
from mappa.people.models import Person


def people_to_draw(actor: User, on: date) -> QuerySet[Person]:
    """Everybody in MAPPA whom the actor's area manages on a day, within the actor's walls and lists."""
    people = people_of_the_area(actor, on)
    return people.filter(pk__in=open_cases_of(people, on).values("person"))


def tests_visible_to(actor: User) -> QuerySet[RetrievalTest]:
    """The tests of the actor's area, the newest first."""
    if not may(actor, Permission.QUALITY_TEST):
        return RetrievalTest.objects.none()
    return RetrievalTest.objects.filter(area=actor.area).order_by("-at", "-pk")


def records_visible_to(actor: User, test: RetrievalTest, on: date) -> QuerySet[SampledRecord]:
    """The records of a test that the area still manages and the actor may know of, each with `done`."""
    rows = test.records.filter(person__in=people_of_the_area(actor, on)).select_related("person").order_by("place")
    return rows.prefetch_related(Prefetch("retrievals", Retrieval.objects.order_by("pk"), to_attr="done"))


def result_of(record: SampledRecord, question: str) -> Retrieval | None:
    """What came of looking for one thing in one of `records_visible_to`; None before anybody looked."""
    done: list[Retrieval] = record.done  # type: ignore[attr-defined]
    return next((each for each in done if each.question == question), None)


def actions_visible_to(actor: User) -> QuerySet[RetrievalAction]:
    """What is to be done after tests of the actor's area: open first, the first due before others."""
    rows = RetrievalAction.objects.filter(test__in=tests_visible_to(actor)).select_related("test")
    return rows.alias(done=Q(done_at__isnull=False)).order_by("done", "due", "pk")


@dataclass(frozen=True)
class Figures:
    """What one test showed. `minutes` is the median of how long finding took; None before anything was looked for."""

    records: int
    asked: int
    found: int
    in_part: int
    missing: int
    failing: int
    minutes: float | None


def figures_of(tests: Iterable[RetrievalTest]) -> dict[int, Figures]:
    """The figures of each test by its id, also over records that another area manages now: two queries."""
    held = list(tests)
    with wider("figures"):
        sampled = Counter(SampledRecord.objects.filter(test__in=held).values_list("test", flat=True))
        rows = list(
            Retrieval.objects.filter(record__test__in=held).values("record__test", "found", "failed", "minutes")
        )
    return {
        one.pk: _figures(sampled[one.pk], len(one.questions), [row for row in rows if row["record__test"] == one.pk])
        for one in held
    }


def _figures(records: int, questions: int, rows: list[dict[str, object]]) -> Figures:
    found = Counter(row["found"] for row in rows)
    took = [int(str(row["minutes"])) for row in rows]
    return Figures(
        records=records, asked=records * questions, found=found[Found.YES], in_part=found[Found.PART],
        missing=found[Found.NO], failing=sum(bool(row["failed"]) for row in rows),
        minutes=median(took) if took else None,
    )  # fmt: skip
