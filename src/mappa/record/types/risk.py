"""Risk, warnings, and what keeps people safe."""

from mappa.accounts.compartments import Compartment
from mappa.accounts.permissions import Permission
from mappa.assessments.selectors import rosh_label
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.RISK

TYPES = (
    AttachmentType(
        key="warnings", label="Warnings to staff", one="a warning", group=GROUP, ends=True, chronology=True, warns=True,
        compartment=Compartment.STAFF_SAFETY,
        says="What somebody must know before they meet the person. It stands on the first page until it ends.",
        fields=(
            first("warning", "The warning, in one sentence"),
            choice("kind", "What sort?", {"violent": "Violent", "weapons": "Weapons", "visit": "Never visit alone",
                                          "women": "Risk to women staff", "men": "Risk to men", "dog": "Dangerous dog",
                                          "drugs": "Drugs or needles", "infection": "Infection",
                                          "allegations": "Makes allegations", "other": "Another warning"},
                   required=True, listed=True),
            text("what_to_do", "What to do about it", Kind.LONG_TEXT, required=True, listed=True),
            text("review_on", "When is it looked at again?", Kind.DATE, comes_up="Look at it again"),
        ),
    ),
    AttachmentType(
        key="weapons", label="Weapons", one="a weapon", group=GROUP, ends=True, chronology=True, warns=True,
        fields=(
            first("what", "Which weapon?"),
            choice("how", "What is known?", {"holds": "Has it", "access": "Can get it", "used": "Has used it",
                                             "licensed": "Held a certificate"}, required=True, listed=True),
            text("certificate", "Certificate, and where it stands", listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="assessments", label="Risk assessments", one="an assessment", group=GROUP,
        table=Table(
            rows=lambda person, _actor: person.assessments.select_related("agency").order_by("-on", "-pk"),
            columns=("Tool", "Day", "RoSH", "Assessor", "Agency"), page="risk/", day="on",
            permission=Permission.PLAN_VIEW,
            cells=lambda row: (row.tool, row.on, rosh_label(row.rosh or None), row.assessor, row.agency.name),
        ),
    ),
    AttachmentType(
        key="triggers", label="Triggers and early signs", one="a trigger or sign", group=GROUP, ends=True,
        fields=(
            first("what", "What is the sign?"),
            text("then", "What to do when it is seen", Kind.LONG_TEXT, required=True, listed=True),
        ),
    ),
    AttachmentType(
        key="protective", label="What protects", one="something that protects", group=GROUP, ends=True,
        fields=(
            first("what", "What is it?"),
            text("how", "How does it lower risk?", Kind.LONG_TEXT, listed=True),
            text("since_when", "Since when?", Kind.PARTIAL_DATE, listed=True),
        ),
    ),
    AttachmentType(
        key="incidents", label="Incidents", one="an incident", group=GROUP, chronology=True,
        fields=(
            first("what", "What happened?"),
            text("harm", "Was anybody harmed?", Kind.YES_NO, required=True, listed=True),
            text("done", "What was done?", Kind.LONG_TEXT, listed=True),
            text("reference", "Reference", listed=True),
        ),
    ),
    AttachmentType(
        key="flags", label="Markers in other systems", one="a marker", group=GROUP, ends=True,
        says="A flag that another system carries, such as an address or telephone that calls an urgent response.",
        fields=(
            first("system", "Which system?"),
            text("flag", "What does it say?", required=True, listed=True),
            text("agency", "Whose system?", Kind.AGENCY, listed=True),
            text("review_on", "When does it run out?", Kind.DATE, listed=True, comes_up="Runs out"),
            notes(),
        ),
    ),
)  # fmt: skip
