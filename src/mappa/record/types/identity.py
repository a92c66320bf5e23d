"""Who it is: names, numbers, looks, and what proves them."""

from mappa.accounts.attribution import attributed
from mappa.accounts.permissions import Permission
from mappa.people.presenters import stamped
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text
from mappa.uploads.model import PICTURES

GROUP = Group.IDENTITY
SIDES = {"left": "Left", "right": "Right", "both": "Both", "middle": "Middle", "": "Not said"}

TYPES = (
    AttachmentType(
        key="names", label="Names and aliases", one="a name", group=GROUP,
        table=Table(
            rows=lambda person, _actor: attributed(person.aliases.order_by("-pk")),
            columns=("Name", "Kind", "Recorded"), page="details/", permission=Permission.PERSON_VIEW,
            cells=lambda row: (f"{row.given_names} {row.family_name}".strip(), row.kind.capitalize(), stamped(row)),
        ),
    ),
    AttachmentType(
        key="numbers", label="Numbers", one="a number", group=GROUP,
        table=Table(
            rows=lambda person, _actor: attributed(person.identifiers.order_by("kind", "pk")),
            columns=("Whose", "Number", "Recorded"), page="details/", permission=Permission.PERSON_VIEW,
            cells=lambda row: (row.get_kind_display(), row.value, stamped(row)),
        ),
    ),
    AttachmentType(
        key="photographs", label="Photographs", one="a photograph", group=GROUP,
        says="The picture itself, or where it is held.", files=PICTURES,
        fields=(
            first("shows", "What does it show?"),
            choice("view", "View", {"face": "Face, from the front", "profile": "Profile", "full": "Full length",
                                    "mark": "A mark or tattoo", "other": "Another view"}, listed=True),
            text("taken_by", "Who took it, and where?"),
            text("held", "Where is the original held?", listed=True, hint="The system and its reference"),
            text("good_likeness", "Is it a good likeness?", Kind.YES_NO),
            notes(),
        ),
    ),
    AttachmentType(
        key="description", label="Descriptions", one="a description", group=GROUP,
        says="How the person looked on that day. A new look is a new entry, so that older ones stay.",
        fields=(
            first("summary", "In a sentence", hint="What would let an officer pick the person out"),
            text("height", "Height in centimetres", Kind.NUMBER, listed=True),
            choice("build", "Build", {"slim": "Slim", "medium": "Medium", "heavy": "Heavy", "muscular": "Muscular"},
                   listed=True),
            text("hair", "Hair, and how it is worn"),
            text("facial_hair", "Facial hair"),
            text("eyes", "Eyes"),
            text("glasses", "Wears glasses?", Kind.YES_NO),
            text("accent", "Accent or way of speaking"),
            text("gait", "Walk, and hand used"),
            notes(),
        ),
    ),
    AttachmentType(
        key="marks", label="Marks, scars and tattoos", one="a mark", group=GROUP, ends=True,
        fields=(
            choice("what", "What is it?", {"tattoo": "Tattoo", "scar": "Scar", "mark": "Birthmark or mole",
                                           "piercing": "Piercing", "missing": "Something missing",
                                           "other": "Something else"}, required=True, listed=True),
            text("where", "Where on the body?", required=True, listed=True),
            choice("side", "Which side?", {key: label for key, label in SIDES.items() if key}),
            text("words", "What does it look like?", Kind.LONG_TEXT, listed=True),
        ),
    ),
    AttachmentType(
        key="samples", label="Fingerprints and DNA", one="a sample", group=GROUP,
        says="That it is held, and where. No sample or profile is kept here.",
        fields=(
            choice("what", "What is held?", {"prints": "Fingerprints", "dna": "DNA", "palm": "Palm prints",
                                             "other": "Something else"}, required=True, listed=True),
            text("held", "Where is it held?", required=True, listed=True),
            text("reference", "Reference", listed=True),
        ),
    ),
    AttachmentType(
        key="identity-documents", label="Identity documents", one="an identity document", group=GROUP, ends=True,
        says="A document that was seen. Put the number itself among the numbers too, so that others find it.",
        fields=(
            choice("what", "Which document?", {"passport": "Passport", "driving": "Driving licence",
                                               "identity": "National identity card", "permit": "Residence permit",
                                               "birth": "Birth certificate", "other": "Another document"},
                   required=True, listed=True),
            text("number", "Number on it", listed=True),
            text("country", "Country that issued it", listed=True),
            text("name", "Name on it"),
            text("expires", "Last day on which it is valid", Kind.DATE, comes_up="No longer valid after"),
            text("with_police", "Is it held by the police or a court?", Kind.YES_NO),
            notes(),
        ),
    ),
    AttachmentType(
        key="nationality", label="Nationality and immigration", one="a nationality", group=GROUP, ends=True,
        fields=(
            first("nationality", "Nationality"),
            choice("status", "Leave to be here", {"citizen": "Citizen, or needs no leave", "settled": "Settled",
                                                  "limited": "Limited leave", "none": "No leave",
                                                  "deport": "Liable to deportation", "not_known": "Not known"},
                   listed=True),
            text("reference", "Immigration reference"),
            text("ends_on", "Last day of the leave", Kind.PARTIAL_DATE),
            notes(),
        ),
    ),
)  # fmt: skip
