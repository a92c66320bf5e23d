"""Making a file of approved minutes for one reader, and recording that it was given."""

from datetime import datetime

from mappa.accounts.copies import CopyStamp, take_copy
from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.audit.models import What
from mappa.documents import minutes_docx, minutes_pdf
from mappa.documents.minutes_print import copy_of
from mappa.kernel.decisions import require
from mappa.meetings.minutes_content import readable
from mappa.meetings.models import MinutesVersion
from mappa.meetings.selectors import sees_walled_sections

PURPOSE = "Managing the person whom the meeting was about"
KINDS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", minutes_docx.render),
    "pdf": ("application/pdf", minutes_pdf.render),
}


def minutes_file(
    *, version: MinutesVersion, ending: str, recipient: bool, actor: User, at: datetime
) -> tuple[bytes, CopyStamp]:
    """One reader's copy, and what is printed on it. It leaves out what they may not see.

    Args:
        ending: ``docx`` or ``pdf``.
        recipient: the copy was issued to the reader's agency, so that giving it is a disclosure.

    Raises:
        Refused: the actor's role downloads no documents.
        NotPossible: what was approved cannot be read.
    Covers: MEET-30, MEET-33.
    """
    require(may(actor, Permission.DOCUMENT_DOWNLOAD))
    version.require_readable(to="made into a file")
    stamp = take_copy(
        what=What.DISCLOSURE if recipient else What.CONSULTATION, operation="documents:minutes:download",
        actor=actor, at=at, subject=version.meeting.case.person.reference, subject_type="person", purpose=PURPOSE,
        marking=version.content["marking"], meeting=version.meeting.reference, number=version.number, kind=ending,
    )  # fmt: skip
    copy = copy_of(
        readable(version.content, walled=sees_walled_sections(actor)),
        number=version.number,
        sha256=version.sha256,
        approved_by=version.approved_by,
        approved_at=version.approved_at,
        stamp=stamp,
    )
    return KINDS[ending][1](copy), stamp
