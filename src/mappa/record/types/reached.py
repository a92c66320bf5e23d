"""Where the person lives, goes and can be reached."""

from mappa.accounts.attribution import attributed
from mappa.accounts.permissions import Permission
from mappa.people.presenters import stamped
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.REACHED
WHOSE = {"own": "Their own", "shared": "Shared with somebody", "other": "Somebody else's, whom they use",
         "not_known": "Not known"}  # fmt: skip


def _support(content: dict[str, str]) -> dict[str, str]:
    """Where nothing is suitable, what was put in its place has to be said (PLAN-22)."""
    if content.get("outcome") == "none" and not content.get("support"):
        return {"support": "Say what support was put in its place"}
    return {}


TYPES = (
    AttachmentType(
        key="addresses", label="Addresses", one="an address", group=GROUP,
        table=Table(
            rows=lambda person, _actor: attributed(person.addresses.order_by("-since", "-pk")),
            columns=("Address", "Kind", "From", "Until", "Recorded"), page="details/", day="since",
            permission=Permission.PERSON_VIEW,
            cells=lambda row: (row.text, row.kind.capitalize(), row.since, row.until or "Now", stamped(row)),
        ),
    ),
    AttachmentType(
        key="address-checks", label="Checks of accommodation", one="a check of accommodation", group=GROUP,
        chronology=True, also=_support,
        says="Whether a place is fit: where it lies, who lives there and what they think, how far it is from victims.",
        fields=(
            first("address", "Which address was checked?"),
            choice("outcome", "Is it suitable?", {"suitable": "Suitable", "with_conditions": "Suitable with conditions",
                                                  "not_suitable": "Not suitable", "none": "Nothing suitable was found"},
                   required=True, listed=True),
            text("location", "Where it lies", Kind.LONG_TEXT, required=True,
                 hint="Schools, parks, people at risk, and what the neighbourhood is like"),
            text("occupants", "Who lives there, and what do they think?", Kind.LONG_TEXT, required=True),
            text("past_victims", "Distance from past victims", required=True, listed=True,
                 hint="In miles or minutes. Say “no past victim near” where there is none"),
            text("present_victims", "Distance from present or possible victims", required=True, listed=True),
            text("support", "Support put in its place, where nothing is suitable", Kind.LONG_TEXT,
                 hint="Needed where nothing suitable was found"),
            text("checked_by", "Who checked it?", required=True),
        ),
    ),
    AttachmentType(
        key="telephones", label="Telephones", one="a telephone", group=GROUP, ends=True,
        fields=(
            first("number", "Number", Kind.TELEPHONE),
            choice("whose", "Whose is it?", WHOSE, listed=True),
            text("device", "Make and model", listed=True),
            text("imei", "IMEI of the handset"),
            text("notified", "Notified to the police?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="emails", label="Email addresses", one="an email address", group=GROUP, ends=True,
        fields=(
            first("address", "Email address", Kind.EMAIL),
            choice("whose", "Whose is it?", WHOSE, listed=True),
            text("notified", "Notified to the police?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="internet", label="Internet identities", one="an internet identity", group=GROUP, ends=True,
        says="A name used on a site, app or game. Passwords are never recorded.",
        fields=(
            first("name", "Name used", Kind.INTERNET),
            text("site", "Site, app or game", required=True, listed=True),
            text("notified", "Notified to the police?", Kind.YES_NO, listed=True),
            text("contacts_children", "Do children use it?", Kind.YES_NO),
            notes(),
        ),
    ),
    AttachmentType(
        key="devices", label="Computers and devices", one="a device", group=GROUP, ends=True,
        fields=(
            first("what", "What is it?"),
            text("identifier", "Serial number or other identifier", listed=True),
            text("monitored", "Is monitoring software on it?", Kind.YES_NO, listed=True),
            text("checked_on", "Last day it was checked", Kind.DATE, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="vehicles", label="Vehicles", one="a vehicle", group=GROUP, ends=True,
        fields=(
            first("registration", "Registration", Kind.VEHICLE),
            text("make", "Make and model", listed=True),
            text("colour", "Colour", listed=True),
            choice("use", "Who keeps it?", {"keeper": "They are the keeper", "uses": "They use somebody else's",
                                            "work": "It goes with their work", "not_known": "Not known"}, listed=True),
            text("insured", "Insured to drive it?", Kind.YES_NO),
            notes(),
        ),
    ),
    AttachmentType(
        key="travel", label="Travel", one="a journey", group=GROUP, ends=True, ahead=True, chronology=True,
        says="A journey inside or outside the United Kingdom. Notice of travel abroad is recorded among the facts too.",
        fields=(
            first("where", "Where to?"),
            text("point", "Where do they leave or arrive?", listed=True),
            text("with_whom", "With whom, and where do they stay?"),
            text("notified", "Notified to the police?", Kind.YES_NO, listed=True),
            text("risk", "What was done about risk there?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="haunts", label="Places frequented", one="a place", group=GROUP, ends=True,
        fields=(
            first("where", "Which place?"),
            text("why", "What for, and when?", listed=True),
            text("risk", "Why does it matter?", Kind.LONG_TEXT),
        ),
    ),
)  # fmt: skip
