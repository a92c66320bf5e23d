"""The statutory offence lists, as data: which offence is in which schedule and paragraph, on what condition.

The lists say how each row was established; nothing here decides a case.
"""

from mappa_policy.offences.lists import (
    FOLDER,
    SCHEDULE_3,
    SCHEDULE_15,
    Row,
    date_of,
    in_force,
    rows,
    schedule_3,
    schedule_15,
    terrorist_offences,
    was_read,
)
from mappa_policy.offences.lookup import Found, find
from mappa_policy.offences.paragraphs import Paragraph, paragraph_15
from mappa_policy.offences.placing import (
    SCHEDULE_19ZA,
    SECTION_327,
    Match,
    OffenceEntry,
    by_cjs_code,
    counts,
    every_code,
    knows_statute,
    listed_under,
    of_jurisdiction,
    unplaced,
)
from mappa_policy.offences.provisions import COMMON_LAW, Fit, Provision, form_of, plain_statute, principal, sections_of
from mappa_policy.offences.recorded import BEGINNINGS, Recorded, as_recorded

__all__ = [
    "BEGINNINGS",
    "COMMON_LAW",
    "FOLDER",
    "SCHEDULE_3",
    "SCHEDULE_15",
    "SCHEDULE_19ZA",
    "SECTION_327",
    "Fit",
    "Found",
    "Match",
    "OffenceEntry",
    "Paragraph",
    "Provision",
    "Recorded",
    "Row",
    "as_recorded",
    "by_cjs_code",
    "counts",
    "date_of",
    "every_code",
    "find",
    "form_of",
    "in_force",
    "knows_statute",
    "listed_under",
    "of_jurisdiction",
    "paragraph_15",
    "plain_statute",
    "principal",
    "rows",
    "schedule_3",
    "schedule_15",
    "sections_of",
    "terrorist_offences",
    "unplaced",
    "was_read",
]
