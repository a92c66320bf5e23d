"""Victims and what is recorded about them, in plain values for pages behind their compartment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from mappa.govuk.presenters import Change, Colour, Link, Options, Tag, Value, row, summary_list, table
from mappa.kernel.sealed_fields import Unreadable
from mappa.people.models import Person, Victim
from mappa.record.contents import content_of, unreadable
from mappa.record.declaration import Field
from mappa.record.values import in_words
from mappa.victims.kinds import HOW, KINDS, LINK, STILL, VULNERABLE, closing
from mappa.victims.lifecycle import ContactState
from mappa.victims.models import EntryKind, VictimEntry
from mappa.victims.selectors import Entitled, Told

COLOURS: dict[ContactState, Colour] = {
    ContactState.NOT_OFFERED: "grey", ContactState.OFFERED: "yellow", ContactState.ACCEPTED: "green",
    ContactState.DECLINED: "grey", ContactState.ENDED: "grey",
}  # fmt: skip
ENTITLED: dict[str | None, tuple[str, Colour]] = {
    "met": ("Statutory contact must be offered", "blue"),
    "not_met": ("No statutory contact by the offences on record", "grey"),
    "cannot_tell": ("Cannot tell whether contact must be offered", "yellow"),
    None: ("Cannot tell: the facts disagree", "yellow"),
}
TO_OFFER = Tag(text="Must be offered: nobody recorded it", colour="red")
CANNOT_READ = Tag(text="Cannot be read", colour="red")
STILL_IN_CONTACT = Tag(text="Still in contact with the person managed", colour="red")


def _told(said: str) -> Value:
    return [CANNOT_READ, str(said)] if isinstance(said, Unreadable) else said


def contact_tag(told: Told, entitled: Entitled) -> Value:
    """Where statutory contact stands, and a warning where it must be offered and was not."""
    if told.contact_cannot_be_told:
        return CANNOT_READ
    state = told.contact
    tag = Tag(text=state.label, colour=COLOURS[state])
    due = state is ContactState.NOT_OFFERED and entitled.outcome == "met" and told.victim.kind in {"direct", "affected"}
    return [tag, TO_OFFER] if due else tag


def entitlement(found: Entitled) -> dict[str, Any]:
    """Whether contact must be offered, with a line for each conviction."""
    words, colour = ENTITLED[found.outcome]
    reasons = [f"{because} ({cited})" if cited else because for because, cited in found.reasons]
    return {"tag": Tag(text=words, colour=colour).options(), "reasons": reasons}


def cards(person: Person, everybody: Iterable[Told], entitled: Entitled, *, may_edit: bool) -> list[Options]:
    """Every victim as a card."""
    found = []
    for told in everybody:
        victim = told.victim
        own = reverse("victim-record", args=[person.reference, victim.pk])
        change = [Change(href=reverse("victim-edit", args=[person.reference, victim.pk]))] if may_edit else []
        flags = [STILL_IN_CONTACT] if told.latest(EntryKind.IN_CONTACT).get(STILL) == "yes" else []
        kept = Change(href=f"/people/{person.reference}/victims/{victim.pk}/diversity/", text="Open")
        found.append(summary_list(
            [
                row("Who", [_told(victim.description), *flags] if flags else _told(victim.description), *change),
                row("Statutory contact", contact_tag(told, entitled), Change(href=own, text="Open")),
                row("Carries messages", _told(victim.messenger)),
                row("Their views", _told(victim.views)),
                row("Safety measures", _told(victim.safety)),
                row("Last changed", [victim.changed_at, victim.changed_by]),
                *([row("Diversity", "On a page of its own", kept)] if may_edit else []),
            ],
            card_title=victim.get_kind_display(),
        ))  # fmt: skip
    return found


def about(told: Told, entitled: Entitled) -> Options:
    """Who it is, and how things stand now."""
    victim: Victim = told.victim
    still = told.latest(EntryKind.IN_CONTACT).get(STILL)
    marac = told.latest(EntryKind.MARAC)
    rows = [
        row("Who", _told(victim.description)), row("Type", victim.get_kind_display()),
        row("Statutory contact", contact_tag(told, entitled)),
        row("In contact with the person managed",
            STILL_IN_CONTACT if still == "yes" else {"no": "No", "not_known": "Not known"}.get(still or "", "")),
        row("MARAC case", {"yes": "Yes", "no": "No", "not_known": "Not known"}.get(marac.get("case", ""), "")),
        row("Independent domestic violence adviser", marac.get("idva", "")),
        row("Promises not kept", str(told.broken_promises) if told.broken_promises else "None on record"),
    ]  # fmt: skip
    return summary_list(rows)


Names = Mapping[str, str]


def sections(
    person: Person,
    told: Told,
    *,
    agencies: Names,
    labels: Names,
    actions: Mapping[str, str],
    may_add: Callable[[str], bool],
) -> list[dict[str, Any]]:
    """Each kind of entry with its table, its sentence and the way to add one.

    Args:
        agencies: names by code.
        labels: the sorts of vulnerable victims in words.
        actions: by the reference of an action of MAPPA, what it asks and where it stands, for those who may read it.
    """
    found = []
    for kind in KINDS.values():
        rows = [each for each in told.entries if each.kind == kind.key]
        add = may_add(kind.key)
        words = _Words(kind.fields, agencies, labels, actions)
        found.append({
            "title": kind.label, "says": kind.says, "add_text": f"Add {kind.one}",
            "add_href": reverse("victim-entry", args=[person.reference, told.victim.pk, kind.key]) if add else "",
            "table": _table(person, told, kind.label, words, rows, add=add) if rows else None,
        })  # fmt: skip
    return found


class _Words:
    """The values of one kind as people read them."""

    def __init__(self, fields: Sequence[Field], agencies: Names, labels: Names, actions: Names) -> None:
        self.fields, self.agencies, self.labels, self.actions = fields, agencies, labels, actions

    def of(self, entry: VictimEntry) -> list[Value]:
        """One cell for each field of which something was said, in one list."""
        if why := unreadable(entry):
            return [CANNOT_READ, why]
        said = content_of(entry)
        return [self._one(field, said[field.name]) for field in self.fields if said.get(field.name)]

    def _one(self, field: Field, kept: str) -> Value:
        value = in_words(field, kept, self.agencies)
        if field.name == VULNERABLE:
            value = self.labels.get(kept, kept)
        elif field.name == LINK:
            return [f"{field.label} {kept}", *([self.actions[kept.upper()]] if kept.upper() in self.actions else [])]
        lead = field.label if field.label.endswith("?") else f"{field.label}:"
        return [f"{lead} {value}"] if isinstance(value, str) else [lead, value]


def _table(person: Person, told: Told, caption: str, words: _Words, rows: list[VictimEntry], *, add: bool) -> Options:
    lines = []
    for each in rows:
        closed = told.closed.get(each.pk)
        holds: Value = _closed(each, closed) if closed else Tag(text="Holds", colour="green")
        if closed is None and each.kind == EntryKind.PROMISE:
            holds = Tag(text="Not recorded as kept", colour="yellow")
        if add and closed is None:
            href = reverse("victim-entry-close", args=[person.reference, told.victim.pk, each.pk])
            hidden = f"the entry of {each.on:%d %m %Y}, number {each.pk}"
            text = "Say what became of it" if each.kind == EntryKind.PROMISE else "Close"
            holds = [holds, Link(text=text, href=href, hidden=hidden)]
        lines.append((each.on, words.of(each), each.recorder, holds))
    return table(caption=caption, columns=["Day", "What", "Recorded by", "State"], rows=lines, caption_size="s")


def _closed(entry: VictimEntry, closed: VictimEntry) -> Value:
    said = content_of(closed)
    answers = dict(closing(entry.kind).fields[0].choices)
    how = answers.get(said.get(HOW, ""), "Closed")
    bad = said.get(HOW) == "broken"
    return [Tag(text=how, colour="red" if bad else "grey"), said.get("said", "") or unreadable(closed), closed.on]
