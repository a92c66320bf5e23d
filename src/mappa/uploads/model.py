"""What a file may be, how large, and what comes of it. Plain Python: the process that reads files knows no Django."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of file that are taken. Everything else is refused."""

    PNG = "png"
    JPEG = "jpeg"
    PDF = "pdf"
    DOCX = "docx"


MEDIA = {
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The media type that each is served as."""
ENDINGS = {Kind.PNG: ("png",), Kind.JPEG: ("jpg", "jpeg"), Kind.PDF: ("pdf",), Kind.DOCX: ("docx",)}
"""How the name of each may end; the first is the one that we give."""
WORDS = {Kind.PNG: "PNG picture", Kind.JPEG: "JPEG picture", Kind.PDF: "PDF", Kind.DOCX: "Word document"}
PICTURES = frozenset({Kind.PNG, Kind.JPEG})

# No guidance gives limits: these are ours. A page of a scan is about 0.3 MB, a photograph of a telephone about 4 MB.
LARGEST = 10 * 1024 * 1024
"""Bytes of a file as it is sent, included."""
PIXELS, PIXELS_READ_WHOLE = 50_000_000, 12_500_000
"""Width times height of a picture, included. A PNG, and a JPEG that sharpens as it loads, can only be read whole."""
SIDE = 3000
"""Pixels: a picture that is longer or wider is made smaller."""
PAGES = 300
"""Pages of a PDF, included."""
UNPACKED = 60 * 1024 * 1024
"""Bytes that all parts of a PDF or Word document may come to when unpacked."""
PARTS = 300
"""Files inside a Word document, included."""


class FileRefused(Exception):
    """A file that is not taken. The message says why and what to do, and nothing of what the file holds."""


@dataclass(frozen=True)
class SafeFile:
    """A file as it was made anew.

    Args:
        content: nothing in it was copied from the file sent without being read and checked.
    """

    kind: Kind
    content: bytes
