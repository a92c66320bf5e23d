"""Recording and correcting what is known for fairness. Nothing is announced: no rule or duty rests on it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.selectors import edition_on
from mappa.audit.models import What
from mappa.diversity.models import Basis, DiversityFact, Nothing
from mappa.diversity.selectors import AGE, ANOTHER, Characteristic, about, characteristics, facts_visible_to, standing
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.people.models import Person, Victim
from mappa.people.selectors import hold_person, victims_visible_to
from mappa.people.telling import note


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said or seen, by whom, and on which day.

    Args:
        answer: a group of the edition, ``another`` with words, or one of the three kinds of nothing.
        basis: ``self_described`` or ``observed``; needed with a group.
        said_by: who said so, with their agency; needed unless nobody was asked.
    """

    characteristic: str
    answer: str
    on: date
    basis: str = ""
    said_by: str = ""
    words: str = ""

    def problems(self, asked: Characteristic, today: date) -> dict[str, str]:
        """What to put right, by field."""
        found = {}
        if self.answer not in {*asked.groups, ANOTHER, *Nothing.values}:
            found["answer"] = "Choose an answer, or say why there is none"
        if self.answer == ANOTHER and not self.words.strip():
            found["words"] = "Say it in words, as they do"
        if self.answer and self.answer not in Nothing.values and self.basis not in Basis.values:
            found["basis"] = "Say whether they describe themselves so, or somebody else does"
        if self.answer != Nothing.NOT_ASKED and not self.said_by.strip():
            found["said_by"] = "Say who said so, with their agency"
        if self.on > today:
            found["on"] = "The day must be today or in the past"
        return found

    def values(self) -> dict[str, str | date]:
        """The columns that keep it."""
        nothing = self.answer in Nothing.values
        return {
            "characteristic": self.characteristic, "on": self.on,
            "group": "" if nothing else self.answer, "nothing": self.answer if nothing else "",
            "words": "" if nothing else self.words.strip(), "basis": "" if nothing else self.basis,
            "said_by": self.said_by.strip(),
        }  # fmt: skip


@transaction.atomic
def record_diversity(
    *, person: Person, said: Said, actor: User, at: datetime, victim: Victim | None = None, correcting: bool = False,
    why: str = "",
) -> DiversityFact:  # fmt: skip
    """Record one characteristic of a person or of a victim on their record, or put right what was recorded wrongly.

    Saying the same again adds nothing. A correction leaves the wrong row, which no longer counts.

    Args:
        correcting: the row that stands was a mistake; otherwise it held until this one.

    Raises:
        Person.DoesNotExist, Victim.DoesNotExist: not there, or the actor may not know of it.
        Refused: the actor's role does not record this.
        Incomplete: something is missing or cannot be. `fields` says which.
        NotPossible: there is nothing to put right.

    Covers: IDENT-35.
    """
    on = clock.day_of(at)
    known = hold_person(actor, person, at)
    require(may(actor, Permission.VICTIMS_EDIT if victim else Permission.DIVERSITY_RECORD))
    if victim:
        victims_visible_to(actor, known).get(pk=victim.pk)
    asked = characteristics(edition_on(actor.area, on)).get(said.characteristic)
    if asked is None or (asked.key == AGE and victim is None):
        raise NotPossible("This is not recorded here. A person's age is worked out from the date of birth.")
    problems = said.problems(asked, on)
    if correcting and not why.strip():
        problems["why"] = "Say what was wrong"
    if problems:
        raise Incomplete("This cannot be saved as it is. Nothing was saved.", problems)
    stands = standing(about(facts_visible_to(actor, on), known, victim)).get(said.characteristic)
    values = said.values()
    if stands and not correcting and all(getattr(stands, name) == value for name, value in values.items()):
        return stands
    if correcting and stands is None:
        raise NotPossible("Nothing is recorded here yet, so there is nothing to put right. Record the answer instead.")
    made = DiversityFact.objects.create(
        person=known, victim=victim, corrects=stands if correcting else None, why=why.strip() if correcting else None,
        recorded_at=at, recorded_by=actor.username, **values,
    )  # fmt: skip
    note(
        known, "diversity:fact:correct" if correcting else "diversity:fact:record", actor=actor, at=at,
        what=What.ALTERATION if correcting else What.COLLECTION, fact=made.pk, characteristic=said.characteristic,
        victim=victim.pk if victim else None,
    )  # fmt: skip
    return made
