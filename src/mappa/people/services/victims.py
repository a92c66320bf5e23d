"""The walled section: victims and people at risk."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, require
from mappa.people.models import Person, Victim, VictimKind
from mappa.people.selectors import people_visible_to, victims_visible_to
from mappa.people.telling import tell


@dataclass(frozen=True, kw_only=True)
class VictimFacts:
    """One victim, somebody at risk, or words for a group."""

    kind: str
    description: str
    contact: str = ""
    messenger: str = ""
    views: str = ""
    safety: str = ""

    def require_complete(self) -> None:
        """Refuse facts that cannot be kept.

        Raises:
            Incomplete: with what to put right, by field.
        """
        problems = {}
        if self.kind not in VictimKind.values:
            problems["kind"] = "Say which type of victim this is."
        if not self.description.strip():
            problems["description"] = "Give a name, or words that describe the group."
        if problems:
            raise Incomplete("Some facts are missing, so nothing was saved.", problems)


@transaction.atomic
def add_victim(*, reference: str, facts: VictimFacts, actor: User, at: datetime) -> Victim:
    """Add a victim or somebody at risk to a record.

    Raises:
        Person.DoesNotExist: none with this reference, or the actor may not know of it.
        Refused: the actor's role does not keep victims' details.
        Incomplete: type or description is missing.

    Covers: VICTIM-01, VICTIM-02, VICTIM-07.
    """
    person = people_visible_to(actor, clock.day_of(at), at=at).get(reference=reference)
    require(may(actor, Permission.VICTIMS_EDIT))
    facts.require_complete()
    victim = Victim.objects.create(person=person, changed_by=actor.username, changed_at=at, **asdict(facts))
    tell(person, "people:victim:add", actor=actor, at=at, what=What.COLLECTION, victim=victim.pk)
    return victim


@transaction.atomic
def change_victim(
    *, reference: str, victim: int, facts: VictimFacts, read_version: int, actor: User, at: datetime
) -> Victim:
    """Change what is known of a victim.

    Raises:
        Person.DoesNotExist, Victim.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor's role does not keep victims' details.
        Incomplete: type or description is missing.
        Stale: somebody else saved since. Nothing was saved.
        NotPossible: what is kept cannot be read, and would have been lost.
    """
    person: Person = people_visible_to(actor, clock.day_of(at), at=at).get(reference=reference)
    found = victims_visible_to(actor, person).get(pk=victim)
    require(may(actor, Permission.VICTIMS_EDIT))
    found.require_readable()
    facts.require_complete()
    found.save_over(read_version=read_version, by=actor.username, at=at, **asdict(facts))
    tell(person, "people:victim:change", actor=actor, at=at, victim=found.pk)
    return found
