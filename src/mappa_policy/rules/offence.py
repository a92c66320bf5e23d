"""What is recorded of the offence itself beside its words: its form, and where it was tried."""

from mappa_policy.rules.conviction import Conviction

ABROAD = ("scotland", "northern_ireland", "foreign", "service")
JURISDICTION = {"scotland": "Scotland", "northern_ireland": "Northern Ireland"}
ENGLAND_AND_WALES = "E&W"


def form_of(conviction: Conviction) -> str:
    """Attempt, conspiracy, incitement, aiding, encouraging or assisting; empty for the offence itself."""
    return "attempt" if conviction.event.fields.get("attempt") else conviction.recorded.form


def jurisdiction_of(conviction: Conviction) -> str:
    """The part of the United Kingdom whose paragraphs apply: that of the court, else England and Wales."""
    return JURISDICTION.get(conviction.court, ENGLAND_AND_WALES)
