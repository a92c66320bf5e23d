"""The people around the person. They are third parties: a compartment of its own (INFO-05)."""

from mappa.accounts.compartments import Compartment
from mappa.accounts.permissions import Permission
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.AROUND
KNOWS = "Do they know about the offending?"

TYPES = (
    AttachmentType(
        key="partners-of", label="Partner or spouse", one="a partner or spouse", group=GROUP, ends=True,
        compartment=Compartment.THIRD_PARTY,
        fields=(
            first("name", "Name"),
            text("born", "Date of birth, as far as known", Kind.BIRTH, listed=True),
            text("knows", KNOWS, Kind.YES_NO, listed=True),
            text("children", "Have they children living with them?", Kind.YES_NO, listed=True),
            text("telephone", "Telephone", Kind.TELEPHONE),
            notes(),
        ),
    ),
    AttachmentType(
        key="associates", label="Associates", one="an associate", group=GROUP, ends=True,
        compartment=Compartment.THIRD_PARTY,
        fields=(
            first("name", "Name"),
            choice("what", "What are they to each other?", {"friend": "Friend", "family": "Family", "work": "Work",
                                                            "offending": "Has offended with them",
                                                            "custody": "Met in custody", "other": "Something else"},
                   listed=True),
            text("reference", "Their own reference, if they are on record", listed=True),
            text("risk", "Why does it matter?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="household", label="Household", one="a member of the household", group=GROUP, ends=True,
        compartment=Compartment.THIRD_PARTY,
        fields=(
            first("name", "Name"),
            text("relation", "What are they to the person?", listed=True),
            text("born", "Date of birth, as far as known", Kind.BIRTH, listed=True),
            text("knows", KNOWS, Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="children-in-contact", label="Children in contact", one="a child in contact", group=GROUP, ends=True,
        compartment=Compartment.THIRD_PARTY, chronology=True,
        says="A child with whom the person has contact, or may have. Children who were harmed are victims.",
        fields=(
            first("name", "Name, or words that tell which child"),
            text("born", "Date of birth, as far as known", Kind.BIRTH, listed=True),
            text("relation", "What are they to the person?", required=True, listed=True),
            choice("contact", "What contact is there?", {"lives": "Lives in the same home", "visits": "Visits",
                                                         "supervised": "Supervised contact only",
                                                         "indirect": "Letters, telephone or online",
                                                         "none": "None allowed"}, required=True, listed=True),
            text("services", "Children's services told?", Kind.YES_NO, listed=True),
            text("lead", "Which agency leads?", Kind.AGENCY),
            notes(),
        ),
    ),
    AttachmentType(
        key="family", label="Family", one="a relative", group=GROUP, ends=True, compartment=Compartment.THIRD_PARTY,
        fields=(
            first("name", "Name"),
            text("relation", "Which relative?", listed=True),
            text("in_touch", "In touch with the person?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="emergency-contact", label="Whom to tell in an emergency", one="somebody to tell", group=GROUP, ends=True,
        compartment=Compartment.THIRD_PARTY,
        fields=(
            first("name", "Name"),
            text("relation", "What are they to the person?", listed=True),
            text("telephone", "Telephone", Kind.TELEPHONE, required=True, listed=True),
        ),
    ),
    AttachmentType(
        key="victims", label="Victims and people at risk", one="a victim", group=Group.VICTIMS,
        compartment=Compartment.VICTIMS,
        table=Table(
            rows=lambda person, _actor: person.victims.order_by("kind", "pk"),
            columns=("Who", "Kind"), page="victims/", permission=Permission.VICTIMS_VIEW,
            cells=lambda row: (row.description, row.get_kind_display()),
        ),
    ),
    AttachmentType(
        key="victim-places", label="Places to be kept away from", one="a place", group=Group.VICTIMS, ends=True,
        compartment=Compartment.VICTIMS,
        says="Where a victim lives, works or goes. It is never shown to the person or in a summary for others.",
        fields=(
            first("area", "Which place or area?"),
            text("why", "Why?", listed=True),
            text("victim_knows", "Does the victim know of it?", Kind.YES_NO),
        ),
    ),
    AttachmentType(
        key="victim-concerns", label="Concerns for victims", one="a concern", group=Group.VICTIMS, chronology=True,
        compartment=Compartment.VICTIMS,
        fields=(
            first("concern", "What is the concern?"),
            text("done", "What was done, and by whom?", Kind.LONG_TEXT, listed=True),
            text("lead", "Which agency leads?", Kind.AGENCY, listed=True),
        ),
    ),
)  # fmt: skip
