"""What is recorded of the offence itself: its code, its Act and section, its form, and where it was tried."""

from collections.abc import Mapping

from mappa_policy import offences
from mappa_policy.offences import Provision
from mappa_policy.rules.facts import Conviction

ABROAD = ("scotland", "northern_ireland", "foreign", "service")
COMMON_LAW = "common law"
# How the title of an offence begins when it names another offence that was attempted, planned or helped.
BEGINNINGS = {
    "attempt": "attempt",
    "conspir": "conspiracy",
    "incit": "incitement",
    "encourag": "encouraging or assisting",
    "aid": "aiding",
    "abet": "aiding",
    "counsel": "aiding",
    "procur": "aiding",
}
JURISDICTION = {"scotland": "Scotland", "northern_ireland": "Northern Ireland"}
ENGLAND_AND_WALES = "E&W"


def offence_of(conviction: Conviction) -> Mapping[str, object]:
    """The offence as recorded; empty where nobody recorded one."""
    offence = conviction.event.fields.get("offence")
    return offence if isinstance(offence, Mapping) else {}


def title_of(conviction: Conviction) -> str:
    """The title as recorded, in small letters, or empty."""
    return " ".join(str(offence_of(conviction).get("title") or "").casefold().split())


def cjs_code(conviction: Conviction) -> str:
    """The CJS offence code, on the offence or on the event, or empty."""
    return str(offence_of(conviction).get("cjs_code") or conviction.event.text("cjs_code"))


def entry_of(conviction: Conviction) -> offences.OffenceEntry | None:
    """What the lists say of the code; none where there is no code or no list has it."""
    code = cjs_code(conviction)
    return offences.by_cjs_code(code) if code else None


def provision_of(conviction: Conviction) -> Provision | None:
    """The Act and sections as recorded, or none where no Act is recorded."""
    offence = offence_of(conviction)
    statute = str(offence.get("statute") or "")
    if not statute:
        return None
    said = str(offence.get("section") or "")
    return Provision(offences.plain_statute(statute), offences.sections_of(said) or ((said,) if said else ()))


def form_of(conviction: Conviction) -> str:
    """Attempt, conspiracy, incitement, aiding, encouraging or assisting; empty for the offence itself."""
    if conviction.event.yes("attempt"):
        return "attempt"
    provision, entry = provision_of(conviction), entry_of(conviction)
    own = offences.form_of((provision,)) if provision else ""
    return own or (entry.form if entry else "")


def hides_its_principal(conviction: Conviction) -> bool:
    """Whether the Act recorded says only that something was attempted, planned or helped, and not what."""
    provision = provision_of(conviction)
    if provision is None:
        return False
    if offences.form_of((provision,)):
        return True
    return provision.statute == COMMON_LAW and title_of(conviction).startswith(tuple(BEGINNINGS))


def jurisdiction_of(conviction: Conviction) -> str:
    """The part of the United Kingdom whose paragraphs apply: that of the court, else England and Wales."""
    return JURISDICTION.get(conviction.court, ENGLAND_AND_WALES)
