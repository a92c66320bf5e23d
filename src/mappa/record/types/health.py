"""Health, needs, and what makes contact fair."""

from mappa.accounts.permissions import Permission
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.HEALTH

TYPES = (
    AttachmentType(
        key="health", label="Health", one="an entry about health", group=GROUP, ends=True,
        says="What others need to know to manage risk and to treat the person safely. No more of a medical record.",
        fields=(
            first("what", "What is it?"),
            choice("kind", "What sort?", {"physical": "Physical", "mental": "Mental", "substance": "Drugs or alcohol",
                                          "allergy": "Allergy", "medicine": "Medicine"}, required=True, listed=True),
            text("matters", "Why does it matter here?", Kind.LONG_TEXT, required=True, listed=True),
            text("who_treats", "Who treats the person?", listed=True),
        ),
    ),
    AttachmentType(
        key="self-harm", label="Self-harm and suicide", one="a concern", group=GROUP, ends=True, chronology=True,
        warns=True,
        fields=(
            first("what", "What is the concern?"),
            text("plan", "What helps, and who is told?", Kind.LONG_TEXT, required=True, listed=True),
        ),
    ),
    AttachmentType(
        key="needs-assessments", label="Needs assessments", one="a needs assessment", group=GROUP, chronology=True,
        says="What another service found that the person needs: evidence for a risk assessment, never in its place.",
        fields=(
            choice("service", "Which service assessed the needs?", {"health": "Health", "education": "Education",
                                                                    "housing": "Housing",
                                                                    "social": "Social services"},
                   required=True, listed=True),
            text("found", "What does the person need?", Kind.LONG_TEXT, required=True, listed=True),
            text("assessed_by", "Who assessed it?", required=True, listed=True),
            text("supports", "What does it support?", required=True, listed=True,
                 hint="The assessment of risk, its day, and the point it bears out or puts in doubt"),
            text("agency", "Whose assessment is it?", Kind.AGENCY),
            text("document", "Where the whole document stands"),
        ),
    ),
    AttachmentType(
        key="communication", label="Language and communication", one="a need", group=GROUP, ends=True,
        fields=(
            first("need", "What is needed?", hint="An interpreter, easy words, large print"),
            text("language", "Language", listed=True),
            text("interpreter", "Is an interpreter needed?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="capacity", label="Capacity and vulnerability", one="an entry", group=GROUP, ends=True,
        fields=(
            first("what", "What was found?"),
            text("assessed_by", "Who assessed it?", listed=True),
            text("adult_at_risk", "Is the person an adult at risk?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="diversity", label="Diversity", one="a characteristic", group=GROUP,
        table=Table(
            rows=lambda person, _actor: person.diversity_facts.filter(victim=None).order_by("-on", "-pk"),
            columns=("Characteristic", "Answer", "Day"), page="diversity/", day="on",
            permission=Permission.DIVERSITY_RECORD,
            cells=lambda row: (row.characteristic.capitalize(), "On its own page", row.on),
        ),
    ),
)  # fmt: skip
