"""What an entry about a victim may say: one declaration for each kind, from which form and page follow."""

from mappa.record.declaration import AttachmentType, Field, Group, Kind, choice, first, text
from mappa.victims.lifecycle import ContactAction
from mappa.victims.models import EntryKind

STEP, STAGE, LINK, VULNERABLE, LEADS, STILL = "step", "stage", "mappa_action", "because", "lead", "still"
CODE, ADDRESS, PLAN, WHY_OTHER = "postcode", "address", "plan", "why_other"
STAGES = {
    "sentence": "After sentence", "custody": "In custody", "release": "Before release", "licence": "On licence",
    "hospital": "In hospital", "over": "After the sentence",
}  # fmt: skip


def _kind(key: EntryKind, one: str, says: str, *fields: Field) -> AttachmentType:
    return AttachmentType(key=key, label=str(key.label), one=one, group=Group.VICTIMS, says=says, fields=fields)


def _needs_plan(content: dict[str, str]) -> dict[str, str]:
    """Contact that goes on is never recorded without what is done about it (VICTIM-11)."""
    if content.get(STILL) == "yes" and not content.get(PLAN):
        return {PLAN: "Say what is done to keep them safe while they are in contact"}
    return {}


KINDS: dict[str, AttachmentType] = {
    each.key: each
    for each in (
        _kind(
            EntryKind.CONTACT, "a step of statutory contact",
            "Offered, accepted or declined, and what they were told or asked through custody and licence.",
            choice(STEP, "What happened?", {action.value: action.label for action in ContactAction},
                   required=True, listed=True),
            choice(STAGE, "When in the sentence?", STAGES, required=True, listed=True),
            text("who", "Who was in touch with them?", required=True, listed=True),
            text("said", "What was said or asked?", Kind.LONG_TEXT),
        ),
        _kind(
            EntryKind.EARLIER, "contact before the conviction",
            "Who was in touch with them before there was a conviction, so that nobody begins again from nothing.",
            first("who", "Which service or officer?"),
            text("what", "What was it about?", Kind.LONG_TEXT, listed=True),
        ),
        _kind(
            EntryKind.MARAC, "whether this is a MARAC case", "",
            choice("case", "Is it a MARAC case?", {"yes": "Yes", "no": "No", "not_known": "Not known"},
                   required=True, listed=True),
            text("idva", "Independent domestic violence adviser", listed=True,
                 hint="The name, and how to reach them. Leave empty where there is none."),
        ),
        _kind(
            EntryKind.MARAC_ACTION, "an action of MARAC",
            "So that two meetings do not undo each other's work, an action of MARAC stands beside that of MAPPA.",
            first("what", "What did MARAC ask for?"),
            text("who", "Who does it?", required=True, listed=True),
            text("by", "By which day?", Kind.DATE, listed=True),
            text(LINK, "Which action of MAPPA belongs to it?", listed=True),
        ),
        _kind(
            EntryKind.VIEWS, "their views",
            "Information for those who decide. A victim is never given a decision or a task.",
            text("said", "What do they think or fear?", Kind.LONG_TEXT, required=True, listed=True),
            text("who", "To whom did they say it?", required=True, listed=True),
        ),
        _kind(
            EntryKind.PROMISE, "a promise made to them", "",
            text("what", "What was promised?", Kind.LONG_TEXT, required=True, listed=True),
            text("who", "Who promised it?", required=True, listed=True),
            text("by", "By which day?", Kind.DATE, listed=True),
        ),
        _kind(
            EntryKind.LEAD, "who leads for them", "",
            text(VULNERABLE, "Whom is it for?", required=True, listed=True),
            text(LEADS, "Which agency leads?", Kind.AGENCY, required=True, listed=True),
            text("who", "Name of the worker", listed=True),
            text(WHY_OTHER, "Why another agency than those that fit?",
                 hint="Only where the agency is none of those that the policy names for them."),
        ),
        AttachmentType(
            key=EntryKind.IN_CONTACT, label=str(EntryKind.IN_CONTACT.label), one="whether they are in contact",
            group=Group.VICTIMS, also=_needs_plan,
            fields=(
                choice(STILL, "Are they in contact with the person managed?",
                       {"yes": "Yes", "no": "No", "not_known": "Not known"}, required=True, listed=True),
                text("how", "How, and how often?", Kind.LONG_TEXT, listed=True),
                text(PLAN, "What is done to keep them safe?", Kind.LONG_TEXT, listed=True),
            ),
        ),
        _kind(
            EntryKind.PLACE, "a place where they live or go",
            "It is compared with addresses proposed for the person managed, and shown to nobody else.",
            first(ADDRESS, "Address or place"),
            text(CODE, "Postcode", listed=True),
            choice("use", "What is it?", {"home": "Home", "work": "Work", "school": "School", "other": "Elsewhere"},
                   required=True, listed=True),
        ),
    )
}  # fmt: skip

KEPT = {"kept": "Yes, it was kept", "broken": "No, it was not", "released": "They no longer want it"}
OVER = {"over": "It was right until now", "mistaken": "It was recorded by mistake"}
HOW = "how"


def closing(kind: str) -> AttachmentType:
    """What is said when an entry of a kind no longer holds: of a promise, whether it was kept (VICTIM-07)."""
    promise = kind == EntryKind.PROMISE
    label = "Was it kept?" if promise else "What about it?"
    why = text("said", "What happened?" if promise else "Why?", Kind.LONG_TEXT, required=True, listed=True)
    return AttachmentType(
        key=EntryKind.CLOSED, label="", one="", group=Group.VICTIMS,
        fields=(choice(HOW, label, KEPT if promise else OVER, required=True, listed=True), why),
    )  # fmt: skip


LIAISON_ONLY = frozenset({EntryKind.CONTACT, EntryKind.PROMISE})
"""What only those who keep victims' details record: it is their own work with the victim."""
