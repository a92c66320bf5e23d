"""What a disposal does to where the person lives, read from the table of sentences."""

import functools

import mappa_policy.disposals as table


def detention_of(code: str) -> str | None:
    """The kind of movement that a disposal makes: into custody, into hospital, or none.

    A suspended term detains nobody. An unknown code detains nobody here; the import has named it already.
    """
    disposal = table.by_code(code)
    if disposal is None:
        return None
    if disposal.custodial == "yes":
        return "sentenced_to_custody"
    return "admitted_to_hospital" if "hospital" in disposal.custodial else None


@functools.cache
def detaining_codes() -> frozenset[str]:
    """The codes of every disposal that detains, so that a query over many people reads no others."""
    return frozenset(disposal.code for disposal in table.all() if detention_of(disposal.code))
