"""Custody, hospital, release, and what binds the person outside."""

from mappa.accounts.permissions import Permission
from mappa.offending.models import Movement
from mappa.offending.movements import BY_DECISION, MovementKind, ReturnReason
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.CONTROLS
MOVEMENTS, REASONS = dict(MovementKind.choices), dict(ReturnReason.choices)
HOSPITAL = (
    MovementKind.ADMITTED, MovementKind.DISCHARGED, MovementKind.CTO_START, MovementKind.TRANSFER_S47,
    MovementKind.NOTIONAL_S37, MovementKind.CONDITIONAL_DISCHARGE, MovementKind.LEAVE_PLANNED,
    MovementKind.DISCHARGE_PLANNED,
)  # fmt: skip


def _movement(row: Movement) -> tuple[object, ...]:
    return MOVEMENTS.get(row.kind, row.kind), row.on, REASONS.get(row.reason, row.reason) or "None", row.recorded_by


def _movements(key: str, label: str, one: str, group: Group, **kinds: object) -> AttachmentType:
    return AttachmentType(
        key=key, label=label, one=one, group=group,
        table=Table(
            rows=lambda person, _actor: (
                person.movements.filter(**kinds).exclude(kind__in=BY_DECISION).order_by("-on", "-pk")
            ),
            columns=("What", "Day", "Why", "Recorded by"), page="facts/", day="on",
            permission=Permission.DETERMINATION_VIEW, cells=_movement,
        ),
    )  # fmt: skip


CUSTODY = [kind for kind in MovementKind if kind not in HOSPITAL]

TYPES = (
    _movements("custody", "Custody, release and recall", "a movement", GROUP, kind__in=CUSTODY),
    AttachmentType(
        key="custody-conduct", label="Conduct in custody", one="an entry about conduct", group=GROUP, chronology=True,
        fields=(
            first("what", "What happened?"),
            choice("kind", "What sort of entry?", {"adjudication": "Adjudication", "concern": "Concern",
                                                   "positive": "Positive entry", "security": "Security entry",
                                                   "visits": "Visits, letters and telephone"}, listed=True),
            text("prison", "Which prison?", listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="at-large", label="At large and extradition", one="an entry", group=GROUP, ends=True, chronology=True,
        warns=True,
        says="Unlawfully at large after release or recall, wanted, or extradition. Every agency of the record sees it.",
        fields=(
            choice("what", "What is it?", {"at_large": "Unlawfully at large", "wanted": "Wanted on warrant",
                                           "extradition_asked": "Extradition asked for",
                                           "extradited": "Extradited"}, required=True, listed=True),
            text("last_seen", "Last seen where and when?", listed=True),
            text("reference", "Reference of the warrant or request", listed=True),
            text("done", "What is being done to find the person?", Kind.LONG_TEXT),
        ),
    ),
    _movements("hospital", "Hospital", "a movement", Group.HEALTH, kind__in=HOSPITAL),
    AttachmentType(
        key="licence-conditions", label="Licence conditions", one="a licence condition", group=GROUP, ends=True,
        ahead=True,
        fields=(
            first("condition", "The condition, as it is worded"),
            choice("kind", "What sort?", {"standard": "Standard", "additional": "Additional", "bespoke": "Bespoke"},
                   required=True, listed=True),
            choice("state", "Where does it stand?", {"proposed": "Proposed", "set": "On the licence",
                                                     "varied": "Varied", "removed": "Removed"},
                   required=True, listed=True),
            text("monitored", "How is it checked?", listed=True),
        ),
    ),
    AttachmentType(
        key="restrictions", label="Restrictions explained", one="a restriction that was explained", group=GROUP,
        ends=True, chronology=True,
        says="Why each restriction was imposed, and when and by whom it was explained. Clear reasons raise compliance.",
        fields=(
            first("restriction", "Which restriction?", hint="A licence condition, an order or a rule of the plan"),
            text("why", "Why was it imposed?", Kind.LONG_TEXT, required=True, listed=True),
            text("explained_on", "When was it explained to the person?", Kind.DATE, required=True, listed=True),
            text("explained_by", "By whom?", required=True, listed=True),
            text("response", "What did the person say?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="contracts", label="Agreed contracts", one="a contract", group=GROUP, ends=True, chronology=True,
        says="What the person has agreed to in writing. A release contract is for a licence that is short or absent.",
        fields=(
            choice("kind", "Which contract?", {"supervision": "Supervision contract",
                                               "disclosure": "Contract for controlled disclosure",
                                               "release": "Release contract"}, required=True, listed=True),
            text("expects", "What is expected, in plain words?", Kind.LONG_TEXT, required=True),
            text("reasons", "Why?", Kind.LONG_TEXT, required=True),
            text("consequences", "What follows if it is not kept?", Kind.LONG_TEXT, required=True),
            text("venue", "Venue and times, for a disclosure"),
            text("signed_on", "Day on which the person signed", Kind.DATE, listed=True),
            text("with_whom", "Who signed with them?", required=True, listed=True),
        ),
    ),
    AttachmentType(
        key="compliance", label="Appointments and compliance", one="an appointment", group=GROUP, chronology=True,
        ahead=True,
        fields=(
            first("what", "Which appointment, test or check?"),
            choice("kept", "Was it kept?", {"kept": "Kept", "late": "Late", "missed": "Missed, accepted reason",
                                            "failed": "Missed, no acceptable reason", "ahead": "Still to come"},
                   required=True, listed=True),
            text("done", "What was done about it?", Kind.LONG_TEXT, listed=True),
        ),
    ),
    AttachmentType(
        key="recall-requests", label="Warnings and recall requests", one="a warning or request", group=GROUP,
        chronology=True,
        fields=(
            choice("what", "What was done?", {"warning": "Warning", "final": "Final warning",
                                              "recall_asked": "Recall asked for", "recall_refused": "Recall refused",
                                              "breach": "Breach proceedings begun"}, required=True, listed=True),
            text("why", "Why?", Kind.LONG_TEXT, required=True, listed=True),
            notes(),
        ),
    ),
)  # fmt: skip
