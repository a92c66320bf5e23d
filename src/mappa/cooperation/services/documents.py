"""Writing a version of a document, signing it, and the board's decision on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.agencies.selectors import agencies_of, edition_on
from mappa.audit.models import What
from mappa.cooperation import policy
from mappa.cooperation.documents import document_of, with_state
from mappa.cooperation.lifecycle import VersionMove, VersionState, version_after
from mappa.cooperation.models import AreaDocument, DocumentKind, DocumentVersion, Signature, VersionStep
from mappa.cooperation.services.telling import require_answers, tell
from mappa.kernel.clock import day_of
from mappa.kernel.decisions import Incomplete, NotPossible, Stale, require

WHOLE = "text"


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """What a version says.

    Args:
        texts: each section's text by its key. A memorandum has the edition's sections, anything else one text.
        parties: the agencies that it binds.
        review_on: the day by which it is to be reviewed, a day to come.
    """

    texts: Mapping[str, str]
    parties: Iterable[Agency]
    review_on: date


def sections_of(kind: str, edition: str) -> dict[str, str]:
    """The keys and headings of a document's texts: for a memorandum the edition's, else one whole text."""
    if kind != DocumentKind.MEMORANDUM:
        return {WHOLE: "Text"}
    return policy.words(policy.SECTIONS, edition) | policy.words(policy.AGREEMENTS, edition)


def _check(kind: str, facts: VersionFacts, actor: User, at: datetime) -> tuple[dict[str, str], list[Agency]]:
    edition = edition_on(actor.area, day_of(at))
    headings = sections_of(kind, edition)
    texts = {key: facts.texts.get(key, "").strip() for key in headings}
    needed = policy.words(policy.SECTIONS, edition) if kind == DocumentKind.MEMORANDUM else headings
    wrong = {key: f"Write the section {headings[key].lower()}" for key in needed if not texts[key]}
    parties = list(facts.parties)
    if not parties:
        wrong["parties"] = "Choose at least one agency that it binds"
    known = agencies_of(actor.area).filter(pk__in=[one.pk for one in parties]).count()
    if known < len(parties):
        wrong["parties"] = "Choose agencies of your area only"
    if facts.review_on <= day_of(at):
        wrong["review_on"] = "Enter a day to come: a document is reviewed after it was written"
    if wrong:
        raise Incomplete("Nothing was saved, because something is missing or wrong.", wrong)
    return texts, parties


@transaction.atomic
def write_document(*, kind: str, title: str, facts: VersionFacts, actor: User, at: datetime) -> DocumentVersion:
    """Begin a document with its first version, which then waits for the board.

    Raises:
        Refused: the actor may not write documents.
        Incomplete: something is missing; a memorandum needs every section of the edition.
    Covers: AGENCY-04, SMB-12.
    """
    require(may(actor, Permission.DOCUMENT_WRITE))
    require_answers("The document", title=(title, "Give the document a title"))
    texts, parties = _check(DocumentKind(kind), facts, actor, at)
    document = AreaDocument.objects.create(area=actor.area, kind=kind, title=title.strip(), at=at, by=actor.username)
    return _version(document, 1, texts, parties, facts.review_on, actor=actor, at=at)


@transaction.atomic
def write_version(
    *, document: AreaDocument, facts: VersionFacts, read_number: int, actor: User, at: datetime
) -> DocumentVersion:
    """Write the next version. Earlier ones stay as they are, and the one in force stays so until the board decides.

    Args:
        read_number: the number of the newest version when the page was opened.

    Raises:
        AreaDocument.DoesNotExist: it is another area's.
        Stale: somebody wrote a version since.
        Refused, Incomplete: as for `write_document`.
    Covers: AGENCY-04.
    """
    held = document_of(actor, document.pk)
    require(may(actor, Permission.DOCUMENT_WRITE))
    AreaDocument.objects.select_for_update().get(pk=held.pk)
    newest = DocumentVersion.objects.filter(document=held).order_by("number").last()
    number = newest.number if newest else 0
    if read_number != number and newest:
        raise Stale(
            f"{newest.by} wrote version {number} after you opened this page. Nothing of yours was saved. Read that"
            " version, then write yours."
        )
    texts, parties = _check(held.kind, facts, actor, at)
    return _version(held, number + 1, texts, parties, facts.review_on, actor=actor, at=at)


def _version(
    document: AreaDocument, number: int, texts: dict[str, str], parties: list[Agency], review_on: date, *,
    actor: User, at: datetime,
) -> DocumentVersion:  # fmt: skip
    version = DocumentVersion.objects.create(
        document=document, number=number, texts=texts, edition=edition_on(actor.area, day_of(at)),
        review_on=review_on, at=at, by=actor.username,
    )  # fmt: skip
    version.parties.set(parties)
    _step(version, VersionMove.PROPOSE, None, actor=actor, at=at)
    return version


def _step(
    version: DocumentVersion, move: VersionMove, state: VersionState | None, *, actor: User, at: datetime,
    reason: str = "",
) -> VersionStep:  # fmt: skip
    step = VersionStep.objects.create(
        version=version, move=move, state=version_after(state, move), reason=reason.strip(), at=at, by=actor.username
    )
    tell(
        f"cooperation:document:{move.value}", actor=actor, at=at, subject=str(version.document_id),
        subject_type="area-document", number=version.number,
        what=What.COLLECTION if move is VersionMove.PROPOSE else What.ALTERATION,
    )  # fmt: skip
    return step


@transaction.atomic
def decide_version(
    *, document: AreaDocument, number: int, approve: bool, reason: str, actor: User, at: datetime
) -> VersionStep:
    """Approve a version for the board, or return it with the reason. Who, when and which version is kept.

    Raises:
        AreaDocument.DoesNotExist, DocumentVersion.DoesNotExist: there is none in the actor's area.
        Refused: the actor does not decide for the board.
        NotPossible: it was decided on, a newer version is there, or the actor wrote it.
        Incomplete: it is returned without a reason.
    Covers: SMB-12.
    """
    held = document_of(actor, document.pk)
    require(may(actor, Permission.DOCUMENT_APPROVE))
    AreaDocument.objects.select_for_update().get(pk=held.pk)
    version = with_state(DocumentVersion.objects.filter(document=held)).get(number=number)
    if DocumentVersion.objects.filter(document=held, number__gt=number).exists():
        raise NotPossible(f"There is a newer version than {number}. Nothing was decided. Decide on the newest.")
    if version.by == actor.username:
        raise NotPossible("You wrote this version, so somebody else of the board decides on it.")
    if not approve and not reason.strip():
        raise Incomplete("Nothing was decided.", {"reason": "Say what must change"})
    move = VersionMove.APPROVE if approve else VersionMove.RETURN
    return _step(version, move, VersionState(version.state), actor=actor, at=at, reason=reason)


@transaction.atomic
def sign_version(
    *, document: AreaDocument, number: int, agency: Agency, name: str, post: str, on: date, actor: User, at: datetime
) -> Signature:
    """Record who signed a version for one of its parties.

    Raises:
        AreaDocument.DoesNotExist, DocumentVersion.DoesNotExist: there is none in the actor's area.
        Refused: the actor may not write documents.
        Incomplete: the agency is no party, a name or post is missing, or the day has not come.
        NotPossible: somebody has signed for that agency.
    Covers: AGENCY-04.
    """
    held = document_of(actor, document.pk)
    require(may(actor, Permission.DOCUMENT_WRITE))
    version = DocumentVersion.objects.select_for_update().get(document=held, number=number)
    wrong = {}
    if not version.parties.filter(pk=agency.pk).exists():
        wrong["agency"] = "Choose an agency that this version binds"
    if not name.strip():
        wrong["name"] = "Name who signed"
    if not post.strip():
        wrong["post"] = "Give the post of who signed"
    if on > day_of(at):
        wrong["on"] = "Enter a day that has come: what is not signed yet is no signature"
    if wrong:
        raise Incomplete("The signature was not recorded.", wrong)
    if version.signatures.filter(agency=agency).exists():
        raise NotPossible(f"Somebody has signed this version for {agency.name}. Nothing was changed.")
    signature = Signature.objects.create(
        version=version, agency=agency, name=name.strip(), post=post.strip(), on=on, at=at, by=actor.username
    )
    tell(
        "cooperation:document:sign", actor=actor, at=at, subject=str(held.pk), subject_type="area-document",
        number=number, signed_for=agency.code,
    )  # fmt: skip
    return signature
