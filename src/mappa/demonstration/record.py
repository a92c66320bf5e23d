"""Attachments of the invented records. Drawn by themselves, so that no other story changes."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from mappa.agencies.models import Agency
from mappa.demonstration.write import BY, Written, noon
from mappa.record.blinding import write_blind_keys
from mappa.record.contents import sealed
from mappa.record.models import Attachment, Nothing, StoredFile
from mappa.record.types import TYPES
from mappa.uploads.model import Kind as FileKind

SEED = 43
RICH = 12
"""So many people in MAPPA now have a full record; the others have what everybody has."""
MARKING = "OFFICIAL-SENSITIVE"

EVERYBODY: tuple[tuple[str, dict[str, str]], ...] = (
    ("description", {"summary": "Tall, short grey hair, walks with a limp", "height": "186", "build": "slim"}),
    ("description", {"summary": "Short dark hair, full beard, glasses", "height": "172", "build": "medium"}),
    ("marks", {"what": "tattoo", "where": "Forearm", "side": "left", "words": "An anchor and the word HOME"}),
    ("telephones", {"number": "01632 960 043", "whose": "own", "device": "Plain handset", "notified": "yes"}),
    ("vehicles", {"registration": "ZZ19 ABC", "make": "Small van", "colour": "White", "use": "keeper"}),
    ("employment", {"employer": "Lakeside Joinery", "post": "Workshop hand", "kind": "paid", "with_risk": "no"}),
    ("finance", {"what": "account", "held_with": "Northshire Savings", "last_four": "4471", "notified": "yes"}),
    ("licence-conditions", {"condition": "Not to enter the part of Larchford shown on the map", "kind": "additional",
                            "state": "set", "monitored": "Tag, and visits"}),
    ("contacts", {"with_whom": "The landlord", "how": "telephone", "said": "Rent is paid and nobody has complained.",
                  "concern": "no"}),
)  # fmt: skip
RICHLY: tuple[tuple[str, dict[str, str]], ...] = (
    ("photographs", {"shows": "Face, without the beard", "view": "face", "held": "Custody system, NS/22/0417"}),
    ("identity-documents", {"what": "passport", "country": "United Kingdom", "with_police": "yes"}),
    ("samples", {"what": "dna", "held": "National database", "reference": "NS-22-118"}),
    ("address-checks", {"address": "4 Mill Lane, Larchford", "outcome": "with_conditions", "checked_by": "PC Sedge",
                        "location": "A quiet street. The school is four streets away.", "past_victims": "6 miles",
                        "occupants": "A brother, who knows and agrees.", "present_victims": "11 miles"}),
    ("internet", {"name": "quiet_heron82", "site": "Hearth chat", "notified": "yes", "contacts_children": "not_known"}),
    ("emails", {"address": "heron82@mail.example", "whose": "own", "notified": "yes"}),
    ("devices", {"what": "Smartphone", "identifier": "Serial 7K22-118", "monitored": "yes"}),
    ("travel", {"where": "Lisbon, a week", "point": "Northshire Airport", "notified": "yes"}),
    ("haunts", {"where": "The canal path by Millbrook", "why": "Walks there on Sunday mornings"}),
    ("partners-of", {"name": "Robin Invented", "born": "1986", "knows": "yes", "children": "yes"}),
    ("associates", {"name": "Lee Madeup", "what": "custody"}),
    ("household", {"name": "A brother", "relation": "Brother", "knows": "yes"}),
    ("children-in-contact", {"name": "Robin's child, aged about 9", "born": "2017-04", "relation": "Partner's child",
                             "contact": "supervised", "services": "yes"}),
    ("method", {"summary": "Befriends parents on their own, and offers help with the children",
                "targets": "Households with children under 10", "place": "Evenings, at home", "online": "yes"}),
    ("weapons", {"what": "Crossbow", "how": "used", "certificate": "None"}),
    ("warnings", {"warning": "Never visit alone", "kind": "visit",
                  "what_to_do": "Two officers, one of them from the police, and tell the control room before."}),
    ("self-harm", {"what": "Cut his arms after the last refusal of parole", "plan": "The GP and the hostel are told."}),
    ("health", {"what": "Type 2 diabetes", "kind": "physical", "matters": "Needs food at long interviews",
                "who_treats": "Larchford surgery"}),
    ("communication", {"need": "Easy words, and time to read", "language": "English", "interpreter": "no"}),
    ("restrictions", {"restriction": "No contact with children except with a supervisor", "explained_by": "PC Sedge",
                      "why": "Both offences began with friendship to a parent.", "explained_on": "2026-03-02"}),
    ("contracts", {"kind": "supervision", "expects": "To keep appointments and say where he works.",
                   "reasons": "So that risk is seen early.", "consequences": "A warning, then recall is considered.",
                   "with_whom": "The offender manager"}),
    ("compliance", {"what": "Office appointment", "kept": "kept"}),
    ("triggers", {"what": "Losing work", "then": "Visit within two days and tell the offender manager"}),
    ("protective", {"what": "Steady work", "how": "Fills the day, and he values the foreman's trust"}),
    ("incidents", {"what": "Shouted at a neighbour about parking", "harm": "no", "done": "Spoken to by both officers"}),
    ("told", {"what": "mappa", "said": "That he is managed at level 2, and what that means", "by": "PC Sedge"}),
    ("victim-places", {"area": "Larch Close and streets around it", "why": "She works there", "victim_knows": "yes"}),
    ("intelligence", {"text": "Said to be asking about work near a primary school.", "source_grade": "2",
                      "assessment": "B", "handling": "C", "conditions": "Not to be told to the person or his family.",
                      "reference": "NS-INT-2026-0311"}),
    ("documents", {"title": "Psychologist's report", "kind": "report", "held": "Case system, 22/118",
                   "written_by": "Dr Reed"}),
    ("programmes", {"programme": "Building better relationships", "state": "begun"}),
)  # fmt: skip
NOTHINGS = (("pets", Nothing.NONE), ("armed-forces", Nothing.NOT_KNOWN), ("education", Nothing.UNAVAILABLE))


def write_record(written: list[Written], *, on: date) -> None:
    """A little about everybody, and full records of some of those who are in MAPPA now."""
    random = Random(SEED)  # noqa: S311 - invented people need no secrecy
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    rich = 0
    rows = []
    for each in written:
        here = each.story.area == "northshire" and not each.story.compartment
        now = here and (each.story.cohort.startswith("now level") or not rich)
        kept = random.sample(EVERYBODY, 4)
        if now and rich < RICH:
            rich += 1
            kept = [*EVERYBODY[1:], *RICHLY]
        first = min(each.person.recorded_at.date(), on)
        for kind, content in kept:
            day = first + timedelta(days=random.randint(0, max((on - first).days, 0)))
            rows.append(_row(each, kind, content, day, agencies[f"{each.story.area}-police"]))
        rows += [
            _row(each, kind, {}, first, agencies[f"{each.story.area}-probation"], nothing=nothing)
            for kind, nothing in NOTHINGS if len(kept) > len(EVERYBODY)
        ]  # fmt: skip
    pictures = [each for each in rows if each.kind == "photographs"]
    for each in pictures:
        content = a_silhouette(random.choice(["#505a5f", "#626a6e", "#3b4248"]))
        each.file = StoredFile.objects.create(
            person=each.person, name=random.randbytes(8).hex(), kind=FileKind.PNG, size=len(content), content=content
        )
    Attachment.objects.bulk_create(rows, batch_size=2000)
    write_blind_keys(rows)


def a_silhouette(shade: str) -> bytes:
    """A head and shoulders in one shade, which look like nobody, as a PNG."""
    picture = Image.new("RGB", (480, 560), "#d2e2f1")
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((60, 400, 420, 800), fill=shade)
    drawn.ellipse((145, 100, 335, 380), fill=shade)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _row(each: Written, kind: str, content: dict[str, str], day: date, source: Agency, **more: str) -> Attachment:
    return Attachment(
        person=each.person, kind=kind, since=day, source=source, marking=MARKING,
        compartment=TYPES[kind].compartment or "", recorded_by=BY, recorded_agency=source.code, recorded_at=noon(day),
        **sealed(content), **more,
    )  # fmt: skip
