"""Documents of an area in plain values."""

from collections.abc import Iterable
from datetime import date

from mappa.cooperation.documents import in_force
from mappa.cooperation.lifecycle import VersionState
from mappa.cooperation.models import AreaDocument, DocumentVersion, SharingPolicy
from mappa.cooperation.services.documents import sections_of
from mappa.govuk.presenters import Link, Options, Tag, Value, row, summary_list, table

STATES = {
    VersionState.WAITING: Tag(text="Waits for the board", colour="yellow"),
    VersionState.APPROVED: Tag(text="Approved", colour="green"),
    VersionState.RETURNED: Tag(text="Returned", colour="orange"),
}


def address(document: AreaDocument) -> str:
    """The page of a document."""
    return f"/agencies/documents/{document.pk}/"


def review(one: DocumentVersion | SharingPolicy | None, on: date) -> Value:
    """The review day of the version or policy in force, and whether it has passed."""
    if one is None:
        return Tag(text="None in force", colour="grey")
    if one.review_on < on:
        return [one.review_on, Tag(text="Review overdue", colour="red")]
    return one.review_on


def documents_table(documents: Iterable[AreaDocument], on: date) -> Options:
    """Every document of the area: which version is in force, and when it is reviewed."""
    rows = []
    for one in documents:
        current, newest = in_force(one), one.all_versions[0]  # type: ignore[attr-defined]
        state: list[Value] = [f"Version {current.number}" if current else "None"]
        if newest is not current:
            state += [f"Version {newest.number}", STATES[VersionState(newest.state)]]
        rows.append((Link(text=one.title, href=address(one)), one.get_kind_display(), state, review(current, on)))
    return table(caption="Documents that the area works by", columns=["Document", "Kind", "In force", "Review by"],
                 rows=rows)  # fmt: skip


def about_version(version: DocumentVersion, on: date, *, current: bool) -> Options:
    """Whom a version binds, who decided on it, and when it is reviewed."""
    state = VersionState(version.state)  # type: ignore[attr-defined]
    decided = [version.decided_by, version.decided_at]  # type: ignore[attr-defined]
    rows = [
        row("Version", str(version.number)),
        row("State", [STATES[state], *([Tag(text="In force", colour="blue")] if current else [])]),
        row("Written", [version.by, version.at]),
        *([row("Decided for the board", decided)] if state is not VersionState.WAITING else []),
        *([row("What must change", version.reason)] if version.reason else []),  # type: ignore[attr-defined]
        row("Review by", review(version, on) if current else version.review_on),
        row("Parties", [one.name for one in version.parties.all()]),
    ]
    return summary_list(rows)


def texts(version: DocumentVersion) -> list[tuple[str, str]]:
    """Each section with its text, under the headings of the edition that it was written in."""
    headings = sections_of(version.document.kind, version.edition)
    return [(heading, version.texts.get(key) or "Not agreed yet.") for key, heading in headings.items()]


def signatures_table(version: DocumentVersion) -> Options:
    """Who signed for each party, and for which party nobody has."""
    signed = {one.agency_id: one for one in version.signatures.all()}
    missing = Tag(text="Not signed", colour="yellow")
    return table(
        caption="Signatories",
        columns=["Agency", "Signed by", "Post", "On"],
        rows=[
            (one.name, held.name, held.post, held.on) if (held := signed.get(one.pk)) else (one.name, missing, "", "")
            for one in version.parties.all()
        ],
    )


def versions_table(document: AreaDocument) -> Options:
    """Every version ever written, the newest first."""
    return table(
        caption="Versions",
        columns=["Version", "Written", "By", "State"],
        rows=[
            (
                Link(text=f"Version {one.number}", href=f"{address(document)}versions/{one.number}/"),
                one.at, one.by, STATES[VersionState(one.state)],
            )
            for one in document.all_versions  # type: ignore[attr-defined]
        ],
    )  # fmt: skip
