"""Using what was shared for something else: only with the agreement of the agency whose information it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mappa.accounts.models import User
from mappa.accounts.permissions import Permission, may
from mappa.agencies.models import Agency
from mappa.audit.models import What
from mappa.audit.purposes import FURTHER_USE
from mappa.audit.services import record
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete, NotPossible, require
from mappa.sharing.models import FurtherUse, Share
from mappa.sharing.selectors import further_uses_to_answer, sections_open_to, shares_visible_to


@transaction.atomic
def ask_further_use(
    *, share: int, sections: Sequence[str], use: str, recipients: str, actor: User, at: datetime
) -> list[FurtherUse]:
    """Ask each owner of the sections for another use of them. Until it agrees, that use is forbidden.

    Asking twice for the same while nobody has answered asks once.

    Args:
        use: what the information would be used for.
        recipients: who else would see it; blank for nobody.

    Raises:
        Share.DoesNotExist: the share is not the actor's agency's, or holds no more.
        Incomplete: no section of the share or no use is named.

    Covers: INFO-08, INFO-17.
    """
    held = shares_visible_to(actor, clock.day_of(at)).get(pk=share)
    problems = {}
    if not sections or not set(sections) <= sections_open_to(actor, held):
        problems["sections"] = "Choose from the sections that were shared with you."
    if not use.strip():
        problems["use"] = "Say what you would use it for."
    if problems:
        raise Incomplete("Nothing was asked.", problems)
    Share.objects.select_for_update().get(pk=held.pk)
    asks = []
    for owner, names in _by_owner(held, sections).items():
        same = {
            "share": held, "owner": owner, "sections": names, "use": use.strip(), "recipients": recipients.strip(),
            "asked_by": actor, "answered_at": None,
        }  # fmt: skip
        asked, new = FurtherUse.objects.get_or_create(**same, defaults={"asked_at": at})
        asks.append(asked)
        if new:
            record(
                what=What.COLLECTION, operation="sharing:further-use:ask", actor=actor, at=at,
                subject=held.person.reference, purpose=FURTHER_USE, share=held.pk, ask=asked.pk, owner=owner.code,
                sections=names,
            )  # fmt: skip
    return asks


def _by_owner(share: Share, sections: Sequence[str]) -> dict[Agency, list[str]]:
    """The sections of each owner; whoever made the share answers for what has none on record."""
    maker = User.objects.filter(username=share.made_by).select_related("agency").first()
    found: dict[Agency, list[str]] = {}
    for section in share.sections.filter(name__in=sections).select_related("owner").order_by("pk"):
        owner = section.owner or (maker.agency if maker else None)
        if owner is None:
            raise NotPossible(
                "Whose information this is was not recorded, so nobody can agree to another use. Ask the lead agency."
            )
        found.setdefault(owner, []).append(section.name)
    return found


@transaction.atomic
def answer_further_use(*, ask: int, agreed: bool | None, reasons: str, actor: User, at: datetime) -> FurtherUse:
    """Agree to another use of one's agency's information, or refuse it, with the reasons.

    Raises:
        FurtherUse.DoesNotExist: the actor's agency was not asked.
        Refused: the actor's role answers for no information.
        Incomplete: no answer or no reasons.
        NotPossible: it was answered already.

    Covers: INFO-08.
    """
    held = further_uses_to_answer(actor).get(pk=ask)
    require(may(actor, Permission.FURTHER_USE_ANSWER))
    problems = {}
    if agreed is None:
        problems["agreed"] = "Choose whether your agency agrees."
    if not reasons.strip():
        problems["reasons"] = "Give the reasons. They are kept and shown to whoever asked."
    if problems:
        raise Incomplete("Nothing was answered.", problems)
    answer = {"agreed": agreed, "reasons": reasons.strip(), "answered_at": at, "answered_by": actor}
    if not FurtherUse.objects.filter(pk=held.pk, answered_at=None).update(**answer):
        raise NotPossible("Somebody of your agency has answered this already. Open it again to read the answer.")
    record(
        what=What.DISCLOSURE if agreed else What.ALTERATION, operation="sharing:further-use:answer", actor=actor, at=at,
        subject=held.share.person.reference, purpose=FURTHER_USE, share=held.share_id, ask=held.pk, agreed=agreed,
    )  # fmt: skip
    held.refresh_from_db()
    return held
