"""Offending: what courts found, how the person offends, and what is only suspected."""

from mappa.accounts.attribution import attributed, named
from mappa.accounts.compartments import Compartment
from mappa.accounts.permissions import Permission
from mappa.offending.models import NotificationBreach, OrderBreach
from mappa.offending.movements import BreachOutcome, OrderKind
from mappa.offending.selectors import order_breaches_of
from mappa.people.presenters import stamped
from mappa.record.declaration import AttachmentType, Group, Kind, Table, choice, first, notes, text

GROUP = Group.OFFENDING
OUTCOMES, ORDERS = dict(BreachOutcome.choices), dict(OrderKind.choices)


def _breach(row: NotificationBreach) -> tuple[object, ...]:
    return (
        row.found_on,
        row.what,
        OUTCOMES.get(row.outcome, "Not decided"),
        row.outcome_on or "Not decided",
        stamped(row),
    )


def _order_breach(row: OrderBreach) -> tuple[object, ...]:
    return (
        row.found_on,
        ORDERS.get(row.order.kind, row.order.kind),
        row.what,
        [OUTCOMES.get(row.outcome, row.outcome), row.outcome_on] if row.outcome else "Not decided",
        row.returned_on or "No return on record",
        stamped(row),
    )


TYPES = (
    AttachmentType(
        key="convictions", label="Convictions and cautions", one="a conviction", group=GROUP,
        table=Table(
            rows=lambda person, _actor: person.convictions.prefetch_related("disposals").order_by("-on", "-pk"),
            columns=("Offence", "Kind", "Day", "Court", "Sentence"), page="facts/", day="on",
            permission=Permission.DETERMINATION_VIEW,
            cells=lambda row: (
                row.title, row.get_kind_display(), row.on, row.court_name or row.court or "Not recorded",
                [f"{each.code}{f', {each.term_months} months' if each.term_months else ''}"
                 for each in row.disposals.all()],
            ),
        ),
    ),
    AttachmentType(
        key="method", label="Method of offending", one="a method of offending", group=GROUP, chronology=True,
        says="How the person offends: what they look for, how they come near, what they do. Facts and their source.",
        fields=(
            first("summary", "In a sentence"),
            text("targets", "Whom do they look for?", listed=True),
            text("approach", "How do they come near?", Kind.LONG_TEXT),
            text("acts", "What do they do?", Kind.LONG_TEXT),
            text("place", "Where, and at what times?", listed=True),
            text("with_others", "With others?", Kind.YES_NO),
            text("online", "Online?", Kind.YES_NO, listed=True),
            text("triggers", "What comes before it?", Kind.LONG_TEXT),
        ),
    ),
    AttachmentType(
        key="allegations", label="Allegations and arrests", one="an allegation or arrest", group=GROUP, chronology=True,
        says="What was alleged and what came of it. An allegation is no finding: keep the two apart.",
        fields=(
            first("what", "What was alleged?"),
            choice("outcome", "What came of it?", {"open": "Still looked into", "charged": "Charged",
                                                   "no_action": "No further action", "withdrawn": "Withdrawn",
                                                   "acquitted": "Acquitted", "not_known": "Not known"},
                   required=True, listed=True),
            text("reference", "Crime or custody reference", listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="orders", label="Orders", one="an order", group=Group.CONTROLS,
        table=Table(
            rows=lambda person, _actor: attributed(person.orders.order_by("-on", "-pk")),
            columns=("Order", "Made", "Last day", "Court", "Prohibitions", "Recorded"), page="facts/", day="on",
            permission=Permission.DETERMINATION_VIEW,
            cells=lambda row: (
                dict(OrderKind.choices).get(row.kind, row.kind), row.on,
                row.ended_on or row.until or "Until further order", row.court or "Not recorded",
                row.prohibitions or "Not recorded", stamped(row),
            ),
        ),
    ),
    AttachmentType(
        key="order-breaches", label="Breaches of orders", one="a breach of an order", group=Group.CONTROLS,
        table=Table(
            rows=lambda person, _actor: named(order_breaches_of(person), recorder="recorded_by"),
            columns=("Found", "Order that was breached", "What", "Outcome", "Returned to custody", "Recorded"),
            page="facts/", day="found_on", permission=Permission.DETERMINATION_VIEW, cells=_order_breach,
        ),
    ),
    AttachmentType(
        key="notifications", label="Notification", one="a notification", group=Group.CONTROLS,
        table=Table(
            rows=lambda person, _actor: person.notifications.order_by("-on", "-pk"),
            columns=("What", "Day", "Recorded by"), page="facts/", day="on", permission=Permission.DETERMINATION_VIEW,
            cells=lambda row: (row.kind.replace("_", " ").capitalize(), row.on, row.recorded_by),
        ),
    ),
    AttachmentType(
        key="notification-breaches", label="Failures to notify", one="a failure to notify", group=Group.CONTROLS,
        table=Table(
            rows=lambda person, _actor: attributed(person.notification_breaches.order_by("-found_on", "-pk")),
            columns=("Found", "What", "Outcome", "Day of the outcome", "Recorded"), page="facts/", day="found_on",
            permission=Permission.DETERMINATION_VIEW, cells=_breach,
        ),
    ),
    AttachmentType(
        key="notification-reviews", label="Reviews of indefinite notification", one="a review", group=Group.CONTROLS,
        table=Table(
            rows=lambda person, _actor: attributed(person.notification_reviews.order_by("-applied_on", "-pk")),
            columns=("Applied", "Decided", "Outcome", "By whom", "Recorded"), page="facts/", day="applied_on",
            permission=Permission.DETERMINATION_VIEW,
            cells=lambda row: (row.applied_on, row.decided_on or "Not yet", row.outcome.capitalize() or "Not yet",
                               row.rank or "Not yet", stamped(row)),
        ),
    ),
    AttachmentType(
        key="intelligence", label="Intelligence", one="an item of intelligence", group=Group.RISK, chronology=True,
        compartment=Compartment.INTELLIGENCE,
        says="Sanitised, graded, and with what may be done with it. The source is never named here.",
        fields=(
            first("text", "What is said?", Kind.LONG_TEXT),
            choice("source_grade", "How reliable is the source?", {"1": "1: reliable", "2": "2: untested",
                                                                  "3": "3: not reliable"}, required=True, listed=True),
            choice("assessment", "How is it known?", {"A": "A: known directly", "B": "B: indirectly, corroborated",
                                                      "C": "C: indirectly", "D": "D: not known",
                                                      "E": "E: suspected to be false"}, required=True, listed=True),
            choice("handling", "What may be done with it?", {"P": "P: lawful sharing permitted",
                                                             "C": "C: sharing with conditions"},
                   required=True, listed=True),
            text("conditions", "On which conditions?", Kind.LONG_TEXT, hint="Needed for handling code C"),
            text("reference", "Reference in the system that holds it", required=True),
        ),
        also=lambda content: (
            {"conditions": "Say on which conditions it may be shared"}
            if content.get("handling") == "C" and not content.get("conditions") else {}
        ),
    ),
)  # fmt: skip
