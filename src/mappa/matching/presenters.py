"""Search results as plain values."""

from collections.abc import Iterable

from mappa.govuk.presenters import Link, Options, table
from mappa.matching.selectors import Found


def results_table(found: Iterable[Found]) -> Options:
    """Whom the search shows, best first."""
    return table(
        caption="People found",
        columns=["Name", "Reference", "Born", "Why"],
        rows=[
            (
                Link(
                    text=", ".join(part for part in (hit.family_name.upper(), hit.given_names) if part),
                    href=f"/people/{hit.reference}/",
                ),
                hit.reference,
                hit.born,
                hit.reason,
            )
            for hit in found
        ],
    )
