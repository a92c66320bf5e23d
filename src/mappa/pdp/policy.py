"""What an edition says of potentially dangerous persons."""

from mappa.determinations import policy

DEFINITION, RANKS = "pdp/definition", "pdp/authorising_ranks"


def definition(edition: str) -> tuple[str, str]:
    """Who is one, in the edition's words, and where that stands; both empty where the edition is silent."""
    held = policy.find_parameter(DEFINITION, edition)
    return (str(held.value), held.citation) if held else ("", "")


def ranks(edition: str) -> tuple[str, ...]:
    """The ranks that may authorise a nominal."""
    return policy.parameter(RANKS, edition).items
