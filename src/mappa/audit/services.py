"""Adding to the record of who did and saw what. There is no other writer, and no changer."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import DatabaseError

from mappa.audit.models import AuditEvent, What
from mappa.kernel.decisions import Problem
from mappa.kernel.loading import Line, Shape, cell, json_cell

Guard = Callable[[AuditEvent, "Actor"], None]
_guards: list[Guard] = []
correlation: ContextVar[str] = ContextVar("correlation", default="")
EVENTS = AuditEvent._meta.db_table  # noqa: SLF001 - Django documents it as public
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)
T = TypeVar("T")


def wire_guards(guards: list[Guard]) -> None:
    """Install what is asked before an act is recorded. A guard refuses the act by raising a `Problem`.

    Every change is recorded in its own transaction, so a refusal here undoes the change, whichever service made it.
    """
    _guards[:] = guards


@contextmanager
def guards_ask_once() -> Iterator[None]:
    """Let guards keep what they have asked, for one transaction that records many acts. Enter it inside that one.

    Outside it they ask before every act. Inside another one, what the outer one kept is forgotten at the end.
    """
    outer = _answers.get()
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)
        if outer:
            outer.clear()


def kept(question: Hashable, ask: Callable[[], T]) -> T:
    """What a guard asks, once inside `guards_ask_once`. The question names who is asked about, and at which instant."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    answer: T = answers[question]
    return answer


def forget_answers() -> None:
    """Let guards ask again: something that they ask about has changed in this transaction."""
    answers = _answers.get()
    if answers:
        answers.clear()


class NotRecorded(Problem):
    """The record of an act cannot be written, so the act does not happen and nothing is shown."""


def not_recorded() -> NotRecorded:
    """The problem, in words for whoever acts."""
    return NotRecorded(
        "What you do here must be put on record, and that is not possible just now. So nothing is shown or saved. "
        "Try again in a few minutes. If it goes on, tell the people who run this service."
    )


@contextmanager
def _or_nothing() -> Iterator[None]:
    try:
        yield
    except DatabaseError as problem:
        raise not_recorded() from problem


class Actor(Protocol):
    """Whoever acts: a user, or a job acting for one."""

    username: str

    @property
    def agency_code(self) -> str:
        """The code of the agency acted for."""


def record(
    *,
    what: What,
    operation: str,
    actor: Actor,
    subject: str,
    at: datetime,
    subject_type: str = "person",
    purpose: str = "",
    **details: Any,
) -> AuditEvent:
    """Add one event, in the caller's transaction, so that the act and its record stand or fall together.

    Args:
        subject: the public reference of whom it concerns, never a name.
        details: ids and field names, never the data.

    Raises:
        NotRecorded: the event cannot be written. The caller's transaction must end without a result.
    """
    event = AuditEvent(
        at=at,
        what=what,
        operation=operation,
        who=actor.username,
        agency=actor.agency_code,
        subject_type=subject_type,
        subject=subject,
        correlation=correlation.get(),
        purpose=purpose,
        details=details,
    )
    for guard in _guards:
        guard(event, actor)
    with _or_nothing():
        event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Act:
    """One act of many: what it was, on whom by public reference, and its details."""

    what: What
    operation: str
    subject: str
    details: dict[str, Any]


def record_all(acts: Iterable[Act], *, actor: Actor, at: datetime) -> None:
    """Add many events about people at once. Guards are asked before each, as they are one by one.

    Raises:
        NotRecorded: the events cannot be written. The caller's transaction must end without a result.
    """
    events = [
        AuditEvent(
            at=at, what=act.what, operation=act.operation, who=actor.username, agency=actor.agency_code,
            subject_type="person", subject=act.subject, correlation=correlation.get(), details=act.details,
        )
        for act in acts
    ]  # fmt: skip
    for event in events:
        for guard in _guards:
            guard(event, actor)
    with _or_nothing():
        AuditEvent.objects.bulk_create(events)


class ActLines:
    """Acts of one actor at one instant on people, told to `kernel.loading`, which writes them with what was done."""

    def __init__(self, actor: Actor, at: datetime) -> None:
        same = {
            "at": at, "who": actor.username, "agency": actor.agency_code, "subject_type": "person",
            "correlation": correlation.get(),
        }  # fmt: skip
        self.shape = Shape(AuditEvent, ("what", "operation", "subject", "details"), **same)
        self._actor, self._event = actor, AuditEvent(**same)

    def line(self, what: What, operation: str, subject: str, details: dict[str, Any]) -> Line:
        """The line of one event. Guards are asked before, as they are for each by itself."""
        event = self._event
        event.what, event.operation, event.subject, event.details = what, operation, subject, details
        for guard in _guards:
            guard(event, self._actor)
        return self.shape.line(
            what.value, operation, cell(subject), json_cell(details)
        )  # the first two are our own words


def record_shown(
    *, operation: str, actor: Actor, subjects: Iterable[str], at: datetime, purpose: str = "", **details: Any
) -> None:
    """Add a consultation event for every person shown in a list, a search result or a page.

    Raises:
        NotRecorded: the events cannot be written. The caller's transaction must end without a result.
    """
    with _or_nothing():
        AuditEvent.objects.bulk_create(
            AuditEvent(
                at=at,
                what=What.CONSULTATION,
                operation=operation,
                who=actor.username,
                agency=actor.agency_code,
                subject_type="person",
                subject=subject,
                correlation=correlation.get(),
                purpose=purpose,
                details=details,
            )
            for subject in dict.fromkeys(subjects)
        )
