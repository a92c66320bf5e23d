"""Each section that can be shared, as a receiver reads it: rows of plain values and nothing around them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mappa.agencies.models import Agency
from mappa.assessments.selectors import assessments_of, rosh_label
from mappa.cases.models import Case
from mappa.cases.selectors import latest_case
from mappa.disclosures.models import DisclosureDecision
from mappa.govuk import days
from mappa.govuk.presenters import Options, Value, row, summary_list
from mappa.kernel.sealed_fields import share_a_ring
from mappa.ledger.presenters.shares import label_of
from mappa.offending.models import Conviction
from mappa.offending.movements import OrderKind
from mappa.people.models import Person, Victim
from mappa.people.presenters import name_of
from mappa.people.selectors import addresses_on, involvements_on
from mappa.plans.models import Pillar, Plan
from mappa.referrals import presenters as referrals
from mappa.referrals.models import Referral
from mappa.sharing.models import Share, SharedSection

Rows = list[tuple[str, Value]]
ORDERS, PILLARS = dict(OrderKind.choices), dict(Pillar.choices)


@dataclass
class Read:
    """One share being read on a day. `victims`: whether the reader may see what is known of victims."""

    share: Share
    on: date
    victims: bool

    @property
    def person(self) -> Person:
        """Whose record it is."""
        return self.share.person

    @cached_property
    def case(self) -> Case | None:
        """The latest case with what holds on the day, asked for once."""
        return latest_case(self.person, self.on)

    @cached_property
    def plan(self) -> Plan | None:
        """The latest plan with everything in it, asked for once."""
        plans = Plan.objects.filter(case__person=self.person).select_related("case")
        found = plans.prefetch_related("risks", "lines", "contingencies").last()
        if found:
            share_a_ring([*found.risks.all(), *found.lines.all(), *found.contingencies.all()])
        return found


def _names(read: Read) -> Rows:
    aliases = [f"{one.given_names} {one.family_name}".strip() for one in read.person.aliases.order_by("pk")]
    return [("Name", name_of(read.person)), ("Also known as", aliases or "No other name recorded")]


def _numbers(read: Read) -> Rows:
    return [(number.get_kind_display(), number.value) for number in read.person.identifiers.order_by("kind", "pk")]


def _addresses(read: Read) -> Rows:
    return [
        (address.kind.capitalize(), [address.text, f"Since {days.long_date(address.since)}"])
        for address in addresses_on(read.person, read.on)
    ]


def _convictions(read: Read) -> Rows:
    convictions = Conviction.objects.filter(person=read.person).prefetch_related("disposals").order_by("-on", "-pk")
    return [
        (
            days.long_date(conviction.on),
            [
                f"{conviction.get_kind_display()}: {conviction.title}",
                *(f"{passed.code}{f', {passed.term_months} months' if passed.term_months else ''}"
                  for passed in conviction.disposals.all()),
            ],
        )
        for conviction in convictions
    ]  # fmt: skip


def _orders(read: Read) -> Rows:
    running = [
        order for order in read.person.orders.order_by("on", "pk")
        if order.on <= read.on and not any(end and end < read.on for end in (order.until, order.ended_on))
    ]  # fmt: skip
    return [
        (
            ORDERS.get(order.kind, order.kind),
            [
                f"From {days.long_date(order.on)} until "
                + (days.long_date(order.until) if order.until else "further order"),
                *([order.prohibitions] if order.prohibitions else []),
            ],
        )
        for order in running
    ]


def _standing(read: Read) -> Rows:
    if read.case is None:
        return []
    held = read.case
    lead = Agency.objects.filter(pk=held.lead_agency).values_list("name", flat=True).first()  # type: ignore[attr-defined]
    return [
        ("Category", f"{held.category}" if held.category else "None now"),  # type: ignore[attr-defined]
        ("Level", f"{held.level}" if held.level else "Not set"),  # type: ignore[attr-defined]
        ("Lead agency", lead),
    ]


def _risk(read: Read) -> Rows:
    latest = assessments_of(read.person).filter(on__lte=read.on).exclude(rosh="").first()
    if latest is None:
        return []
    return [
        ("Overall RoSH", rosh_label(latest.rosh)),
        ("Assessed", [latest.on, f"{latest.tool}, {latest.agency.name}"]),
        *((rating.get_group_display(), rating.get_level_display()) for rating in latest.ratings.all()),
        ("Likelihood", latest.likelihood),
        ("Imminence", latest.imminence),
    ]


def _plan(read: Read) -> Rows:
    plan = read.plan
    if plan is None:
        return []
    measures: dict[str, list[str]] = {}
    for line in sorted(plan.lines.all(), key=lambda one: one.pk):
        if read.victims or line.pillar != Pillar.VICTIM_SAFETY:
            measures.setdefault(PILLARS[line.pillar], []).append(line.text)
    return [
        *measures.items(),
        *((f"If: {one.trigger}", [one.response, one.who]) for one in plan.contingencies.all()),
        ("Next formal review", plan.review_on),
    ]


def _disclosures(read: Read) -> Rows:
    made = DisclosureDecision.objects.filter(case__person=read.person).order_by("-on", "-pk")
    return [
        (days.long_date(one.on), [one.get_decision_display(), one.reason])
        for one in made
    ]  # fmt: skip


def _agencies(read: Read) -> Rows:
    return [(one.agency.name, one.get_kind_display()) for one in involvements_on(read.person, read.on)]


def _victims(read: Read) -> Rows:
    victims = (
        Victim.objects.filter(person=read.person).order_by("kind", "pk") if read.victims else Victim.objects.none()
    )
    return [(one.get_kind_display(), [one.description, *([one.safety] if one.safety else [])]) for one in victims]


READERS: dict[str, Callable[[Read], Rows]] = {
    "names": _names,
    "born": lambda read: [("Born", read.person.date_of_birth)],
    "sex": lambda read: [("Sex", read.person.sex)],
    "ethnicity": lambda read: [("Ethnicity", read.person.ethnicity)],
    "numbers": _numbers,
    "addresses": _addresses,
    "convictions": _convictions,
    "orders": _orders,
    "standing": _standing,
    "risk": _risk,
    "plan": _plan,
    "disclosures": _disclosures,
    "agencies": _agencies,
    "victims": _victims,
}
"""How each section is read. The referral, which is cards of its own, is read beside them."""


def _referral(read: Read) -> list[Options]:
    submitted = Referral.objects.filter(person=read.person, steps__action="submit").order_by("-pk")
    found = submitted.filter(reference=read.share.origin).first() or submitted.first()
    if found is None:
        return [summary_list([row("Referral", None)], card_title=label_of("referral"))]
    invitees = found.invitees.select_related("agency")
    return referrals.answers(found, invitees, editable=False, victims=read.victims)


def read_sections(read: Read, sections: list[SharedSection]) -> list[Options]:
    """The sections in the order of the table of sections, each with whose information it stays (INFO-07)."""
    cards: list[Options] = []
    for section in sections:
        owner = row("Information of", section.owner.name if section.owner else "Cannot tell")
        if section.name == "referral":
            cards += [*_referral(read)]
            cards.append(summary_list([owner], card_title=label_of(section.name)))
            continue
        reader = READERS.get(section.name)
        known = reader(read) if reader else []
        rows = [row(key, value) for key, value in known] or [row("Recorded", "Nothing")]
        cards.append(summary_list([*rows, owner], card_title=label_of(section.name)))
    return cards
