"""The log of what happened and the schedule of what is to come, narrowed by kind, agency and days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.cases.contributions import Happening
from mappa.cases.models import Case
from mappa.cases.timeline import KINDS, day_of, happenings_of, moment_of
from mappa.duties.presenters import owner_words
from mappa.duties.selectors import duties_of
from mappa.meetings.models import Meeting
from mappa.meetings.selectors import with_state
from mappa.people.models import Person
from mappa.plans.selectors import open_actions
from mappa.record.coming import of_the_facts, of_the_record
from mappa.record.declaration import Group

EVERY_KIND = {
    **KINDS, **{group.slug: group.value for group in Group}, "duty": "Duties", "action": "Actions of the plan",
}  # fmt: skip
"""What entries are narrowed by: the kinds of the case, and the groups of the record."""


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What is shown; blank is everything. Both days are included."""

    kind: str = ""
    agency: str = ""
    since: date | None = None
    until: date | None = None

    def keeps(self, happening: Happening) -> bool:
        """Whether an entry is shown."""
        day = day_of(happening.at)
        return (
            (not self.kind or happening.kind == self.kind)
            and (not self.agency or happening.agency == self.agency)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


def log_of(person: Person, actor: User, on: date) -> list[Happening]:
    """What happened until a day, the newest first."""
    found = [each for each in happenings_of(person, actor, on) if day_of(each.at) <= on]
    return sorted(found, key=lambda each: moment_of(each.at), reverse=True)


def schedule_of(person: Person, case: Case | None, actor: User, on: date) -> list[Happening]:
    """What is late or to come, the earliest first: recorded days ahead, ends, meetings, duties and actions."""
    ahead = [each for each in happenings_of(person, actor, on, ahead=True) if day_of(each.at) > on]
    told = [*of_the_facts(person, actor, on), *of_the_record(person, actor, on)]
    found = [*ahead, *told, *(_due(case, actor, on) if case else [])]
    return sorted(found, key=lambda each: moment_of(each.at))


def _due(case: Case, actor: User, on: date) -> Iterator[Happening]:
    base = f"/people/{case.person.reference}/"
    if may(actor, Permission.DUTY_VIEW):
        for duty in duties_of(case).filter(running=True, due__isnull=False):
            late = "Late: " if duty.due < on else ""
            yield Happening(
                at=duty.due, title=f"{late}{duty.label}", by=owner_words(duty.owner), kind="duty", href=f"{base}duties/"
            )
    if may(actor, Permission.PLAN_VIEW):
        for action in open_actions(case):
            late = "Late: " if action.due < on else ""
            yield Happening(
                at=action.due, title=f"{late}{action.what}", by=action.owner_name, kind="action",
                agency=action.agency.name, href=f"{base}plan/",
            )  # fmt: skip
    if may(actor, Permission.MEETING_VIEW):
        for meeting in with_state(Meeting.objects.filter(case=case, starts_at__date__gt=on)).filter(state="scheduled"):
            yield Happening(
                at=meeting.starts_at, title=f"Level {meeting.level} meeting", text=meeting.get_kind_display(),
                kind="meeting", href=f"/meetings/{meeting.reference}/",
            )  # fmt: skip


def kinds_in(entries: Iterable[Happening]) -> dict[str, str]:
    """The kinds of some entries with their words, in the usual order."""
    present = {each.kind for each in entries}
    return {key: words for key, words in EVERY_KIND.items() if key in present}


def agencies_in(entries: Iterable[Happening]) -> list[str]:
    """The agencies of some entries, by name."""
    return sorted({each.agency for each in entries if each.agency})
