"""Printing on a file that was made anew whose copy it is."""

from mappa.uploads.model import PICTURES, Kind


def stamped(content: bytes, kind: Kind, line: str, *, side: int | None = None) -> bytes:
    """The file with a line of text on it: on every page, or beneath the picture.

    Args:
        content: as `made_safe` gave it.
        side: make a picture no larger than so many pixels a side; None keeps its size.
    """
    if kind in PICTURES:
        from mappa.uploads import pictures  # noqa: PLC0415 - each library is loaded only for a file that needs it

        return pictures.stamped(content, kind, line, side=side)
    if kind is Kind.PDF:
        from mappa.uploads import pdf  # noqa: PLC0415 - as above

        return pdf.stamped(content, line)
    from mappa.uploads import word  # noqa: PLC0415 - as above

    return word.stamped(content, line)
