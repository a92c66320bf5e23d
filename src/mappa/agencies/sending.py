"""The one answer to whether something may be sent to an agency (INFO-10). Every way of sending asks here."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from mappa.agencies.models import Agency
from mappa.agencies.selectors import classification_of
from mappa.govuk.days import long_date
from mappa.kernel.decisions import Decision


class Sent(StrEnum):
    """What is sent. Only a disclosure goes to a body that is treated as a member of the public."""

    INVITATION = "an invitation"
    REQUEST = "a request for information"
    MINUTES = "minutes"
    SHARE = "a share"
    ACTION = "an action"
    REFERRAL = "a referral"
    DISCLOSURE = "a disclosure"


def may_be_sent(agency: Agency, what: Sent, on: date) -> Decision:
    """Whether an agency may be sent something on a day, and why.

    Covers: INFO-10. A statutory agency may. An outside body may when it is classified: as a statutory agency, or as a
    member of the public, and then only what a disclosure decision lets it know.
    """
    if agency.until and agency.until < on:
        return Decision(
            allowed=False,
            reason=f"{agency.name} closed on {long_date(agency.until)}, so {what.value} cannot go to it. Choose the"
            " agency that took over its work.",
        )
    if not agency.is_outside_body:
        return Decision(allowed=True, reason=f"{agency.name} is a statutory agency.")
    held = classification_of(agency, on)
    if held is None:
        return Decision(
            allowed=False,
            reason=f"{agency.name} is not a statutory agency, and nobody has classified it, so {what.value} cannot go"
            " to it. Ask the co-ordinator or the information governance lead to classify it first.",
        )
    if held.as_statutory or what is Sent.DISCLOSURE:
        return Decision(allowed=True, reason=f"{agency.name} is classified since {long_date(held.since)}.")
    return Decision(
        allowed=False,
        reason=f"{agency.name} is treated as a member of the public, because no agreement covers both disclosure and"
        f" confidentiality, so {what.value} cannot go to it. Tell it what it must know by a decision on disclosure, or"
        " make an agreement and classify it again.",
    )


def refusals(agencies: Iterable[Agency], what: Sent, on: date) -> list[str]:
    """Why each of several agencies may not be sent something; nothing where all may."""
    decisions = [may_be_sent(agency, what, on) for agency in agencies]
    return [decision.reason for decision in decisions if not decision]
