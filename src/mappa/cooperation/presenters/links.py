"""Forums, central units, and what agencies gave to a case, in plain values."""

from collections.abc import Iterable

from mappa.agencies.models import AgencyKind, Area
from mappa.cooperation import policy
from mappa.cooperation.models import CentralContact, Forum, HousingInput, MonitoringEntry, SafeguardingLink
from mappa.govuk.presenters import Link, Options, Tag, table

NONE = Tag(text="Not recorded", colour="yellow")


def forums_table(held: Iterable[Forum], edition: str) -> Options:
    """Each forum of the edition, with who links the area with it now."""
    latest = {one.key: one for one in held}
    return table(
        caption="Other forums",
        columns=["Forum", "Linked by", "What is exchanged", "From"],
        rows=[
            (words, [one.link_person, one.link_post], one.exchanged, one.since)
            if (one := latest.get(key))
            else (words, NONE, "", "")
            for key, words in policy.words(policy.FORUMS, edition).items()
        ],
    )


def central_table(held: Iterable[CentralContact], edition: str) -> Options:
    """Each central unit of the edition, with how it is reached now."""
    latest = {one.key: one for one in held}
    return table(
        caption="Central units",
        columns=["Unit", "Called now", "Reached at", "Last checked"],
        rows=[
            (words, one.name, [each for each in (one.email, one.telephone) if each], one.checked_on)
            if (one := latest.get(key))
            else (words, NONE, "", "")
            for key, words in policy.words(policy.CENTRAL, edition).items()
        ],
    )


def devolved(area: Area, edition: str) -> list[str]:
    """The kinds of agency whose functions are devolved, where the area is in Wales."""
    return [AgencyKind(kind).label for kind in policy.sentences(policy.DEVOLVED, edition)] if area.in_wales else []


def housing_table(rows: Iterable[HousingInput], edition: str) -> Options:
    """What housing agencies gave, each as its own."""
    kinds = policy.words(policy.HOUSING, edition)
    return table(
        caption="Housing input",
        columns=["When", "Agency", "What", "Vulnerability from custody", "Grounds for preference", "Duty"],
        rows=[
            (
                one.on, one.agency.name, [kinds.get(one.kind, one.kind), one.text], one.vulnerability, one.preference,
                _duty(one),
            )
            for one in rows
        ],
    )  # fmt: skip


def _duty(one: HousingInput) -> str:
    if one.agency.kind == AgencyKind.SOCIAL_LANDLORD and not one.houses:
        return "No duty to co-operate: it does not house the person"
    return "Houses the person" if one.houses else "No duty to house"


def safeguarding_table(rows: Iterable[SafeguardingLink], edition: str, *, base: str) -> Options:
    """The safeguarding work that a case is linked to. `base`: where an open link is ended; nothing for readers."""
    kinds = policy.words(policy.SAFEGUARDING, edition)
    return table(
        caption="Safeguarding",
        columns=["What", "Agency", "Reference", "Ask", "Since", "Ended"],
        rows=[
            (
                kinds.get(one.kind, one.kind), one.agency.name, one.reference, one.contact, one.since,
                [one.ended_on, one.outcome] if one.ended_on
                else Link(text="Record how it ended", href=f"{base}{one.pk}/end/", hidden=one.reference) if base
                else "Open",
            )
            for one in rows
        ],
    )  # fmt: skip


def monitoring_table(rows: Iterable[MonitoringEntry]) -> Options:
    """What monitoring providers were told, and what they supplied."""
    return table(
        caption="Electronic monitoring",
        columns=["When", "Provider", "What", "Asked", "Told or supplied", "Who"],
        rows=[
            (one.on, one.agency.name, one.get_kind_display(), one.asked or "Nothing", one.text, one.who) for one in rows
        ],
    )
