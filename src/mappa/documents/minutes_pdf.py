"""A copy of minutes as a tagged PDF (PDF/UA-1), marked at the top and bottom of every page."""

import json
from pathlib import Path

import typst

from mappa.documents.minutes_print import Copy

TEMPLATE = Path(__file__).parent / "typst" / "minutes.typ"
STANDARD = "ua-1"


def render(copy: Copy) -> bytes:
    """The document. The text goes in as data, so nothing in it can become markup. Covers: MEET-33."""
    return typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards=STANDARD,
        ignore_system_fonts=True,
        sys_inputs={"copy": json.dumps(copy.plain(), ensure_ascii=False)},
        timestamp=int(copy.stamp.made_at.timestamp()),
    )
