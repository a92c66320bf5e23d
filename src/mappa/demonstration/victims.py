"""What is done with and for the invented victims, and what the person managed wants a meeting to know."""

from datetime import datetime, timedelta

from mappa.accounts.models import User
from mappa.offender.services import bring_representation
from mappa.people.models import Victim
from mappa.victims.services.checking import Heard, ask_for_check, pass_on
from mappa.victims.services.entries import add_entry

ENTRIES: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("contact", 3, {"step": "tell", "stage": "custody", "who": "Bev Coral",
                    "said": "Told that the sentence goes on, and asked what she fears on release."}),
    ("earlier", 9, {"who": "Witness care, Larchford", "what": "Court dates and a visit to the court room."}),
    ("views", 3, {"said": "Afraid of letters, and of meeting him at the market.", "who": "Bev Coral"}),
    ("promise", 3, {"what": "A call on the day before any release", "who": "Bev Coral"}),
    ("in-contact", 2, {"still": "no", "how": "No letter or call since the sentence."}),
    ("place", 2, {"address": "17 Larch Close, Larchford", "postcode": "ZZ9 4LC", "use": "work"}),
)  # fmt: skip
"""The kind, how many days before, and what is said."""


def work_with(victim: Victim, actor: User, manager: User, at: datetime) -> None:
    """Contact, views, a promise that is open, a place to be kept from, and a proposed address that waits."""
    for kind, days, typed in ENTRIES:
        on = (at - timedelta(days=days)).date()
        add_entry(person=victim.person, victim=victim.pk, kind=kind, on=on, typed=typed, actor=actor, at=at)
    bring_representation(
        person=victim.person, on=at.date(), through=manager.name, actor=manager, at=at,
        text="I have found work in a kitchen. The hours end after my curfew, and I ask for an hour more.",
    )  # fmt: skip
    ask_for_check(person=victim.person, address="3 Larch Road, Larchford", postcode="ZZ9 4AB", actor=manager, at=at)
    pass_on(
        person=victim.person, actor=actor, at=at,
        heard=Heard(what="parole", on=(at + timedelta(days=30)).date(), source="The Parole Board's letter to her"),
    )  # fmt: skip
