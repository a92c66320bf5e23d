"""Decisions about access as sentences, and lists as tables."""

from datetime import date, datetime

from django.urls import reverse

from mappa.access.custody import PrisonPrompt
from mappa.accounts.compartments import Compartment
from mappa.agencies.models import Contact
from mappa.govuk import days
from mappa.govuk.presenters import Link, Options, Tag, row, summary_list, table
from mappa.kernel import clock
from mappa.kernel.decisions import Decision
from mappa.people.deciding import Explanation
from mappa.people.models import AccessList, Involvement, InvolvementKind, ListedName, Person
from mappa.people.visibility import Ground


def _moment(value: date | datetime) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(clock.LONDON)
        return f"{local:%H:%M} on {days.long_date(local.date())}"
    return days.long_date(value)


def ground_words(ground: Ground) -> str:
    """One reason with its days, as sentences."""
    until = f"It ends at the end of {_moment(ground.until)}." if ground.until else "No end is recorded."
    if isinstance(ground.until, datetime):
        until = f"It ends at {_moment(ground.until)}."
    return f"{ground.sentence} Since {_moment(ground.since)}. {until}"


def wall_words(explanation: Explanation, person: Person) -> list[str]:
    """What could have kept the reader out, and why it did not."""
    found = ["The record as a whole is in no compartment."]
    if person.compartment:
        name = Compartment(person.compartment).label
        found = [f"The whole record is kept apart, as “{name}”. {explanation.compartment.reason}"]
    found += [
        f"The record is restricted to those named, from {_moment(each.since)}, and you or your agency are named."
        for each in explanation.admitting
    ]
    return found if explanation.admitting else [*found, "No restriction or exclusion keeps you out."]


def sections_table(answers: dict[Compartment, Decision]) -> Options:
    """Which compartments within a record are open to the reader, and why."""
    return table(
        caption="Parts of a record that need more",
        columns=["Part", "Open to you", "Why"],
        rows=[
            (name.label, Tag(text="Yes", colour="green") if answer else Tag(text="No", colour="grey"), answer.reason)
            for name, answer in answers.items()
        ],
    )


def partners_table(rows: list[Involvement], person: Person, *, may_change: bool) -> Options:
    """Who manages the record and who is or was a partner: from when to when, why, and who said so."""
    return table(
        caption="Who takes part in this record",
        columns=["Agency", "Part", "Days", "Why", "Recorded by"],
        rows=[
            (
                [row.agency.name, *([row.officer.name] if row.officer else [])],
                [row.get_kind_display(), *_ways_to_end(row, person, may_change=may_change)],
                f"{days.long_date(row.since)} to {days.long_date(row.until)}"
                if row.until
                else f"From {days.long_date(row.since)}",
                [part for part in (row.reason, row.end_reason and f"Ended: {row.end_reason}") if part] or None,
                [part for part in (row.recorder, row.recorded_at) if part] or None,
            )
            for row in rows
        ],
    )


def _ways_to_end(row: Involvement, person: Person, *, may_change: bool) -> list[Link]:
    if not may_change or row.until is not None or row.kind != InvolvementKind.PARTNER:
        return []
    where = reverse("partner-end", args=[person.reference, row.pk])
    return [Link(text="End", href=where, hidden=f" the partnership of {row.agency.name}")]


def prison_words(prompt: PrisonPrompt | None) -> str:
    """What to do about the prison's partnership, or "" where it is right."""
    if prompt is None:
        return ""
    if not prompt.begin:
        return "A prison is a partner, and no fact says that the person is in custody. End it, or record the custody."
    who = {"police": "The police make", "probation": "Probation makes"}.get(prompt.by, "Somebody must make")
    since = days.long_date(prompt.since) if prompt.since else "a day that is not recorded"
    return f"In custody since {since}, and no prison is a partner. {who} the prison a partner until release."


def contacts_list(contacts: list[Contact]) -> Options:
    """Whom to ask, as a summary list."""
    return summary_list(
        [
            row(contact.name, [part for part in (contact.post, contact.email, contact.telephone) if part])
            for contact in contacts
        ]
    )


def _named(name: ListedName) -> str:
    who = name.agency.name if name.agency else f"{name.user.name} ({name.user.username})" if name.user else ""
    return f"{who}, until {_moment(name.removed_at)}" if name.removed_at else who


def list_card(found: AccessList, person: Person, *, standing: bool) -> Options:
    """One list as a summary card, with what can be done to it while it stands."""
    to_come = not standing and found.lifted_at is None
    rows = [
        row("Named", [_named(name) for name in found.names.all()]),
        row("From", found.since),
        row("Last day", found.until or "Until it is lifted"),
        row("Why", found.reason),
        row("Whoever is kept out reads", found.message),
        row("Set by", [found.set_by, found.set_at]),
    ]
    if found.kind == "restriction":
        rows.insert(
            1, row("Emergency access", "Opens it all the same" if found.emergency_passes else "Does not open it")
        )
    if found.lifted_at:
        rows += [row("Lifted by", [found.lifted_by, found.lifted_at]), row("Why lifted", found.lifted_why)]
    state = "stands" if standing else "lifted" if found.lifted_at else "does not count today"
    actions = []
    if standing or to_come:
        where = [person.reference, found.pk]
        actions = [
            Link(text="Name more", href=reverse("access-list-names", args=where), hidden=f" on list {found.pk}"),
            Link(text="Lift", href=reverse("access-list-lift", args=where), hidden=f" list {found.pk}"),
        ]
    kind = found.get_kind_display().partition(":")[0]
    return summary_list(rows, card_title=f"{kind} {found.pk}: {state}", card_actions=actions)
