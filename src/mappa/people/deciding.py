"""One decision about one person, with everything it rests on. Lists use the same rows: `people_visible_to`."""

from dataclasses import dataclass
from datetime import date, datetime

from mappa.accounts.compartments import opens
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.kernel.decisions import Decision, Refused
from mappa.people.models import AccessList, Person
from mappa.people.visibility import WHOLE, Ground, Question, grounds, opened_to
from mappa.people.walls import lists_against, open_compartments, restrictions_naming

UNKNOWN = "There is no such record, or it is not for you."


@dataclass(frozen=True)
class Explanation:
    """A decision and all that it rests on, each part looked at whatever the others say.

    Args:
        permission: whether the role may do such a thing at all.
        grounds: what lets the actor know of this person.
        compartment: whether the compartment of the record is open to the actor.
        against: the lists that keep the actor out, with the message of whoever set each.
        admitting: the restrictions that name the actor, who may therefore pass them.
    """

    permission: Decision
    grounds: list[Ground]
    compartment: Decision
    against: list[AccessList]
    admitting: list[AccessList]

    @property
    def known(self) -> bool:
        """Whether the actor may know of the person at all. If not, everything is "not found"."""
        return bool(self.grounds) and self.compartment.allowed and not self.against

    @property
    def kept_out(self) -> bool:
        """Whether a list alone stands between the actor and the record: only then is its message shown."""
        return bool(self.grounds) and self.compartment.allowed and bool(self.against)

    @property
    def allowed(self) -> bool:
        """Whether the actor may do it to this person."""
        return self.known and self.permission.allowed

    @property
    def reason(self) -> str:
        """The sentence for whoever asked. It tells nothing to somebody who may not know of the person."""
        if self.kept_out:
            return self.against[0].message
        if not self.known:
            return UNKNOWN
        return self.permission.reason if not self.permission else self.grounds[0].sentence

    def __bool__(self) -> bool:
        """True when allowed."""
        return self.allowed


def decide(
    actor: User, action: Permission, person: Person, *, on: date, at: datetime, section: str = WHOLE
) -> Explanation:
    """Decide whether somebody may do something with one person's record, and explain it whole.

    Args:
        on: the day asked about; involvement counts on its first and last day.
        at: the instant of asking, which emergency access, clearances and lists depend on.
        section: one section of the record; blank asks for the whole.

    Covers: INFO-05, DOMEX-09.
    """
    return Explanation(
        permission=may(actor, action),
        grounds=grounds(Question(actor, on, at, section), person),
        compartment=opens(actor, person.compartment, at=at),
        against=list(lists_against(actor, at).filter(person=person).order_by("pk")),
        admitting=list(restrictions_naming(actor, at).filter(person=person).order_by("pk")),
    )


def say_if_kept_out(actor: User, reference: str, *, on: date, at: datetime) -> None:
    """For a record that was not found: give the message of a list, to somebody who would see the record without it.

    Raises:
        Refused: a list keeps the actor out. The message is that of whoever set it.
    """
    otherwise = Person.objects.filter(
        opened_to(Question(actor, on, at)),
        open_compartments(actor, at=at),
        reference=reference,
        merged_into__isnull=True,
    )
    messages = lists_against(actor, at).filter(person__in=otherwise).order_by("pk").values_list("message", flat=True)
    if message := messages.first():
        raise Refused(message)
