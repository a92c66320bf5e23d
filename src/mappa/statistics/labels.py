"""The words printed beside the figures."""

from dataclasses import dataclass, replace

from mappa.determinations.labels import category_label, prevention_order
from mappa.offending.movements import OrderKind
from mappa.statistics.periods import Year


@dataclass(frozen=True)
class Definition:
    """One of the lettered definitions printed with the tables (STATS-14)."""

    letter: str
    term: str
    meaning: str


DEFINITIONS = (
    Definition(
        "a", "Eligible",
        "In MAPPA on 31 March and living in the community: people in prison or detained under the Mental Health Act"
        " are not counted.",
    ),
    Definition(
        "b", "Registered sexual offenders (category 1)",
        "Required to notify the police under Part 2 of the Sexual Offences Act 2003. Failing to notify is an offence.",
    ),
    Definition(
        "c", "Violent offenders (category 2)",
        "Sentenced to custody for 12 months or more, or to detention in hospital, for a listed offence, and not"
        " notifiable.",
    ),
    Definition(
        "d", "Other dangerous offenders (category 3)",
        "Have offended, may cause serious harm, and need management at level 2 or 3.",
    ),
    Definition("e", "Breach of licence", "Returned to custody for not keeping to the conditions of release."),
    Definition(
        "f", "Sexual harm prevention order",
        "Made by a court to protect the public from sexual harm; it replaced the sexual offences prevention order."
        " Returns are reported under the name of the order that was breached.",
    ),
    Definition("g", "Notification order", "Makes somebody convicted abroad subject to notification here."),
    Definition(
        "h", "Sexual risk order", "Needs no conviction. Breaching it makes the person subject to notification."
    ),
    Definition(
        "i", "Lifetime notification revoked",
        "Indefinite notification ended by the police on application, at the earliest 15 years (8 for a juvenile)"
        " after first notification.",
    ),
)  # fmt: skip

NAMED_BY_EDITION = {
    "b": lambda edition: f"{category_label(1, edition) or 'Registered sexual offenders'} (category 1)",
    "f": lambda edition: dict(OrderKind.choices).get(prevention_order(edition), "Sexual harm prevention order"),
}


def definitions(edition: str) -> tuple[Definition, ...]:
    """The definitions, with the category and the order called as the edition calls them (EDITION-05)."""
    named = {letter: name(edition) for letter, name in NAMED_BY_EDITION.items()}
    return tuple(replace(item, term=named.get(item.letter, item.term)) for item in DEFINITIONS)


TABLES = {
    "eligible_on_snapshot": "People eligible on {last}, living in the community",
    "levels_2_and_3_in_year": "People managed at level 2 or 3, {first} to {last}",
    "breach_of_licence": "Returned to custody for breach of licence",
    "breach_of_sopo": "Returned to custody for breach of a sexual offences prevention order",
}
SINGLE = {
    "notification_breaches_cautioned_or_convicted": "Cautioned or convicted for breach of notification requirements",
    "lifetime_notification_revoked_on_application": "Lifetime notification revoked on application",
    "restrictive_orders_imposed.shpo": "Sexual harm prevention orders imposed",
    "restrictive_orders_imposed.shpo_with_foreign_travel_restriction": (
        "Sexual harm prevention orders with foreign travel restriction imposed"
    ),
    "restrictive_orders_imposed.notification_order": "Notification orders imposed",
    "subject_to_notification_after_sro_breach": "Made subject to notification after breaching a sexual risk order",
    "registered_sexual_offenders_per_100_000": (
        "Registered sexual offenders for every 100,000 residents aged 10 and over"
    ),
}


def table_title(name: str, year: Year) -> str:
    """The title of a table, with the days it covers."""
    return TABLES[name].format(first=f"{year.first:%-d %B %Y}", last=f"{year.last:%-d %B %Y}")


def words(key: str) -> str:
    """``level_1`` or ``category_2`` or ``total`` in words."""
    return key.replace("_", " ").capitalize()
